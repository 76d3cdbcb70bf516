package dev.carrylane.properties;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import dev.carrylane.testkit.Floats;
import dev.carrylane.training.DivergedException;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Loss;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Trainer;
import dev.carrylane.training.TrainingOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A model with sequences of unequal lengths to train it on, all of ordinary values. */
final class TrainingTrial implements Examples {
  final ModelDescription description;
  final int[] order;
  private final boolean flattened;
  private final float[][] x;
  private final float[][] targets;
  private final int targetWidth;

  /**
   * A trial.
   *
   * @param model its model and greatest length
   * @param sequences how many
   * @param drops whether dropout does
   */
  TrainingTrial(ModelTrial model, int sequences, boolean drops) {
    String json = model.description().toJson();
    description =
        drops
            ? model.description()
            : ModelDescription.fromJson(
                json.replace("\"probability\": 0.25", "\"probability\": 0.0"));
    SplittableRandom random = model.random();
    flattened = model.flattened();
    Loss loss = Loss.of(description.output());
    targetWidth = loss.targets(description.outputs());
    order = IntStream.range(0, sequences).toArray();
    x = new float[sequences][];
    targets = new float[sequences][];
    for (int s = 0; s < sequences; s++) {
      int length = flattened ? model.length() : 1 + random.nextInt(model.length());
      x[s] = Floats.within(random, length * description.inputs(), 1);
      for (int i = 0; i < x[s].length && model.vocabulary() > 0; i++) {
        x[s][i] = random.nextInt(model.vocabulary());
      }
      targets[s] = targets(loss, random, flattened ? 1 : length);
    }
  }

  private float[] targets(Loss loss, SplittableRandom random, int frames) {
    float[] values = new float[frames * targetWidth];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (loss) {
            case BERNOULLI -> random.nextInt(2);
            case CATEGORICAL -> random.nextInt(description.outputs());
            case SQUARED_ERROR -> (float) random.nextDouble(-1, 1);
          };
    }
    if (random.nextInt(4) == 0) {
      values[random.nextInt(frames) * targetWidth] = Float.NaN;
    }
    return values;
  }

  /** Frames of a sequence whose targets count. */
  long scored(int from, int to) {
    long scored = 0;
    for (float[] sequence : targets) {
      int frames = sequence.length / targetWidth;
      for (int frame = Math.min(from, frames); frame < Math.min(to, frames); frame++) {
        scored += Float.isNaN(sequence[frame * targetWidth]) ? 0 : 1;
      }
    }
    return scored;
  }

  int longest() {
    return Arrays.stream(order).map(this::frames).max().orElseThrow();
  }

  @Override
  public int count() {
    return x.length;
  }

  @Override
  public int frames(int example) {
    return x[example].length / description.inputs();
  }

  @Override
  public void copy(
      int example,
      int first,
      int frames,
      float[] to,
      int xOffset,
      float[] toTargets,
      int targetsOffset) {
    int width = description.inputs();
    System.arraycopy(x[example], first * width, to, xOffset, frames * width);
    int from = flattened ? 0 : first * targetWidth;
    int length = (flattened ? 1 : frames) * targetWidth;
    System.arraycopy(targets[example], from, toTargets, targetsOffset, length);
  }

  /** Options of some kind. */
  static TrainingOptions options(SplittableRandom random) {
    Optimizer optimizer =
        switch (random.nextInt(4)) {
          case 0 -> Optimizer.adam(0.01);
          case 1 -> Optimizer.adamW(0.01, 0.1);
          case 2 -> Optimizer.sgd(0.01, 0.9);
          default -> Optimizer.sgd(0.01, 0);
        };
    return TrainingOptions.of(optimizer)
        .mean(random.nextBoolean())
        .clip(random.nextBoolean() ? 0.5 : 0)
        .average(random.nextBoolean() ? 0.9 : 0)
        .seed(random.nextLong());
  }

  Trainer trainer(TrainingOptions options, Engine engine) {
    return Trainer.of(description, options, engine);
  }

  /** All weights, one tensor behind the other. */
  static float[] weights(Trainer trainer) {
    float[] all = new float[(int) trainer.model().parameters().count()];
    int at = 0;
    for (Tensor tensor : trainer.model().parameters().tensors().values()) {
      System.arraycopy(tensor.toArray(), 0, all, at, tensor.size());
      at += tensor.size();
    }
    return all;
  }

  /** Losses of a few steps on all sequences, and of the model after them; where training diverges, what it says. */
  String losses(Trainer trainer, int steps) {
    StringBuilder losses = new StringBuilder();
    try {
      for (int step = 0; step < steps; step++) {
        losses.append(trainer.step(this, order, 0, order.length, 1)).append(' ');
      }
      losses.append(trainer.evaluate(this));
    } catch (DivergedException diverged) {
      losses.append(diverged.getMessage());
    }
    return losses.toString();
  }
}
