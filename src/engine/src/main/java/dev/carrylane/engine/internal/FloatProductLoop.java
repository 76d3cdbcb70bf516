package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import java.util.Arrays;

/**
 * Runs a {@link FloatProduct} on the threads of an engine: splits it into rectangles of C, never
 * along a chain. One user thread at a time; allocates nothing once it has run a shape as large.
 */
public final class FloatProductLoop {
  /**
   * The least work worth handing to another thread, in multiply-adds: about 40 µs on one core. Waking a
   * parked thread takes 5 to 50 µs. Two threads were slower than one at 2 million multiply-adds (128³: 26 and
   * 24 µs), as fast at 7 million and 1.6 times as fast at 17 (256³).
   */
  private static final long LEAST_WORK = 4_000_000;

  /**
   * The same within a pass, where the thread, once awake, finds more to do; the music model's pass over 60
   * frames took as long with 1 million. Not lower, as a pass may hold nothing else.
   */
  private static final long LEAST_WORK_IN_PASS = 2_000_000;

  /**
   * The same for threads that are awake: two were 0.96 times as fast as one at 0.3 million multiply-adds
   * (24 × 88 × 150), 1.1 times at 0.7 (6 × 750 × 150), 1.3 times at 0.8 (60 × 88 × 150).
   */
  private static final long LEAST_WORK_HELPED = 500_000;

  /**
   * The most parts: threads begin at different times, so that many small parts end more evenly. With 3 for
   * each thread two threads were 1.62 times as fast as one at 512³, with 8 they were 1.80 times, with 16 1.84.
   */
  private static final int PARTS_PER_THREAD = 8;

  /**
   * The same for threads that are awake, and begin together. On the music model's pass of 256 frames two threads
   * were 1.85 times as fast as one with 1 or 2 parts for each, 1.84 with 4, 1.76 with 8; on that of 60, 1.50 with
   * 1 and 1.52 with 4, since rows of a convolution differ in work.
   */
  private static final int PARTS_PER_THREAD_HELPED = 4;

  /**
   * The least work of a part, so that claiming it costs nothing beside it; but each thread gets one. Threads that
   * are awake took 3 to 10 % longer with parts of 0.1 to 0.3 million.
   */
  private static final long PART = 500_000;

  /**
   * Packing moves an element in about the time of so many multiply-adds: 14 % of a product of 256 rows, which
   * has 256 for each element, are 36, but much of that is waiting for memory; not tuned.
   */
  private static final int COST_OF_PACKING = 8;

  private final FloatProduct product = new FloatProduct();
  private final FloatGemmChoice choice;
  private final ParallelLoop loop;
  private final ParallelLoop.Body packPart = this::packPart;
  private final ParallelLoop.Body multiplyPart = this::multiplyPart;
  private float[] zeros = {};

  /** Of the operand that is packed for one call; null until one is. */
  private FloatPanels packed;

  /** Of this call. */
  private FloatGemmKernel kernel;

  private int rows;
  private int panels;
  private int parts;
  private int chunk;
  private boolean splitRows;

  /** A loop for one operation object. */
  public FloatProductLoop(Backend backend, ParallelLoop loop) {
    Kernels kernels = Kernels.of(backend);
    choice = kernels.floatGemm();
    this.loop = loop;
    product.epilogue = new FloatEpilogue(kernels);
    product.workspaces = new FloatWorkspace[loop.threads()];
    Arrays.setAll(product.workspaces, worker -> new FloatWorkspace());
  }

  /** The product to fill in before {@code run}: its left operand, result and epilogue. */
  public FloatProduct product() {
    return product;
  }

  /** Runs the product on packed weights. */
  public void run(FloatWeights weights, int rows) {
    try {
      if (rows > 0 && weights.columns() > 0) {
        kernel = weights.describe(product, rows);
        multiply(rows);
      }
    } finally {
      release();
    }
  }

  /**
   * Runs the product on a right operand that is not packed, {@link FloatProduct#b}. Some of its columns are packed
   * where the kernel wants that; the memory for it is kept for the next run.
   */
  public void run(int rows, int columns, int depth) {
    if (rows == 0 || columns == 0) {
      release();
      return;
    }
    // Packing and multiplying make a pass, but not of a product so small that it wakes nobody.
    boolean pass = isWorthSharing((double) rows * columns * depth);
    if (pass) {
      loop.begin();
    }
    try {
      describe(choice.unpacked(rows), rows, columns, depth);
      multiply(rows);
    } finally {
      if (pass) {
        loop.end();
      }
      release();
    }
  }

  private void describe(FloatGemmKernel kernel, int rows, int columns, int depth) {
    this.kernel = kernel;
    int width = kernel.panelWidth();
    if (zeros.length < columns + width) {
      zeros = new float[columns + width];
    }
    product.bias = zeros;
    product.rows = null;
    product.depth = depth;
    product.columns = columns;
    product.panelsInPlace =
        kernel.panelsInPlace(rows, columns, product.bStride, product.bTransposed);
    int rest = columns - product.panelsInPlace * width;
    if (rest > 0) {
      packed = packed == null ? FloatPanels.empty(width) : packed;
      packed.shape(depth, rest);
      product.panels = packed;
      split(packPart, packed.panelCount(), 1, (long) depth * rest * COST_OF_PACKING);
    }
  }

  private void multiply(int rows) {
    this.rows = rows;
    panels = Math.ceilDiv(product.columns, kernel.panelWidth());
    long work = (long) rows * product.columns * product.depth;
    // The scalar kernel has whole rows of packed weights, and would copy others for each part of
    // the rows of C.
    splitRows =
        kernel.readsPanels()
            ? Math.ceilDiv(rows, kernel.rowTile()) >= loop.threads()
            : product.rows != null;
    if (splitRows) {
      split(multiplyPart, rows, kernel.rowTile(), work);
    } else {
      split(multiplyPart, panels, 1, work);
    }
  }

  /** The caller's arrays and weights are the caller's: an idle operation must not keep them alive. */
  private void release() {
    product.a = null;
    product.b = null;
    product.c = null;
    product.rows = null;
    product.panels = null;
    product.bias = null;
  }

  /** Whether so much work, in multiply-adds, is worth sharing now. */
  boolean isWorthSharing(double work) {
    return loop.threads() > 1 && work >= (loop.isHelped() ? LEAST_WORK_HELPED : leastWorkToCall());
  }

  private long leastWorkToCall() {
    return loop.inPass() ? LEAST_WORK_IN_PASS : LEAST_WORK;
  }

  /** Cuts a range into as many parts as the work is worth, of about as many units each. */
  private void split(ParallelLoop.Body body, int range, int unit, long work) {
    if (!isWorthSharing(work)) {
      parts = 1;
      chunk = range;
      body.part(0, 0);
      return;
    }
    int threads = loop.threads();
    int units = Math.ceilDiv(range, unit);
    int perThread = loop.isHelped() ? PARTS_PER_THREAD_HELPED : PARTS_PER_THREAD;
    int most = Math.clamp(work / PART, 1, threads * perThread);
    int wanted = Math.ceilDiv(units, Math.ceilDiv(units, most));
    // As many for each thread: 60 rows are 6 parts of 10 for two, not 5 of 12.
    chunk = Math.ceilDiv(range, Math.ceilDiv(wanted, threads) * threads);
    parts = Math.ceilDiv(range, chunk);
    if (work >= leastWorkToCall()) {
      loop.run(body, parts);
    } else {
      loop.runWithoutCalling(body, parts);
    }
  }

  private void packPart(int index, int worker) {
    int from = index * chunk;
    int to = Math.min(packed.panelCount(), from + chunk);
    kernel.pack(product, packed, from, to, worker);
  }

  private void multiplyPart(int index, int worker) {
    if (splitRows) {
      // From the last: the first rows of a convolution lack taps, and the shortest part is best
      // left for the end.
      int from = (parts - 1 - index) * chunk;
      rectangle(from, Math.min(rows, from + chunk), 0, panels, worker);
    } else {
      int from = index * chunk;
      rectangle(0, rows, from, Math.min(panels, from + chunk), worker);
    }
  }

  /** Runs of rows that have the same segments are one call each. */
  private void rectangle(int rowFrom, int rowTo, int panelFrom, int panelTo, int worker) {
    int[] firstRows = product.segmentFirstRows;
    int segment = product.segments - 1;
    while (segment > 0 && firstRows[segment - 1] <= rowFrom) {
      segment--;
    }
    int row = rowFrom;
    while (row < rowTo) {
      int end = segment == 0 ? rowTo : Math.min(rowTo, firstRows[segment - 1]);
      kernel.multiply(product, segment, row, end, panelFrom, panelTo, worker);
      row = end;
      while (segment > 0 && firstRows[segment - 1] <= row) {
        segment--;
      }
    }
  }
}
