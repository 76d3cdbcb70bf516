package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.gemm.PackedWeights;

/**
 * The two products of a recurrent cell, x·W_ihᵀ + (b_ih + b_hh) and h·W_hhᵀ. PyTorch keeps two biases;
 * their sum, rounded to float, starts the chain. The second product continues the chains of the first.
 */
record CellWeights(PackedWeights input, PackedWeights hidden) {
  /**
   * Packs a cell.
   *
   * @param parameters the tensors
   * @param prefix before {@code weight_ih} and the other names
   * @param suffix after them: empty for a cell, {@code _l0} for a layer
   * @param inputs channels of x
   * @param hidden channels of h
   * @param gates 1 for an Elman cell, 4 for LSTM
   * @param backend the backend
   */
  static CellWeights of(
      ParameterReader parameters,
      String prefix,
      String suffix,
      int inputs,
      int hidden,
      int gates,
      Backend backend) {
    int rows = gates * hidden;
    float[] inputWeight = parameters.get(prefix + ".weight_ih" + suffix, rows, inputs).toArray();
    float[] hiddenWeight = parameters.get(prefix + ".weight_hh" + suffix, rows, hidden).toArray();
    Tensor inputBias = parameters.get(prefix + ".bias_ih" + suffix, rows);
    Tensor hiddenBias = parameters.get(prefix + ".bias_hh" + suffix, rows);
    float[] bias = new float[rows];
    for (int i = 0; i < rows; i++) {
      bias[i] = inputBias.get(i) + hiddenBias.get(i);
    }
    return new CellWeights(
        PackedWeights.ofOutputRows(backend, rows, inputs, inputWeight, 0, inputs, bias, 0),
        PackedWeights.ofOutputRows(backend, rows, hidden, hiddenWeight, 0, hidden, null, 0));
  }
}
