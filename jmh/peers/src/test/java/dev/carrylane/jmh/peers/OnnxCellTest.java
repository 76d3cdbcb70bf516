package dev.carrylane.jmh.peers;

import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import java.nio.FloatBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxCellTest {
  private static final int FRAMES = 20;
  private static final int INPUTS = 3;
  private static final int HIDDEN = 5;
  private static final int OUTPUTS = 2;

  /** Some rounding errors of numbers below 1, which later steps make smaller. */
  private static final float TOLERANCE = 1e-6f;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stepsAsCarrylaneDoes(boolean lstm) throws OrtException {
    ModelFile file = file(lstm);
    Model model = Model.of(file, ModelOptions.defaults().backend(Backend.scalar()));
    ModelState state = model.newState(Engine.of(Backend.scalar()));
    float[] x = Benchmarks.values(FRAMES * INPUTS, 2);
    float[] y = new float[OUTPUTS];
    try (OnnxState session = new OnnxState(OnnxCell.of(file))) {
      FloatBuffer input = session.input(OnnxCell.INPUT, 1, 1, INPUTS);
      FloatBuffer output = session.output(OnnxCell.OUTPUT, 1, 1, OUTPUTS);
      session.state(
          OnnxCell.HIDDEN + OnnxCell.BEFORE, OnnxCell.HIDDEN + OnnxCell.AFTER, 1, 1, HIDDEN);
      if (lstm) {
        session.state(
            OnnxCell.CELL + OnnxCell.BEFORE, OnnxCell.CELL + OnnxCell.AFTER, 1, 1, HIDDEN);
      }
      for (int i = 0; i < x.length; i += INPUTS) {
        state.step(x, i, y, 0);
        input.put(0, x, i, INPUTS);
        session.step();
        for (int channel = 0; channel < OUTPUTS; channel++) {
          assertEquals(y[channel], output.get(channel), TOLERANCE, "at " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsAsCarrylaneDoes(boolean lstm) throws OrtException {
    ModelFile file = file(lstm);
    Model model = Model.of(file, ModelOptions.defaults().backend(Backend.scalar()));
    float[] x = Benchmarks.values(FRAMES * INPUTS, 2);
    float[] y = new float[FRAMES * OUTPUTS];
    model.newState(Engine.of(Backend.scalar())).run(FRAMES, x, 0, y, 0);
    long[] inputShape = {FRAMES, 1, INPUTS};
    long[] outputShape = {FRAMES, 1, 1, OUTPUTS};
    try (OnnxForward session =
        new OnnxForward(OnnxCell.sequence(file, FRAMES), 1, inputShape, outputShape)) {
      session.input().put(0, x);
      FloatBuffer output = session.run();
      for (int i = 0; i < y.length; i++) {
        assertEquals(y[i], output.get(i), TOLERANCE, "at " + i);
      }
    }
  }

  private static ModelFile file(boolean lstm) {
    ModelDescription description =
        ModelDescription.of(INPUTS)
            .then(lstm ? lstm(HIDDEN) : gru(HIDDEN))
            .then(linear(OUTPUTS))
            .output(Output.SIGMOID);
    return new ModelFile(description, Initialization.of(description, 1));
  }
}
