package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * How scans grow faster with threads: a cost model, checked against measurements with as many threads as this machine
 * has cores, and what it says of more.
 *
 * <p>A scan is a number of phases, one after the other. In each of them threads work side by side, or one works alone:
 *
 * <blockquote>
 *
 * time(k) = Σ<sub>phases</sub> max(w / r, b / B(k)) + m · L(k)
 *
 * </blockquote>
 *
 * <p>with w the work of the thread that has most of it, in elements, if every thread takes the next part as soon as it is
 * free; r the rate of one thread whose operands are in its cache; b the bytes that all threads read and write, and B(k)
 * what k threads move of them; m the number of times that threads come together, and L(k) what one of them costs. The
 * serial part, the depth of the scan, is phases of one thread. With N elements on k threads:
 *
 * <ul>
 *   <li><b>Sequences, channels:</b> one phase, w the largest share, b = 12 N, m = 1. A thread takes whole sequences, at
 *       most an eighth of its share at a time, or at least 128 channels.
 *   <li><b>Few channels</b> (both ends of time): one phase as above, in at most 8 parts a thread; then one thread scans
 *       again the first 2048 to 4096 elements of every part that a helper had. m = 1.
 *   <li><b>{@code BLOCKED_TIME}:</b> in waves of 16 blocks of at most 32784 steps, 14 of them reduced and the first one
 *       scanned; a walk over 14 carries, by one thread; and 15 blocks scanned again. b = 8 for an element that is
 *       reduced, and 12 again. m = 2 for each wave. A user's operator likewise, with waves of 256 blocks of at most 1024
 *       steps, dealt in 4 parts a thread, and two combinations a block by one thread.
 *   <li><b>{@code OVERLAPPED_TIME}:</b> one phase, at most 16 blocks of at least 1024 steps, a quarter more work in all
 *       but the first; then the comparison of their beginnings by one thread. m = 1.
 *   <li><b>Addition:</b> one phase of blocks of 2<sup>19</sup> bits; then one thread adds a carry to each, in a cache
 *       line that it takes from the thread that computed it. b = 24 for a word. m = 1.
 * </ul>
 *
 * <p>r is measured on 192 KB of operands and results for each kernel. B is measured by triads (by sums, where a scan does
 * little more than read) on as many bytes as the scan has, with one thread and with a thread on each core; between
 * them min(k · B(1), B(cores)). Beyond the cores of this machine it is an assumption: a cache that cores share grows
 * with them; what comes from memory is given as a range, from a memory that gives all cores together no more than those
 * here, to one that gives more in proportion. {@code --bandwidth} says what the memory of the machine in question gives.
 * L outside a pass is what it takes to wake one helper, and to call each of the others; within a pass, the time in which
 * two threads meet, once for each helper.
 *
 * <p>Not in the model: caches that cores share unevenly, lines that threads take from each other, processors that slow
 * down when more cores work. States are taken to forget what was before them, as those of gates below 1 do; where they do
 * not, time from both ends takes as long as one thread does.
 */
public final class ScanScaling {
  private static final int[] PREDICTED = {1, 2, 4, 8, 16};
  private static final String USAGE =
      """
      usage: carrylane bench --scaling [--bandwidth GB/s]

      Measures this machine in a minute, predicts from that how scans grow faster with threads, and
      compares with what they do, with as many threads as there are cores.

        --bandwidth GB/s   what all cores together get from the memory of a machine of more cores
      """;

  private final Backend backend = Benchmarks.backend();
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final double memory;
  private Latency latency;

  private ScanScaling(double memory) {
    this.memory = memory;
  }

  /**
   * Measures and prints.
   *
   * @param arguments {@code --bandwidth} and GB/s, or nothing
   */
  public static void main(String[] arguments) {
    double memory = Double.NaN;
    if (arguments.length == 2 && arguments[0].equals("--bandwidth")) {
      memory = positive(arguments[1]);
    }
    if (arguments.length > 0 && !(memory > 0)) {
      System.err.print(USAGE);
      System.exit(2);
    }
    new ScanScaling(memory).run();
  }

  private static double positive(String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void run() {
    if (cores == 1) {
      System.err.println("with one core there is nothing to measure that threads do together");
      System.exit(1);
    }
    float[] p = Benchmarks.values(ScanCase.FROM_MEMORY, 1);
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.abs(p[i]);
    }
    float[] g = Benchmarks.values(ScanCase.FROM_MEMORY, 2);
    float[] h = new float[ScanCase.FROM_MEMORY];
    latency = LatencyMeter.measure(backend);
    System.out.printf(
        Locale.ROOT,
        "# %d cores; a helper wakes in %s µs, of which the call takes %s; in a pass two threads meet in %s µs%n%n",
        cores,
        figure(latency.wake() / 1e3),
        figure(latency.call() / 1e3),
        figure(latency.meet() / 1e3));
    BandwidthMeter meter = new BandwidthMeter(p, g, h);
    System.out.println(header());
    for (ScanCase scan : ScanCase.all(backend, p, g, h)) {
      System.out.println(row(scan, meter));
    }
  }

  /** Threads that there are cores for. */
  private List<Integer> measured() {
    TreeSet<Integer> threads = new TreeSet<>();
    for (int k : PREDICTED) {
      threads.add(Math.min(k, cores));
    }
    threads.add(cores);
    return new ArrayList<>(threads);
  }

  private List<Integer> beyond() {
    List<Integer> threads = new ArrayList<>();
    for (int k : PREDICTED) {
      if (k > cores) {
        threads.add(k);
      }
    }
    return threads;
  }

  private String header() {
    StringJoiner names = new StringJoiner(" | ", "| ", " |");
    names.add("").add("G elements/s in cache").add("GB/s");
    for (int k : measured()) {
      String threads = k == 1 ? "1 thread" : k + " threads";
      names.add(threads + ", µs (predicted)").add("speed-up");
    }
    for (int k : beyond()) {
      names.add(k + " threads");
    }
    String line = names.toString();
    return line
        + System.lineSeparator()
        + "|---".repeat(3 + 2 * measured().size() + beyond().size())
        + "|";
  }

  private String row(ScanCase scan, BandwidthMeter meter) {
    scan.measureKernels();
    Bandwidth most = meter.measure(scan.traffic, scan.bytes, cores);
    Bandwidth least = most;
    if (scan.isFromMemory()) {
      least = most.withLimit(memory > 0 ? memory : most.all());
      most = memory > 0 ? least : most;
    }
    Stopwatch.Timed alone = scan.runPlain();
    double first = Stopwatch.measure(scan.run(1));
    double base = alone == null ? first : Stopwatch.measure(alone);
    double predictedBase = scan.plain(latency).nanos(latency, least);
    StringJoiner cells = new StringJoiner(" | ", "| ", " |");
    cells.add(scan.name);
    cells.add(figure(1 / scan.kernel().nanos()));
    cells.add(figure(least.one()) + ", " + figure(least.all()));
    for (int k : measured()) {
      double time = k == 1 ? first : Stopwatch.measure(scan.run(k));
      double predicted = scan.cost(k, latency).nanos(latency, least);
      cells.add(
          "%s (%s, %+.0f %%)"
              .formatted(
                  figure(time / 1e3), figure(predicted / 1e3), 100 * (predicted / time - 1)));
      cells.add("%s (%s)".formatted(figure(base / time), figure(predictedBase / predicted)));
    }
    for (int k : beyond()) {
      ScanCost cost = scan.cost(k, latency);
      String low = figure(predictedBase / cost.nanos(latency, least));
      String high = figure(predictedBase / cost.nanos(latency, most));
      cells.add(low.equals(high) ? low : low + "–" + high);
    }
    return cells.toString();
  }

  /** Three digits. */
  static String figure(double number) {
    int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.max(number, 0.001))));
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }
}
