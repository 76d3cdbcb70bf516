package dev.carrylane.tasks;

import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.tasks.data.MusicData;

/**
 * Scores of a model on a split. Models give logits, and the likelihoods are computed from them in
 * double precision: probabilities near 0 or 1 lose nothing. {@link StrictMath} makes the figures the
 * same on every machine.
 */
public final class Evaluation {
  private Evaluation() {}

  /**
   * The negative log-likelihood of each frame of notes given those before it, summed over the notes and
   * divided by the frames of the split.
   *
   * @param data the split
   * @param joint whether the model takes the notes of the next frame behind those of each, to give each of them given the ones
   *     below it
   * @param model gives {@value MusicData#NOTES} logits a frame
   * @param afterEach run after each sequence
   * @return the score, by the metric {@code nll}
   */
  public static Score music(
      MusicData data, boolean joint, SequenceModel model, Runnable afterEach) {
    int notes = MusicData.NOTES;
    int longest = 0;
    for (int i = 0; i < data.sequences(); i++) {
      longest = Math.max(longest, data.frames(i) - 1);
    }
    float[] x = new float[longest * (joint ? 2 : 1) * notes];
    float[] logits = new float[longest * notes];
    double sum = 0;
    for (int i = 0; i < data.sequences(); i++) {
      int frames = data.frames(i) - 1;
      if (joint) {
        data.copyPairs(i, frames, x, 0);
      } else {
        data.copyFrames(i, frames, x, 0);
      }
      model.run(frames, x, logits);
      for (int t = 0; t < frames; t++) {
        for (int note = 0; note < notes; note++) {
          float z = logits[t * notes + note];
          // −log σ(z) is softplus(−z), and −log(1 − σ(z)) is softplus(z).
          sum += softplus(data.isOn(i, t + 1, note) ? -z : z);
        }
      }
      afterEach.run();
    }
    double nll = sum / data.predictedFrames();
    return new Score("nll", nll, nll, data.predictedFrames(), data.sequences());
  }

  /**
   * The fraction of images whose label gets the largest logit, the first of equal ones, and the mean
   * negative log-likelihood of the labels under the softmax of the logits.
   *
   * @param data the split
   * @param model gives {@value MnistData#CLASSES} logits a sequence
   * @param afterEach run after each sequence
   * @return the score, by the metric {@code accuracy}
   */
  public static Score digits(MnistData data, SequenceModel model, Runnable afterEach) {
    float[] x = new float[MnistData.PIXELS];
    float[] logits = new float[MnistData.CLASSES];
    int correct = 0;
    double sum = 0;
    for (int i = 0; i < data.sequences(); i++) {
      data.copyPixels(i, x, 0);
      model.run(MnistData.PIXELS, x, logits);
      int best = 0;
      for (int c = 1; c < logits.length; c++) {
        if (logits[c] > logits[best]) {
          best = c;
        }
      }
      if (best == data.label(i)) {
        correct++;
      }
      sum += logSumExp(logits) - logits[data.label(i)];
      afterEach.run();
    }
    int count = data.sequences();
    return new Score(
        "accuracy", (double) correct / count, sum / count, (long) count * MnistData.PIXELS, count);
  }

  /** log(1 + e^z), which neither overflows nor cancels. */
  static double softplus(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  private static double logSumExp(float[] values) {
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += StrictMath.exp(value - max);
    }
    return max + StrictMath.log(sum);
  }
}
