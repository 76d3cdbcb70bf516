package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import java.util.Arrays;

/**
 * Goes through {@link dev.carrylane.network.layer.Lstm}. The operations of {@link dev.carrylane.engine.activation.LstmCell}, one
 * after the other, since going back needs the gates, which that keeps nowhere.
 */
final class LstmCellPass extends CellPass {
  /** The gates i, f, g, o: parts, then activations, then, going back, derivatives by the parts. */
  private final float[][] gates = new float[4][0];

  private float[] c = {};

  /** The cells before each frame. */
  private float[] cellBefore = {};

  private float[] tanhOfCell = {};

  /** The derivative by the cells, at first through the next step only. */
  private float[] dc = {};

  LstmCellPass(CellTraining cell, Engine engine) {
    super(cell, engine);
  }

  @Override
  void grow() {
    for (int gate = 0; gate < gates.length; gate++) {
      gates[gate] = units();
    }
    c = units();
    cellBefore = units();
    tanhOfCell = units();
    dc = units();
  }

  @Override
  float[] inputPart(int gate) {
    return gates[gate];
  }

  @Override
  float[] hiddenPart(int gate) {
    return gates[gate];
  }

  @Override
  float[] inputDerivative(int gate) {
    return gates[gate];
  }

  @Override
  float[] hiddenDerivative(int gate) {
    return gates[gate];
  }

  @Override
  void load(Steps steps, Shard shard, int at) {
    load(steps, shard, at, before);
    load(steps, shard, at + cell.units, cellBefore);
  }

  @Override
  void store(int row, float[] states, int slice) {
    System.arraycopy(h, row, states, slice, cell.units);
    System.arraycopy(c, row, states, slice + cell.units, cell.units);
  }

  @Override
  void step(int from, int to) {
    int length = to - from;
    Elementwise.sigmoid(backend, gates[0], from, gates[0], from, length);
    Elementwise.sigmoid(backend, gates[1], from, gates[1], from, length);
    Elementwise.tanh(backend, gates[2], from, gates[2], from, length);
    Elementwise.sigmoid(backend, gates[3], from, gates[3], from, length);
    cells(gates[0], gates[1], gates[2], cellBefore, c, from, to);
    Elementwise.tanh(backend, c, from, tanhOfCell, from, length);
    outputs(gates[3], tanhOfCell, h, from, to);
  }

  private static void cells(
      float[] i, float[] f, float[] g, float[] before, float[] c, int from, int to) {
    for (int j = from; j < to; j++) {
      c[j] = Math.fma(f[j], before[j], i[j] * g[j]);
    }
  }

  private static void outputs(float[] o, float[] tanhOfCell, float[] h, int from, int to) {
    for (int j = from; j < to; j++) {
      h[j] = o[j] * tanhOfCell[j];
    }
  }

  @Override
  void pass(int from, int to, int length) {
    super.pass(from, to, length);
    System.arraycopy(c, from, cellBefore, to, length);
  }

  @Override
  void beginBack(int length) {
    Arrays.fill(dc, 0, length, 0);
  }

  @Override
  void stepBack(int from, int to) {
    throughOutput(gates[3], tanhOfCell, dh, dc, from, to);
    throughCells(gates[0], gates[1], gates[2], cellBefore, dc, from, to);
  }

  private static void throughOutput(
      float[] o, float[] tanhOfCell, float[] dh, float[] dc, int from, int to) {
    for (int j = from; j < to; j++) {
      float out = o[j];
      float t = tanhOfCell[j];
      dc[j] = Math.fma(dh[j] * out, Math.fma(-t, t, 1f), dc[j]);
      o[j] = dh[j] * t * (out * (1 - out));
    }
  }

  private static void throughCells(
      float[] i, float[] f, float[] g, float[] before, float[] dc, int from, int to) {
    for (int j = from; j < to; j++) {
      float input = i[j];
      float forget = f[j];
      float candidate = g[j];
      float d = dc[j];
      i[j] = d * candidate * (input * (1 - input));
      f[j] = d * before[j] * (forget * (1 - forget));
      g[j] = d * input * Math.fma(-candidate, candidate, 1f);
      dc[j] = d * forget;
    }
  }

  @Override
  void passBack(int from, int to, int length) {
    System.arraycopy(dc, from, dc, to, length);
  }
}
