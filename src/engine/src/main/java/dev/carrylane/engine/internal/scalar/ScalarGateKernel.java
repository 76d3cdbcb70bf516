package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.GateFunctions;
import dev.carrylane.engine.internal.GateKernel;

/** State updates of gated cells, one unit after the other. */
final class ScalarGateKernel implements GateKernel {
  @Override
  public void lstm(
      int streams,
      int units,
      float[] gates,
      int gatesOffset,
      int gatesStride,
      float[] cell,
      int cellOffset,
      int cellStride,
      float[] hidden,
      int hiddenOffset,
      int hiddenStride) {
    for (int stream = 0; stream < streams; stream++) {
      int i = gatesOffset + stream * gatesStride;
      int f = i + units;
      int g = f + units;
      int o = g + units;
      int c = cellOffset + stream * cellStride;
      int h = hiddenOffset + stream * hiddenStride;
      for (int unit = 0; unit < units; unit++) {
        float now =
            GateFunctions.lstmCell(
                gates[i + unit], gates[f + unit], gates[g + unit], cell[c + unit]);
        cell[c + unit] = now;
        hidden[h + unit] = GateFunctions.lstmHidden(gates[o + unit], now);
      }
    }
  }

  @Override
  public void gru(
      int streams,
      int units,
      float[] input,
      int inputOffset,
      int inputStride,
      float[] recurrent,
      int recurrentOffset,
      int recurrentStride,
      float[] before,
      int beforeOffset,
      int beforeStride,
      float[] after,
      int afterOffset,
      int afterStride) {
    for (int stream = 0; stream < streams; stream++) {
      int x = inputOffset + stream * inputStride;
      int h = recurrentOffset + stream * recurrentStride;
      int from = beforeOffset + stream * beforeStride;
      int to = afterOffset + stream * afterStride;
      for (int r = 0; r < units; r++) {
        int z = r + units;
        int n = z + units;
        float candidate =
            GateFunctions.gruCandidate(
                input[x + r], input[x + n], recurrent[h + r], recurrent[h + n]);
        after[to + r] =
            GateFunctions.gruHidden(input[x + z], recurrent[h + z], candidate, before[from + r]);
      }
    }
  }
}
