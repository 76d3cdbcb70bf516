package dev.carrylane.engine.internal;

import dev.carrylane.engine.Engine;

/**
 * Runs a {@link SegmentedProduct} on the threads of an engine: splits it into rectangles of C, never
 * along a chain. One user thread at a time; allocates nothing once it has run.
 */
public final class ProductLoop implements ParallelLoop.Body {
  /**
   * The least work worth handing to another thread, in multiply-adds: about 7 µs at 150 GFLOP/s, the
   * order of what parking and waking a thread costs. Not tuned: two threads gain 3 % at 60 frames of the music
   * model, 46 % at 256.
   */
  private static final long LEAST_WORK = 500_000;

  /** More parts than threads, so that a thread that is held up does not hold up the rest; not tuned. */
  private static final int PARTS_PER_THREAD = 3;

  private final SegmentedProduct product = new SegmentedProduct();
  private final GemmKernel kernel;
  private final ParallelLoop loop;
  private int rows;
  private int panels;
  private int chunk;
  private boolean splitRows;

  /**
   * A loop for one operation object.
   *
   * @param engine where to run
   */
  public ProductLoop(Engine engine) {
    kernel = Kernels.of(engine.backend()).gemm();
    loop = new ParallelLoop(engine);
    int parts = loop.threads() == 1 ? 1 : loop.threads() * PARTS_PER_THREAD;
    product.scratch = new float[parts * kernel.scratchSize()];
  }

  /**
   * The product to fill in before {@link #run}.
   *
   * @return the same object each time
   */
  public SegmentedProduct product() {
    return product;
  }

  /**
   * Runs the product.
   *
   * @param weights its right operand
   * @param rows rows of C
   */
  public void run(PackedPanels weights, int rows) {
    weights.describe(product);
    this.rows = rows;
    panels = weights.panelCount();
    try {
      if (rows > 0 && panels > 0) {
        multiply(parts((long) rows * product.columns * product.depth));
      }
    } finally {
      // The caller's arrays are the caller's: an idle operation must not keep them alive.
      product.a = null;
      product.c = null;
    }
  }

  private void multiply(int parts) {
    if (parts == 1) {
      rectangle(0, rows, 0, panels, 0);
    } else {
      split(parts);
    }
  }

  private int parts(long work) {
    int threads = loop.threads();
    return threads == 1
        ? 1
        : (int) Math.max(1, Math.min((long) threads * PARTS_PER_THREAD, work / LEAST_WORK));
  }

  private void split(int parts) {
    int tiles = Math.ceilDiv(rows, kernel.rowTile());
    splitRows = tiles >= loop.threads();
    if (splitRows) {
      chunk = Math.ceilDiv(tiles, parts) * kernel.rowTile();
      loop.run(this, Math.ceilDiv(rows, chunk));
    } else {
      chunk = Math.ceilDiv(panels, parts);
      loop.run(this, Math.ceilDiv(panels, chunk));
    }
  }

  @Override
  public void part(int index) {
    int from = index * chunk;
    if (splitRows) {
      rectangle(from, Math.min(rows, from + chunk), 0, panels, index);
    } else {
      rectangle(0, rows, from, Math.min(panels, from + chunk), index);
    }
  }

  /** Runs of rows that have the same segments are one call each. */
  private void rectangle(int rowFrom, int rowTo, int panelFrom, int panelTo, int part) {
    int[] firstRows = product.segmentFirstRows;
    int segment = product.segments - 1;
    while (segment > 0 && firstRows[segment - 1] <= rowFrom) {
      segment--;
    }
    int row = rowFrom;
    while (row < rowTo) {
      int end = segment == 0 ? rowTo : Math.min(rowTo, firstRows[segment - 1]);
      kernel.multiply(product, segment, row, end, panelFrom, panelTo, part);
      row = end;
      while (segment > 0 && firstRows[segment - 1] <= row) {
        segment--;
      }
    }
  }
}
