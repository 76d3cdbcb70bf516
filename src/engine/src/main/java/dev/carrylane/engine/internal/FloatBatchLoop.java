package dev.carrylane.engine.internal;

import dev.carrylane.engine.Engine;

/**
 * Runs independent products of one shape on the threads of an engine, each product on one thread. One user
 * thread at a time; allocates nothing once it has run a shape as large.
 */
public final class FloatBatchLoop {
  private final FloatProduct product = new FloatProduct();
  private final Engine single;
  private final ParallelLoop loop;
  private final ParallelLoop.Body part = this::part;
  private final FloatProductLoop[] loops;
  private int batch;
  private int chunk;
  private int rows;
  private int columns;
  private int depth;
  private boolean transposed;
  private int aBatchStride;
  private int bBatchStride;
  private int cBatchStride;

  /**
   * A loop for one operation object.
   *
   * @param engine where to run
   */
  public FloatBatchLoop(Engine engine) {
    loop = ParallelLoop.of(engine);
    single = Engine.of(engine.backend());
    loops = new FloatProductLoop[loop.threads()];
  }

  /**
   * The first product, to fill in before {@link #run}: operands and result.
   *
   * @return the same object each time
   */
  public FloatProduct product() {
    return product;
  }

  /**
   * Runs the products.
   *
   * @param batch how many
   * @param rows rows of each C
   * @param columns columns of each C
   * @param depth length of the chains
   * @param transposed whether the right operands are given as their transposes
   * @param aBatchStride distance between two left operands
   * @param bBatchStride distance between two right operands
   * @param cBatchStride distance between two results
   */
  public void run(
      int batch,
      int rows,
      int columns,
      int depth,
      boolean transposed,
      int aBatchStride,
      int bBatchStride,
      int cBatchStride) {
    this.batch = batch;
    this.rows = rows;
    this.columns = columns;
    this.depth = depth;
    this.transposed = transposed;
    this.aBatchStride = aBatchStride;
    this.bBatchStride = bBatchStride;
    this.cBatchStride = cBatchStride;
    double work = (double) batch * rows * columns * depth;
    int parts = work < FloatProductLoop.LEAST_WORK ? 1 : Math.min(batch, loop.threads());
    chunk = Math.ceilDiv(batch, parts);
    for (int i = 0; i < parts; i++) {
      if (loops[i] == null) {
        loops[i] = new FloatProductLoop(single);
      }
    }
    try {
      if (parts == 1) {
        part(0, 0);
      } else {
        loop.run(part, Math.ceilDiv(batch, chunk));
      }
    } finally {
      product.a = null;
      product.b = null;
      product.c = null;
    }
  }

  private void part(int index, int worker) {
    FloatProductLoop own = loops[index];
    int to = Math.min(batch, (index + 1) * chunk);
    for (int item = index * chunk; item < to; item++) {
      own.run(
          product,
          item,
          rows,
          columns,
          depth,
          transposed,
          aBatchStride,
          bBatchStride,
          cBatchStride);
    }
  }
}
