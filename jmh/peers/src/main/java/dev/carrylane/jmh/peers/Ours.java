package dev.carrylane.jmh.peers;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Models;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import java.nio.FloatBuffer;

/** What Carrylane computes, for a library to be compared with before it is timed. */
final class Ours {
  private Ours() {}

  /** Plain Java: vector kernels would be compiled and tried in the background while the library is timed. */
  static Engine engine() {
    return Engine.of(Backend.scalar());
  }

  /** A model's output frames for input frames, on one thread; weights that benchmarks round are not rounded here. */
  static float[] outputs(String name, float[] x) {
    return outputs(Models.file(name), x);
  }

  /** A model's output frames for input frames, on one thread. */
  static float[] outputs(ModelFile file, float[] x) {
    Engine engine = engine();
    Model model = Model.of(file, ModelOptions.defaults().backend(engine.backend()));
    int frames = x.length / file.description().inputs();
    float[] y = new float[frames * file.description().outputs()];
    model.newState(engine).run(frames, x, 0, y, 0);
    return y;
  }

  /**
   * Compares a library's outputs with ours.
   *
   * @throws IllegalStateException if any is further away than the bound
   */
  static void require(
      String library, String model, float[] ours, FloatBuffer theirs, double bound) {
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs.get(i)) <= bound)) {
        throw new IllegalStateException(
            "%s has %s for output %d of %s, Carrylane %s: more than %s apart"
                .formatted(library, theirs.get(i), i, model, ours[i], bound));
      }
    }
  }
}
