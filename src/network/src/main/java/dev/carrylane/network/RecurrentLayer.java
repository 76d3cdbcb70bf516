package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemv.Gemv;
import java.util.Arrays;
import java.util.OptionalLong;

/** The Elman recurrence h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh): the serial adder. */
final class RecurrentLayer implements HiddenLayer {
  private final CellWeights cell;

  private RecurrentLayer(CellWeights cell) {
    this.cell = cell;
  }

  static RecurrentLayer of(
      ModelDescription description, ParameterReader parameters, Backend backend) {
    return new RecurrentLayer(
        CellWeights.of(
            parameters, "rnn", "_l0", description.inputs(), description.hidden(), 1, backend));
  }

  @Override
  public int inputs() {
    return cell.input().inputs();
  }

  @Override
  public int outputs() {
    return cell.hidden().inputs();
  }

  @Override
  public OptionalLong receptiveField() {
    return OptionalLong.empty();
  }

  @Override
  public HiddenState newState(Engine engine, int block) {
    return new State(cell, engine);
  }

  /** The last hidden frame. Input products of many frames run at once, the recurrence in time. */
  private static final class State implements HiddenState {
    private final CellWeights cell;
    private final Gemm gemm;
    private final Gemv gemv;
    private final int hidden;
    private final float[] last;

    State(CellWeights cell, Engine engine) {
      this.cell = cell;
      gemm = Gemm.on(engine);
      gemv = Gemv.on(engine);
      hidden = cell.hidden().inputs();
      last = new float[hidden];
    }

    @Override
    public void reset() {
      Arrays.fill(last, 0);
    }

    @Override
    public void run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      int inputs = cell.input().inputs();
      gemm.multiply(frames, x, xOffset, inputs, cell.input(), y, yOffset, hidden, Activation.NONE);
      gemv.accumulate(last, 0, cell.hidden(), y, yOffset, Activation.TANH);
      int row = yOffset;
      for (int frame = 1; frame < frames; frame++) {
        gemv.accumulate(y, row, cell.hidden(), y, row + hidden, Activation.TANH);
        row += hidden;
      }
      System.arraycopy(y, row, last, 0, hidden);
    }
  }
}
