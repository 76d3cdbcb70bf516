package dev.carrylane.training;

import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.RecurrentDescription;

/** Recurrent layers as their equations read, in double, of one sequence. */
final class RecurrentReferences {
  private RecurrentReferences() {}

  static double[] run(
      RecurrentDescription layer, int inputs, ParameterSlices slices, double[] w, double[] x) {
    double[] y = x;
    int width = inputs;
    for (int i = 0; i < layer.layers(); i++) {
      y = one(layer, "_l" + i, width, slices, w, y);
      width = layer.hidden();
    }
    return y;
  }

  static double[] run(
      Bidirectional both, int inputs, ParameterSlices slices, double[] w, double[] x) {
    int units = both.layer().hidden();
    double[] y = x;
    int width = inputs;
    for (int i = 0; i < both.layer().layers(); i++) {
      int frames = y.length / width;
      double[] ahead = one(both.layer(), "_l" + i, width, slices, w, y);
      double[] back =
          one(both.layer(), "_l" + i + "_reverse", width, slices, w, mirrored(y, width));
      back = mirrored(back, units);
      double[] joined = new double[frames * 2 * units];
      for (int frame = 0; frame < frames; frame++) {
        System.arraycopy(ahead, frame * units, joined, 2 * frame * units, units);
        System.arraycopy(back, frame * units, joined, (2 * frame + 1) * units, units);
      }
      y = joined;
      width = 2 * units;
    }
    return y;
  }

  private static double[] mirrored(double[] x, int width) {
    double[] y = new double[x.length];
    for (int from = 0; from < x.length; from += width) {
      System.arraycopy(x, from, y, x.length - width - from, width);
    }
    return y;
  }

  private static double[] one(
      RecurrentDescription layer,
      String suffix,
      int inputs,
      ParameterSlices slices,
      double[] w,
      double[] x) {
    int units = layer.hidden();
    int rows = layer.gates() * units;
    int fromInput = slices.at("0.weight_ih" + suffix);
    int fromHidden = slices.at("0.weight_hh" + suffix);
    int inputBias = layer.bias() ? slices.at("0.bias_ih" + suffix) : -1;
    int hiddenBias = layer.bias() ? slices.at("0.bias_hh" + suffix) : -1;
    double[] in = References.linear(w, fromInput, inputBias, inputs, rows, x);
    double[] h = new double[units];
    double[] c = new double[units];
    double[] y = new double[x.length / inputs * units];
    for (int t = 0; t < x.length / inputs; t++) {
      double[] hidden = References.linear(w, fromHidden, hiddenBias, units, rows, h);
      for (int j = 0; j < units; j++) {
        int a = t * rows + j;
        h[j] =
            switch (layer) {
              case Recurrent recurrent ->
                  References.activation(recurrent.activation(), in[a] + hidden[j]);
              case Lstm lstm -> {
                double i = sigmoid(in[a] + hidden[j]);
                double f = sigmoid(in[a + units] + hidden[j + units]);
                double g = Math.tanh(in[a + 2 * units] + hidden[j + 2 * units]);
                double o = sigmoid(in[a + 3 * units] + hidden[j + 3 * units]);
                c[j] = f * c[j] + i * g;
                yield o * Math.tanh(c[j]);
              }
              case Gru gru -> {
                double r = sigmoid(in[a] + hidden[j]);
                double z = sigmoid(in[a + units] + hidden[j + units]);
                double n = Math.tanh(in[a + 2 * units] + r * hidden[j + 2 * units]);
                yield (1 - z) * n + z * h[j];
              }
            };
      }
      System.arraycopy(h, 0, y, t * units, units);
    }
    return y;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
