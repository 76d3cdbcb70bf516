package dev.carrylane.engine.activation;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.ActivationKernel;
import java.util.Objects;

/**
 * The logarithm of the softmax of each row of a row-major matrix: y = x − max − ln Σ e^(x − max), with
 * the greatest element and the sum taken over the row.
 *
 * <p>The bits of a result are defined by this order of operations, on every backend:
 *
 * <ol>
 *   <li>max is the greatest element of the row, NaN left out;
 *   <li>d = x − max is rounded to float, and e^d is {@link Elementwise#exp(float)};
 *   <li>the sum of the e^d is a {@code double}, added in column order from 0 on;
 *   <li>its logarithm is {@link StrictMath#log(double)}. The Java specification fixes its bits on every
 *       machine, its error is below 1 ulp of {@code double}, and one call per row is not worth an
 *       approximation of our own;
 *   <li>y = ((double) x − max) − logarithm, in {@code double}, rounded once to float.
 * </ol>
 *
 * <p>A row that contains NaN, one whose greatest element is +∞ and one of −∞ alone give NaN in every
 * column; a −∞ beside finite elements gives −∞. That is what PyTorch gives.
 */
public final class LogSoftmax {
  private LogSoftmax() {}

  /**
   * Writes the log-softmax of every row of x to the same row of y. Checks its arguments before it writes,
   * allocates nothing, keeps no state, and may be called from any number of threads on matrices that no other
   * thread writes. In place is allowed: the same array, offset and stride. Any other overlap of the spans from the
   * first to the last element is rejected, and so is null. Elements of y between the rows are left alone.
   *
   * @param backend the kernels to use
   * @param rows how many rows, 0 or more
   * @param columns elements in a row, 0 or more
   * @param x the rows: element (r, c) is {@code x[xOffset + r * xStride + c]}
   * @param xOffset index of the first element of x
   * @param xStride elements from the start of a row of x to that of the next, at least columns
   * @param y receives the results
   * @param yOffset index of the first element of y
   * @param yStride elements from the start of a row of y to that of the next, at least columns
   * @throws IllegalArgumentException if a size is negative, a stride is less than columns, a matrix leaves its
   *     array, or the matrices overlap without being the same
   */
  public static void logSoftmax(
      Backend backend,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int xStride,
      float[] y,
      int yOffset,
      int yStride) {
    Objects.requireNonNull(backend, "backend");
    Checks.count("rows", rows);
    Checks.count("columns", columns);
    Checks.rows("x", x, xOffset, rows, columns, xStride);
    Checks.rows("y", y, yOffset, rows, columns, yStride);
    Checks.sameOrDisjoint("x", x, xOffset, xStride, "y", y, yOffset, yStride, rows, columns);
    if (columns == 0) {
      return;
    }
    ActivationKernel kernel = Kernels.of(backend).activation(ActivationKernel.Function.LOG_SOFTMAX);
    for (int row = 0; row < rows; row++) {
      kernel.logSoftmax(x, xOffset + row * xStride, y, yOffset + row * yStride, columns);
    }
  }

  /**
   * As {@link #logSoftmax(Backend, int, int, float[], int, int, float[], int, int)}, of rows that follow each other from
   * the beginning of each array.
   *
   * @param backend the kernels to use
   * @param rows how many rows, 0 or more
   * @param columns elements in a row, 0 or more
   * @param x the rows
   * @param y receives the results; may be x
   */
  public static void logSoftmax(Backend backend, int rows, int columns, float[] x, float[] y) {
    logSoftmax(backend, rows, columns, x, 0, columns, y, 0, columns);
  }
}
