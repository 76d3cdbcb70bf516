package dev.carrylane.jmh;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.linear;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Output;

/** The CL-RNN of the paper's polyphonic music task: 88 notes, 4 levels of 150 channels, 5 taps. */
public final class MusicModel {
  /** Channels of an input and of an output frame. */
  public static final int NOTES = 88;

  private static final int CHANNELS = 150;
  private static final int TAPS = 5;
  private static final int LEVELS = 4;

  private MusicModel() {}

  /**
   * A model with untrained values, the same on every run.
   *
   * @param backend the kernels that will run it
   * @return the model
   */
  public static Model of(Backend backend) {
    return Model.of(file(), ModelOptions.defaults().backend(backend));
  }

  /**
   * The same as a file holds it: for those who translate it.
   *
   * @return description and untrained values
   */
  public static ModelFile file() {
    ModelDescription description =
        ModelDescription.of(NOTES)
            .then(
                carryLookahead(
                    convolutions(TAPS, CHANNELS, CHANNELS, CHANNELS, CHANNELS), CHANNELS))
            .then(linear(NOTES))
            .output(Output.SIGMOID);
    return new ModelFile(description, Initialization.of(description, 1));
  }

  /**
   * Floating-point operations of one frame: two per weight of every product.
   *
   * @return their number
   */
  public static double operationsPerFrame() {
    double first = (double) NOTES * CHANNELS * TAPS;
    double others = (LEVELS - 1.0) * CHANNELS * CHANNELS * TAPS;
    double cell = (double) NOTES * CHANNELS + (double) CHANNELS * CHANNELS;
    double decoder = (double) CHANNELS * NOTES;
    return 2 * (first + others + cell + decoder);
  }

  /**
   * Frames with about one note in twenty-two, as chorales have.
   *
   * @param count how many frames
   * @return the frames, one after another
   */
  public static float[] frames(int count) {
    float[] frames = Benchmarks.values(count * NOTES, 3);
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frames[i] > 0.91f ? 1 : 0;
    }
    return frames;
  }
}
