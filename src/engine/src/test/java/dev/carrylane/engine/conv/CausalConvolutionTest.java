package dev.carrylane.engine.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Contract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CausalConvolutionTest {
  private final SplittableRandom random = new SplittableRandom(11);

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** The definition, frame by frame, taps before the first frame left out. */
  private static float[] definition(
      int frames,
      int inputs,
      int outputs,
      int taps,
      int dilation,
      float[] x,
      float[] w,
      float[] bias) {
    float[] y = new float[frames * outputs];
    for (int t = 0; t < frames; t++) {
      for (int o = 0; o < outputs; o++) {
        float chain = bias[o];
        for (int tap = 0; tap < taps; tap++) {
          int from = t - (taps - 1 - tap) * dilation;
          for (int i = 0; from >= 0 && i < inputs; i++) {
            chain = Math.fma(x[from * inputs + i], w[(o * inputs + i) * taps + tap], chain);
          }
        }
        y[t * outputs + o] = chain;
      }
    }
    return y;
  }

  @Test
  void equalsTheDefinitionAtOnceAndInPieces() {
    int[][] shapes = {
      {1, 1, 1, 1, 1},
      {5, 3, 7, 3, 1},
      {40, 3, 33, 5, 2},
      {64, 16, 20, 5, 8},
      {9, 2, 3, 4, 16},
      {300, 20, 150, 5, 4}
    };
    for (Engine engine : Backends.engines()) {
      CausalConvolution convolution = CausalConvolution.on(engine);
      for (int[] shape : shapes) {
        int frames = shape[0];
        int inputs = shape[1];
        int outputs = shape[2];
        float[] x = values(frames * inputs);
        float[] w = values(outputs * inputs * shape[3]);
        float[] bias = values(outputs);
        float[] expected = definition(frames, inputs, outputs, shape[3], shape[4], x, w, bias);
        ConvolutionWeights weights =
            ConvolutionWeights.of(
                engine.backend(), outputs, inputs, shape[3], shape[4], w, 0, bias, 0);
        float[] y = new float[frames * outputs];
        convolution.run(frames, 0, x, 0, inputs, weights, y, 0, outputs, Activation.NONE);
        assertArrayEquals(expected, y, engine.toString());
        float[] pieces = new float[frames * outputs];
        for (int from = 0; from < frames; ) {
          int count = Math.min(1 + random.nextInt(9), frames - from);
          convolution.run(
              count,
              from,
              x,
              from * inputs,
              inputs,
              weights,
              pieces,
              from * outputs,
              outputs,
              Activation.NONE);
          from += count;
        }
        assertArrayEquals(expected, pieces, engine + " in pieces");
      }
    }
  }

  @Test
  void productsWithWindowsHaveTheBitsOfAConvolutionWhoseTapsAreKnown() {
    int frames = 13;
    for (int[] shape : new int[][] {{1, 1, 1, 1}, {3, 7, 3, 1}, {16, 33, 5, 2}, {20, 150, 4, 3}}) {
      int inputs = shape[0];
      int outputs = shape[1];
      int taps = shape[2];
      int dilation = shape[3];
      int reach = (taps - 1) * dilation;
      float[] x = values((reach + frames) * inputs);
      float[] w = values(outputs * inputs * taps);
      float[] bias = values(outputs);
      float[] windows = new float[frames * taps * inputs];
      for (int t = 0; t < frames; t++) {
        for (int tap = 0; tap < taps; tap++) {
          int frame = t + tap * dilation;
          System.arraycopy(x, frame * inputs, windows, (t * taps + tap) * inputs, inputs);
        }
      }
      for (Engine engine : Backends.engines()) {
        ConvolutionWeights full =
            ConvolutionWeights.of(engine.backend(), outputs, inputs, taps, dilation, w, bias);
        for (ConvolutionWeights weights : new ConvolutionWeights[] {full, full.bfloat16()}) {
          float[] expected = new float[frames * outputs];
          CausalConvolution.on(engine)
              .run(
                  frames,
                  reach,
                  x,
                  reach * inputs,
                  inputs,
                  weights,
                  expected,
                  0,
                  outputs,
                  Activation.TANH);
          float[] y = new float[frames * outputs];
          Gemm.on(engine).multiply(frames, windows, weights.asWindows(), y, Activation.TANH);
          assertArrayEquals(expected, y, engine.toString());
          assertEquals(taps * inputs, weights.asWindows().inputs());
          assertEquals(outputs, weights.asWindows().outputs());
        }
      }
    }
  }

  @Test
  void stridesLeaveWhatLiesBetweenAlone() {
    float[] dense = values(20 * 3);
    float[] w = values(4 * 3 * 2);
    float[] bias = values(4);
    float[] expected = definition(20, 3, 4, 2, 3, dense, w, bias);
    float[] x = new float[7 + 20 * 5];
    for (int t = 0; t < 20; t++) {
      System.arraycopy(dense, t * 3, x, 7 + t * 5, 3);
    }
    for (Engine engine : Backends.engines()) {
      float[] y = new float[2 + 20 * 9];
      CausalConvolution.on(engine)
          .run(
              20,
              0,
              x,
              7,
              5,
              ConvolutionWeights.of(engine.backend(), 4, 3, 2, 3, w, 0, bias, 0),
              y,
              2,
              9,
              Activation.NONE);
      for (int i = 0; i < y.length; i++) {
        int row = (i - 2) / 9;
        int column = (i - 2) % 9;
        float value = i >= 2 && column < 4 ? expected[row * 4 + column] : 0;
        assertEquals(value, y[i], engine + " at " + i);
      }
    }
  }

  @Test
  void roundedWeightsGiveWhatWeightsRoundedBeforehandGive() {
    float[] x = values(30 * 7);
    float[] w = values(40 * 7 * 3);
    float[] bias = values(40);
    float[] rounded = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      // Between −1 and 1 the significand's 8 bits are a multiple of 2^(exponent − 7); rint is ties
      // to even.
      double unit = Math.scalb(1.0, Math.getExponent(w[i]) - 7);
      rounded[i] = (float) (Math.rint(w[i] / unit) * unit);
    }
    float[] expected = definition(30, 7, 40, 3, 2, x, rounded, bias);
    for (Engine engine : Backends.engines()) {
      ConvolutionWeights weights =
          ConvolutionWeights.of(engine.backend(), 40, 7, 3, 2, w, 0, bias, 0).bfloat16();
      float[] y = new float[30 * 40];
      CausalConvolution.on(engine).run(30, 0, x, 0, 7, weights, y, 0, 40, Activation.NONE);
      assertArrayEquals(expected, y, engine.toString());
    }
  }

  @Test
  void absentTapsAddNoTermEvenWhereTheirWeightsAreInfinite() {
    float[] w = {Float.POSITIVE_INFINITY, 2};
    for (Engine engine : Backends.engines()) {
      ConvolutionWeights weights =
          ConvolutionWeights.of(engine.backend(), 1, 1, 2, 1, w, 0, new float[] {-0f}, 0);
      float[] y = new float[2];
      CausalConvolution.on(engine)
          .run(2, 0, new float[] {3, 0}, 0, 1, weights, y, 0, 1, Activation.NONE);
      assertArrayEquals(new float[] {6, Float.POSITIVE_INFINITY}, y);
    }
  }

  @Test
  void badArgumentsAreNamed() {
    Backend backend = Backend.scalar();
    CausalConvolution convolution = CausalConvolution.on(Engine.of(backend));
    ConvolutionWeights weights = ConvolutionWeights.of(backend, 2, 3, 2, 4, values(12), 0, null, 0);
    float[] x = values(30);
    float[] y = new float[40];
    Contract contract = Contract.leavesAlone(x, y);
    contract.refused("frames is -1", () -> run(convolution, -1, 0, x, 0, weights, y));
    contract.refused("history is -2", () -> run(convolution, 1, -2, x, 0, weights, y));
    contract.refused("4 frames of history", () -> run(convolution, 1, 9, x, 9, weights, y));
    contract.refused("x holds 30 floats", () -> run(convolution, 11, 0, x, 0, weights, y));
    contract.refused("y holds 40 floats", () -> run(convolution, 30, 0, values(90), 0, weights, y));
    contract.refused("overlap in one array", () -> run(convolution, 2, 4, x, 12, weights, x));
    contract.refused(
        "taps is 0", () -> ConvolutionWeights.of(backend, 1, 1, 0, 1, values(1), 0, null, 0));
    contract.refused(
        "weight holds 1 floats",
        () -> ConvolutionWeights.of(backend, 1, 2, 1, 1, values(1), 0, null, 0));
    contract.absent("activation", () -> convolution.run(1, 0, x, 0, 3, weights, y, 0, 2, null));
  }

  private static void run(
      CausalConvolution convolution,
      int frames,
      int history,
      float[] x,
      int xOffset,
      ConvolutionWeights weights,
      float[] y) {
    convolution.run(frames, history, x, xOffset, 3, weights, y, 0, 2, Activation.NONE);
  }

  @Tag(Allocation.TAG)
  @Test
  void callsAllocateNothing() {
    float[] x = values(40 * 20);
    float[] y = new float[40 * 33];
    for (Backend backend : Backends.all()) {
      CausalConvolution convolution = CausalConvolution.on(Engine.of(backend));
      ConvolutionWeights weights =
          ConvolutionWeights.of(backend, 33, 20, 3, 2, values(33 * 20 * 3), 0, null, 0);
      Allocation.assertNone(
          () -> convolution.run(40, 0, x, 0, 20, weights, y, 0, 33, Activation.RELU));
    }
  }
}
