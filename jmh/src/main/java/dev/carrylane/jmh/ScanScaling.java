package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * How scans grow faster with threads: a cost model, checked against measurements with as many threads as this
 * machine has cores, and what it says of more.
 *
 * <p>A scan is a number of phases, one after the other. In each of them threads take parts, each the next one as
 * soon as it is free; the phase ends with the last of them. On k threads a part takes max(w / r, b · k / B(k)),
 * with w its work in elements, r the rate of one thread whose operands are in its cache, b the bytes that it reads
 * and writes, and B(k) what k threads together move of them. A phase of one part is work of one thread: such phases
 * are the depth of the scan. So, where parts are many and even, with W and D the work of all threads and of one
 * alone,
 *
 * <blockquote>
 *
 * time(k) = max(W / (k · r), b / B(k)) + m · L(k) + max(D / r, b<sub>D</sub> / B(1))
 *
 * </blockquote>
 *
 * <p>where m is the number of times that threads come together, and L(k) what one of them costs. Outside a pass the
 * caller calls k − 1 helpers one after the other and then begins itself, and helper j begins j − 1 calls and one
 * waking later than the caller began to call. Within a pass it begins j meetings of two threads later. With N
 * elements:
 *
 * <ul>
 *   <li><b>Sequences, channels:</b> one phase of the whole work, in 8 parts a thread but in whole sequences, or in
 *       one part a thread, but of 128 channels at least. Each element has 12 bytes.
 *   <li><b>Few channels</b> (both ends of time): one phase of the whole work, in at most 8 parts a thread; then one
 *       thread scans again the first 2048 to 4096 elements of every part that a helper had.
 *   <li><b>{@code BLOCKED_TIME}:</b> in waves of 16 blocks of at most 32784 steps, a phase in which the first is
 *       scanned and 14 are reduced (8 bytes), a walk of 14 steps of one thread, and a phase in which 15 blocks are
 *       scanned again. A user's operator likewise, with waves of 256 blocks of at most 1024 steps, dealt in 4 parts
 *       a thread, and two combinations a block by one thread.
 *   <li><b>{@code OVERLAPPED_TIME}:</b> a phase of at most 16 blocks of at least 1024 steps, with a quarter more
 *       work in all but the first; then the comparison of their beginnings by one thread.
 *   <li><b>Addition:</b> a phase of blocks of 2<sup>19</sup> bits, 24 bytes for a word of 64; then one thread adds
 *       a carry to each block, in a cache line that it takes from the thread that computed it, which is half a
 *       meeting.
 * </ul>
 *
 * <p>r is measured on 192 KB of operands and results for each kernel. B is measured by triads (by sums, where a
 * scan does little more than read) on as many bytes as the scan has, with one thread and with a thread on each
 * core; between them min(k · B(1), B(cores)). Beyond the cores of this machine it is an assumption: a cache that
 * cores share grows with them; what comes from memory is given as a range, from a memory that gives all cores
 * together no more than those here, to one that gives more in proportion. {@code --bandwidth} says what the
 * memory of the machine in question gives at most.
 *
 * <p>Not in the model: caches that cores share unevenly, lines that threads take from each other, processors that
 * slow down when more cores work. States are taken to forget what was before them, as those of gates below 1 do;
 * where they do not, time from both ends takes as long as one thread does.
 *
 * <p>The speed-up is over one thread in the schedule that is best for it, which is serial time or Kogge–Stone.
 */
public final class ScanScaling {
  private static final int[] PREDICTED = {1, 2, 4, 8, 16};
  private static final String USAGE =
      """
      usage: carrylane bench --scaling [--bandwidth GB/s]

      Measures this machine in a minute, predicts from that how scans grow faster with threads, and
      compares with what they do, with as many threads as there are cores.

        --bandwidth GB/s   what more cores together get from memory at most
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
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    if (arguments.length > 0 && !(memory > 0)) {
      System.err.printf(
          "\"%s\" is not understood; give nothing, or --bandwidth and a number above 0, such as 80%n%n",
          String.join(" ", arguments));
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
      names.add(threads + ", µs (predicted, off by)").add("speed-up (predicted)");
    }
    for (int k : beyond()) {
      names.add(k + ", predicted");
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
