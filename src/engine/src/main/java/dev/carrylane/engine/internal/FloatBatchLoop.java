package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;

/**
 * Runs independent products of one shape on the threads of an engine: as many as there are threads, or a
 * multiple, each on one thread, and large ones that are left over one after the other, each shared by all.
 * One user thread at a time; allocates nothing once it has run a shape as large.
 */
public final class FloatBatchLoop {
  private final FloatProduct product = new FloatProduct();
  private final Engine single;
  private final ParallelLoop loop;
  private final FloatProductLoop all;
  private final ParallelLoop.Body part = this::part;
  private final FloatProductLoop[] loops;
  private int whole;
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
   * @param backend the kernels to use
   * @param loop where to run
   * @param all runs a product on all its threads
   */
  public FloatBatchLoop(Backend backend, ParallelLoop loop, FloatProductLoop all) {
    this.loop = loop;
    this.all = all;
    single = Engine.of(backend);
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
    this.rows = rows;
    this.columns = columns;
    this.depth = depth;
    this.transposed = transposed;
    this.aBatchStride = aBatchStride;
    this.bBatchStride = bBatchStride;
    this.cBatchStride = cBatchStride;
    double work = (double) rows * columns * depth;
    whole = all.isWorthSharing(work) ? batch - batch % loop.threads() : batch;
    int wanted = all.isWorthSharing(work * whole) ? Math.min(whole, loop.threads()) : 1;
    loop.begin();
    try {
      runWhole(wanted);
      for (int item = whole; item < batch; item++) {
        run(all, item);
      }
    } finally {
      loop.end();
      product.a = null;
      product.b = null;
      product.c = null;
    }
  }

  private void runWhole(int wanted) {
    chunk = Math.ceilDiv(whole, wanted);
    int parts = whole == 0 ? 0 : Math.ceilDiv(whole, chunk);
    for (int i = 0; i < parts; i++) {
      if (loops[i] == null) {
        loops[i] = new FloatProductLoop(single.backend(), ParallelLoop.of(single));
      }
    }
    loop.run(part, parts);
  }

  private void part(int index, int worker) {
    int to = Math.min(whole, (index + 1) * chunk);
    for (int item = index * chunk; item < to; item++) {
      run(loops[index], item);
    }
  }

  private void run(FloatProductLoop where, int item) {
    where.run(
        product, item, rows, columns, depth, transposed, aBatchStride, bBatchStride, cBatchStride);
  }
}
