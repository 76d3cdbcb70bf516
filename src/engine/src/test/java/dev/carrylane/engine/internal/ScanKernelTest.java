package dev.carrylane.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against the definition, bit for bit, over every number of channels that matters. */
class ScanKernelTest {
  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  private static final int LANES = Backend.vector().map(Backend::floatLanes).orElse(16);

  /** Every edge of the strips of one, two, four and eight vectors, and of the overlapping vector. */
  private static int[] channels() {
    return Stream.concat(
            Stream.iterate(1, c -> c <= 3 * LANES + 1, c -> c + 1),
            Stream.of(4 * LANES, 5 * LANES + 1, 7 * LANES + 3, 8 * LANES, 8 * LANES + 1, 9 * LANES)
                .flatMap(c -> Stream.of(c, c + 8 * LANES)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void scanIsTheDefinition(Backend backend) {
    ScanKernel kernel = Kernels.of(backend).scan();
    for (int channels : channels()) {
      for (int blocks = 0; blocks <= 7; blocks += channels == 1 ? 1 : 3) {
        for (int steps : new int[] {0, 1, 2, 7, 8, 9, 40}) {
          Operands on = new Operands(blocks, steps, channels, 0);
          float[] h = on.g.clone();
          float[] state = on.state.clone();
          kernel.scan(
              blocks,
              steps,
              channels,
              on.p,
              3,
              on.pStride,
              on.g,
              5,
              on.gStride,
              h,
              2,
              on.hStride,
              state,
              1);
          float[] expected = on.g.clone();
          float[] expectedState = on.state.clone();
          on.scan(on.g, 5, on.gStride, expected, 2, on.hStride, expectedState);
          String what = what(blocks, steps, channels);
          assertSameBits(expected, h, what);
          assertSameBits(expectedState, state, what);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void scanWorksInPlace(Backend backend) {
    ScanKernel kernel = Kernels.of(backend).scan();
    for (int channels : channels()) {
      Operands on = new Operands(4, 19, channels, 0);
      for (boolean overG : new boolean[] {true, false}) {
        float[] p = on.p.clone();
        float[] g = on.g.clone();
        float[] h = overG ? g : p;
        int offset = overG ? 5 : 3;
        int stride = overG ? on.gStride : on.pStride;
        float[] expected = h.clone();
        float[] expectedState = on.state.clone();
        on.scan(on.g, 5, on.gStride, expected, offset, stride, expectedState);
        float[] state = on.state.clone();
        kernel.scan(
            4, 19, channels, p, 3, on.pStride, g, 5, on.gStride, h, offset, stride, state, 1);
        assertSameBits(expected, h, what(4, 19, channels) + " over " + (overG ? "g" : "p"));
        assertSameBits(expectedState, state, what(4, 19, channels));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void reduceIsTheDefinition(Backend backend) {
    ScanKernel kernel = Kernels.of(backend).scan();
    for (int channels : channels()) {
      for (int blocks = 0; blocks <= 7; blocks += channels == 1 ? 1 : 3) {
        for (int steps : new int[] {1, 2, 64, 65, 66, 200}) {
          for (int exponent : new int[] {0, -12, 40}) {
            Operands on = new Operands(blocks, steps, channels, exponent);
            int values = blocks * channels;
            double[] product = new double[values + 2];
            float[] sum = new float[values + 2];
            double[] expectedProduct = product.clone();
            float[] expectedSum = sum.clone();
            on.reduce(expectedProduct, expectedSum);
            kernel.reduce(
                blocks, steps, channels, on.p, 3, on.pStride, on.g, 5, on.gStride, product, sum, 1);
            String what = what(blocks, steps, channels) + ", p about 2^" + exponent;
            assertSameBits(expectedSum, sum, what);
            for (int i = 0; i < product.length; i++) {
              assertEquals(
                  Double.doubleToLongBits(expectedProduct[i]),
                  Double.doubleToLongBits(product[i]),
                  () -> what + ": product");
            }
          }
        }
      }
    }
  }

  private static String what(int blocks, int steps, int channels) {
    return "%d blocks of %d steps, %d channels".formatted(blocks, steps, channels);
  }

  private static void assertSameBits(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(expected[i], actual[i], what + ", element " + i);
      }
    }
  }

  /**
   * Random operands with unequal offsets and strides. Unit strides are kept for one channel in every
   * other shape, because the scalar kernel has code for them.
   */
  private static final class Operands {
    final int blocks;
    final int steps;
    final int channels;
    final int pStride;
    final int gStride;
    final int hStride;
    final float[] p;
    final float[] g;
    final float[] state;

    Operands(int blocks, int steps, int channels, int exponent) {
      this.blocks = blocks;
      this.steps = steps;
      this.channels = channels;
      int gap = steps % 2;
      pStride = channels + gap;
      gStride = channels + 2 * gap;
      hStride = channels + 3 * gap;
      int length = blocks * steps * hStride + 8;
      SplittableRandom random = new SplittableRandom(31L * blocks + 7L * steps + channels);
      p = new float[length];
      g = new float[length];
      state = new float[blocks * channels + 2];
      for (int i = 0; i < length; i++) {
        p[i] = Math.scalb((float) random.nextDouble(-1.2, 1.2), exponent);
        g[i] = (float) random.nextDouble(-1, 1);
        if (random.nextInt(200) == 0) {
          p[i] = Float.intBitsToFloat(random.nextInt());
        }
        if (random.nextInt(200) == 0) {
          g[i] = Float.intBitsToFloat(random.nextInt());
        }
      }
      for (int i = 0; i < state.length; i++) {
        state[i] = (float) random.nextDouble(-2, 2);
      }
    }

    void scan(
        float[] g, int gOffset, int gStride, float[] h, int hOffset, int hStride, float[] state) {
      float[] results = new float[blocks * steps * channels];
      for (int b = 0; b < blocks; b++) {
        for (int c = 0; c < channels; c++) {
          float x = state[1 + b * channels + c];
          for (int t = 0; t < steps; t++) {
            int row = b * steps + t;
            x = Math.fma(p[3 + row * pStride + c], x, g[gOffset + row * gStride + c]);
            results[row * channels + c] = x;
          }
          state[1 + b * channels + c] = x;
        }
      }
      for (int row = 0; row < blocks * steps; row++) {
        System.arraycopy(results, row * channels, h, hOffset + row * hStride, channels);
      }
    }

    void reduce(double[] product, float[] sum) {
      for (int b = 0; b < blocks; b++) {
        for (int c = 0; c < channels; c++) {
          double x = p[3 + b * steps * pStride + c];
          float y = g[5 + b * steps * gStride + c];
          for (int t = 1; t < steps; t++) {
            int row = b * steps + t;
            x *= p[3 + row * pStride + c];
            y = Math.fma(p[3 + row * pStride + c], y, g[5 + row * gStride + c]);
            boolean check = t % ScanKernel.PRODUCT_CHECK_STEPS == 0 || t == steps - 1;
            if (check && Math.abs(x) < ScanKernel.NEGLIGIBLE_PRODUCT) {
              x = 0;
            }
          }
          product[1 + b * channels + c] = x;
          sum[1 + b * channels + c] = y;
        }
      }
    }
  }
}
