package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.internal.DoubleProduct;
import dev.carrylane.engine.internal.DoubleProductLoop;
import dev.carrylane.engine.internal.ParallelLoop;
import dev.carrylane.engine.internal.Refusals;
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
 * DoublePackedWeights weights = DoublePackedWeights.ofOutputRows(engine.backend(), 150, 88, w, 0, 88, bias, 0);
 * DoubleGemm.on(engine).multiply(frames, x, 0, 88, weights, y, 0, 150, Activation.NONE);
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
    describe(rows, a, aOffset, aStride, weights, c, cOffset, cStride, activation, false);
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
    describe(rows, a, aOffset, aStride, weights, c, cOffset, cStride, activation, true);
    loop.run(weights.weights(), rows);
  }

  private void describe(
      int rows,
      double[] a,
      int aOffset,
      int aStride,
      DoublePackedWeights weights,
      double[] c,
      int cOffset,
      int cStride,
      Activation activation,
      boolean accumulate) {
    Checks.count("rows", rows);
    Objects.requireNonNull(activation, "activation");
    weights.weights().requireBackend(engine.backend());
    int inputs = weights.inputs();
    int outputs = weights.outputs();
    Checks.rows("a", a, aOffset, rows, inputs, aStride);
    Checks.rows("c", c, cOffset, rows, outputs, cStride);
    Checks.disjoint(
        "a", a, aOffset, rows, inputs, aStride, "c", c, cOffset, rows, outputs, cStride);
    describeLeft(a, aOffset, aStride, inputs, false);
    describeResult(c, cOffset, cStride, activation, accumulate);
  }

  private void describeLeft(double[] a, int aOffset, int aStride, int depth, boolean transposed) {
    DoubleProduct product = loop.product();
    aStart[0] = aOffset;
    product.a = a;
    product.aTransposed = transposed;
    product.segmentOffsets = aStart;
    product.segmentFirstRows = ROW_ZERO;
    product.segments = 1;
    product.segmentLength = depth;
    product.aStride = aStride;
  }

  private void describeRight(double[] b, int bOffset, int bStride, boolean transposed) {
    DoubleProduct product = loop.product();
    product.b = b;
    product.bOffset = bOffset;
    product.bStride = bStride;
    product.bTransposed = transposed;
  }

  private void describeResult(
      double[] c, int cOffset, int cStride, Activation activation, boolean accumulate) {
    DoubleProduct product = loop.product();
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
    describeLeft(a, aOffset, aStride, depth, transpose == Transpose.LEFT);
    describeResult(c, cOffset, cStride, Activation.NONE, false);
    describeRight(b, bOffset, bStride, transpose == Transpose.RIGHT);
    loop.run(rows, columns, depth);
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
    describeLeft(a, aOffset, aStride, depth, transpose == Transpose.LEFT);
    describeResult(c, cOffset, cStride, Activation.NONE, true);
    describeRight(b, bOffset, bStride, transpose == Transpose.RIGHT);
    loop.run(rows, columns, depth);
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
      Checks.rows("a", a, aOffset, aRows, aColumns, aStride);
      Checks.rows("b", b, bOffset, bRows, bColumns, bStride);
      Checks.rows("c", c, cOffset, rows, columns, cStride);
      Checks.disjoint(
          "a", a, aOffset, aRows, aColumns, aStride, "c", c, cOffset, rows, columns, cStride);
      Checks.disjoint(
          "b", b, bOffset, bRows, bColumns, bStride, "c", c, cOffset, rows, columns, cStride);
    }
  }
}
