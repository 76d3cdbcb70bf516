package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.product.DoubleProductLoop;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import java.util.Objects;

/**
 * Matrix products of doubles. Every element of the result is <em>defined</em> as the serial chain
 *
 * <pre>c = bias[j]; for k = 0, 1, …: c = Math.fma(a[i][k], w[k][j], c)</pre>
 *
 * <p>so that the bits are the same on every backend, vector width and number of threads. Where a result
 * is NaN, which NaN it is remains open.
 *
 * <p>A right operand that is used more than once is best packed once, as {@link DoublePackedWeights}; otherwise
 * the operation reads or packs it each time. Matrices have an offset and a row stride in their array. The
 * result must not overlap an operand.
 *
 * <p>One user thread at a time: an instance owns scratch memory, which grows to the largest operand that
 * it has to pack. Nothing else is allocated by a call.
 *
 * {@snippet :
 * DoublePackedWeights weights = DoublePackedWeights.ofOutputRows(engine.backend(), 150, 88, w, bias);
 * DoubleGemm.on(engine).multiply(frames, x, weights, y, Activation.NONE);
 * }
 */
public final class DoubleGemm {
  private static final int[] ROW_ZERO = {0};

  private final Engine engine;
  private final DoubleProductLoop loop;
  private final int[] aStart = new int[1];

  private DoubleGemm(Engine engine) {
    this.engine = engine;
    loop = new DoubleProductLoop(engine.backend(), ParallelLoop.of(engine));
  }

  /**
   * A product operation.
   *
   * @param engine where it runs
   * @return an operation with scratch memory of its own
   */
  public static DoubleGemm on(Engine engine) {
    return new DoubleGemm(engine);
  }

  /**
   * C = activation(A·W + bias).
   *
   * @param rows rows of A and C, 0 or more
   * @param a left operand, rows of {@code weights.inputs()} doubles
   * @param aOffset where it starts
   * @param aStride distance between its rows
   * @param weights right operand and bias
   * @param c result, rows of {@code weights.outputs()} doubles; must not overlap A
   * @param cOffset where it starts
   * @param cStride distance between its rows
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException if a range leaves its array, A and C overlap, or the weights are
   *     packed for another backend; nothing is written then
   * @throws IllegalStateException if the weights are closed
   */
  public void multiply(
      int rows,
      double[] a,
      int aOffset,
      int aStride,
      DoublePackedWeights weights,
      double[] c,
      int cOffset,
      int cStride,
      Activation activation) {
    check(rows, a, aOffset, aStride, weights, c, cOffset, cStride, activation);
    describe(false, weights.inputs(), a, aOffset, aStride, c, cOffset, cStride, activation, false);
    loop.run(weights.weights(), rows);
  }

  /**
   * C = activation(C + A·W): the chains go on from what C holds, and the bias is not added. Two products
   * chained so give the bits of one product over the inputs side by side.
   *
   * @param rows rows of A and C, 0 or more
   * @param a left operand, rows of {@code weights.inputs()} doubles
   * @param aOffset where it starts
   * @param aStride distance between its rows
   * @param weights right operand; its bias is not used
   * @param c start values and result, rows of {@code weights.outputs()} doubles; must not overlap A
   * @param cOffset where it starts
   * @param cStride distance between its rows
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException as {@link #multiply(int, double[], int, int, DoublePackedWeights, double[],
   *     int, int, Activation)}
   */
  public void accumulate(
      int rows,
      double[] a,
      int aOffset,
      int aStride,
      DoublePackedWeights weights,
      double[] c,
      int cOffset,
      int cStride,
      Activation activation) {
    check(rows, a, aOffset, aStride, weights, c, cOffset, cStride, activation);
    describe(false, weights.inputs(), a, aOffset, aStride, c, cOffset, cStride, activation, true);
    loop.run(weights.weights(), rows);
  }

  /**
   * As {@link #multiply(int, double[], int, int, DoublePackedWeights, double[], int, int, Activation)}, of rows that follow each
   * other from the beginning of each array.
   *
   * @param rows rows of A and C, 0 or more
   * @param a left operand
   * @param weights right operand and bias
   * @param c result; must not overlap A
   * @param activation applied to every element of the result
   */
  public void multiply(
      int rows, double[] a, DoublePackedWeights weights, double[] c, Activation activation) {
    multiply(rows, a, 0, weights.inputs(), weights, c, 0, weights.outputs(), activation);
  }

  /**
   * As {@link #accumulate(int, double[], int, int, DoublePackedWeights, double[], int, int, Activation)}, of rows that follow each
   * other from the beginning of each array.
   *
   * @param rows rows of A and C, 0 or more
   * @param a left operand
   * @param weights right operand; its bias is not used
   * @param c start values and result; must not overlap A
   * @param activation applied to every element of the result
   */
  public void accumulate(
      int rows, double[] a, DoublePackedWeights weights, double[] c, Activation activation) {
    accumulate(rows, a, 0, weights.inputs(), weights, c, 0, weights.outputs(), activation);
  }

  private void check(
      int rows,
      double[] a,
      int aOffset,
      int aStride,
      DoublePackedWeights weights,
      double[] c,
      int cOffset,
      int cStride,
      Activation activation) {
    Checks.count("rows", rows);
    Objects.requireNonNull(activation, "activation");
    weights.weights().requireUsable(engine.backend());
    long aEnd = Checks.rows("a", a, aOffset, rows, weights.inputs(), aStride);
    long cEnd = Checks.rows("c", c, cOffset, rows, weights.outputs(), cStride);
    Checks.disjoint("a", a, aOffset, aEnd, "c", c, cOffset, cEnd);
  }

  private void describe(
      boolean transposed,
      int depth,
      double[] a,
      int aOffset,
      int aStride,
      double[] c,
      int cOffset,
      int cStride,
      Activation activation,
      boolean accumulate) {
    DoubleProduct product = loop.product();
    aStart[0] = aOffset;
    product.a = a;
    product.aTransposed = transposed;
    product.segmentOffsets = aStart;
    product.segmentFirstRows = ROW_ZERO;
    product.segments = 1;
    product.segmentLength = depth;
    product.aStride = aStride;
    product.c = c;
    product.cOffset = cOffset;
    product.cStride = cStride;
    product.accumulate = accumulate;
    product.activation = activation;
  }

  /**
   * C = A·B, Aᵀ·B or A·Bᵀ; nothing is prepacked.
   *
   * @param transpose which operand is given as its transpose
   * @param rows rows of C, 0 or more
   * @param columns columns of C, 0 or more
   * @param depth length of the chains, 0 or more; with 0, C becomes zero
   * @param a left operand: rows × depth, or depth × rows if transposed
   * @param aOffset where it starts
   * @param aStride distance between its rows
   * @param b right operand: depth × columns, or columns × depth if transposed
   * @param bOffset where it starts
   * @param bStride distance between its rows
   * @param c result, rows × columns; must overlap neither operand
   * @param cOffset where it starts
   * @param cStride distance between its rows
   * @throws IllegalArgumentException if a size is negative, a range leaves its array, or C overlaps an
   *     operand; nothing is written then
   */
  public void multiply(
      Transpose transpose,
      int rows,
      int columns,
      int depth,
      double[] a,
      int aOffset,
      int aStride,
      double[] b,
      int bOffset,
      int bStride,
      double[] c,
      int cOffset,
      int cStride) {
    Unpacked.check(
        transpose, rows, columns, depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset,
        cStride);
    boolean left = transpose == Transpose.LEFT;
    describe(left, depth, a, aOffset, aStride, c, cOffset, cStride, Activation.NONE, false);
    loop.run(rows, columns, depth, b, bOffset, bStride, transpose == Transpose.RIGHT);
  }

  /**
   * C = C + A·B, C + Aᵀ·B or C + A·Bᵀ: the chains go on from what C holds.
   *
   * @param transpose which operand is given as its transpose
   * @param rows rows of C, 0 or more
   * @param columns columns of C, 0 or more
   * @param depth length of the chains, 0 or more
   * @param a left operand: rows × depth, or depth × rows if transposed
   * @param aOffset where it starts
   * @param aStride distance between its rows
   * @param b right operand: depth × columns, or columns × depth if transposed
   * @param bOffset where it starts
   * @param bStride distance between its rows
   * @param c start values and result, rows × columns; must overlap neither operand
   * @param cOffset where it starts
   * @param cStride distance between its rows
   * @throws IllegalArgumentException if a size is negative, a range leaves its array, or C overlaps an
   *     operand; nothing is written then
   */
  public void accumulate(
      Transpose transpose,
      int rows,
      int columns,
      int depth,
      double[] a,
      int aOffset,
      int aStride,
      double[] b,
      int bOffset,
      int bStride,
      double[] c,
      int cOffset,
      int cStride) {
    Unpacked.check(
        transpose, rows, columns, depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset,
        cStride);
    boolean left = transpose == Transpose.LEFT;
    describe(left, depth, a, aOffset, aStride, c, cOffset, cStride, Activation.NONE, true);
    loop.run(rows, columns, depth, b, bOffset, bStride, transpose == Transpose.RIGHT);
  }

  /**
   * As {@link #multiply(Transpose, int, int, int, double[], int, int, double[], int, int, double[], int, int)}, of rows that
   * follow each other from the beginning of each array.
   *
   * @param transpose which operand is given as its transpose
   * @param rows rows of C, 0 or more
   * @param columns columns of C, 0 or more
   * @param depth length of the chains, 0 or more
   * @param a left operand
   * @param b right operand
   * @param c result; must overlap neither operand
   */
  public void multiply(
      Transpose transpose, int rows, int columns, int depth, double[] a, double[] b, double[] c) {
    int aStride = transpose == Transpose.LEFT ? rows : depth;
    int bStride = transpose == Transpose.RIGHT ? depth : columns;
    multiply(transpose, rows, columns, depth, a, 0, aStride, b, 0, bStride, c, 0, columns);
  }

  /**
   * As {@link #accumulate(Transpose, int, int, int, double[], int, int, double[], int, int, double[], int, int)}, of rows that
   * follow each other from the beginning of each array.
   *
   * @param transpose which operand is given as its transpose
   * @param rows rows of C, 0 or more
   * @param columns columns of C, 0 or more
   * @param depth length of the chains, 0 or more
   * @param a left operand
   * @param b right operand
   * @param c start values and result; must overlap neither operand
   */
  public void accumulate(
      Transpose transpose, int rows, int columns, int depth, double[] a, double[] b, double[] c) {
    int aStride = transpose == Transpose.LEFT ? rows : depth;
    int bStride = transpose == Transpose.RIGHT ? depth : columns;
    accumulate(transpose, rows, columns, depth, a, 0, aStride, b, 0, bStride, c, 0, columns);
  }

  /** Apart from products of packed weights, which must not hold names that they never use: see {@link Refusals}. */
  private static final class Unpacked {
    private Unpacked() {}

    static void check(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        double[] a,
        int aOffset,
        int aStride,
        double[] b,
        int bOffset,
        int bStride,
        double[] c,
        int cOffset,
        int cStride) {
      Objects.requireNonNull(transpose, "transpose");
      Checks.count("rows", rows);
      Checks.count("columns", columns);
      Checks.count("depth", depth);
      boolean left = transpose == Transpose.LEFT;
      boolean right = transpose == Transpose.RIGHT;
      int aRows = left ? depth : rows;
      int aColumns = left ? rows : depth;
      int bRows = right ? columns : depth;
      int bColumns = right ? depth : columns;
      long aEnd = Checks.rows("a", a, aOffset, aRows, aColumns, aStride);
      long bEnd = Checks.rows("b", b, bOffset, bRows, bColumns, bStride);
      long cEnd = Checks.rows("c", c, cOffset, rows, columns, cStride);
      Checks.disjoint("a", a, aOffset, aEnd, "c", c, cOffset, cEnd);
      Checks.disjoint("b", b, bOffset, bEnd, "c", c, cOffset, cEnd);
    }
  }
}
