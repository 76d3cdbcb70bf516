package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;

/**
 * Goes through {@link dev.carrylane.network.layer.Gru}. The operations of {@link dev.carrylane.engine.activation.GruCell}, one
 * after the other, since going back needs the gates, which that keeps nowhere.
 */
final class GruCellPass extends CellPass {
  private static final int RESET = 0;
  private static final int UPDATE = 1;
  private static final int CANDIDATE = 2;

  /** Input parts of the gates r, z, n, then activations, then, going back, derivatives by the input parts. */
  private final float[][] gates = new float[3][0];

  /** Hidden parts of the gates; going back, that of n becomes its derivative, and the others have those of the input parts. */
  private final float[][] hidden = new float[3][0];

  GruCellPass(CellTraining cell, Engine engine) {
    super(cell, engine);
  }

  @Override
  void grow() {
    for (int gate = 0; gate < gates.length; gate++) {
      gates[gate] = units();
      hidden[gate] = units();
    }
  }

  @Override
  float[] inputPart(int gate) {
    return gates[gate];
  }

  @Override
  float[] hiddenPart(int gate) {
    return hidden[gate];
  }

  @Override
  float[] inputDerivative(int gate) {
    return gates[gate];
  }

  @Override
  float[] hiddenDerivative(int gate) {
    return gate == CANDIDATE ? hidden[gate] : gates[gate];
  }

  @Override
  void load(Steps steps, Shard shard, int at) {
    load(steps, shard, at, before);
  }

  @Override
  void store(int row, float[] states, int slice) {
    System.arraycopy(h, row, states, slice, cell.units);
  }

  @Override
  void step(int from, int to) {
    int length = to - from;
    float[] reset = gates[RESET];
    float[] update = gates[UPDATE];
    float[] candidate = gates[CANDIDATE];
    add(hidden[RESET], reset, from, to);
    Elementwise.sigmoid(backend, reset, from, reset, from, length);
    add(hidden[UPDATE], update, from, to);
    Elementwise.sigmoid(backend, update, from, update, from, length);
    addReset(reset, hidden[CANDIDATE], candidate, from, to);
    Elementwise.tanh(backend, candidate, from, candidate, from, length);
    outputs(update, candidate, before, h, from, to);
  }

  private static void add(float[] x, float[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] += x[j];
    }
  }

  private static void addReset(float[] r, float[] hidden, float[] n, int from, int to) {
    for (int j = from; j < to; j++) {
      n[j] = Math.fma(r[j], hidden[j], n[j]);
    }
  }

  private static void outputs(float[] z, float[] n, float[] before, float[] h, int from, int to) {
    for (int j = from; j < to; j++) {
      h[j] = Math.fma(z[j], before[j], Math.fma(-z[j], n[j], n[j]));
    }
  }

  @Override
  void beginBack(int length) {}

  @Override
  void stepBack(int from, int to) {
    throughOutputs(gates[UPDATE], gates[CANDIDATE], before, dh, from, to);
    throughCandidate(gates[RESET], hidden[CANDIDATE], gates[CANDIDATE], from, to);
  }

  /** Leaves in dh what goes straight to the outputs before. */
  private static void throughOutputs(
      float[] z, float[] n, float[] before, float[] dh, int from, int to) {
    for (int j = from; j < to; j++) {
      float update = z[j];
      float candidate = n[j];
      float d = dh[j];
      n[j] = d * (1 - update) * Math.fma(-candidate, candidate, 1f);
      z[j] = d * (before[j] - candidate) * (update * (1 - update));
      dh[j] = d * update;
    }
  }

  private static void throughCandidate(float[] r, float[] hidden, float[] dn, int from, int to) {
    for (int j = from; j < to; j++) {
      float reset = r[j];
      r[j] = dn[j] * hidden[j] * (reset * (1 - reset));
      hidden[j] = dn[j] * reset;
    }
  }

  @Override
  void passBack(int from, int to, int length) {
    for (int j = 0; j < length; j++) {
      dh[to + j] += dh[from + j];
    }
  }
}
