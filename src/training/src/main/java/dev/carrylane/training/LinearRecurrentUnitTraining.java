package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.engine.scan.ComplexAffineScan;
import dev.carrylane.engine.scan.ComplexAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.layer.LinearRecurrentUnit;
import java.util.Arrays;

/**
 * Trains {@link LinearRecurrentUnit}. Passes read λ and real matrices for γ ∘ B and C, whose rows or columns are real and imaginary parts
 * in turn. Until {@link #finish}, the slices of ν and θ hold the derivatives by the two parts of λ, and those of B the derivatives by γ ∘ B.
 */
final class LinearRecurrentUnitTraining extends LayerTraining {
  private final int count;
  private final int nu;
  private final int gamma;
  private final int theta;
  private final int realIn;
  private final int imaginaryIn;
  private final int realOut;
  private final int imaginaryOut;
  private final int skip;
  private final float[] lambda;

  /** [2 · count][inputs]. */
  private final float[] in;

  /** [inputs][2 · count]. */
  private final float[] out;

  LinearRecurrentUnitTraining(
      LinearRecurrentUnit layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, inputs, 2L * layer.state());
    count = layer.state();
    for (String name : new String[] {"nu_log", "gamma_log", "theta_log", "B_re", "B_im"}) {
      slices.requireUntied(prefix + name);
    }
    nu = slices.at(prefix + "nu_log");
    gamma = slices.at(prefix + "gamma_log");
    theta = slices.at(prefix + "theta_log");
    realIn = slices.at(prefix + "B_re");
    imaginaryIn = slices.at(prefix + "B_im");
    realOut = slices.at(prefix + "C_re");
    imaginaryOut = slices.at(prefix + "C_im");
    skip = slices.at(prefix + "D");
    lambda = new float[memory];
    in = new float[memory * inputs];
    out = new float[inputs * memory];
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    for (int s = 0; s < count; s++) {
      double radius = Math.exp(-Math.exp(weights[nu + s]));
      double phase = Math.exp(weights[theta + s]);
      lambda[2 * s] = (float) (radius * Math.cos(phase));
      lambda[2 * s + 1] = (float) (radius * Math.sin(phase));
      double gain = Math.exp(weights[gamma + s]);
      for (int i = 0; i < inputs; i++) {
        in[2 * s * inputs + i] = (float) (gain * weights[realIn + s * inputs + i]);
        in[(2 * s + 1) * inputs + i] = (float) (gain * weights[imaginaryIn + s * inputs + i]);
      }
    }
    for (int i = 0; i < inputs * count; i++) {
      out[2 * i] = weights[realOut + i];
      out[2 * i + 1] = -weights[imaginaryOut + i];
    }
  }

  /** λ = e^(−e^ν + i·e^θ), so that its derivative by ν is −e^ν·λ and that by θ is i·e^θ·λ. */
  @Override
  void finish(float[] gradient) {
    for (int s = 0; s < count; s++) {
      double decay = Math.exp(weights[nu + s]);
      double phase = Math.exp(weights[theta + s]);
      double gain = Math.exp(weights[gamma + s]);
      double radius = Math.exp(-decay);
      double re = radius * Math.cos(phase);
      double im = radius * Math.sin(phase);
      double dRe = gradient[nu + s];
      double dIm = gradient[theta + s];
      gradient[nu + s] = (float) (-decay * (re * dRe + im * dIm));
      gradient[theta + s] = (float) (phase * (re * dIm - im * dRe));
      int row = s * inputs;
      gradient[gamma + s] =
          (float) (gain * products(weights, gradient, realIn + row, imaginaryIn + row, inputs));
      scale(gradient, realIn + row, inputs, gain);
      scale(gradient, imaginaryIn + row, inputs, gain);
    }
  }

  /** The sum of products of two rows, in two chains, since one would wait for each of its additions. */
  private static double products(
      float[] weights, float[] gradient, int real, int imaginary, int length) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < length; i++) {
      re += (double) weights[real + i] * gradient[real + i];
      im += (double) weights[imaginary + i] * gradient[imaginary + i];
    }
    return re + im;
  }

  private static void scale(float[] gradient, int from, int length, double gain) {
    for (int i = from; i < from + length; i++) {
      gradient[i] = (float) (gain * gradient[i]);
    }
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends ScanPass {
    private final LinearRecurrentUnitTraining layer;
    private final Gemm gemm;
    private final ComplexAffineScan scan;
    private final ComplexAffineScanGradient scanGradient;
    private final int channels;
    private final int width;

    /** What the scan gave. */
    private float[] states = {};

    private float[] dStates = {};

    /** λ in every step, and in its place the derivative by that. */
    private float[] dLambdas = {};

    private final float[] dLambda;
    private final float[] dIn;
    private final float[] dOut;

    Pass(LinearRecurrentUnitTraining layer, Engine engine, int at) {
      super(at, layer.memory);
      this.layer = layer;
      gemm = Gemm.on(engine);
      scan = ComplexAffineScan.on(engine, ScanSchedule.SERIAL_TIME);
      scanGradient = ComplexAffineScanGradient.on(engine);
      channels = layer.inputs;
      width = layer.memory;
      dLambda = new float[width];
      dIn = new float[width * channels];
      dOut = new float[channels * width];
    }

    @Override
    void reserve(int rows, int sequences) {
      super.reserve(rows, sequences);
      states = Growing.frames(states, rows, width);
      dStates = Growing.frames(dStates, rows, width);
      dLambdas = Growing.frames(dLambdas, rows, width);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int rows = shard.rows;
      gemm.multiply(Transpose.RIGHT, rows, width, channels, x, layer.in, states);
      scan(shard, states);
      gemm.multiply(Transpose.RIGHT, rows, channels, width, states, layer.out, y);
      for (int row = 0; row < rows; row++) {
        addSkip(layer.weights, layer.skip, x, y, row * channels, channels);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      for (int row = 0; row < rows; row++) {
        addSkipGradient(dy, x, row * channels, channels, gradient, layer.skip);
      }
      gemm.multiply(Transpose.LEFT, channels, width, rows, dy, states, dOut);
      addOut(gradient);
      gemm.multiply(Transpose.NONE, rows, width, channels, dy, layer.out, dStates);
      Elements.fillRows(layer.lambda, 0, dLambdas, rows, width);
      scanBackward(shard, states, dStates);
      Arrays.fill(dLambda, 0);
      Elements.addRows(dLambdas, rows, width, dLambda, 0);
      gemm.multiply(Transpose.LEFT, width, channels, rows, dStates, x, dIn);
      addIn(gradient);
      if (dx != null) {
        gemm.multiply(Transpose.NONE, rows, channels, width, dStates, layer.in, dx);
        for (int row = 0; row < rows; row++) {
          addSkip(layer.weights, layer.skip, dy, dx, row * channels, channels);
        }
      }
    }

    private void addOut(float[] gradient) {
      for (int i = 0; i < channels * layer.count; i++) {
        gradient[layer.realOut + i] += dOut[2 * i];
        gradient[layer.imaginaryOut + i] -= dOut[2 * i + 1];
      }
    }

    private void addIn(float[] gradient) {
      for (int s = 0; s < layer.count; s++) {
        gradient[layer.nu + s] += dLambda[2 * s];
        gradient[layer.theta + s] += dLambda[2 * s + 1];
        int from = 2 * s * channels;
        for (int i = 0; i < channels; i++) {
          gradient[layer.realIn + s * channels + i] += dIn[from + i];
          gradient[layer.imaginaryIn + s * channels + i] += dIn[from + channels + i];
        }
      }
    }

    @Override
    void scan(
        int steps, int row, float[] before, int beforeAt, float[] h, float[] after, int afterAt) {
      int w = width;
      int from = row * w;
      scan.run(
          steps,
          w / 2,
          layer.lambda,
          0,
          0,
          h,
          from,
          w,
          before,
          beforeAt,
          h,
          from,
          w,
          after,
          afterAt);
    }

    @Override
    void scanBackward(int steps, int row, float[] before, int beforeAt, float[] h, float[] dh) {
      int w = width;
      int from = row * w;
      scanGradient.run(
          steps, w / 2, dLambdas, from, w, h, from, w, before, beforeAt, dh, from, dLambdas, from,
          dh, from, w);
    }

    private static void addSkip(
        float[] skip, int skipAt, float[] x, float[] y, int from, int channels) {
      for (int i = 0; i < channels; i++) {
        y[from + i] = Math.fma(skip[skipAt + i], x[from + i], y[from + i]);
      }
    }

    private static void addSkipGradient(
        float[] dy, float[] x, int from, int channels, float[] gradient, int at) {
      for (int i = 0; i < channels; i++) {
        gradient[at + i] = Math.fma(dy[from + i], x[from + i], gradient[at + i]);
      }
    }
  }
}
