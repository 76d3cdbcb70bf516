package dev.carrylane.tasks;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Loss;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Scores of a model on a split. Models give logits, and the likelihoods are computed from them in
 * double precision: probabilities near 0 or 1 lose nothing. {@link StrictMath} makes the figures the
 * same on every machine.
 */
public final class Evaluation {
  private final Loss loss;
  private final int outputs;
  private final int targetWidth;
  private final boolean flattened;
  private final Examples examples;
  private final SequenceModel model;
  private final float[] x;
  private final float[] targets;
  private final float[] logits;

  /** What the sequence at hand adds to the loss, in order. */
  private double[] terms = {};

  private int termCount;
  private long counted;
  private long right;

  private Evaluation(
      Loss loss,
      Examples examples,
      int longest,
      ModelDescription description,
      SequenceModel model) {
    this.loss = loss;
    this.examples = examples;
    this.model = model;
    outputs = description.outputs();
    targetWidth = loss.targets(outputs);
    flattened = description.sequenceLength() > 0;
    int results = flattened ? 1 : longest;
    x = new float[Math.multiplyExact(longest, description.inputs())];
    targets = new float[Math.multiplyExact(results, targetWidth)];
    logits = new float[Math.multiplyExact(results, outputs)];
  }

  /**
   * Scores a model by the loss of its task: the likelihood of notes that are on or off, of bits or of classes, summed over the
   * notes of a frame, or the squared error. A class is right if it gets the largest logit, the first of equal ones.
   *
   * <p>Sequences are shared among the threads of an engine; the score has the same bits for any number of them.
   *
   * @param task what the model is for
   * @param examples the sequences of a split, in the frames that the model takes
   * @param description says how wide frames are, and whether there is one result for a sequence
   * @param models makes a model that gives logits, for each thread its own
   * @param engine whose threads take part
   * @param afterEach run after each sequence, by one thread at a time; what it throws ends the evaluation
   * @return the score
   */
  public static Score of(
      Task task,
      Examples examples,
      ModelDescription description,
      Supplier<SequenceModel> models,
      Engine engine,
      Runnable afterEach) {
    Loss loss = Loss.of(task.output());
    int count = examples.count();
    int longest = 0;
    for (int i = 0; i < count; i++) {
      longest = Math.max(longest, examples.frames(i));
    }
    int most = longest;
    Evaluation[] evaluations = new Evaluation[engine.threads()];
    Sum sum = new Sum(count);
    long[] counted = new long[count];
    long[] right = new long[count];
    ParallelLoop.withOwnHelpers(engine)
        .run(
            (sequence, thread) -> {
              if (evaluations[thread] == null) {
                evaluations[thread] =
                    new Evaluation(loss, examples, most, description, models.get());
              }
              Evaluation evaluation = evaluations[thread];
              evaluation.run(sequence);
              double[] terms = Arrays.copyOf(evaluation.terms, evaluation.termCount);
              counted[sequence] = evaluation.counted;
              right[sequence] = evaluation.right;
              synchronized (evaluations) {
                sum.add(sequence, terms);
                afterEach.run();
              }
            },
            count);

    long allCounted = 0;
    long allRight = 0;
    long frames = 0;
    int whole = 0;
    for (int i = 0; i < count; i++) {
      allCounted += counted[i];
      allRight += right[i];
      frames += examples.frames(i);
      whole += right[i] == counted[i] ? 1 : 0;
    }
    double mean = sum.total / allCounted;
    double accuracy = (double) allRight / allCounted;
    String metric = task.metric();
    double value =
        switch (metric) {
          case "accuracy" -> accuracy;
          case "bits_per_character" -> mean / StrictMath.log(2);
          default -> mean;
        };
    double nll = loss == Loss.SQUARED_ERROR ? Double.NaN : mean;
    return new Score(metric, value, nll, accuracy, (double) whole / count, frames, count);
  }

  private void run(int sequence) {
    int frames = examples.frames(sequence);
    examples.copy(sequence, 0, frames, x, 0, targets, 0);
    model.run(frames, x, logits);
    termCount = 0;
    counted = 0;
    right = 0;
    int results = flattened ? 1 : frames;
    for (int t = 0; t < results; t++) {
      if (!Float.isNaN(targets[t * targetWidth])) {
        counted++;
        right += addFrame(logits, t * outputs, targets, t * targetWidth) ? 1 : 0;
      }
    }
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
      add(softplus(on ? -z : z));
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
    add(logSumExp(logits, at, outputs) - logits[at + label]);
    return best == label;
  }

  private boolean addSquares(float[] logits, int at, float[] targets, int target) {
    boolean all = true;
    for (int i = 0; i < outputs; i++) {
      double difference = (double) logits[at + i] - targets[target + i];
      add(difference * difference);
      all &= Math.abs(difference) < 0.5;
    }
    return all;
  }

  private void add(double term) {
    if (termCount == terms.length) {
      terms = Arrays.copyOf(terms, Math.max(16, 2 * termCount));
    }
    terms[termCount++] = term;
  }

  /** A sum whose terms are added in the order of sequences, in whatever order these are done. */
  private static final class Sum {
    /** Those of sequences that are done and wait for one before them; null for others. */
    private final double[][] waiting;

    private int next;
    double total;

    Sum(int sequences) {
      waiting = new double[sequences][];
    }

    void add(int sequence, double[] terms) {
      waiting[sequence] = terms;
      while (next < waiting.length && waiting[next] != null) {
        for (double term : waiting[next]) {
          total += term;
        }
        waiting[next++] = null;
      }
    }
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
