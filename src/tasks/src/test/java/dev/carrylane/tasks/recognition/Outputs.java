package dev.carrylane.tasks.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a recognised model, by way of a model file, as the command does. */
final class Outputs {
  static final float TOLERANCE = 1e-5f;

  private Outputs() {}

  /** The largest difference from expected outputs, on all backends; NaN equals NaN. */
  static double difference(Recognised model, Tensor in, Tensor out, Path folder) throws Exception {
    Path file = Files.createTempFile(folder, "model", ".safetensors");
    new ModelFile(model.description(), model.parameters()).write(file);
    return Math.max(
        difference(file, Backend.scalar(), in, out), difference(file, Backend.active(), in, out));
  }

  private static double difference(Path file, Backend backend, Tensor in, Tensor out)
      throws Exception {
    try (Model model = Model.load(file, ModelOptions.defaults().backend(backend))) {
      int frames = in.dimension(0);
      assertEquals(in.dimension(1), model.description().inputs());
      assertEquals(out.dimension(1), model.description().outputs());
      ModelState state = model.newState(Engine.of(backend));
      float[] y = new float[frames * out.dimension(1)];
      int given = state.run(frames, in.toArray(), 0, y, 0);
      assertEquals(out.dimension(0), given, "frames of output");
      double largest = 0;
      for (int i = 0; i < out.size(); i++) {
        if (Float.compare(y[i], out.get(i)) != 0) {
          double difference = Math.abs(y[i] - out.get(i));
          largest = Math.max(largest, Double.isNaN(difference) ? Double.MAX_VALUE : difference);
        }
      }
      return largest;
    }
  }
}
