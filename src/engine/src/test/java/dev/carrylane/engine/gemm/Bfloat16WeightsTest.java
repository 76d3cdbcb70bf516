package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemv.Gemv;
import dev.carrylane.testkit.Allocation;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Weights in bfloat16 are weights that were rounded beforehand. */
class Bfloat16WeightsTest {
  private static final int UPPER = 0xFFFF0000;

  private final FloatPrecision floats = new FloatPrecision();
  private final SplittableRandom random = new SplittableRandom(5);

  /** The nearer of the two neighbours, or of equally near ones the one with an even significand. */
  private static float nearest(float x) {
    int bits = Float.floatToRawIntBits(x);
    if (Float.isNaN(x) || (bits & ~UPPER) == 0) {
      return x;
    }
    float inner = Float.intBitsToFloat(bits & UPPER);
    float outer = Float.intBitsToFloat((bits & UPPER) + 0x10000);
    // Floats, 2^128 in the place of infinity, and the distances of neighbours are exact as doubles.
    double beyond = Float.isInfinite(outer) ? Math.copySign(0x1p128, x) : outer;
    double toInner = Math.abs((double) x - inner);
    double toOuter = Math.abs(beyond - x);
    boolean innerIsEven = (bits & 0x10000) == 0;
    return toInner < toOuter || toInner == toOuter && innerIsEven ? inner : outer;
  }

  private static float[] nearest(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = nearest(values[i]);
    }
    return rounded;
  }

  private static PackedWeights pack(
      Backend backend, int inputs, int outputs, float[] w, float[] bias) {
    return PackedWeights.ofInputRows(backend, inputs, outputs, w, 0, outputs, bias, 0);
  }

  /**
   * Every upper half of a float, with lower halves on, just above and just below a bfloat16 and the middle
   * of two. A weight is read as 1 · w + (−0), which is w, whatever its sign.
   */
  @Test
  void elementsAreRoundedToNearestAndTiesToEven() {
    int[] lower = {0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF};
    float[] w = new float[lower.length << 16];
    for (int i = 0; i < w.length; i++) {
      w[i] = Float.intBitsToFloat(i / lower.length << 16 | lower[i % lower.length]);
    }
    float[] negativeZeros = new float[w.length];
    Arrays.fill(negativeZeros, -0f);
    float[] expected = nearest(w);
    for (Backend backend : Backends.all()) {
      PackedWeights weights = pack(backend, 1, w.length, w, negativeZeros).bfloat16();
      float[] y = new float[w.length];
      Gemv.on(Engine.of(backend)).multiply(new float[] {1}, 0, weights, y, 0, Activation.NONE);
      assertArrayEquals(expected, y, backend.toString());
    }
  }

  @Test
  void knownValuesAreRoundedAsKnown() {
    float[] w = {
      1 + 0x1p-8f, // a tie whose even neighbour is 1
      1 + 0x3p-8f, // a tie whose even neighbour is above
      1 + 0x1p-8f + 0x1p-23f,
      -1 - 0x1p-8f,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      0x1.fep127f, // the largest bfloat16
      0x1.fefffep127f, // the largest float that does not round to infinity
      Float.MIN_VALUE,
      0x1p-134f, // a tie between 0 and the smallest bfloat16
      0x1.8p-133f, // a tie between the smallest and twice that
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      Float.intBitsToFloat(0x7F800001) // a NaN whose upper half alone would be infinity
    };
    float[] expected = {
      1,
      1 + 0x2p-7f,
      1 + 0x1p-7f,
      -1,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0x1.fep127f,
      0x1.fep127f,
      0,
      0,
      0x2p-133f,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      Float.NaN
    };
    assertArrayEquals(expected, nearest(w));
    for (Backend backend : Backends.all()) {
      float[] y = new float[w.length];
      PackedWeights weights = pack(backend, 1, w.length, w, null).bfloat16();
      Gemv.on(Engine.of(backend)).multiply(new float[] {1}, 0, weights, y, 0, Activation.NONE);
      assertArrayEquals(expected, y, backend.toString());
    }
  }

  /** Multiplies and accumulates, on an engine, with rounded weights and with weights rounded before. */
  private void check(Engine engine, int rows, int columns, int depth, float[] a, float[] w) {
    Matrix<float[]> left = new Matrix<>(a, 1, depth + 2);
    Matrix<float[]> right = new Matrix<>(nearest(w), 0, columns);
    float[] bias = floats.ordinary(random, columns);
    float[] c = floats.ordinary(random, rows * (columns + 1) + 40);
    float[] product = c.clone();
    for (int i = 0; i < rows; i++) {
      System.arraycopy(bias, 0, product, i * (columns + 1), columns);
    }
    Matrix<float[]> expected = new Matrix<>(product, 0, columns + 1);
    floats.chains(rows, columns, depth, left, right, expected);
    PackedWeights weights = pack(engine.backend(), depth, columns, w, bias).bfloat16();
    String what = engine + ": " + rows + "×" + depth + "×" + columns;
    Gemm gemm = Gemm.on(engine);
    gemm.multiply(rows, a, 1, depth + 2, weights, c, 0, columns + 1, Activation.NONE);
    assertArrayEquals(product, c, what);
    floats.chains(rows, columns, depth, left, right, expected);
    gemm.accumulate(rows, a, 1, depth + 2, weights, c, 0, columns + 1, Activation.NONE);
    assertArrayEquals(product, c, what + " accumulated");
  }

  private void check(Engine engine, int rows, int columns, int depth) {
    float[] a = floats.ordinary(random, 1 + rows * (depth + 2));
    check(engine, rows, columns, depth, a, floats.ordinary(random, depth * columns));
  }

  @Test
  void everyTileEqualsTheChainsOfRoundedWeights() {
    for (Engine engine : Backends.engines()) {
      for (int rows = 1; rows <= 25; rows++) {
        // Wide tiles of few rows take in four panels, of 32 columns each in the longest vectors.
        int most = rows <= 3 ? 165 : 113;
        for (int columns = 1; columns <= most; columns++) {
          check(engine, rows, columns, 3);
        }
      }
    }
  }

  @Test
  void otherShapesEqualTheChainsOfRoundedWeights() {
    int[][] shapes = {
      {0, 5, 5}, {5, 0, 5}, {5, 5, 0}, {1, 33, 513}, {13, 17, 1025}, {2, 600, 1500}, {60, 150, 88}
    };
    for (Engine engine : Backends.engines()) {
      for (int[] shape : shapes) {
        check(engine, shape[0], shape[1], shape[2]);
      }
    }
  }

  @Test
  void nonFiniteAndDenormalWeightsFollowTheChains() {
    for (Engine engine : Backends.engines()) {
      float[] a = floats.mixed(random, 1 + 14 * 8);
      check(engine, 14, 70, 6, a, floats.mixed(random, 6 * 70));
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    for (Backend backend : Backends.all()) {
      for (int threads = 1; threads <= 8; threads++) {
        check(Backends.engine(backend, threads), 200, 97, 150);
        check(Backends.engine(backend, threads), 2, 1200, 900);
      }
    }
  }

  @Test
  void theActivationFollows() {
    float[] a = floats.ordinary(random, 5 * 40);
    float[] w = floats.ordinary(random, 40 * 40);
    float[] expected = new float[5 * 40];
    Matrix<float[]> left = new Matrix<>(a, 0, 40);
    Matrix<float[]> result = new Matrix<>(expected, 0, 40);
    floats.chains(5, 40, 40, left, new Matrix<>(nearest(w), 0, 40), result);
    floats.activate(Activation.TANH, 5, 40, result);
    for (Engine engine : Backends.engines()) {
      PackedWeights weights = pack(engine.backend(), 40, 40, w, null).bfloat16();
      float[] c = new float[5 * 40];
      Gemm.on(engine).multiply(5, a, 0, 40, weights, c, 0, 40, Activation.TANH);
      assertArrayEquals(expected, c, engine.toString());
    }
  }

  @Test
  void roundingTwiceIsRoundingOnceAndTheOriginalKeepsItsBits() {
    float[] w = floats.ordinary(random, 7 * 50);
    float[] bias = floats.ordinary(random, 50);
    float[] x = floats.ordinary(random, 7);
    for (Backend backend : Backends.all()) {
      PackedWeights weights = pack(backend, 7, 50, w, bias);
      Gemv gemv = Gemv.on(Engine.of(backend));
      float[] before = new float[50];
      gemv.multiply(x, 0, weights, before, 0, Activation.NONE);
      PackedWeights once = weights.bfloat16();
      PackedWeights twice = once.bfloat16();
      assertSame(backend, twice.backend());
      assertEquals(7, twice.inputs());
      assertEquals(50, twice.outputs());
      float[] y = new float[50];
      float[] z = new float[50];
      gemv.multiply(x, 0, once, y, 0, Activation.NONE);
      gemv.multiply(x, 0, twice, z, 0, Activation.NONE);
      assertArrayEquals(y, z, backend.toString());
      float[] after = new float[50];
      gemv.multiply(x, 0, weights, after, 0, Activation.NONE);
      assertArrayEquals(before, after, backend.toString());
    }
  }

  @Tag(Allocation.TAG)
  @Test
  void callsAllocateNothing() {
    float[] a = floats.ordinary(random, 20 * 24);
    float[] c = new float[20 * 50];
    for (Backend backend : Backends.all()) {
      PackedWeights weights =
          pack(backend, 24, 50, floats.ordinary(random, 24 * 50), null).bfloat16();
      Gemm gemm = Gemm.on(Engine.of(backend));
      Gemv gemv = Gemv.on(Engine.of(backend));
      Allocation.assertNone(
          () -> {
            gemm.multiply(20, a, 0, 24, weights, c, 0, 50, Activation.SIGMOID);
            gemm.accumulate(20, a, 0, 24, weights, c, 0, 50, Activation.RELU);
            gemv.multiply(a, 0, weights, c, 0, Activation.TANH);
          });
    }
  }
}
