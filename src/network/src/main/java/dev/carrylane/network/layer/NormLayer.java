package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/**
 * Runs {@link LayerNorm} and {@link RmsNorm}. Sums are in double, in {@value #CHAINS} chains of every {@value #CHAINS}th
 * channel, which are added up two by two; elements are rounded to float when they are divided, and once more when weight
 * and bias are applied.
 */
final class NormLayer extends Layer {
  private static final int CHAINS = 4;

  private final boolean centred;
  private final double epsilon;
  private final float[] weight;
  private final float[] bias;

  private NormLayer(int inputs, boolean centred, double epsilon, float[] weight, float[] bias) {
    super(inputs, inputs, 0);
    this.centred = centred;
    this.epsilon = epsilon;
    this.weight = weight;
    this.bias = bias;
  }

  static NormLayer of(LayerNorm norm, String prefix, int inputs, LayerWeights weights) {
    float[] weight = weights.kept(weights.take(prefix + "weight", inputs));
    float[] bias =
        weights.kept(norm.bias() ? weights.take(prefix + "bias", inputs) : new float[inputs]);
    return new NormLayer(inputs, true, norm.epsilon(), weight, bias);
  }

  static NormLayer of(RmsNorm norm, String prefix, int inputs, LayerWeights weights) {
    float[] weight = weights.kept(weights.take(prefix + "weight", inputs));
    float[] bias = weights.kept(new float[inputs]);
    return new NormLayer(inputs, false, norm.epsilon(), weight, bias);
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this);
  }

  private static final class Runner extends FrameRunner {
    private final boolean centred;
    private final double epsilon;
    private final float[] weight;
    private final float[] bias;

    Runner(NormLayer layer) {
      centred = layer.centred;
      epsilon = layer.epsilon;
      weight = layer.weight;
      bias = layer.bias;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      for (int frame = 0; frame < count; frame++) {
        int at = frame * weight.length;
        norm(x, xOffset + at, y, yOffset + at);
      }
    }

    private void norm(float[] x, int xOffset, float[] y, int yOffset) {
      int n = weight.length;
      double mean = centred ? sum(x, xOffset, n) / n : 0;
      double variance = squares(x, xOffset, n, mean) / n;
      double scale = 1 / Math.sqrt(variance + epsilon);
      for (int i = 0; i < n; i++) {
        float normal = (float) ((x[xOffset + i] - mean) * scale);
        y[yOffset + i] = Math.fma(normal, weight[i], bias[i]);
      }
    }

    private static double sum(float[] x, int from, int n) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + CHAINS <= n; i += CHAINS) {
        a += x[from + i];
        b += x[from + i + 1];
        c += x[from + i + 2];
        d += x[from + i + 3];
      }
      for (; i < n; i++) {
        a += x[from + i];
      }
      return a + b + (c + d);
    }

    private static double squares(float[] x, int from, int n, double mean) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + CHAINS <= n; i += CHAINS) {
        a += square(x[from + i] - mean);
        b += square(x[from + i + 1] - mean);
        c += square(x[from + i + 2] - mean);
        d += square(x[from + i + 3] - mean);
      }
      for (; i < n; i++) {
        a += square(x[from + i] - mean);
      }
      return a + b + (c + d);
    }

    private static double square(double value) {
      return value * value;
    }
  }
}
