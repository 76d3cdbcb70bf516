package dev.carrylane.network.layer;

import dev.carrylane.engine.gemm.PackedWeights;

/** The two matrices of a recurrent layer whose products with x and with h have a bias each. */
record RecurrentWeights(PackedWeights input, PackedWeights hidden) {
  static RecurrentWeights of(
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
