package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.DoubleGemmChoice;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DoubleGemmKernel;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.kernel.DoubleWorkspace;
import dev.carrylane.engine.internal.pack.DoublePanels;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import java.lang.ref.Reference;
import java.util.Arrays;

/** As {@link FloatProductLoop}, whose comments hold here; generated. */
public final class DoubleProductLoop {
  private final DoubleProduct product = new DoubleProduct();
  private final DoubleGemmChoice choice;
  private final ParallelLoop loop;
  private final ParallelLoop.Body packPart = this::packPart;
  private final ParallelLoop.Body multiplyPart = this::multiplyPart;
  private double[] zeros = {};
  private DoublePanels packed;
  private DoubleGemmKernel kernel;
  private int rows;
  private int panels;
  private int parts;
  private int chunk;
  private boolean splitRows;

  public DoubleProductLoop(Backend backend, ParallelLoop loop) {
    Kernels kernels = Kernels.of(backend);
    choice = kernels.doubleGemm();
    this.loop = loop;
    product.epilogue = new DoubleEpilogue(kernels);
    product.workspaces = new DoubleWorkspace[loop.threads()];
    Arrays.setAll(product.workspaces, worker -> new DoubleWorkspace());
  }

  public DoubleProduct product() {
    return product;
  }

  public void run(DoubleWeights weights, int rows) {
    try {
      if (rows > 0 && weights.columns() > 0) {
        kernel = weights.describe(product, rows);
        multiply(rows);
      }
    } catch (IllegalStateException thrown) {
      throw weights.refusal(thrown);
    } finally {
      release();
      Reference.reachabilityFence(weights);
    }
  }

  public void run(
      int rows, int columns, int depth, double[] b, int bOffset, int bStride, boolean bTransposed) {
    product.b = b;
    product.bOffset = bOffset;
    product.bStride = bStride;
    product.bTransposed = bTransposed;
    if (rows == 0 || columns == 0) {
      release();
      return;
    }
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

  private void describe(DoubleGemmKernel kernel, int rows, int columns, int depth) {
    this.kernel = kernel;
    int width = kernel.panelWidth();
    if (zeros.length < columns + width) {
      zeros = new double[columns + width];
    }
    product.bias = zeros;
    product.rows = null;
    product.depth = depth;
    product.columns = columns;
    product.panelsInPlace =
        kernel.panelsInPlace(rows, columns, product.bStride, product.bTransposed);
    int rest = columns - product.panelsInPlace * width;
    if (rest > 0) {
      packed = packed == null ? DoublePanels.empty(width) : packed;
      packed.shape(depth, rest);
      product.panels = packed;
      split(packPart, packed.panelCount(), 1, (long) depth * rest * ProductTuning.COST_OF_PACKING);
    }
  }

  private void multiply(int rows) {
    this.rows = rows;
    panels = Math.ceilDiv(product.columns, kernel.panelWidth());
    long work = (long) rows * product.columns * product.depth;
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

  private void release() {
    product.a = null;
    product.b = null;
    product.c = null;
    product.rows = null;
    product.panels = null;
    product.bias = null;
  }

  boolean isWorthSharing(double work) {
    return loop.threads() > 1
        && work >= (loop.isHelped() ? ProductTuning.LEAST_WORK_HELPED : leastWorkToCall());
  }

  private long leastWorkToCall() {
    return loop.inPass() ? ProductTuning.LEAST_WORK_IN_PASS : ProductTuning.LEAST_WORK;
  }

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
      int from = (parts - 1 - index) * chunk;
      rectangle(from, Math.min(rows, from + chunk), 0, panels, worker);
    } else {
      int from = index * chunk;
      rectangle(0, rows, from, Math.min(panels, from + chunk), worker);
    }
  }

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
