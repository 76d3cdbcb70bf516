package dev.carrylane.training;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Convolution;

/** Layers as their equations read, in double, of one sequence. */
final class References {
  private References() {}

  static double activation(Activation activation, double z) {
    return switch (activation) {
      case NONE -> z;
      case RELU -> Math.max(0, z);
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
    };
  }

  /** y = W·x + b of every frame; without b if that is negative. */
  static double[] linear(double[] w, int weight, int bias, int inputs, int outputs, double[] x) {
    double[] y = new double[x.length / inputs * outputs];
    for (int i = 0; i < y.length; i++) {
      int t = i / outputs;
      int o = i % outputs;
      y[i] = bias < 0 ? 0 : w[bias + o];
      for (int c = 0; c < inputs; c++) {
        y[i] += w[weight + o * inputs + c] * x[t * inputs + c];
      }
    }
    return y;
  }

  static double[] convolution(
      Convolution layer,
      int inputs,
      String prefix,
      ParameterSlices slices,
      double[] w,
      double[] x) {
    int outputs = layer.outputs();
    int taps = layer.kernel();
    int kernel = slices.at(prefix + (layer.weightNorm() ? "weight_v" : "weight"));
    int frames = x.length / inputs;
    double[] y = new double[frames * outputs];
    for (int o = 0; o < outputs; o++) {
      double squares = 0;
      for (int i = 0; i < taps * inputs; i++) {
        squares += Math.pow(w[kernel + i * outputs + o], 2);
      }
      double scale =
          layer.weightNorm() ? w[slices.at(prefix + "weight_g") + o] / Math.sqrt(squares) : 1;
      for (int t = 0; t < frames; t++) {
        double sum = layer.bias() ? w[slices.at(prefix + "bias") + o] : 0;
        for (int tap = 0; tap < taps; tap++) {
          int from = t - (taps - 1 - tap) * layer.dilation();
          for (int i = 0; from >= 0 && i < inputs; i++) {
            sum += scale * w[kernel + (tap * inputs + i) * outputs + o] * x[from * inputs + i];
          }
        }
        y[t * outputs + o] = activation(layer.activation(), sum);
      }
    }
    return y;
  }
}
