package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.ArrayList;
import java.util.List;

/** Trains one layer of {@link Bidirectional}. */
final class BidirectionalTraining extends LayerTraining {
  private final CellTraining ahead;
  private final CellTraining back;

  private BidirectionalTraining(CellTraining ahead, CellTraining back) {
    super(ahead.inputs, 2 * ahead.units, 0);
    this.ahead = ahead;
    this.back = back;
  }

  /** What trains all its layers. */
  static LayerTraining of(Bidirectional both, String prefix, int inputs, ParameterSlices slices) {
    RecurrentDescription layer = both.layer();
    List<LayerTraining> trainings = new ArrayList<>();
    for (int i = 0; i < layer.layers(); i++) {
      int width = i == 0 ? inputs : 2 * layer.hidden();
      String suffix = "_l" + i;
      trainings.add(
          new BidirectionalTraining(
              new CellTraining(layer, prefix, suffix, width, slices),
              new CellTraining(layer, prefix, suffix + "_reverse", width, slices)));
    }
    return SequentialTraining.of(inputs, trainings);
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    ahead.prepare(weights);
    back.prepare(weights);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(ahead, back, engine);
  }

  private static final class Pass extends LayerPass {
    private final int units;
    private final DirectionPass ahead;
    private final DirectionPass back;

    Pass(CellTraining ahead, CellTraining back, Engine engine) {
      units = ahead.units;
      this.ahead = new DirectionPass(ahead, engine, false);
      this.back = new DirectionPass(back, engine, true);
    }

    @Override
    void reserve(int rows, int sequences) {
      ahead.reserve(rows, sequences);
      back.reserve(rows, sequences);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      ahead.forward(shard, -1, x, y, 0, 2 * units);
      back.forward(shard, -1, x, y, units, 2 * units);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      ahead.backward(dy, 0, 2 * units, dx, false, gradient);
      back.backward(dy, units, 2 * units, dx, true, gradient);
    }
  }
}
