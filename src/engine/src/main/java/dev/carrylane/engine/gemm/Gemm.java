package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.internal.ProductLoop;
import dev.carrylane.engine.internal.SegmentedProduct;
import java.util.Objects;

/**
 * Matrix products. Every element of the result is <em>defined</em> as the serial chain
 *
 * <pre>c = bias[j]; for k = 0, 1, …: c = Math.fma(a[i][k], w[k][j], c)</pre>
 *
 * <p>so that the bits are the same on every backend, vector width and number of threads. Where a result
 * is NaN, which NaN it is remains open.
 *
 * <p>One user thread at a time: an instance owns scratch memory. Nothing is allocated by a call.
 *
 * {@snippet :
 * PackedWeights weights = PackedWeights.ofOutputRows(engine.backend(), 150, 88, w, 0, 88, bias, 0);
 * Gemm.on(engine).multiply(frames, x, 0, 88, weights, y, 0, 150, Activation.TANH);
 * }
 */
public final class Gemm {
  private static final int[] ROW_ZERO = {0};

  private final Engine engine;
  private final ProductLoop loop;
  private final int[] aStart = new int[1];

  private Gemm(Engine engine) {
    this.engine = engine;
    this.loop = new ProductLoop(engine);
  }

  /**
   * A product operation.
   *
   * @param engine where it runs
   * @return an operation with scratch memory of its own
   */
  public static Gemm on(Engine engine) {
    return new Gemm(engine);
  }

  /**
   * C = activation(A·W + bias).
   *
   * @param rows rows of A and C, 0 or more
   * @param a left operand, rows of {@code weights.inputs()} floats
   * @param aOffset where it starts
   * @param aStride distance between its rows
   * @param weights right operand and bias
   * @param c result, rows of {@code weights.outputs()} floats; must not overlap A
   * @param cOffset where it starts
   * @param cStride distance between its rows
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException if a range leaves its array, A and C overlap, or the weights are
   *     packed for another backend; nothing is written then
   */
  public void multiply(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      PackedWeights weights,
      float[] c,
      int cOffset,
      int cStride,
      Activation activation) {
    run(rows, a, aOffset, aStride, weights, c, cOffset, cStride, activation, false);
  }

  /**
   * C = activation(C + A·W): the chains go on from what C holds, and the bias is not added. Two products
   * chained so give the bits of one product over the inputs side by side.
   *
   * @param rows rows of A and C, 0 or more
   * @param a left operand, rows of {@code weights.inputs()} floats
   * @param aOffset where it starts
   * @param aStride distance between its rows
   * @param weights right operand; its bias is not used
   * @param c start values and result, rows of {@code weights.outputs()} floats; must not overlap A
   * @param cOffset where it starts
   * @param cStride distance between its rows
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException as {@link #multiply}
   */
  public void accumulate(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      PackedWeights weights,
      float[] c,
      int cOffset,
      int cStride,
      Activation activation) {
    run(rows, a, aOffset, aStride, weights, c, cOffset, cStride, activation, true);
  }

  private void run(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      PackedWeights weights,
      float[] c,
      int cOffset,
      int cStride,
      Activation activation,
      boolean accumulate) {
    Checks.count("rows", rows);
    Objects.requireNonNull(activation, "activation");
    weights.panels().requireBackend(engine.backend());
    int inputs = weights.inputs();
    int outputs = weights.outputs();
    Checks.rows("a", a, aOffset, rows, inputs, aStride);
    Checks.rows("c", c, cOffset, rows, outputs, cStride);
    Checks.disjoint(
        "a", a, aOffset, rows, inputs, aStride, "c", c, cOffset, rows, outputs, cStride);
    aStart[0] = aOffset;
    SegmentedProduct product = loop.product();
    product.a = a;
    product.segmentOffsets = aStart;
    product.segmentFirstRows = ROW_ZERO;
    product.segments = 1;
    product.segmentLength = inputs;
    product.aStride = aStride;
    product.c = c;
    product.cOffset = cOffset;
    product.cStride = cStride;
    product.accumulate = accumulate;
    product.activation = activation;
    loop.run(weights.panels(), rows);
  }
}
