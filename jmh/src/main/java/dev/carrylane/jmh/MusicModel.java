package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.Architecture;
import dev.carrylane.network.Decoder;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import java.util.List;

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
    ModelDescription description =
        new ModelDescription(
            Architecture.CL_RNN,
            NOTES,
            List.of(CHANNELS, CHANNELS, CHANNELS, CHANNELS),
            TAPS,
            NOTES,
            Decoder.PER_STEP,
            0,
            Output.SIGMOID,
            "");
    return Model.of(description, Initialization.uniform(description, 1), backend);
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
