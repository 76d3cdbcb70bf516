package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.RmsNorm;

/**
 * Trains {@link LayerNorm} and {@link RmsNorm}. Forward has the sums of the layer that runs them, in double and in as many chains. With
 * n the normalised frame and d = dy ∘ w, dx is (d − mean(d) − n · mean(d ∘ n)) / √(variance + ε); without the first mean where the norm
 * does not centre.
 */
final class NormTraining extends LayerTraining {
  private static final int CHAINS = 4;

  private final boolean centred;
  private final double epsilon;
  private final int weight;

  /** Below 0 for none. */
  private final int bias;

  private NormTraining(int inputs, boolean centred, double epsilon, int weight, int bias) {
    super(inputs, inputs, 0);
    this.centred = centred;
    this.epsilon = epsilon;
    this.weight = weight;
    this.bias = bias;
  }

  static NormTraining of(LayerNorm norm, String prefix, int inputs, ParameterSlices slices) {
    int weight = slices.at(prefix + "weight");
    int bias = norm.bias() ? slices.at(prefix + "bias") : -1;
    return new NormTraining(inputs, true, norm.epsilon(), weight, bias);
  }

  static NormTraining of(RmsNorm norm, String prefix, int inputs, ParameterSlices slices) {
    return new NormTraining(inputs, false, norm.epsilon(), slices.at(prefix + "weight"), -1);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this);
  }

  private static final class Pass extends LayerPass {
    private final NormTraining layer;

    /** Frames before weight and bias. */
    private float[] normals = {};

    /** What each frame was multiplied by. */
    private float[] scales = {};

    Pass(NormTraining layer) {
      this.layer = layer;
    }

    @Override
    void reserve(int rows, int sequences) {
      normals = Growing.frames(normals, rows, layer.inputs);
      scales = Growing.frames(scales, rows, 1);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int n = layer.inputs;
      float[] weights = layer.weights;
      for (int row = 0; row < shard.rows; row++) {
        int from = row * n;
        double mean = layer.centred ? sum(x, from, n) / n : 0;
        double scale = 1 / Math.sqrt(squares(x, from, n, mean) / n + layer.epsilon);
        scales[row] = (float) scale;
        normalise(x, normals, from, n, mean, scale);
        if (layer.bias < 0) {
          scale(normals, weights, layer.weight, y, from, n);
        } else {
          scale(normals, weights, layer.weight, layer.bias, y, from, n);
        }
      }
    }

    private static double sum(float[] x, int from, int n) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + CHAINS <= from + n; i += CHAINS) {
        a += x[i];
        b += x[i + 1];
        c += x[i + 2];
        d += x[i + 3];
      }
      for (; i < from + n; i++) {
        a += x[i];
      }
      return a + b + (c + d);
    }

    private static double squares(float[] x, int from, int n, double mean) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + CHAINS <= from + n; i += CHAINS) {
        a += square(x[i] - mean);
        b += square(x[i + 1] - mean);
        c += square(x[i + 2] - mean);
        d += square(x[i + 3] - mean);
      }
      for (; i < from + n; i++) {
        a += square(x[i] - mean);
      }
      return a + b + (c + d);
    }

    private static double square(double value) {
      return value * value;
    }

    private static void normalise(
        float[] x, float[] normals, int from, int n, double mean, double scale) {
      for (int i = from; i < from + n; i++) {
        normals[i] = (float) ((x[i] - mean) * scale);
      }
    }

    private static void scale(
        float[] normals, float[] weights, int weight, int bias, float[] y, int from, int n) {
      for (int i = 0; i < n; i++) {
        y[from + i] = Math.fma(normals[from + i], weights[weight + i], weights[bias + i]);
      }
    }

    private static void scale(
        float[] normals, float[] weights, int weight, float[] y, int from, int n) {
      for (int i = 0; i < n; i++) {
        y[from + i] = Math.fma(normals[from + i], weights[weight + i], 0f);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int n = layer.inputs;
      if (layer.bias >= 0) {
        Elements.addRows(dy, shard.rows, n, gradient, layer.bias);
      }
      for (int row = 0; row < shard.rows; row++) {
        addProducts(dy, normals, row * n, n, gradient, layer.weight);
        if (dx != null) {
          back(dy, row * n, scales[row], dx);
        }
      }
    }

    private static void addProducts(
        float[] dy, float[] normals, int from, int n, float[] gradient, int at) {
      for (int i = 0; i < n; i++) {
        gradient[at + i] = Math.fma(dy[from + i], normals[from + i], gradient[at + i]);
      }
    }

    private void back(float[] dy, int from, double scale, float[] dx) {
      int n = layer.inputs;
      double sum = 0;
      double products = 0;
      for (int i = 0; i < n; i++) {
        double d = (double) dy[from + i] * layer.weights[layer.weight + i];
        sum += d;
        products += d * normals[from + i];
      }
      double mean = layer.centred ? sum / n : 0;
      double along = products / n;
      for (int i = 0; i < n; i++) {
        double d = (double) dy[from + i] * layer.weights[layer.weight + i];
        dx[from + i] = (float) (scale * (d - mean - normals[from + i] * along));
      }
    }
  }
}
