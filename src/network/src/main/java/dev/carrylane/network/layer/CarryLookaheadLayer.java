package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;

/** Runs {@link CarryLookahead}. Only the carry layers remember anything. */
final class CarryLookaheadLayer extends Layer {
  private final Layer carry;
  private final PackedWeights input;
  private final PackedWeights carried;
  private final Activation activation;

  CarryLookaheadLayer(CarryLookahead layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), layer.stateSize(inputs));
    carry = LayerFactory.sequence(layer.sequence(), prefix + "carry.", inputs, weights);
    JoinedWeights cell =
        JoinedWeights.of(
            prefix + "cell.", "", layer.hidden(), inputs, carry.outputs, layer.bias(), weights);
    input = cell.input();
    carried = cell.hidden();
    activation = layer.activation();
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final LayerRunner carry;
    private final Gemm gemm;
    private final PackedWeights input;
    private final PackedWeights carried;
    private final Activation activation;
    private final float[] carries;

    Runner(CarryLookaheadLayer layer, Engine engine, int block, int at) {
      carry = layer.carry.newRunner(engine, block, at);
      gemm = Gemm.on(engine);
      input = layer.input;
      carried = layer.carried;
      activation = layer.activation;
      carries = Scratch.frames(block, layer.carry.outputs);
    }

    @Override
    int run(
        int frames,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] state,
        int slice,
        long position) {
      carry.run(frames, x, xOffset, carries, 0, state, slice, position);
      cell(frames, x, xOffset, y, yOffset);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      carry.step(rows, x, xOffset, carries, 0);
      cell(rows.count, x, xOffset, y, yOffset);
    }

    @Override
    void check(int frames, float[] x, int xOffset, int stride) {
      carry.check(frames, x, xOffset, stride);
    }

    private void cell(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      int hidden = input.outputs();
      gemm.multiply(frames, x, xOffset, input.inputs(), input, y, yOffset, hidden, Activation.NONE);
      gemm.accumulate(
          frames, carries, 0, carried.inputs(), carried, y, yOffset, hidden, activation);
    }
  }
}
