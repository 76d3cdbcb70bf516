package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import java.util.OptionalLong;

/**
 * The hidden layer of CL-RNN (arXiv 2106.12901, section 3): the module gives the carry y_t of every
 * position, and the cell z_t = tanh(W_ih x_t + b_ih + W_hh y_t + b_hh) runs at all positions at once.
 */
final class CarryLookaheadLayer implements HiddenLayer {
  private final ConvolutionStack module;
  private final CellWeights cell;

  private CarryLookaheadLayer(ConvolutionStack module, CellWeights cell) {
    this.module = module;
    this.cell = cell;
  }

  static CarryLookaheadLayer of(
      ModelDescription description, ParameterReader parameters, Backend backend) {
    return new CarryLookaheadLayer(
        ConvolutionStack.of(description, parameters, backend),
        CellWeights.of(
            parameters, "cell", "", description.inputs(), description.hidden(), 1, backend));
  }

  @Override
  public int inputs() {
    return module.inputs();
  }

  @Override
  public int outputs() {
    return module.outputs();
  }

  @Override
  public OptionalLong receptiveField() {
    return module.receptiveField();
  }

  @Override
  public HiddenState newState(Engine engine, int block) {
    return new State(this, engine, block);
  }

  /** The module's state; the cell itself remembers nothing. */
  private static final class State implements HiddenState {
    private final HiddenState module;
    private final CellWeights cell;
    private final Gemm gemm;
    private final int inputs;
    private final int hidden;
    private final float[] carries;

    State(CarryLookaheadLayer layer, Engine engine, int block) {
      module = layer.module.newState(engine, block);
      cell = layer.cell;
      gemm = Gemm.on(engine);
      inputs = layer.inputs();
      hidden = layer.outputs();
      carries = Scratch.frames(block, hidden);
    }

    @Override
    public void reset() {
      module.reset();
    }

    @Override
    public void run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      module.run(frames, x, xOffset, carries, 0);
      gemm.multiply(frames, x, xOffset, inputs, cell.input(), y, yOffset, hidden, Activation.NONE);
      gemm.accumulate(
          frames, carries, 0, hidden, cell.hidden(), y, yOffset, hidden, Activation.TANH);
    }
  }
}
