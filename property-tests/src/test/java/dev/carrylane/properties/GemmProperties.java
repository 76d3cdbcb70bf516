package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;
import dev.carrylane.testkit.Help;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** Every element of a product is one serial chain of fused multiply-adds, whatever computes it. */
class GemmProperties {
  /** Enough multiply-adds to be shared among threads. */
  private static final long SHARED_WORK = 4_000_000;

  /** Where the operands of C = A·W + bias lie; paddings are what row strides exceed the width by. */
  record Shape(
      int rows,
      int depth,
      int columns,
      int aOffset,
      int aPadding,
      int wOffset,
      int wPadding,
      int cOffset,
      int cPadding,
      boolean inputRows,
      boolean bias,
      Values values) {

    int aStride() {
      return depth + aPadding;
    }

    int wStride() {
      return (inputRows ? columns : depth) + wPadding;
    }

    int cStride() {
      return columns + cPadding;
    }

    long work() {
      return (long) rows * depth * columns;
    }
  }

  /** The operands of one product. */
  private static final class Operands {
    final Shape shape;
    final float[] a;
    final float[] w;
    final float[] bias;

    /** What C holds before the product. */
    final float[] c;

    private Operands(Shape shape, float[] a, float[] w, float[] bias, float[] c) {
      this.shape = shape;
      this.a = a;
      this.w = w;
      this.bias = bias;
      this.c = c;
    }

    static Operands of(Shape shape) {
      Values values = shape.values();
      int weightRows = shape.inputRows() ? shape.depth() : shape.columns();
      return new Operands(
          shape,
          values.floats("a", shape.aOffset() + shape.rows() * shape.aStride() + shape.depth()),
          values.floats("w", shape.wOffset() + weightRows * shape.wStride() + shape.depth()),
          shape.bias() ? values.floats("bias", shape.wOffset() + shape.columns()) : null,
          values.floats("c", shape.cOffset() + shape.rows() * shape.cStride() + 3));
    }

    private float weight(int k, int j) {
      int row = shape.inputRows() ? k : j;
      int column = shape.inputRows() ? j : k;
      return w[shape.wOffset() + row * shape.wStride() + column];
    }

    PackedWeights pack(Backend backend) {
      return pack(backend, 0, shape.depth());
    }

    /** The weights of some of the inputs. */
    PackedWeights pack(Backend backend, int from, int to) {
      return shape.inputRows()
          ? PackedWeights.ofInputRows(
              backend,
              to - from,
              shape.columns(),
              w,
              shape.wOffset() + from * shape.wStride(),
              shape.wStride(),
              bias,
              shape.wOffset())
          : PackedWeights.ofOutputRows(
              backend,
              shape.columns(),
              to - from,
              w,
              shape.wOffset() + from,
              shape.wStride(),
              bias,
              shape.wOffset());
    }

    /** The definition. */
    float[] chains(boolean accumulate) {
      float[] result = c.clone();
      for (int i = 0; i < shape.rows(); i++) {
        for (int j = 0; j < shape.columns(); j++) {
          int at = shape.cOffset() + i * shape.cStride() + j;
          float start = bias == null ? 0 : bias[shape.wOffset() + j];
          float chain = accumulate ? c[at] : start;
          for (int k = 0; k < shape.depth(); k++) {
            chain = Math.fma(a[shape.aOffset() + i * shape.aStride() + k], weight(k, j), chain);
          }
          result[at] = chain;
        }
      }
      return result;
    }

    float[] multiply(Engine engine, PackedWeights weights, Activation activation) {
      float[] result = c.clone();
      Gemm.on(engine)
          .multiply(
              shape.rows(),
              a,
              shape.aOffset(),
              shape.aStride(),
              weights,
              result,
              shape.cOffset(),
              shape.cStride(),
              activation);
      return result;
    }

    float[] multiply(Backend backend) {
      return multiply(Engine.of(backend), pack(backend), Activation.NONE);
    }

    /** Continues the chains of a result with inputs from one on. */
    void accumulate(Backend backend, int from, float[] result) {
      Gemm.on(Engine.of(backend))
          .accumulate(
              shape.rows(),
              a,
              shape.aOffset() + from,
              shape.aStride(),
              pack(backend, from, shape.depth()),
              result,
              shape.cOffset(),
              shape.cStride(),
              Activation.NONE);
    }
  }

  @Property(tries = 4000)
  void everyElementIsItsChainAndNothingElseIsWritten(@ForAll("shapes") Shape shape) {
    Operands operands = Operands.of(shape);
    Operands untouched = Operands.of(shape);
    float[] product = operands.chains(false);
    float[] sum = operands.chains(true);
    for (Backend backend : Engines.backends()) {
      assertSameBits(product, operands.multiply(backend), backend + " multiply");
      float[] accumulated = operands.c.clone();
      operands.accumulate(backend, 0, accumulated);
      assertSameBits(sum, accumulated, backend + " accumulate");
    }
    assertSameBits(untouched.a, operands.a, "A afterwards");
    assertSameBits(untouched.w, operands.w, "W afterwards");
  }

  @Property(tries = 1500)
  void accumulatingContinuesTheChains(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 1000) int split) {
    Operands operands = Operands.of(shape);
    int first = shape.depth() * split / 1000;
    for (Backend backend : Engines.backends()) {
      float[] result =
          operands.multiply(Engine.of(backend), operands.pack(backend, 0, first), Activation.NONE);
      operands.accumulate(backend, first, result);
      assertSameBits(operands.multiply(backend), result, backend + ", split at " + first);
    }
  }

  @Property(tries = 1500)
  void aMatrixVectorProductIsARowOfAMatrixProduct(@ForAll("shapes") Shape shape) {
    Operands operands = Operands.of(shape);
    for (Backend backend : Engines.backends()) {
      PackedWeights weights = operands.pack(backend);
      Gemv gemv = Gemv.on(Engine.of(backend));
      float[] products = operands.c.clone();
      float[] sums = operands.c.clone();
      for (int i = 0; i < shape.rows(); i++) {
        int x = shape.aOffset() + i * shape.aStride();
        int y = shape.cOffset() + i * shape.cStride();
        gemv.multiply(operands.a, x, weights, products, y, Activation.NONE);
        gemv.accumulate(operands.a, x, weights, sums, y, Activation.NONE);
      }
      assertSameBits(operands.chains(false), products, backend + " multiply");
      assertSameBits(operands.chains(true), sums, backend + " accumulate");
    }
  }

  @Property(tries = 1500)
  void activationsAreAppliedToTheChains(
      @ForAll("shapes") Shape shape, @ForAll Activation activation) {
    Operands operands = Operands.of(shape);
    for (Backend backend : Engines.backends()) {
      float[] expected = operands.multiply(backend);
      for (int i = 0; i < shape.rows(); i++) {
        int row = shape.cOffset() + i * shape.cStride();
        for (int j = 0; j < shape.columns(); j++) {
          expected[row + j] = apply(activation, expected[row + j]);
        }
      }
      float[] fused = operands.multiply(Engine.of(backend), operands.pack(backend), activation);
      assertSameBits(expected, fused, backend + " " + activation);
    }
  }

  private static float apply(Activation activation, float x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Elementwise.relu(x);
      case TANH -> Elementwise.tanh(x);
      case SIGMOID -> Elementwise.sigmoid(x);
    };
  }

  @Property(tries = 120)
  void helpDoesNotChangeBits(
      @ForAll("largeShapes") Shape shape,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll Help help) {
    Operands operands = Operands.of(shape);
    for (Backend backend : Engines.backends()) {
      PackedWeights weights = operands.pack(backend);
      float[] alone = operands.multiply(Engine.of(backend), weights, Activation.RELU);
      Help.Helpers helpers = help.newHelpers();
      Gemm gemm = Gemm.on(Engine.of(backend).withExecutor(helpers, threads));
      // The second call finds helpers that are left over from the first.
      for (int call = 0; call < 2; call++) {
        float[] shared = operands.c.clone();
        gemm.multiply(
            shape.rows(),
            operands.a,
            shape.aOffset(),
            shape.aStride(),
            weights,
            shared,
            shape.cOffset(),
            shape.cStride(),
            Activation.RELU);
        assertSameBits(alone, shared, backend + ", call " + call);
      }
      assertTrue(
          threads == 1 || shape.work() < SHARED_WORK || helpers.asked() > 0,
          "so much work should have been shared");
    }
  }

  /**
   * Values here are multiples of 2^−31 below 2^8 or 0. Every partial sum is then a multiple of 2^−62 and
   * far below 2^24, and stays within the range of normal numbers when scaled by 2^−40 to 2^80: rounding
   * happens at the same bit of each.
   */
  @Property(tries = 1000)
  void powersOfTwoPassThroughExactly(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(min = -40, max = 80) int exponent) {
    Operands any = Operands.of(shape);
    SplittableRandom random = shape.values().random();
    Operands operands =
        new Operands(
            shape,
            moderate(random, any.a.length),
            moderate(random, any.w.length),
            any.bias == null ? null : moderate(random, any.bias.length),
            new float[any.c.length]);
    Operands scaled =
        new Operands(
            shape,
            scaled(operands.a, exponent),
            operands.w,
            operands.bias == null ? null : scaled(operands.bias, exponent),
            operands.c);
    for (Backend backend : Engines.backends()) {
      float[] expected = scaled(operands.multiply(backend), exponent);
      assertSameBits(expected, scaled.multiply(backend), backend + " scaled");
    }
  }

  private static float[] moderate(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      int sign = random.nextInt() & 0x80000000;
      int power = Float.MAX_EXPONENT + random.nextInt(-8, 8);
      float value = Float.intBitsToFloat(sign | power << 23 | random.nextInt(1 << 23));
      values[i] = random.nextInt(8) == 0 ? 0 : value;
    }
    return values;
  }

  private static float[] scaled(float[] values, int exponent) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.scalb(result[i], exponent);
    }
    return result;
  }

  @Property(tries = 200)
  void packingCopies(@ForAll("shapes") Shape shape) {
    Operands operands = Operands.of(shape);
    float[] expected = operands.chains(false);
    for (Backend backend : Engines.backends()) {
      Operands overwritten = Operands.of(shape);
      PackedWeights weights = overwritten.pack(backend);
      Arrays.fill(overwritten.w, 7);
      if (overwritten.bias != null) {
        Arrays.fill(overwritten.bias, 7);
      }
      float[] result = overwritten.multiply(Engine.of(backend), weights, Activation.NONE);
      assertSameBits(expected, result, backend + " after the source was overwritten");
    }
  }

  /** Rows past two of the tallest tiles, columns past five of the widest panels. */
  @Provide
  Arbitrary<Shape> shapes() {
    return shapes(ints(0, 28), ints(0, 40), ints(0, 170));
  }

  /** Few rows of many columns, and many rows: one is split by columns, the other by rows. */
  @Provide
  Arbitrary<Shape> largeShapes() {
    return Arbitraries.oneOf(
        shapes(ints(1, 3), ints(500, 1500), ints(500, 2000)),
        shapes(ints(5, 400), ints(50, 200), ints(50, 200)));
  }

  private static Arbitrary<Shape> shapes(
      Arbitrary<Integer> rows, Arbitrary<Integer> depth, Arbitrary<Integer> columns) {
    Arbitrary<int[]> places = ints(0, 5).array(int[].class).ofSize(6);
    Arbitrary<Boolean> inputRows = Arbitraries.of(false, true);
    Arbitrary<Boolean> bias = Arbitraries.of(false, true);
    return Combinators.combine(
            rows, depth, columns, places, inputRows, bias, new Values.Any().get())
        .as(
            (m, k, n, place, input, start, values) ->
                new Shape(
                    m, k, n, place[0], place[1], place[2], place[3], place[4], place[5], input,
                    start, values))
        .withoutEdgeCases();
  }

  private static Arbitrary<Integer> ints(int min, int max) {
    return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
  }
}
