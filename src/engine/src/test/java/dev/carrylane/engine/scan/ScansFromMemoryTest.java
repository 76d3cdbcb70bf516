package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.lasting;
import static dev.carrylane.engine.scan.ScanData.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences too long for the caches, which vector kernels read in another order: the bits of plain Java. */
class ScansFromMemoryTest {
  /** Results of 4 MiB and a little, in floats. */
  private static final int ELEMENTS = (1 << 20) + 7;

  private Engine vector;
  private final Engine scalar = Engine.of(Backend.scalar());

  @BeforeEach
  void needVectors() {
    Optional<Backend> backend = Backend.vector();
    Assumptions.assumeTrue(backend.isPresent(), "no vector backend");
    vector = Engine.of(backend.get());
  }

  /** Channels, a gap after every row of the results (those of p half, of g none), and where they begin. */
  record Shape(int channels, int gap, int offset, boolean reversed, boolean inPlace) {
    int steps(int elementBytes) {
      return Math.ceilDiv(ELEMENTS * 4 / elementBytes, channels);
    }

    Sequences of(int steps, int width) {
      Sequences forward = Sequences.timeMajor(steps, channels);
      Sequences spaced = forward.strides(row(gap / 2) * width, channels * width, row(gap) * width);
      Sequences inOne = forward.strides(row(gap) * width, channels * width, row(gap) * width);
      Sequences all = inPlace ? inOne : spaced;
      return reversed ? all.reversed() : all;
    }

    int length(int steps, int width) {
      return offset + steps * row(gap) * width;
    }

    private int row(int gap) {
      return channels + gap;
    }
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(64, 0, 0, false, false),
        new Shape(64, 0, 3, false, true),
        new Shape(64, 32, 12, false, false),
        new Shape(64, 64, 5, true, true),
        new Shape(69, 0, 1, false, false),
        new Shape(69, 27, 13, true, false),
        new Shape(1040, 0, 2, true, false),
        new Shape(1040, 16, 7, false, true));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void realNumbers(Shape shape) {
    int steps = shape.steps(Float.BYTES);
    Sequences sequences = shape.of(steps, 1);
    int length = shape.length(steps, 1);
    int at = shape.offset();
    float[][] results = new float[2][];
    float[][] last = new float[2][shape.channels()];
    for (int i = 0; i < 2; i++) {
      float[] p = lasting(1, length);
      float[] g = uniform(2, length);
      results[i] = shape.inPlace() ? p : new float[length];
      AffineScan.on(i == 0 ? scalar : vector, ScanSchedule.SERIAL_TIME)
          .run(
              sequences,
              null,
              0,
              p,
              at,
              g,
              at,
              uniform(3, shape.channels()),
              0,
              results[i],
              at,
              last[i],
              0);
    }
    assertSameBits(results[0], results[1], "states");
    assertSameBits(last[0], last[1], "last state");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void realNumbersOfDoublePrecision(Shape shape) {
    int steps = shape.steps(Double.BYTES);
    Sequences sequences = shape.of(steps, 1);
    int length = shape.length(steps, 1);
    int at = shape.offset();
    double[][] results = new double[2][];
    double[][] last = new double[2][shape.channels()];
    for (int i = 0; i < 2; i++) {
      double[] p = doubles(lasting(1, length));
      double[] g = doubles(uniform(2, length));
      double[] initial = doubles(uniform(3, shape.channels()));
      results[i] = shape.inPlace() ? p : new double[length];
      DoubleAffineScan.on(i == 0 ? scalar : vector, ScanSchedule.SERIAL_TIME)
          .run(sequences, null, 0, p, at, g, at, initial, 0, results[i], at, last[i], 0);
    }
    assertSameDoubles(results[0], results[1]);
    assertSameDoubles(last[0], last[1]);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void complexNumbers(Shape shape) {
    int steps = shape.steps(2 * Float.BYTES);
    Sequences sequences = shape.of(steps, 2);
    int length = shape.length(steps, 2);
    int at = shape.offset();
    float[][] results = new float[2][];
    float[][] last = new float[2][2 * shape.channels()];
    for (int i = 0; i < 2; i++) {
      float[] p = rotations(length, at);
      float[] g = uniform(2, length);
      float[] initial = uniform(3, 2 * shape.channels());
      results[i] = shape.inPlace() ? p : new float[length];
      ComplexAffineScan.on(i == 0 ? scalar : vector)
          .run(sequences, null, 0, p, at, g, at, initial, 0, results[i], at, last[i], 0);
    }
    assertSameBits(results[0], results[1], "states");
    assertSameBits(last[0], last[1], "last state");
  }

  @Tag(Allocation.TAG)
  @Test
  void nothingIsAllocated() {
    int channels = 128;
    int steps = Math.ceilDiv(ELEMENTS, channels);
    float[] p = lasting(1, steps * channels);
    float[] g = uniform(2, steps * channels);
    float[] h = new float[steps * channels];
    AffineScan real = AffineScan.on(vector);
    Allocation.assertNone(() -> real.run(steps, channels, p, g, h));
    ComplexAffineScan complex = ComplexAffineScan.on(vector);
    Sequences sequences = Sequences.timeMajor(steps, channels / 2);
    Allocation.assertNone(() -> complex.run(sequences, p, g, h));
  }

  /** Numbers a little off the unit circle, by turns from an element on. */
  private static float[] rotations(int length, int from) {
    float[] p = uniform(1, length);
    float[] size = lasting(6, length);
    for (int i = from; i + 1 < length; i += 2) {
      double angle = p[i] * Math.PI;
      p[i] = (float) (size[i] * Math.cos(angle));
      p[i + 1] = (float) (size[i] * Math.sin(angle));
    }
    return p;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static void assertSameDoubles(double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        assertEquals(expected[i], actual[i], "element " + i);
      }
    }
  }
}
