package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.engine.Backend;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossPassTest {
  private static final int FRAMES = 23;

  /** Logits for which all is moderate, and those at which an exponential of one would overflow. */
  private static float[] logits(int outputs, double bound) {
    return Floats.within(new SplittableRandom(3), FRAMES * outputs, bound);
  }

  private static float[] targets(Loss loss, int outputs) {
    SplittableRandom random = new SplittableRandom(4);
    float[] targets = new float[FRAMES * loss.targets(outputs)];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          switch (loss) {
            // Targets between 0 and 1 are allowed, too.
            case BERNOULLI -> random.nextInt(3) / 2f;
            case CATEGORICAL -> random.nextInt(outputs);
            case SQUARED_ERROR -> (float) random.nextDouble(-3, 3);
          };
    }
    return targets;
  }

  private static double[][] frames(float[] values, int width) {
    double[][] frames = new double[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      frames[i / width][i % width] = values[i];
    }
    return frames;
  }

  private static LossPass pass(Loss loss, int outputs) {
    LossPass pass = new LossPass(loss, Backend.active(), outputs);
    pass.reserve(FRAMES);
    return pass;
  }

  @ParameterizedTest
  @EnumSource
  void sumsAndDerivativesAreThoseOfTheEquations(Loss loss) {
    for (int outputs : new int[] {1, 2, 5, 40}) {
      for (double bound : new double[] {1, 8, 300}) {
        float[] y = logits(outputs, bound);
        float[] targets = targets(loss, outputs);
        // One target alone says that a frame does not count.
        targets[3 * loss.targets(outputs)] = Float.NaN;
        targets[20 * loss.targets(outputs)] = Float.NaN;
        String what = loss + " of " + outputs + " logits up to " + bound;
        assertEquations(loss, outputs, y, targets, what);
      }
    }
  }

  private static void assertEquations(
      Loss loss, int outputs, float[] y, float[] targets, String what) {
    double[][] exact = frames(y, outputs);
    double[][] goals = frames(targets, loss.targets(outputs));
    float[] dy = new float[y.length];
    Arrays.fill(dy, Float.NaN);
    LossPass pass = pass(loss, outputs);
    pass.run(FRAMES, y, targets, dy);
    double expected = DoubleModel.loss(loss, exact, goals);
    assertEquals(expected, pass.sum(), 1e-6 * Math.max(1, expected), what);
    assertEquals(FRAMES - 2, pass.scored(), what);
    double scale = loss == Loss.SQUARED_ERROR ? 2 * Math.sqrt(expected) : 1;
    for (int i = 0; i < dy.length; i++) {
      double[][] frame = {exact[i / outputs]};
      double[][] goal = {goals[i / outputs]};
      double value = frame[0][i % outputs];
      double step = 1e-4;
      frame[0][i % outputs] = value + step;
      double more = DoubleModel.loss(loss, frame, goal);
      frame[0][i % outputs] = value - step;
      double less = DoubleModel.loss(loss, frame, goal);
      frame[0][i % outputs] = value;
      assertEquals((more - less) / (2 * step), dy[i], 1e-6 * scale, what + ", derivative by " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLossAloneIsTheSame(Loss loss) {
    float[] targets = targets(loss, 5);
    LossPass pass = pass(loss, 5);
    pass.run(FRAMES, logits(5, 4), targets, new float[FRAMES * 5]);
    double sum = pass.sum();
    long right = pass.right();
    pass.run(FRAMES, logits(5, 4), targets, null);
    assertEquals(sum, pass.sum());
    assertEquals(right, pass.right());
    assertEquals(FRAMES, pass.scored());
  }

  /** More notes than a product of factors up to 2 has room for in a double. */
  @Test
  void framesMayBeWide() {
    int outputs = 3000;
    LossPass pass = pass(Loss.BERNOULLI, outputs);
    pass.run(1, new float[outputs], new float[outputs], null);
    assertEquals(outputs * Math.log(2), pass.sum(), 1e-9 * outputs);
  }

  @ParameterizedTest
  @EnumSource
  void noFrameThatCountsIsNoLoss(Loss loss) {
    float[] targets = new float[2 * loss.targets(3)];
    Arrays.fill(targets, Float.NaN);
    float[] dy = {1, 2, 3, 4, 5, 6};
    LossPass pass = pass(loss, 3);
    pass.run(2, new float[] {1, -2, 3, -4, 5, -6}, targets, dy);
    assertEquals(0, pass.sum());
    assertEquals(0, pass.scored());
    assertEquals(0, pass.right());
    Floats.assertSameBits(new float[6], dy, loss.toString());
  }

  @Test
  void rightIsWhatRoundsToTheTarget() {
    LossPass notes = pass(Loss.BERNOULLI, 2);
    notes.run(3, new float[] {1, -1, 1, 1, -1, -1}, new float[] {1, 0, 1, 0, 0, 0}, null);
    assertEquals(2, notes.right());
    LossPass classes = pass(Loss.CATEGORICAL, 3);
    classes.run(2, new float[] {1, 3, 2, 1, 3, 2}, new float[] {1, 2}, null);
    assertEquals(1, classes.right());
    LossPass values = pass(Loss.SQUARED_ERROR, 1);
    values.run(3, new float[] {1.4f, 1.6f, 0.6f}, new float[] {1, 1, 1}, null);
    assertEquals(2, values.right());
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 3, 0.5f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void classesAreNumbers(float target) {
    LossPass pass = pass(Loss.CATEGORICAL, 3);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> pass.run(1, new float[3], new float[] {target}, new float[3]));
    assertEquals(
        "a target is "
            + target
            + "; with 3 outputs it must be a whole number from 0 to 2, or NaN where none counts",
        refused.getMessage());
  }

  /** So that training notices. */
  @ParameterizedTest
  @EnumSource
  void logitsThatAreNotFiniteGiveNoFiniteLoss(Loss loss) {
    LossPass pass = pass(loss, 2);
    pass.run(1, new float[] {Float.NaN, 1}, new float[loss.targets(2)], new float[2]);
    assertEquals(Double.NaN, pass.sum());
  }
}
