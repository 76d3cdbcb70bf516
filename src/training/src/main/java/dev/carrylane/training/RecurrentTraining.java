package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.ArrayList;
import java.util.List;

/** Trains one layer of a {@link RecurrentDescription}, by back-propagation through time. */
final class RecurrentTraining extends LayerTraining {
  private final CellTraining cell;

  private RecurrentTraining(CellTraining cell, int memory) {
    super(cell.inputs, cell.units, (long) memory * cell.units);
    this.cell = cell;
  }

  /** What trains all its layers. */
  static LayerTraining of(
      RecurrentDescription layer, String prefix, int inputs, ParameterSlices slices) {
    List<LayerTraining> trainings = new ArrayList<>();
    for (int i = 0; i < layer.layers(); i++) {
      int width = i == 0 ? inputs : layer.hidden();
      CellTraining cell = new CellTraining(layer, prefix, "_l" + i, width, slices);
      trainings.add(new RecurrentTraining(cell, layer.memory()));
    }
    return SequentialTraining.of(inputs, trainings);
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    cell.prepare(weights);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(cell, engine, at);
  }

  private static final class Pass extends LayerPass {
    private final int units;
    private final DirectionPass direction;
    private final int at;

    Pass(CellTraining cell, Engine engine, int at) {
      units = cell.units;
      direction = new DirectionPass(cell, engine, false);
      this.at = at;
    }

    @Override
    void reserve(int rows, int sequences) {
      direction.reserve(rows, sequences);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      direction.forward(shard, at, x, y, 0, units);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      direction.backward(dy, 0, units, dx, false, gradient);
    }
  }
}
