package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.FmaPeak;
import dev.carrylane.jmh.RooflineBenchmark;
import dev.carrylane.jmh.WorkingSet;
import java.util.List;
import java.util.Map;

/** What the processor can do at most: the limits that the other sections are measured against. */
public final class RooflineSection {
  /** The most multiply-adds of a core. */
  public static final Case FMA = Case.of("RooflineBenchmark.fma", Map.of());

  private static final String READ = "RooflineBenchmark.read";
  private static final String TRIAD = "RooflineBenchmark.triad";

  private RooflineSection() {}

  /** {@return the levels of the memory, the nearest first} */
  public static List<String> levels() {
    return WorkingSet.LEVELS;
  }

  /**
   * Reads from a level of the memory.
   *
   * @param level one of {@link #levels}
   * @return the case that measures them
   */
  public static Case read(String level) {
    return Case.of(READ, Map.of("level", level));
  }

  static Section of() {
    String all = String.join(",", levels());
    Entry fma =
        Entry.of(FMA.benchmark(), any -> "multiply-adds in registers")
            .onlyCase(Tier.QUICK)
            .work(any -> Work.of(FmaPeak.FLOPS, 0));
    Entry read =
        Entry.of(READ, one -> "reading from " + one.parameter("level"))
            .cases(Tier.QUICK, "level", all)
            .work(any -> Work.of(0, RooflineBenchmark.READ_BYTES));
    Entry triad =
        Entry.of(TRIAD, one -> "h = p/2 + g in " + one.parameter("level") + ", plain Java")
            .cases(Tier.FULL, "level", all)
            .work(any -> Work.of(0, RooflineBenchmark.TRIAD_BYTES));
    return new Section(
        "roofline",
        "The processor's limits",
        "No kernel on one core can be faster than these: arithmetic is limited by the first row, and what reads more than it"
            + " computes by the row of the level that its data comes from.",
        List.of(fma, read, triad));
  }
}
