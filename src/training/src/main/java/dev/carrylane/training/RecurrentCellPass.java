package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;

/** Goes through {@link dev.carrylane.network.layer.Recurrent}: h = activation(input part + hidden part). */
final class RecurrentCellPass extends CellPass {
  private final Activation activation;

  RecurrentCellPass(CellTraining cell, Engine engine, Activation activation) {
    super(cell, engine);
    this.activation = activation;
  }

  @Override
  void grow() {}

  @Override
  float[] inputPart(int gate) {
    return h;
  }

  @Override
  float[] hiddenPart(int gate) {
    return h;
  }

  @Override
  float[] inputDerivative(int gate) {
    return dh;
  }

  @Override
  float[] hiddenDerivative(int gate) {
    return dh;
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
    Elementwise.apply(backend, activation, h, from, h, from, to - from);
  }

  @Override
  void beginBack(int length) {}

  @Override
  void stepBack(int from, int to) {
    if (activation == Activation.TANH) {
      throughTanh(h, dh, from, to);
    } else {
      throughRelu(h, dh, from, to);
    }
  }

  private static void throughTanh(float[] h, float[] dh, int from, int to) {
    for (int j = from; j < to; j++) {
      dh[j] *= Math.fma(-h[j], h[j], 1f);
    }
  }

  private static void throughRelu(float[] h, float[] dh, int from, int to) {
    for (int j = from; j < to; j++) {
      dh[j] = h[j] > 0 ? dh[j] : 0;
    }
  }

  @Override
  void passBack(int from, int to, int length) {}
}
