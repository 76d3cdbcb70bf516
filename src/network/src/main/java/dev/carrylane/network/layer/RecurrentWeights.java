package dev.carrylane.network.layer;

import dev.carrylane.engine.gemm.PackedWeights;

/** The two matrices of a recurrent layer, with x·W_ihᵀ and h·W_hhᵀ. */
record RecurrentWeights(PackedWeights input, PackedWeights hidden) {
  /** PyTorch keeps two biases; their sum, rounded to float, starts the chain, which the second product continues. */
  static RecurrentWeights summed(
      RecurrentDescription layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    return summed(
        prefix,
        suffix,
        layer.gates() * layer.hidden(),
        inputs,
        layer.hidden(),
        layer.bias(),
        weights);
  }

  static RecurrentWeights summed(
      String prefix,
      String suffix,
      int rows,
      int inputs,
      int hidden,
      boolean bias,
      LayerWeights weights) {
    float[] inputWeight = weights.take(prefix + "weight_ih" + suffix, rows, inputs);
    float[] hiddenWeight = weights.take(prefix + "weight_hh" + suffix, rows, hidden);
    float[] sum = null;
    if (bias) {
      sum = weights.take(prefix + "bias_ih" + suffix, rows);
      float[] other = weights.take(prefix + "bias_hh" + suffix, rows);
      for (int i = 0; i < rows; i++) {
        sum[i] += other[i];
      }
    }
    return new RecurrentWeights(
        weights.pack(rows, inputs, inputWeight, sum),
        weights.pack(rows, hidden, hiddenWeight, null));
  }

  /** Each product with a bias of its own. */
  static RecurrentWeights apart(
      RecurrentDescription layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    int rows = layer.gates() * layer.hidden();
    float[] inputWeight = weights.take(prefix + "weight_ih" + suffix, rows, inputs);
    float[] hiddenWeight = weights.take(prefix + "weight_hh" + suffix, rows, layer.hidden());
    float[] inputBias = layer.bias() ? weights.take(prefix + "bias_ih" + suffix, rows) : null;
    float[] hiddenBias = layer.bias() ? weights.take(prefix + "bias_hh" + suffix, rows) : null;
    return new RecurrentWeights(
        weights.pack(rows, inputs, inputWeight, inputBias),
        weights.pack(rows, layer.hidden(), hiddenWeight, hiddenBias));
  }
}
