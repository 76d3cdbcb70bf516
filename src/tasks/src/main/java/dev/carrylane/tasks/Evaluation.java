package dev.carrylane.tasks;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Loss;

/**
 * Scores of a model on a split. Models give logits, and the likelihoods are computed from them in
 * double precision: probabilities near 0 or 1 lose nothing. {@link StrictMath} makes the figures the
 * same on every machine.
 */
public final class Evaluation {
  private final Loss loss;
  private final int outputs;
  private final int targetWidth;
  private double sum;
  private long counted;
  private long right;
  private int whole;
  private long frames;

  private Evaluation(Loss loss, int outputs) {
    this.loss = loss;
    this.outputs = outputs;
    targetWidth = loss.targets(outputs);
  }

  /**
   * Scores a model by the loss of its task: the likelihood of notes that are on or off, of bits or of classes, summed over the
   * notes of a frame, or the squared error. A class is right if it gets the largest logit, the first of equal ones.
   *
   * @param task what the model is for
   * @param examples the sequences of a split, in the frames that the model takes
   * @param description says how wide frames are, and whether there is one result for a sequence
   * @param model gives logits
   * @param afterEach run after each sequence
   * @return the score
   */
  public static Score of(
      Task task,
      Examples examples,
      ModelDescription description,
      SequenceModel model,
      Runnable afterEach) {
    Evaluation evaluation = new Evaluation(Loss.of(task.output()), description.outputs());
    boolean flattened = description.sequenceLength() > 0;
    int longest = 0;
    for (int i = 0; i < examples.count(); i++) {
      longest = Math.max(longest, examples.frames(i));
    }
    int results = flattened ? 1 : longest;
    float[] x = new float[Math.multiplyExact(longest, description.inputs())];
    float[] targets = new float[Math.multiplyExact(results, evaluation.targetWidth)];
    float[] logits = new float[Math.multiplyExact(results, evaluation.outputs)];
    for (int i = 0; i < examples.count(); i++) {
      int frames = examples.frames(i);
      examples.copy(i, 0, frames, x, 0, targets, 0);
      model.run(frames, x, logits);
      evaluation.add(frames, flattened ? 1 : frames, logits, targets);
      afterEach.run();
    }
    return evaluation.score(task, examples.count());
  }

  private void add(int inputFrames, int results, float[] logits, float[] targets) {
    frames += inputFrames;
    long wrong = counted - right;
    for (int t = 0; t < results; t++) {
      if (!Float.isNaN(targets[t * targetWidth])) {
        counted++;
        right += addFrame(logits, t * outputs, targets, t * targetWidth) ? 1 : 0;
      }
    }
    whole += counted - right == wrong ? 1 : 0;
  }

  /** Whether it is right. */
  private boolean addFrame(float[] logits, int at, float[] targets, int target) {
    return switch (loss) {
      case BERNOULLI -> addBits(logits, at, targets, target);
      case CATEGORICAL -> addClass(logits, at, (int) targets[target]);
      case SQUARED_ERROR -> addSquares(logits, at, targets, target);
    };
  }

  private boolean addBits(float[] logits, int at, float[] targets, int target) {
    boolean all = true;
    for (int i = 0; i < outputs; i++) {
      float z = logits[at + i];
      boolean on = targets[target + i] > 0.5f;
      // −log σ(z) is softplus(−z), and −log(1 − σ(z)) is softplus(z).
      sum += softplus(on ? -z : z);
      all &= z > 0 == on;
    }
    return all;
  }

  private boolean addClass(float[] logits, int at, int label) {
    int best = 0;
    for (int c = 1; c < outputs; c++) {
      if (logits[at + c] > logits[at + best]) {
        best = c;
      }
    }
    sum += logSumExp(logits, at, outputs) - logits[at + label];
    return best == label;
  }

  private boolean addSquares(float[] logits, int at, float[] targets, int target) {
    boolean all = true;
    for (int i = 0; i < outputs; i++) {
      double difference = (double) logits[at + i] - targets[target + i];
      sum += difference * difference;
      all &= Math.abs(difference) < 0.5;
    }
    return all;
  }

  private Score score(Task task, int sequences) {
    double mean = sum / counted;
    double accuracy = (double) right / counted;
    double sequencesRight = (double) whole / sequences;
    String metric = task.metric();
    double value =
        switch (metric) {
          case "accuracy" -> accuracy;
          case "bits_per_character" -> mean / StrictMath.log(2);
          default -> mean;
        };
    double nll = loss == Loss.SQUARED_ERROR ? Double.NaN : mean;
    return new Score(metric, value, nll, accuracy, sequencesRight, frames, sequences);
  }

  /** log(1 + e^z), which neither overflows nor cancels. */
  static double softplus(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  private static double logSumExp(float[] values, int from, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      max = Math.max(max, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += StrictMath.exp(values[i] - max);
    }
    return max + StrictMath.log(sum);
  }
}
