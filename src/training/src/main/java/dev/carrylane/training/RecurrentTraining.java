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
    private final CellTraining cell;
    private final CellPass pass;
    private final int at;
    private final Steps steps = new Steps(false);
    private float[] packedX = {};
    private float[] packedDx = {};

    Pass(CellTraining cell, Engine engine, int at) {
      this.cell = cell;
      this.at = at;
      pass = cell.newPass(engine);
    }

    @Override
    void reserve(int rows, int sequences) {
      steps.reserve(rows, sequences);
      pass.reserve(rows);
      packedX = Growing.frames(packedX, rows, cell.inputs);
      packedDx = Growing.frames(packedDx, rows, cell.inputs);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      steps.order(shard);
      steps.pack(x, 0, cell.inputs, packedX, cell.inputs, cell.inputs);
      pass.forward(steps, shard, at, packedX);
      steps.unpack(pass.h, cell.stride, y, 0, cell.units, cell.units);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      steps.pack(dy, 0, cell.units, pass.dh, cell.stride, cell.units);
      pass.backward(steps, packedX, dx == null ? null : packedDx, gradient);
      if (dx != null) {
        steps.unpack(packedDx, cell.inputs, dx, 0, cell.inputs, cell.inputs);
      }
    }
  }
}
