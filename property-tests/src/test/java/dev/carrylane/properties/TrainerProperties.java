package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Floats;
import dev.carrylane.testkit.Help;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Trainer;
import dev.carrylane.training.TrainingOptions;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What training promises of any model. */
class TrainerProperties {
  private static final int STEPS = 2;

  /** A rate of 1 and the sum of losses: a step takes the gradient away. */
  private static final TrainingOptions GRADIENT =
      TrainingOptions.of(Optimizer.sgd(1, 0)).mean(false);

  @Property(tries = 20)
  void noBitDependsOnThreadsOrBackend(
      @ForAll(supplier = AnyModel.OrBidirectional.class) ModelTrial model,
      @ForAll @IntRange(min = 1, max = 20) int sequences) {
    TrainingTrial trial = new TrainingTrial(model, sequences, true);
    TrainingOptions options = TrainingTrial.options(model.random());
    Trainer plain = trial.trainer(options, Engine.of(Backend.scalar()));
    String losses = trial.losses(plain, STEPS);
    float[] expected = TrainingTrial.weights(plain);
    for (Backend backend : Engines.backends()) {
      for (int threads : Engines.threads()) {
        Engine engine = Engine.of(backend).withExecutor(Help.POOL, threads);
        Trainer trainer = trial.trainer(options, engine);
        assertEquals(losses, trial.losses(trainer, STEPS), engine + ", losses");
        Floats.assertSameBits(expected, TrainingTrial.weights(trainer), engine + ", weights");
      }
    }
  }

  /** At a factor of 0 weights stay, and losses of segments are those of the whole sequences. */
  @Property(tries = 60)
  void segmentsGoOnWhereTheOneBeforeEnded(
      @ForAll(supplier = AnyModel.class) ModelTrial model,
      @ForAll @IntRange(min = 1, max = 20) int sequences,
      @ForAll @IntRange(min = 1, max = 20) int segment) {
    Assume.that(!model.flattened());
    TrainingTrial trial = new TrainingTrial(model, sequences, false);
    Trainer trainer = trial.trainer(GRADIENT, Engine.of(Engines.fastest()));
    float[] weights = TrainingTrial.weights(trainer);
    int longest = trial.longest();
    double whole = trial.scored(0, longest) * step(trainer, trial, 0);
    Assume.that(finite(TrainingTrial.weights(trainer)));
    double sum = 0;
    for (int first = 0; first < longest; first += segment) {
      double loss =
          trainer.stepSegment(trial, trial.order, 0, trial.order.length, first, segment, 0);
      sum += loss * trial.scored(first, first + segment);
    }
    assertEquals(whole, sum, 1e-9 * Math.abs(whole));
    Floats.assertSameBits(weights, TrainingTrial.weights(trainer), "weights");
  }

  /** The first segment is the beginning of the sequences, in one step with them if they are as long. */
  @Property(tries = 60)
  void aSegmentOfWholeSequencesIsAStep(
      @ForAll(supplier = AnyModel.class) ModelTrial model,
      @ForAll @IntRange(min = 1, max = 20) int sequences) {
    Assume.that(!model.flattened());
    TrainingTrial trial = new TrainingTrial(model, sequences, true);
    TrainingOptions options = TrainingTrial.options(model.random());
    Trainer whole = trial.trainer(options, Engine.of(Engines.fastest()));
    Trainer segment = trial.trainer(options, Engine.of(Engines.fastest()));
    double loss = step(whole, trial, 1);
    int count = trial.order.length;
    assertEquals(loss, segment.stepSegment(trial, trial.order, 0, count, 0, trial.longest(), 1));
    Floats.assertSameBits(TrainingTrial.weights(whole), TrainingTrial.weights(segment), "weights");
  }

  /** No sequence sees another of its batch, whether in a shard with it or not. */
  @Property(tries = 60)
  void gradientsOfABatchAreTheSumOfItsSequences(
      @ForAll(supplier = AnyModel.OrBidirectional.class) ModelTrial model,
      @ForAll @IntRange(min = 1, max = 20) int sequences) {
    TrainingTrial trial = new TrainingTrial(model, sequences, false);
    Engine engine = Engine.of(Engines.fastest());
    Trainer batch = trial.trainer(GRADIENT, engine);
    float[] before = TrainingTrial.weights(batch);
    step(batch, trial, 1);
    float[] after = TrainingTrial.weights(batch);
    Assume.that(finite(after));
    double[] sum = new double[before.length];
    double greatest = 1;
    for (int s = 0; s < sequences; s++) {
      Trainer single = trial.trainer(GRADIENT, engine);
      single.step(trial, trial.order, s, 1, 1);
      float[] alone = TrainingTrial.weights(single);
      for (int i = 0; i < sum.length; i++) {
        double change = (double) before[i] - alone[i];
        sum[i] += change;
        greatest = Math.max(greatest, Math.abs(change));
      }
    }
    for (int i = 0; i < sum.length; i++) {
      double bound = 1e-5 * sequences * (greatest + Math.abs(before[i]));
      assertEquals(sum[i], (double) before[i] - after[i], bound, "weight " + i);
    }
  }

  private static double step(Trainer trainer, TrainingTrial trial, double factor) {
    return trainer.step(trial, trial.order, 0, trial.order.length, factor);
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
