package dev.carrylane.jmh.report;

import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one core of this machine can do at most, measured in the same run: arithmetic that never leaves the registers, and
 * reading from each level of memory. A kernel's limit is the roofline's: its arithmetic at the peak or its bytes at the
 * bandwidth of the level that holds them, whichever takes longer.
 *
 * <p>In the section of the roofline, a case without bytes is a peak, and one with a level is that level's bandwidth.
 */
final class Ceilings {
  /** The section that measures them. */
  static final String SECTION = "roofline";

  private static final double TOLERANCE = 0.05;

  /** What a cache holds where the machine does not tell. */
  private static final Map<String, Double> USUAL = Map.of("L1", 0x1p15, "L2", 0x1p20, "L3", 0x1p24);

  private final Optional<Measured> peak;
  private final List<Level> levels;

  /**
   * A level of memory.
   *
   * @param name what it is called
   * @param bytes that it holds
   * @param measured its bandwidth
   */
  record Level(String name, double bytes, Measured measured) {
    double bandwidth() {
      return measured.rate(measured.work().bytes()).median();
    }
  }

  private Ceilings(Optional<Measured> peak, List<Level> levels) {
    this.peak = peak;
    this.levels = List.copyOf(levels);
  }

  static Ceilings of(Run run) {
    Optional<Measured> peak = Optional.empty();
    Map<String, Level> levels = new LinkedHashMap<>();
    for (Section section : run.sections()) {
      if (section.id().equals(SECTION)) {
        List<Measured> single =
            run.measured(section).stream().filter(each -> each.threads() == 1).toList();
        peak =
            single.stream()
                .filter(each -> each.work().bytes() == 0 && each.work().flops() > 0)
                .max(Comparator.comparingDouble(each -> each.rate(each.work().flops()).median()));
        for (Measured each : single) {
          String name = each.what().parameters().get("level");
          if (name != null && each.work().bytes() > 0) {
            Level level = new Level(name, capacity(name, run), each);
            levels.merge(name, level, (a, b) -> a.bandwidth() >= b.bandwidth() ? a : b);
          }
        }
      }
    }
    List<Level> ascending = new ArrayList<>(levels.values());
    ascending.sort(Comparator.comparingDouble(Level::bytes));
    return new Ceilings(peak, ascending);
  }

  /** What a level holds, as the environment tells of caches; memory holds everything. */
  private static double capacity(String level, Run run) {
    String caches = run.environment().machine().getOrDefault("caches", "");
    Matcher size = Pattern.compile(level + " ([\\d.]+) ([KMG])B").matcher(caches);
    if (size.find()) {
      return Double.parseDouble(size.group(1)) * (1L << 10 * (1 + "KMG".indexOf(size.group(2))));
    }
    return USUAL.getOrDefault(level, Double.POSITIVE_INFINITY);
  }

  /** The most arithmetic. */
  Optional<Measured> peak() {
    return peak;
  }

  /** From the smallest to memory. */
  List<Level> levels() {
    return levels;
  }

  /** The level that holds the operands of an operation: the first that is large enough, else the last. */
  Optional<Level> level(Work work) {
    if (work.bytes() == 0 || levels.isEmpty()) {
      return Optional.empty();
    }
    return levels.stream()
        .filter(level -> level.bytes() >= work.bytes())
        .findFirst()
        .or(() -> Optional.of(levels.get(levels.size() - 1)));
  }

  /** Whether moving its bytes takes longer than its arithmetic. */
  boolean isBoundByBytes(Work work) {
    if (work.bytes() == 0 || work.flops() == 0) {
      return work.bytes() > 0;
    }
    Optional<Level> level = level(work);
    if (peak.isEmpty() || level.isEmpty()) {
      return work.flops() < work.bytes();
    }
    double peakRate = peak.get().rate(peak.get().work().flops()).median();
    return work.flops() / peakRate < work.bytes() / level.get().bandwidth();
  }

  /** The share of its limit that a case on one thread reaches, within each round; empty where nothing is known. */
  Optional<Figure> share(Measured one) {
    Work work = one.work();
    if (one.threads() != 1 || one.section().id().equals(SECTION)) {
      return Optional.empty();
    }
    double[] least = null;
    if (work.flops() > 0 && peak.isPresent()) {
      least = scaled(peak.get().seconds(), work.flops() / peak.get().work().flops());
    }
    Optional<Level> level = level(work);
    if (level.isPresent()) {
      Measured bandwidth = level.get().measured();
      double[] moving = scaled(bandwidth.seconds(), work.bytes() / bandwidth.work().bytes());
      least = least == null ? moving : greater(least, moving);
    }
    return least == null || work.flops() > 0 && peak.isEmpty()
        ? Optional.empty()
        : Optional.of(Figure.ofRatios(least, one.seconds()));
  }

  /** Whether a share of a limit is more than errors of measurement make of all: the limit was measured too low. */
  static boolean isTooMuch(Figure share) {
    return share.median() > 1 + TOLERANCE;
  }

  /** How many cases are faster than their limits. */
  int tooFast(Run run) {
    return (int)
        run.measured().stream()
            .filter(each -> share(each).map(Ceilings::isTooMuch).orElse(false))
            .count();
  }

  private static double[] scaled(double[] seconds, double factor) {
    double[] scaled = new double[seconds.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = seconds[i] * factor;
    }
    return scaled;
  }

  private static double[] greater(double[] a, double[] b) {
    double[] greater = new double[Math.min(a.length, b.length)];
    for (int i = 0; i < greater.length; i++) {
      greater[i] = Math.max(a[i], b[i]);
    }
    return greater;
  }
}
