package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Parameters;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Trainer;
import dev.carrylane.training.TrainingOptions;

/**
 * Training steps of music models, the same in every run: each on the next of many sequences of random notes, so that nothing is ever
 * learned by heart and gradients stay as large as those of a real training. One user thread.
 */
public final class MusicTraining {
  /** Frames of the sequence: about as many as a chorale of the JSB data set has. */
  public static final int FRAMES = 60;

  /** Low enough for any number of steps on one sequence. */
  public static final double LEARNING_RATE = 1e-4;

  /** So many sequences. */
  public static final int SEQUENCES = 256;

  private final Parameters start;
  private final Trainer trainer;
  private final float[] x;
  private final float[] targets;
  private final Examples examples;
  private final int[] order;
  private int next;

  private MusicTraining(ModelDescription description, Engine engine) {
    x = notes(1);
    targets = notes(2);
    examples = new Sequences(x, targets);
    order = new int[SEQUENCES];
    for (int i = 0; i < SEQUENCES; i++) {
      order[i] = i;
    }
    start = Initialization.of(description, 1);
    trainer = Trainer.of(description, TrainingOptions.of(Optimizer.adam(LEARNING_RATE)), engine);
  }

  /**
   * A trainer of a new model.
   *
   * @param model one of the music models of {@link Models}
   * @param engine where
   * @return a trainer
   */
  public static MusicTraining of(String model, Engine engine) {
    return new MusicTraining(Models.description(model), engine);
  }

  private static float[] notes(long seed) {
    float[] notes = Benchmarks.values(SEQUENCES * FRAMES * Models.NOTES, seed);
    for (int i = 0; i < notes.length; i++) {
      notes[i] = notes[i] > 0.9f ? 1 : 0;
    }
    return notes;
  }

  /** {@return the values that training starts from} */
  public Parameters start() {
    return start;
  }

  /** {@return input frames of all sequences} */
  public float[] x() {
    return x;
  }

  /** {@return target frames of all sequences} */
  public float[] targets() {
    return targets;
  }

  /** {@return the loss before this step, the mean over frames} */
  public double step() {
    int sequence = next;
    next = sequence + 1 == SEQUENCES ? 0 : sequence + 1;
    return trainer.step(examples, order, sequence, 1, 1);
  }

  /** One behind the other. */
  private record Sequences(float[] x, float[] targets) implements Examples {
    @Override
    public int count() {
      return SEQUENCES;
    }

    @Override
    public int frames(int example) {
      return FRAMES;
    }

    @Override
    public void copy(
        int example,
        int first,
        int frames,
        float[] x,
        int xOffset,
        float[] targets,
        int targetsOffset) {
      int from = (example * FRAMES + first) * Models.NOTES;
      System.arraycopy(this.x, from, x, xOffset, frames * Models.NOTES);
      System.arraycopy(this.targets, from, targets, targetsOffset, frames * Models.NOTES);
    }
  }
}
