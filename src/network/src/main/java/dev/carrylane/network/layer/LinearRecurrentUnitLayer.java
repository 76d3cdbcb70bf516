package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.ComplexAffineScan;
import dev.carrylane.engine.scan.ScanSchedule;

/**
 * Runs {@link LinearRecurrentUnit}. What depends on trained values alone is computed in double when the layer is built: λ, and
 * γ ∘ B as one real matrix whose rows are real and imaginary parts in turn, as the scan wants them; so is C, whose
 * imaginary parts change sign. A state holds s.
 */
final class LinearRecurrentUnitLayer extends Layer {
  private final PackedWeights in;
  private final PackedWeights out;
  private final float[] lambda;
  private final float[] skip;
  private final ScanSchedule schedule;

  LinearRecurrentUnitLayer(
      LinearRecurrentUnit layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, inputs, 2L * layer.state());
    int states = layer.state();
    float[] nu = weights.take(prefix + "nu_log", states);
    float[] theta = weights.take(prefix + "theta_log", states);
    float[] gamma = weights.take(prefix + "gamma_log", states);
    float[] realIn = weights.take(prefix + "B_re", states, inputs);
    float[] imaginaryIn = weights.take(prefix + "B_im", states, inputs);
    float[] realOut = weights.take(prefix + "C_re", inputs, states);
    float[] imaginaryOut = weights.take(prefix + "C_im", inputs, states);
    skip = weights.kept(weights.take(prefix + "D", inputs));
    lambda = weights.kept(new float[2 * states]);
    float[] both = new float[2 * states * inputs];
    for (int s = 0; s < states; s++) {
      double radius = Math.exp(-Math.exp(nu[s]));
      double phase = Math.exp(theta[s]);
      lambda[2 * s] = (float) (radius * Math.cos(phase));
      lambda[2 * s + 1] = (float) (radius * Math.sin(phase));
      double gain = Math.exp(gamma[s]);
      for (int i = 0; i < inputs; i++) {
        both[2 * s * inputs + i] = (float) (gain * realIn[s * inputs + i]);
        both[(2 * s + 1) * inputs + i] = (float) (gain * imaginaryIn[s * inputs + i]);
      }
    }
    in = weights.pack(2 * states, inputs, both, null);
    float[] back = new float[2 * states * inputs];
    for (int i = 0; i < states * inputs; i++) {
      back[2 * i] = realOut[i];
      back[2 * i + 1] = -imaginaryOut[i];
    }
    out = weights.pack(inputs, 2 * states, back, null);
    schedule = weights.schedule;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final Gemm gemm;
    private final ComplexAffineScan scan;
    private final PackedWeights in;
    private final PackedWeights out;
    private final float[] lambda;
    private final float[] skip;
    private final int width;
    private final int at;
    private final float[] states;

    Runner(LinearRecurrentUnitLayer layer, Engine engine, int block, int at) {
      gemm = Gemm.on(engine);
      scan = ComplexAffineScan.on(engine, layer.schedule);
      in = layer.in;
      out = layer.out;
      lambda = layer.lambda;
      skip = layer.skip;
      width = layer.memory;
      this.at = at;
      states = Scratch.frames(block, width);
    }

    @Override
    int run(
        int frames,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] state,
        int slice,
        long position) {
      enter(frames, x, xOffset);
      int s = slice + at;
      if (frames == 1) {
        advance(0, state, s);
      } else {
        scan.run(
            frames, width / 2, lambda, 0, 0, states, 0, width, state, s, states, 0, width, state,
            s);
      }
      leave(frames, x, xOffset, y, yOffset);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      enter(rows.count, x, xOffset);
      for (int row = 0; row < rows.count; row++) {
        advance(row * width, rows.states[row], rows.slices[row] + at);
      }
      leave(rows.count, x, xOffset, y, yOffset);
    }

    private void enter(int frames, float[] x, int xOffset) {
      gemm.multiply(frames, x, xOffset, in.inputs(), in, states, 0, width, Activation.NONE);
    }

    private void leave(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      int channels = out.outputs();
      gemm.multiply(frames, states, 0, width, out, y, yOffset, channels, Activation.NONE);
      for (int frame = 0; frame < frames; frame++) {
        addSkip(skip, x, xOffset + frame * channels, y, yOffset + frame * channels);
      }
    }

    private static void addSkip(float[] skip, float[] x, int xOffset, float[] y, int yOffset) {
      for (int i = 0; i < skip.length; i++) {
        y[yOffset + i] = Math.fma(skip[i], x[xOffset + i], y[yOffset + i]);
      }
    }

    /** One step of the complex recurrence, with the operations of {@link ComplexAffineScan}. */
    private void advance(int from, float[] state, int s) {
      for (int i = 0; i < width; i += 2) {
        float pr = lambda[i];
        float pi = lambda[i + 1];
        float re = state[s + i];
        float im = state[s + i + 1];
        float nextRe = Math.fma(pr, re, Math.fma(-pi, im, states[from + i]));
        float nextIm = Math.fma(pr, im, Math.fma(pi, re, states[from + i + 1]));
        state[s + i] = nextRe;
        state[s + i + 1] = nextIm;
        states[from + i] = nextRe;
        states[from + i + 1] = nextIm;
      }
    }
  }
}
