package dev.carrylane.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.internal.choice.Kernels;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against the definition, bit for bit, over every number of channels that matters. */
class AffineKernelTest {
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
    FloatAffineKernel kernel = Kernels.of(backend).scans().floatAffine().kernel(0, 64, 0);
    for (int channels : channels()) {
      for (int steps : new int[] {0, 1, 2, 7, 8, 9, 40}) {
        for (Layout layout : Layout.values()) {
          Operands a = new Operands(layout, steps, channels, 0);
          float[] h = a.on.h.clone();
          float[] state = a.state.clone();
          float[] expected = h.clone();
          float[] expectedState = state.clone();
          a.scan(expected, expectedState);
          a.on.h = h;
          kernel.scan(a.on, steps, channels, a.pAt, a.gAt, a.hAt, state, 1);
          String what = "%s, %d steps, %d channels".formatted(layout, steps, channels);
          assertSameBits(expected, h, what);
          assertSameBits(expectedState, state, what);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void scanWorksInPlace(Backend backend) {
    FloatAffineKernel kernel = Kernels.of(backend).scans().floatAffine().kernel(0, 64, 0);
    for (int channels : channels()) {
      for (Layout layout : Layout.values()) {
        for (boolean overG : new boolean[] {true, false}) {
          Operands a = new Operands(layout, 19, channels, 0);
          FloatAffineKernel.Operands on = a.on;
          a.hAt = overG ? a.gAt : a.pAt;
          on.hStep = overG ? on.gStep : on.pStep;
          on.hChannel = overG ? on.gChannel : on.pChannel;
          float[] expected = overG ? on.g.clone() : on.p.clone();
          float[] state = a.state.clone();
          float[] expectedState = state.clone();
          a.scan(expected, expectedState);
          on.h = overG ? on.g : on.p;
          kernel.scan(on, 19, channels, a.pAt, a.gAt, a.hAt, state, 1);
          String what = "%s, %d channels, over %s".formatted(layout, channels, overG ? "g" : "p");
          assertSameBits(expected, on.h, what);
          assertSameBits(expectedState, state, what);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void reduceIsTheDefinition(Backend backend) {
    FloatAffineKernel kernel = Kernels.of(backend).scans().floatAffine().kernel(0, 64, 0);
    for (int channels : channels()) {
      for (int steps : new int[] {1, 2, 64, 65, 66, 200}) {
        for (int exponent : new int[] {0, -12, 40}) {
          for (Layout layout : Layout.values()) {
            Operands a = new Operands(layout, steps, channels, exponent);
            double[] product = new double[channels + 2];
            float[] sum = new float[channels + 2];
            double[] expectedProduct = product.clone();
            float[] expectedSum = sum.clone();
            a.reduce(expectedProduct, expectedSum);
            kernel.reduce(a.on, steps, channels, a.pAt, a.gAt, product, sum, 1);
            String what =
                "%s, %d steps, %d channels, p about 2^%d"
                    .formatted(layout, steps, channels, exponent);
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

  private static void assertSameBits(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(expected[i], actual[i], what + ", element " + i);
      }
    }
  }

  /** How channels and steps lie. */
  private enum Layout {
    DENSE,
    GAPS,
    BACKWARDS,
    CHANNEL_MAJOR
  }

  /** Random operands at unequal offsets. */
  private static final class Operands {
    final int steps;
    final int channels;
    final FloatAffineKernel.Operands on = new FloatAffineKernel.Operands();
    final int pAt;
    final int gAt;
    int hAt;
    final float[] state;

    Operands(Layout layout, int steps, int channels, int exponent) {
      this.steps = steps;
      this.channels = channels;
      int gap = layout == Layout.DENSE ? 0 : 1;
      int sign = layout == Layout.BACKWARDS ? -1 : 1;
      if (layout == Layout.CHANNEL_MAJOR) {
        on.pStep = on.gStep = on.hStep = 1;
        on.pChannel = steps + 1;
        on.gChannel = steps + 2;
        on.hChannel = steps + 3;
      } else {
        on.pStep = sign * (channels + gap);
        on.gStep = sign * (channels + 2 * gap);
        on.hStep = sign * (channels + 3 * gap);
        on.pChannel = on.gChannel = on.hChannel = 1;
      }
      pAt = sign < 0 ? 3 - steps * on.pStep : 3;
      gAt = sign < 0 ? 5 - steps * on.gStep : 5;
      hAt = sign < 0 ? 2 - steps * on.hStep : 2;
      int length = (steps + 3) * (channels + 3) + 8;
      SplittableRandom random = new SplittableRandom(7L * steps + channels);
      on.p = new float[length];
      on.g = new float[length];
      on.h = new float[length];
      state = new float[channels + 2];
      for (int i = 0; i < length; i++) {
        on.p[i] = Math.scalb((float) random.nextDouble(-1.2, 1.2), exponent);
        on.g[i] = (float) random.nextDouble(-1, 1);
        if (random.nextInt(200) == 0) {
          on.p[i] = Float.intBitsToFloat(random.nextInt());
        }
        if (random.nextInt(200) == 0) {
          on.g[i] = Float.intBitsToFloat(random.nextInt());
        }
      }
      for (int i = 0; i < state.length; i++) {
        state[i] = (float) random.nextDouble(-2, 2);
      }
    }

    float p(int t, int c) {
      return on.p[pAt + t * on.pStep + c * on.pChannel];
    }

    float g(int t, int c) {
      return on.g[gAt + t * on.gStep + c * on.gChannel];
    }

    void scan(float[] h, float[] state) {
      for (int c = 0; c < channels; c++) {
        float x = state[1 + c];
        for (int t = 0; t < steps; t++) {
          x = Math.fma(p(t, c), x, g(t, c));
          h[hAt + t * on.hStep + c * on.hChannel] = x;
        }
        state[1 + c] = x;
      }
    }

    void reduce(double[] product, float[] sum) {
      for (int c = 0; c < channels; c++) {
        double x = p(0, c);
        float y = g(0, c);
        for (int t = 1; t < steps; t++) {
          x *= p(t, c);
          y = Math.fma(p(t, c), y, g(t, c));
          boolean check = t % FloatAffineLimits.PRODUCT_CHECK_STEPS == 0 || t == steps - 1;
          if (check && Math.abs(x) < FloatAffineLimits.NEGLIGIBLE_PRODUCT) {
            x = 0;
          }
        }
        product[1 + c] = x;
        sum[1 + c] = y;
      }
    }
  }
}
