package dev.carrylane.jmh;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.residual;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Trainer;
import dev.carrylane.training.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Training steps of music models, the same in every run: each on the next of many sequences of random notes, so that nothing is ever
 * learned by heart and gradients stay as large as those of a real training. One user thread.
 */
public final class MusicTraining {
  /** Channels of a frame. */
  public static final int NOTES = 88;

  /** Frames of the sequence: about as many as a chorale of the JSB data set has. */
  public static final int FRAMES = 60;

  /** The paper's, for its own model. */
  public static final double DROPOUT = 0.25;

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
   * @param model {@code clrnn}, the paper's; {@code clrnn-exact}, two exact carries of 200; {@code lstm}, with about as many
   *     parameters as that; with {@code -plain} behind the name without dropout
   * @param engine where
   * @return a trainer
   */
  public static MusicTraining of(String model, Engine engine) {
    return new MusicTraining(description(model), engine);
  }

  private static ModelDescription description(String model) {
    ModelDescription empty = ModelDescription.of(NOTES).output(Output.SIGMOID);
    return switch (model) {
      case "clrnn" -> empty.then(carryLookahead(levels(), 150)).then(linear(NOTES));
      case "clrnn-plain" ->
          empty.then(carryLookahead(convolutions(5, 150, 150, 150, 150), 150)).then(linear(NOTES));
      case "clrnn-exact" ->
          empty
              .then(carryLookahead(exactCarry(200), 200))
              .then(residual(carryLookahead(exactCarry(200), 200)))
              .then(linear(NOTES));
      case "lstm" -> empty.then(lstm(210)).then(linear(NOTES));
      default -> throw new IllegalArgumentException("no model " + model);
    };
  }

  private static List<LayerDescription> levels() {
    List<LayerDescription> levels = new ArrayList<>();
    for (LayerDescription level : convolutions(5, 150, 150, 150, 150)) {
      levels.add(level);
      levels.add(dropout(DROPOUT));
    }
    return levels;
  }

  private static float[] notes(long seed) {
    float[] notes = Benchmarks.values(SEQUENCES * FRAMES * NOTES, seed);
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
      int from = (example * FRAMES + first) * NOTES;
      System.arraycopy(this.x, from, x, xOffset, frames * NOTES);
      System.arraycopy(this.targets, from, targets, targetsOffset, frames * NOTES);
    }
  }
}
