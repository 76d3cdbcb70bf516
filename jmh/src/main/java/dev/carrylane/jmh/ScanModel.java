package dev.carrylane.jmh;

import dev.carrylane.engine.adder.AdderSchedule;
import dev.carrylane.jmh.ScanCost.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How scans share their work, in numbers: for each way the phases, and the work and the bytes of their parts. The
 * constants are those of the engine, which keeps them to itself; work is counted in elements of p (steps of an
 * operator, words of an adder).
 */
final class ScanModel {
  private static final int MIN_ELEMENTS = 1 << 17;
  private static final int MIN_ELEMENTS_IN_PASS = 1 << 16;
  private static final int MIN_CHANNELS = 128;
  private static final int CHANNEL_UNIT = 16;
  private static final int PARTS_PER_THREAD = 8;

  private static final int COMPARED = 2048;
  private static final int COMPARISONS_PER_THREAD = 4;

  private static final int FROM_MEMORY = 1 << 22;

  private static final int WAVE_BLOCKS = 16;

  private static final int BLOCK_BYTES = 1 << 18;

  private static final int MOST_OVERLAPPED_BLOCKS = 16;
  private static final int MIN_OVERLAPPED_STEPS = 1024;
  private static final int OVERLAP = 4;

  private static final int ADDER_BLOCK_WORDS = (1 << 19) / Long.SIZE;

  private static final int TREE_BLOCKS = 256;
  private static final int TREE_PARTS_PER_THREAD = 4;

  private ScanModel() {}

  /**
   * The speed of a kernel.
   *
   * @param nanos that one thread takes for an element whose operands are in its cache
   * @param bytes that it reads and writes for it
   */
  record Kernel(double nanos, double bytes) {
    /** Parts of so many elements. */
    Phase phase(double... parts) {
      return new Phase(scaled(parts, nanos), scaled(parts, bytes));
    }
  }

  /**
   * Sequences in a time-major layout.
   *
   * @param count how many
   * @param steps of each
   * @param channels of a step
   * @param work elements of p for each channel: 1, or those of a matrix
   * @param unit steps between two places where the schedule lets a scan be cut
   * @param forgets steps after which states from different beginnings have the same bits; {@link #NEVER} where
   *     they are not expected to, so that nobody tries
   */
  record Shape(int count, int steps, int channels, int work, int unit, int forgets) {
    static final int NEVER = Integer.MAX_VALUE;

    long elements() {
      return (long) count * steps * channels * work;
    }
  }

  /** Items dealt in parts, as even as can be. */
  private static double[] dealt(int items, int parts) {
    double[] sizes = new double[parts];
    for (int i = 0; i < parts; i++) {
      sizes[i] = (long) items * (i + 1) / parts - (long) items * i / parts;
    }
    return sizes;
  }

  /**
   * A scan whose schedule lets threads share sequences or channels, or else scan from both ends of time: whatever the
   * engine does with the shape.
   */
  static ScanCost shared(Shape shape, int threads, boolean inPass, Kernel kernel) {
    long elements = shape.elements();
    int least = inPass ? MIN_ELEMENTS_IN_PASS : MIN_ELEMENTS;
    int useful = (int) Math.min(elements / least, Integer.MAX_VALUE);
    ScanCost alone = ScanCost.alone(elements * kernel.nanos, elements * kernel.bytes);
    if (threads == 1 || useful <= 1) {
      return alone;
    }
    if (shape.count >= 2 * threads) {
      int parts = Math.min(useful, Math.min(shape.count, PARTS_PER_THREAD * threads));
      double each = (double) elements / shape.count;
      Phase phase = kernel.phase(scaled(dealt(shape.count, parts), each));
      return new ScanCost(threads, inPass, List.of(phase));
    }
    int lines = (int) ((long) shape.channels * shape.work / MIN_CHANNELS);
    int parts = Math.min(threads, Math.min(useful, Math.min(lines, shape.channels)));
    if (parts > 1) {
      int steps = Math.ceilDiv(shape.steps, threads);
      boolean fromMemory = shape.count == 1 && elements >= FROM_MEMORY;
      if (fromMemory && 4L * shape.forgets <= steps) {
        return speculative(shape, threads, inPass, kernel, steps);
      }
      Phase phase = kernel.phase(channels(shape, parts));
      return new ScanCost(threads, inPass, List.of(phase));
    }
    long each = elements / shape.count;
    boolean speculates = shape.forgets != Shape.NEVER && each >= 2L * least;
    return speculates ? speculative(shape, threads, inPass, kernel, 0) : alone;
  }

  private static double[] scaled(double[] parts, double factor) {
    return Arrays.stream(parts).map(part -> part * factor).toArray();
  }

  private static double[] channels(Shape shape, int parts) {
    int unit = shape.channels < parts * CHANNEL_UNIT ? 1 : CHANNEL_UNIT;
    double[] channels = scaled(dealt(shape.channels / unit, parts), unit);
    channels[parts - 1] += shape.channels % unit;
    return scaled(channels, (double) shape.elements() / shape.channels);
  }

  /**
   * Both ends of time, then the caller's correction of the helpers' parts: each up to the first comparison at which
   * the state is what it should be.
   *
   * @param given steps of a part; 0 to have as many parts as are worth correcting
   */
  private static ScanCost speculative(
      Shape shape, int threads, boolean inPass, Kernel kernel, int given) {
    int unit = shape.unit;
    int row = shape.channels * shape.work;
    int compared = Math.max(1, COMPARED / row / unit) * unit;
    long fair = Math.ceilDiv(shape.steps, threads);
    long brief = Math.ceilDiv(shape.steps, PARTS_PER_THREAD * threads);
    long least = (long) COMPARISONS_PER_THREAD * threads * compared;
    int part = given > 0 ? given : (int) Math.min(fair, Math.max(brief, least));
    int partSteps = Math.ceilDiv(part, unit) * unit;
    double[] parts = scaled(blocks(shape.steps, partSteps), row);
    long corrected = Math.min(partSteps, (long) Math.ceilDiv(shape.forgets, compared) * compared);
    double again = (double) (parts.length - parts.length / threads) * corrected * row;
    List<Phase> phases = new ArrayList<>();
    for (int s = 0; s < shape.count; s++) {
      phases.add(kernel.phase(parts));
      phases.add(kernel.phase(again));
    }
    return new ScanCost(threads, inPass, phases);
  }

  /** Blocks of so many steps; the last one may have less. */
  private static double[] blocks(int steps, int blockSteps) {
    double[] sizes = new double[Math.ceilDiv(steps, blockSteps)];
    Arrays.fill(sizes, blockSteps);
    sizes[sizes.length - 1] = steps - (sizes.length - 1) * (double) blockSteps;
    return sizes;
  }

  /**
   * Steps of a block of the diagonal and the dense scan in blocked time.
   *
   * @param stepBytes bytes of the operands of a step
   */
  static int blockSteps(int steps, int stepBytes) {
    int even = Math.max(Math.ceilDiv(steps, WAVE_BLOCKS), 512);
    int most = (BLOCK_BYTES / stepBytes / 16 - 1 | 1) * 16;
    return Math.min((Math.ceilDiv(even, 16) | 1) * 16, Math.max(most, 32));
  }

  /**
   * Blocked time, in waves: blocks reduced, a walk over the carries, of which each is counted as a step of
   * reducing, and blocks scanned again.
   *
   * @param row elements of a step, each with a p and a g
   */
  static ScanCost blocked(
      int steps, int row, int threads, boolean inPass, Kernel scan, Kernel reduce) {
    double[] blocks = scaled(blocks(steps, blockSteps(steps, 2 * Float.BYTES * row)), row);
    List<Phase> phases = new ArrayList<>();
    for (int from = 0; from < blocks.length; from += WAVE_BLOCKS) {
      int to = Math.min(blocks.length, from + WAVE_BLOCKS);
      double[] wave = Arrays.copyOfRange(blocks, from, to);
      wave(wave, to - from, (to - from - 2) * row, scan, reduce, phases);
    }
    return new ScanCost(threads, inPass, phases);
  }

  /**
   * A tree over the blocks of an operator. Its levels are short, and one thread does them: two combinations for each
   * block.
   */
  static ScanCost tree(int steps, int threads, boolean inPass, Kernel scan, Kernel reduce) {
    int blockSteps = Math.clamp(Math.ceilDiv(steps, TREE_BLOCKS), 64, 1024);
    double[] blocks = blocks(steps, blockSteps);
    List<Phase> phases = new ArrayList<>();
    for (int from = 0; from < blocks.length; from += TREE_BLOCKS) {
      int to = Math.min(blocks.length, from + TREE_BLOCKS);
      double[] wave = Arrays.copyOfRange(blocks, from, to);
      int parts = TREE_PARTS_PER_THREAD * threads;
      wave(wave, parts, 2 * (to - from - 1), scan, reduce, phases);
    }
    return new ScanCost(threads, inPass, phases);
  }

  /**
   * Adds the phases of a wave. The first block is scanned while others are reduced; nobody needs the map of the last.
   *
   * @param parts in which blocks are dealt, at most
   * @param carries elements that one thread reduces between the two
   */
  private static void wave(
      double[] blocks, int parts, int carries, Kernel scan, Kernel reduce, List<Phase> phases) {
    int last = blocks.length - 1;
    if (last == 0) {
      phases.add(scan.phase(blocks));
      return;
    }
    double[] first = new double[last];
    first[0] = blocks[0];
    double[] reduced = Arrays.copyOf(blocks, last);
    reduced[0] = 0;
    Phase scanned = scan.phase(inParts(first, parts));
    Phase maps = reduce.phase(inParts(reduced, parts));
    phases.add(new Phase(sum(scanned.nanos(), maps.nanos()), sum(scanned.bytes(), maps.bytes())));
    phases.add(Phase.serial(carries * reduce.nanos, 0));
    phases.add(scan.phase(inParts(Arrays.copyOfRange(blocks, 1, last + 1), parts)));
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  /** The sums of neighbours. */
  private static double[] inParts(double[] items, int parts) {
    double[] sizes = dealt(items.length, Math.min(parts, items.length));
    double[] sums = new double[sizes.length];
    int item = 0;
    for (int i = 0; i < sums.length; i++) {
      for (int k = 0; k < sizes[i]; k++) {
        sums[i] += items[item++];
      }
    }
    return sums;
  }

  /**
   * Overlapped time: every block but the first begins a quarter early. The comparison of a block's two beginnings is
   * counted as a step.
   *
   * @param row elements of a step
   */
  static ScanCost overlapped(int steps, int row, int threads, boolean inPass, Kernel kernel) {
    int even = Math.ceilDiv(steps, MOST_OVERLAPPED_BLOCKS);
    int blockSteps = Math.max(MIN_OVERLAPPED_STEPS, even);
    double[] parts = scaled(blocks(steps, blockSteps), row);
    double[] bytes = scaled(parts, kernel.bytes);
    for (int b = 1; b < parts.length; b++) {
      double early = (double) (blockSteps / OVERLAP) * row;
      parts[b] += early;
      // One thread goes through the same quarter again at once, and finds it in its cache.
      bytes[b] += threads == 1 ? 0 : early * kernel.bytes;
    }
    double compared = (parts.length - 1.0) * row;
    List<Phase> phases =
        List.of(
            new Phase(scaled(parts, kernel.nanos), bytes),
            Phase.serial(compared * kernel.nanos, 0));
    return new ScanCost(threads, inPass, phases);
  }

  /**
   * An addition of {@code long} words with random carries. Each block has a carry to be added to its lowest word,
   * which the caller takes from the cache of the thread that computed it: half a meeting.
   */
  static ScanCost adder(int words, int threads, boolean inPass, Kernel kernel, Latency latency) {
    long bits = (long) words * Long.SIZE;
    if (AdderSchedule.forLength(bits, threads) != AdderSchedule.THREADED) {
      return ScanCost.alone(words * kernel.nanos, words * kernel.bytes);
    }
    double[] parts = blocks(words, ADDER_BLOCK_WORDS);
    double increments = (parts.length - 1) * latency.meet() / 2;
    return new ScanCost(threads, inPass, List.of(kernel.phase(parts), Phase.serial(increments, 0)));
  }
}
