package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The documented errors of exp, tanh and sigmoid, on a sample of the arguments, or on all 2^32 with
 * {@code mvn -B -pl property-tests -am verify -Pexhaustive}.
 *
 * <p>The error of a result is |result − exact| / ulp, where ulp is the distance between floats at the
 * float nearest to the exact value: 2^-149 for subnormal ones. Overflow is measured as if 2^128 were the
 * float after the greatest one.
 */
final class ActivationAccuracyTest {
  private static final int STRIDE = 4099;
  private static final int BLOCK = 1 << 16;
  private static final int THREADS = 2;

  @ParameterizedTest
  @EnumSource
  void sampleIsWithinTheDocumentedError(ActivationFunction function) {
    int[] sample = sample();
    Accuracy accuracy = new Accuracy(function, sample.length);
    accuracy.check(sample);
    assertTrue(accuracy.worst <= function.greatestError, accuracy.toString());
  }

  /** Both backends could change together; whoever replays old decisions would see other bits. */
  @ParameterizedTest
  @EnumSource
  void sampleGivesTheBitsItAlwaysGave(ActivationFunction function) {
    int[] sample = sample();
    float[] results = new float[sample.length];
    for (int i = 0; i < sample.length; i++) {
      results[i] = function.apply(Float.intBitsToFloat(sample[i]));
    }
    assertEquals(function.sampleHash, Arrays.hashCode(results));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("exhaustive")
  void everyArgumentIsWithinTheDocumentedError(ActivationFunction function) throws Exception {
    AtomicInteger blocks = new AtomicInteger();
    List<Future<Accuracy>> parts = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        parts.add(executor.submit(() -> checkBlocks(function, blocks)));
      }
    }
    Accuracy accuracy = new Accuracy(function, 0);
    for (Future<Accuracy> part : parts) {
      accuracy.merge(part.get());
    }
    System.out.println(accuracy);
    assertTrue(accuracy.checked == 1L << 32, accuracy.checked + " arguments were checked");
    assertTrue(accuracy.worst <= function.greatestError, accuracy.toString());
  }

  private static Accuracy checkBlocks(ActivationFunction function, AtomicInteger blocks) {
    Accuracy accuracy = new Accuracy(function, BLOCK);
    int[] bits = new int[BLOCK];
    for (int block = blocks.getAndIncrement(); block < BLOCK; block = blocks.getAndIncrement()) {
      for (int i = 0; i < BLOCK; i++) {
        bits[i] = block * BLOCK + i;
      }
      accuracy.check(bits);
    }
    return accuracy;
  }

  /**
   * Ascending bit patterns: evenly spread ones, and the neighbours of each power of two, of the points
   * where the definition of a function changes, and of those where the reduction of exp goes from one
   * multiple of ln 2 to the next.
   */
  private static int[] sample() {
    IntStream spread = IntStream.range(0, (int) ((1L << 32) / STRIDE)).map(i -> i * STRIDE);
    IntStream powers = IntStream.rangeClosed(0, 255).map(exponent -> exponent << 23);
    IntStream changes =
        List.of(
                0.625f, 9.01f, 10f, 17.33f, 20f, 87.34f, 88.02f, 88.73f, 89f, 103.98f, 104f,
                176.06f)
            .stream()
            .mapToInt(Float::floatToRawIntBits);
    IntStream multiples =
        IntStream.rangeClosed(1, 320)
            .map(k -> Float.floatToRawIntBits((float) (k * StrictMath.log(2) / 2)));
    IntStream points =
        IntStream.concat(powers, IntStream.concat(changes, multiples))
            .flatMap(bits -> IntStream.rangeClosed(bits - 40, bits + 40))
            .flatMap(bits -> IntStream.of(bits, bits ^ Integer.MIN_VALUE));
    return IntStream.concat(spread, points).sorted().distinct().toArray();
  }

  /** The greatest error among the arguments checked so far; one thread at a time. */
  private static final class Accuracy {
    private final ActivationFunction function;
    private final Backend other = Engines.fastest();
    private final float[] x;
    private final float[] scalar;
    private final float[] vector;
    private long checked;
    private double worst;
    private float worstArgument;

    Accuracy(ActivationFunction function, int length) {
      this.function = function;
      x = new float[length];
      scalar = new float[length];
      vector = new float[length];
    }

    /** Checks arguments of ascending bit patterns. */
    void check(int[] bits) {
      for (int i = 0; i < bits.length; i++) {
        x[i] = Float.intBitsToFloat(bits[i]);
      }
      function.apply(Backend.scalar(), x, 0, scalar, 0, bits.length);
      function.apply(other, x, 0, vector, 0, bits.length);
      for (int i = 0; i < bits.length; i++) {
        if (Float.floatToIntBits(scalar[i]) != Float.floatToIntBits(vector[i])) {
          fail("%s of %a: scalar %a, %s %a".formatted(function, x[i], scalar[i], other, vector[i]));
        }
        if (Float.isNaN(x[i]) != Float.isNaN(scalar[i])) {
          fail("%s of %a is %a".formatted(function, x[i], scalar[i]));
        }
        if (Float.isNaN(x[i])) {
          continue;
        }
        double error = error(scalar[i], function.exact(x[i]));
        if (error > worst) {
          worst = error;
          worstArgument = x[i];
        }
        if (function.monotone) {
          checkOrder(i == 0 ? Float.intBitsToFloat(bits[0] - 1) : x[i - 1], i);
        }
      }
      checked += bits.length;
    }

    /** The argument with the next smaller bit pattern is nearer to 0. */
    private void checkOrder(float nearer, int i) {
      if (Float.isNaN(nearer) || nearer < 0 != x[i] < 0) {
        return;
      }
      float result = i == 0 ? function.apply(nearer) : scalar[i - 1];
      if (x[i] < 0 ? scalar[i] > result : scalar[i] < result) {
        fail(
            "%s is not monotone: %a gives %a, %a gives %a"
                .formatted(function, nearer, result, x[i], scalar[i]));
      }
    }

    private static double error(float result, double exact) {
      if (Math.abs(exact) >= 0x1p128) {
        return result == Math.copySign(Float.POSITIVE_INFINITY, exact)
            ? 0
            : Double.POSITIVE_INFINITY;
      }
      double value = Float.isInfinite(result) ? Math.copySign(0x1p128, result) : result;
      float nearest = Math.min(Math.abs((float) exact), Float.MAX_VALUE);
      return Math.abs(value - exact) / Math.ulp(nearest);
    }

    void merge(Accuracy part) {
      checked += part.checked;
      if (part.worst > worst) {
        worst = part.worst;
        worstArgument = part.worstArgument;
      }
    }

    @Override
    public String toString() {
      return "%s: greatest error of %d arguments %.5f ulp, at %s (%a)%s"
          .formatted(
              function,
              checked,
              worst,
              worstArgument,
              worstArgument,
              function.monotone ? ", monotone" : "");
    }
  }
}
