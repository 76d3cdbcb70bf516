package dev.carrylane.network.layer;

import dev.carrylane.engine.gemm.PackedWeights;

/**
 * The matrix of a recurrent layer that adds x·W_ihᵀ and h·W_hhᵀ, packed once: whole, for rows that hold x and h side by
 * side, and its parts for either. The chain over x and then h is the same in one product and in two.
 */
record JoinedWeights(PackedWeights both, PackedWeights input, PackedWeights hidden) {
  static JoinedWeights of(
      RecurrentDescription layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    int rows = layer.gates() * layer.hidden();
    return of(prefix, suffix, rows, inputs, layer.hidden(), layer.bias(), weights);
  }

  /** PyTorch keeps two biases; their sum, rounded to float, starts the chain. */
  static JoinedWeights of(
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
    int width = inputs + hidden;
    long size = (long) rows * width;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%sweight_ih%s and %sweight_hh%s have %d elements together, more than an array holds; use fewer units"
              .formatted(prefix, suffix, prefix, suffix, size));
    }
    float[] joined = new float[(int) size];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(inputWeight, i * inputs, joined, i * width, inputs);
      System.arraycopy(hiddenWeight, i * hidden, joined, i * width + inputs, hidden);
    }
    PackedWeights both = weights.pack(rows, width, joined, sum);
    return new JoinedWeights(both, both.part(0, inputs), both.part(inputs, hidden));
  }
}
