package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.FloatGemmChoice;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.FloatGemmKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.kernel.FloatWorkspace;
import dev.carrylane.engine.internal.pack.FloatPanels;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Runs a {@link FloatProduct} on the threads of an engine: splits it into rectangles of C, never
 * along a chain. One user thread at a time; allocates nothing once it has run a shape as large.
 */
public final class FloatProductLoop {
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

  /** The product, always the same object, whose left operand and result are to be filled in before {@code run}. */
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
    } catch (IllegalStateException thrown) {
      throw weights.refusal(thrown);
    } finally {
      release();
      // Its memory would else be given back while a kernel reads it.
      Reference.reachabilityFence(weights);
    }
  }

  /**
   * Runs the product on a right operand that is not packed. Some of its columns are packed
   * where the kernel wants that; the memory for it is kept for the next run.
   */
  public void run(
      int rows, int columns, int depth, float[] b, int bOffset, int bStride, boolean bTransposed) {
    product.b = b;
    product.bOffset = bOffset;
    product.bStride = bStride;
    product.bTransposed = bTransposed;
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
      split(packPart, packed.panelCount(), 1, (long) depth * rest * ProductTuning.COST_OF_PACKING);
    }
  }

  private void multiply(int rows) {
    this.rows = rows;
    panels = Math.ceilDiv(product.columns, kernel.panelWidth());
    long work = (long) rows * product.columns * product.depth;
    // The scalar kernel has whole rows of packed weights; others it would copy for each part of the
    // rows of C.
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
    return loop.threads() > 1
        && work >= (loop.isHelped() ? ProductTuning.LEAST_WORK_HELPED : leastWorkToCall());
  }

  private long leastWorkToCall() {
    return loop.inPass() ? ProductTuning.LEAST_WORK_IN_PASS : ProductTuning.LEAST_WORK;
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
    int perThread =
        loop.isHelped() ? ProductTuning.PARTS_PER_THREAD_HELPED : ProductTuning.PARTS_PER_THREAD;
    int most = Math.clamp(work / ProductTuning.PART, 1, threads * perThread);
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
      // From the last: the first rows of a convolution lack taps, and the shortest part is best at
      // the end.
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
