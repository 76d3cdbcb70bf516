package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.ScanBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Scans: the recurrences that exact carries, minGRU and linear recurrent units are made of. */
final class ScanSection {
  private static final String STEPS = "steps";
  private static final String CHANNELS = "channels";
  private static final String THREADS = "threads";
  private static final List<String> SIZES = List.of(STEPS, CHANNELS);

  private ScanSection() {}

  static Section of() {
    Entry affine =
        Entry.of("ScanBenchmark.affine", one -> label(one, "h = p·h + g"))
            .cases(Tier.QUICK, STEPS, "4096", CHANNELS, "1,64", THREADS, "1")
            .cases(Tier.STANDARD, STEPS, "65536,1048576", CHANNELS, "1", THREADS, "1")
            .cases(Tier.FULL, STEPS, "256,65536", CHANNELS, "64", THREADS, "1")
            .cases(Tier.FULL, STEPS, "256,16384,262144", CHANNELS, "1", THREADS, "1")
            .cases(Tier.FULL, STEPS, "256,4096", CHANNELS, "1024", THREADS, "1")
            .cases(Tier.FULL, STEPS, "16777216", CHANNELS, "1", THREADS, "1")
            .work(one -> work(one, 2, 12, 0))
            .serial(serial("ScanBenchmark.serialLoop"))
            .peer(
                new Peer(
                    "h = p/2 + g on as many bytes",
                    "ScanBenchmark.triad",
                    SIZES,
                    Map.of(),
                    List.of("1048576", "16777216")));
    Entry complex =
        Entry.of(
                "ScanBenchmark.complex",
                one -> label(one, "complex h = λ·h + g: a linear recurrent unit"))
            .cases(Tier.STANDARD, STEPS, "4096", CHANNELS, "128", THREADS, "1")
            .cases(Tier.FULL, STEPS, "256,65536", CHANNELS, "128", THREADS, "1")
            .cases(Tier.FULL, STEPS, "65536", CHANNELS, "1", THREADS, "1")
            .work(one -> work(one, 8, 16, 8))
            .serial(serial("ScanBenchmark.complexLoop"));
    Entry matrix =
        Entry.of(
                "ScanBenchmark.matrix",
                one -> label(one, "pairs h = P·h + g: an exact carry by 2 × 2 matrices"))
            .cases(Tier.FULL, STEPS, "256,4096,65536", CHANNELS, "100", THREADS, "1")
            .cases(Tier.FULL, STEPS, "4096", CHANNELS, "1", THREADS, "1")
            .work(ScanSection::matrixWork)
            .serial(serial("ScanBenchmark.matrixLoop"));
    Entry gradient =
        Entry.of("ScanBenchmark.gradient", one -> label(one, "gradient of h = p·h + g"))
            .cases(Tier.FULL, STEPS, "4096", CHANNELS, "1,64", THREADS, "1")
            .work(one -> work(one, 3, 20, 0))
            .serial(serial("ScanBenchmark.gradientLoop"));
    return new Section(
        "scans",
        "Scans of recurrences",
        "One channel gains most: the loop waits for every multiply-add before it can begin the next, the scan does not; many channels"
            + " gain as long as they fit into a cache, and beyond it both are as fast as memory.",
        List.of(affine, complex, matrix, gradient));
  }

  private static Peer serial(String benchmark) {
    return new Peer("plain loop, step after step", benchmark, SIZES, Map.of(), List.of());
  }

  private static String label(Case one, String what) {
    int channels = one.number(CHANNELS);
    String many = channels == 1 ? "channel" : "channels";
    return String.format(
        Locale.ROOT, "%s, %,d steps, %,d %s", what, one.number(STEPS), channels, many);
  }

  private static Work work(Case one, double flops, double bytes, double bytesOfChannel) {
    double elements = (double) one.number(STEPS) * one.number(CHANNELS);
    return Work.of(flops * elements, bytes * elements + bytesOfChannel * one.number(CHANNELS))
        .items(elements, "element steps");
  }

  private static Work matrixWork(Case one) {
    int n = ScanBenchmark.BLOCK;
    return work(one, 2 * n * n, Float.BYTES * (n * n + 2 * n), 0);
  }
}
