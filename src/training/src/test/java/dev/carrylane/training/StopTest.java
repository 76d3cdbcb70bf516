package dev.carrylane.training;

import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.testkit.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
  private static final int SEQUENCES = 24;
  private static final int FRAMES = 5;
  private static final ModelDescription MODEL = ModelDescription.of(2).then(linear(1));

  /** The rate falls within an epoch, so that its last step has one of its own. */
  private static final TrainingOptions OPTIONS =
      TrainingOptions.of(Optimizer.adam(0.1)).schedule(Schedule.cosine(3)).epochs(3).batch(7);

  @TempDir Path folder;

  private static Sequences examples(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] x = new float[SEQUENCES][];
    float[][] targets = new float[SEQUENCES][];
    for (int s = 0; s < SEQUENCES; s++) {
      x[s] = Floats.within(random, 2 * FRAMES, 1);
      targets[s] = Floats.within(random, FRAMES, 1);
    }
    return new Sequences(2, 1, false, x, targets);
  }

  /** Sequences of which one stops the training when it is looked at. */
  private record Stopping(Examples all, Training[] training, int at) implements Examples {
    @Override
    public int count() {
      return all.count();
    }

    @Override
    public int frames(int example) {
      return all.frames(example);
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
      if (example > at) {
        throw new AssertionError("sequence " + example + " is looked at after the stop");
      }
      if (example == at) {
        training[0].stop();
      }
      all.copy(example, first, frames, x, xOffset, targets, targetsOffset);
    }
  }

  private Training into(String name) {
    return Training.of(MODEL, OPTIONS, Engine.of(Backend.scalar())).into(folder.resolve(name));
  }

  /** The last sequence of an evaluated part stops it, so that no part after that is begun. */
  @Test
  void isStoppedWithinAValidationAndGoesOnToTheSameBits() throws IOException {
    Examples train = examples(1);
    Examples valid = examples(2);
    TrainingResult whole = into("whole").run(train, valid, TrainingListener.NONE);

    Training[] stopped = {into("stopped")};
    TrainingResult half =
        stopped[0].run(train, new Stopping(valid, stopped, 11), TrainingListener.NONE);
    assertFalse(half.complete());
    assertEquals(List.of(), half.epochs());

    TrainingResult resumed = into("stopped").resume().run(train, valid, TrainingListener.NONE);
    assertTrue(resumed.complete());
    for (String file : List.of("best.safetensors", "last.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("stopped").resolve(file)),
          file);
    }
    assertEquals(withoutSeconds(whole), withoutSeconds(resumed));
  }

  private static List<EpochFigures> withoutSeconds(TrainingResult result) {
    return result.epochs().stream()
        .map(
            e ->
                new EpochFigures(
                    e.epoch(), e.trainLoss(), e.valid(), e.learningRate(), 0, e.best()))
        .toList();
  }
}
