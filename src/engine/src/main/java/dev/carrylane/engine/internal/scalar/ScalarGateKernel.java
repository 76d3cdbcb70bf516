package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.GateFunctions;
import dev.carrylane.engine.internal.kernel.GateKernel;

/** State updates of gated cells, one unit after the other. */
final class ScalarGateKernel implements GateKernel {
  @Override
  public void lstm(int units, float[] gates, int i, float[] cell, int c, float[] hidden, int h) {
    int f = i + units;
    int g = f + units;
    int o = g + units;
    for (int unit = 0; unit < units; unit++) {
      float now =
          GateFunctions.lstmCell(gates[i + unit], gates[f + unit], gates[g + unit], cell[c + unit]);
      cell[c + unit] = now;
      hidden[h + unit] = GateFunctions.lstmHidden(gates[o + unit], now);
    }
  }

  @Override
  public void gru(
      int units,
      float[] input,
      int x,
      float[] recurrent,
      int y,
      float[] before,
      int from,
      float[] after,
      int to) {
    for (int r = 0; r < units; r++) {
      int z = r + units;
      int n = z + units;
      float candidate =
          GateFunctions.gruCandidate(
              input[x + r], input[x + n], recurrent[y + r], recurrent[y + n]);
      after[to + r] =
          GateFunctions.gruHidden(input[x + z], recurrent[y + z], candidate, before[from + r]);
    }
  }
}
