package dev.carrylane.engine.internal;

import dev.carrylane.engine.internal.tier.Rehearsal;

/** Rehearsals of elementwise functions and of gated cells: whole vectors, and an end that overlaps the last of them. */
final class CellRehearsals {
  /** 32 vectors of 512 bits and a part: long enough for loops to be compiled as loops. */
  private static final int LENGTH = 32 * 16 + 5;

  private CellRehearsals() {}

  static Rehearsal<ActivationKernel> of(ActivationKernel.Function function) {
    float[] x = values(LENGTH);
    float[] y = new float[LENGTH];
    return switch (function) {
      case EXP -> kernel -> kernel.exp(x, 0, y, 0, LENGTH);
      case TANH -> kernel -> kernel.tanh(x, 0, y, 0, LENGTH);
      case SIGMOID -> kernel -> kernel.sigmoid(x, 0, y, 0, LENGTH);
      case RELU -> kernel -> kernel.relu(x, 0, y, 0, LENGTH);
      case LOG_SOFTMAX -> kernel -> kernel.logSoftmax(x, 0, y, 0, LENGTH);
    };
  }

  static Rehearsal<GateKernel> lstm() {
    float[] gates = values(4 * LENGTH);
    float[] cell = new float[LENGTH];
    float[] hidden = new float[LENGTH];
    return kernel ->
        kernel.lstm(1, LENGTH, gates, 0, gates.length, cell, 0, LENGTH, hidden, 0, LENGTH);
  }

  static Rehearsal<GateKernel> gru() {
    float[] input = values(3 * LENGTH);
    float[] recurrent = values(3 * LENGTH);
    float[] hidden = new float[LENGTH];
    return kernel ->
        kernel.gru(
            1,
            LENGTH,
            input,
            0,
            input.length,
            recurrent,
            0,
            recurrent.length,
            hidden,
            0,
            LENGTH,
            hidden,
            0,
            LENGTH);
  }

  /** Small and large, of either sign. */
  private static float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i % 23 - 11) * 0.37f;
    }
    return values;
  }
}
