package dev.carrylane.jmh.peers;

import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxLstmTest {
  private static final int INPUTS = 3;
  private static final int HIDDEN = 5;
  private static final int OUTPUTS = 2;

  /** Some rounding errors of numbers below 1, which later steps make smaller. */
  private static final float TOLERANCE = 1e-6f;

  @Test
  void stepsAsCarrylaneDoes() throws OrtException {
    ModelDescription description =
        ModelDescription.of(INPUTS).then(lstm(HIDDEN)).then(linear(OUTPUTS)).output(Output.SIGMOID);
    ModelFile file = new ModelFile(description, Initialization.of(description, 1));
    Model model = Model.of(file, ModelOptions.defaults().backend(Backend.scalar()));
    ModelState state = model.newState(Engine.of(Backend.scalar()));
    float[] x = Benchmarks.values(20 * INPUTS, 2);
    float[] y = new float[OUTPUTS];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(OnnxLstm.of(file))) {
      float[][][] hidden = new float[1][1][HIDDEN];
      float[][][] cell = new float[1][1][HIDDEN];
      for (int i = 0; i < x.length; i += INPUTS) {
        state.step(x, i, y, 0);
        float[][][] input = {{{x[i], x[i + 1], x[i + 2]}}};
        try (OnnxTensor inputTensor = OnnxTensor.createTensor(environment, input);
            OnnxTensor hiddenTensor = OnnxTensor.createTensor(environment, hidden);
            OnnxTensor cellTensor = OnnxTensor.createTensor(environment, cell);
            OrtSession.Result result =
                session.run(
                    Map.of(
                        OnnxLstm.INPUT,
                        inputTensor,
                        OnnxLstm.HIDDEN + OnnxLstm.BEFORE,
                        hiddenTensor,
                        OnnxLstm.CELL + OnnxLstm.BEFORE,
                        cellTensor))) {
          float[][][] output = (float[][][]) result.get(0).getValue();
          hidden = (float[][][]) result.get(1).getValue();
          cell = (float[][][]) result.get(2).getValue();
          for (int channel = 0; channel < OUTPUTS; channel++) {
            assertEquals(y[channel], output[0][0][channel], TOLERANCE, "at " + i);
          }
        }
      }
    }
  }
}
