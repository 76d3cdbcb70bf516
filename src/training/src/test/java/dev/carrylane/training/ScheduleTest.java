package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final double[] NONE = {};

  @Test
  void constantStaysTheSame() {
    assertEquals(1, Schedule.constant().factor(7, 10, NONE, 0));
  }

  @Test
  void cosineFallsFromOneToZero() {
    Schedule cosine = Schedule.cosine(0);
    assertEquals(1, cosine.factor(0, 100, NONE, 0));
    assertEquals(0.5, cosine.factor(50, 100, NONE, 0), 1e-12);
    assertEquals((1 + Math.cos(Math.PI * 0.99)) / 2, cosine.factor(99, 100, NONE, 0), 1e-12);
  }

  @Test
  void cosineWarmsUp() {
    Schedule cosine = Schedule.cosine(4);
    Schedule cold = Schedule.cosine(0);
    for (int step = 0; step < 8; step++) {
      double line = Math.min(1, (step + 1) / 4.0);
      assertEquals(
          line * cold.factor(step, 10, NONE, 0), cosine.factor(step, 10, NONE, 0), "" + step);
    }
  }

  /** The loop of the authors' script: epochs count from 1, and the list has the losses before this one. */
  @Test
  void plateauIsTheAuthorsRule() {
    SplittableRandom random = new SplittableRandom(5);
    int divisions = 0;
    for (int trial = 0; trial < 20; trial++) {
      double[] losses = new double[40];
      List<Double> before = new ArrayList<>();
      double factor = 1;
      for (int epoch = 1; epoch <= losses.length; epoch++) {
        assertEquals(factor, Schedule.plateau().factor(0, 0, losses, epoch - 1), 1e-12 * factor);
        double loss = 10 - 0.05 * epoch + random.nextDouble();
        int size = before.size();
        if (epoch > 10 && loss > Collections.max(before.subList(Math.max(0, size - 3), size))) {
          factor /= 10;
          divisions++;
        }
        losses[epoch - 1] = loss;
        before.add(loss);
      }
    }
    assertTrue(divisions > 20, divisions + " divisions");
  }

  @Test
  void plateauCountsNoEpochThatIsNotDone() {
    double[] losses = {3, 2, 9, 9};
    assertEquals(1, new Schedule.Plateau(0, 1, 4).factor(0, 0, losses, 2));
    assertEquals(0.25, new Schedule.Plateau(0, 1, 4).factor(0, 0, losses, 3));
  }

  @Test
  void stairsDivideAfterEpochs() {
    Schedule stairs = Schedule.stairs(10, 10);
    assertEquals(1, stairs.factor(0, 0, NONE, 9));
    assertEquals(0.1, stairs.factor(0, 0, NONE, 10), 1e-12);
    assertEquals(0.01, stairs.factor(0, 0, NONE, 29), 1e-12);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertRefused("warm-up is -1; it must be 0 or more", () -> Schedule.cosine(-1));
    assertRefused("epochs is 0; it must be 1 or more", () -> Schedule.stairs(0, 10));
    assertRefused("divisor is 0.0; it must be above 0", () -> Schedule.stairs(1, 0));
    assertRefused("window is 0; it must be 1 or more", () -> new Schedule.Plateau(1, 0, 10));
    assertRefused(
        "divisor is NaN; it must be above 0", () -> new Schedule.Plateau(1, 3, Double.NaN));
    assertRefused("learning rate is 0.0; it must be above 0", () -> Optimizer.adam(0));
    assertRefused("learning rate is Infinity; it must be above 0", () -> Optimizer.sgd(1 / 0.0, 0));
    assertRefused("momentum is 1.0; it must be at least 0 and below 1", () -> Optimizer.sgd(1, 1));
    assertRefused("weight decay is -0.1; it must be 0 or more", () -> Optimizer.adamW(1, -0.1));
    TrainingOptions options = TrainingOptions.of(Optimizer.adam(1));
    assertRefused("epochs is 0; it must be 1 or more", () -> options.epochs(0));
    assertRefused("batch is 0; it must be 1 or more", () -> options.batch(0));
    assertRefused("clip is -1.0; it must be 0 or more", () -> options.clip(-1));
    assertRefused("average is 1.0; it must be at least 0 and below 1", () -> options.average(1));
    assertRefused("segment is -1; it must be 0 or more", () -> options.segment(-1));
    assertRefused("patience is -1; it must be 0 or more", () -> options.patience(-1));
  }

  private static void assertRefused(String message, Runnable setting) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, setting::run);
    assertEquals(message, refused.getMessage());
  }
}
