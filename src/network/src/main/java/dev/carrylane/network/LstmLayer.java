package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.LstmCell;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemv.Gemv;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Long short-term memory with PyTorch's gate order and biases: i, f, o by sigmoid and g by tanh of
 * W_ih x_t + b_ih + W_hh h_{t−1} + b_hh, then the update of {@link LstmCell}.
 */
final class LstmLayer implements HiddenLayer {
  private static final int GATES = 4;

  private final CellWeights cell;

  private LstmLayer(CellWeights cell) {
    this.cell = cell;
  }

  static LstmLayer of(ModelDescription description, ParameterReader parameters, Backend backend) {
    return new LstmLayer(
        CellWeights.of(
            parameters, "lstm", "_l0", description.inputs(), description.hidden(), GATES, backend));
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
    return new State(cell, engine, block);
  }

  /** The last hidden frame and the cell; gates of many frames start from their inputs at once. */
  private static final class State implements HiddenState {
    private final CellWeights weights;
    private final Backend backend;
    private final Gemm gemm;
    private final Gemv gemv;
    private final int hidden;
    private final float[] gates;
    private final float[] last;
    private final float[] memory;

    State(CellWeights weights, Engine engine, int block) {
      this.weights = weights;
      backend = engine.backend();
      gemm = Gemm.on(engine);
      gemv = Gemv.on(engine);
      hidden = weights.hidden().inputs();
      gates = Scratch.frames(block, GATES * hidden);
      last = new float[hidden];
      memory = new float[hidden];
    }

    @Override
    public void reset() {
      Arrays.fill(last, 0);
      Arrays.fill(memory, 0);
    }

    @Override
    public void run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      int inputs = weights.input().inputs();
      int width = GATES * hidden;
      gemm.multiply(frames, x, xOffset, inputs, weights.input(), gates, 0, width, Activation.NONE);
      float[] before = last;
      int from = 0;
      for (int frame = 0; frame < frames; frame++) {
        int gate = frame * width;
        int to = yOffset + frame * hidden;
        gemv.accumulate(before, from, weights.hidden(), gates, gate, Activation.NONE);
        LstmCell.update(backend, 1, hidden, gates, gate, width, memory, 0, hidden, y, to, hidden);
        before = y;
        from = to;
      }
      System.arraycopy(y, from, last, 0, hidden);
    }
  }
}
