package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.ActivationKernel;
import dev.carrylane.engine.internal.kernel.GateKernel;
import dev.carrylane.engine.internal.tier.Rehearsal;

/**
 * Rehearsals of elementwise functions and of gated cells, of every kind of length: whole vectors, whole vectors and an
 * end that overlaps the last of them, less than a vector.
 */
final class CellRehearsals {
  /** 32 vectors of 512 bits: long enough for loops to be compiled as loops. */
  private static final int WHOLE = 32 * 16;

  private static final int[] LENGTHS = {WHOLE, WHOLE + 5, 3};

  private CellRehearsals() {}

  static Rehearsal<ActivationKernel> of(ActivationKernel.Function function) {
    float[] x = values(WHOLE + 5);
    float[] y = new float[x.length];
    return kernel -> {
      for (int length : LENGTHS) {
        switch (function) {
          case EXP -> kernel.exp(x, 0, y, 0, length);
          case TANH -> kernel.tanh(x, 0, y, 0, length);
          case SIGMOID -> kernel.sigmoid(x, 0, y, 0, length);
          case RELU -> kernel.relu(x, 0, y, 0, length);
          case LOG_SOFTMAX -> kernel.logSoftmax(x, 0, y, 0, length);
        }
      }
    };
  }

  static Rehearsal<GateKernel> lstm() {
    float[] gates = values(4 * (WHOLE + 5));
    float[] cell = new float[WHOLE + 5];
    float[] hidden = new float[WHOLE + 5];
    return kernel -> {
      for (int units : LENGTHS) {
        kernel.lstm(units, gates, 0, cell, 0, hidden, 0);
      }
    };
  }

  static Rehearsal<GateKernel> gru() {
    float[] input = values(3 * (WHOLE + 5));
    float[] other = values(3 * (WHOLE + 5));
    float[] h = new float[WHOLE + 5];
    return kernel -> {
      for (int units : LENGTHS) {
        kernel.gru(units, input, 0, other, 0, h, 0, h, 0);
      }
    };
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
