package dev.carrylane.training;

import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.ModelDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final ModelDescription MODEL = ModelDescription.of(1).then(linear(1));
  private static final TrainingOptions OPTIONS =
      TrainingOptions.of(Optimizer.sgd(0.1, 0)).epochs(3);
  private static final Examples GOOD =
      new Sequences(1, 1, false, new float[][] {{1, 2}}, new float[][] {{0.5f, 1}});

  /** Its squared error is infinite from the second frame on. */
  private static final Examples BAD =
      new Sequences(
          1, 1, false, new float[][] {{1, Float.POSITIVE_INFINITY}}, new float[][] {{0.5f, 1}});

  @TempDir Path folder;

  private static Training training(TrainingOptions options) {
    return Training.of(MODEL, options, Engine.singleThreaded());
  }

  /** The examples of the first epochs are good, of the others bad. */
  private static Examples goodFor(int epochs) {
    return new Examples() {
      @Override
      public Examples ofEpoch(int epoch) {
        return epoch < epochs ? GOOD : BAD;
      }

      @Override
      public int count() {
        return 1;
      }

      @Override
      public int frames(int example) {
        return 2;
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
        throw new AssertionError("an epoch has its own");
      }
    };
  }

  private static String divergence(Training training, Examples train, Examples valid) {
    return assertThrows(
            DivergedException.class, () -> training.run(train, valid, TrainingListener.NONE))
        .getMessage();
  }

  private static final String ADVICE = "; try a lower learning rate or clip the gradient";

  @Test
  void divergenceNamesWhatIsGood() throws IOException {
    String said = "step 2: the loss is Infinity, though all weights are finite" + ADVICE;
    assertEquals(said, divergence(training(OPTIONS), goodFor(1), GOOD));
    // A model is written after each epoch that is the best, a state less often.
    assertEquals(
        said + "; the best model is " + folder.resolve("best.safetensors"),
        divergence(training(OPTIONS).into(folder), goodFor(1), GOOD));
    TrainingResult complete = training(OPTIONS).into(folder).run(GOOD, GOOD, TrainingListener.NONE);
    assertTrue(complete.complete());
    // The state in the folder is that of another training until one of this is written.
    assertEquals(said, divergence(training(OPTIONS).into(folder), goodFor(1), null));
  }

  @Test
  void aTrainingThatWasResumedHasAState() throws IOException {
    Path state = folder.resolve("state.safetensors");
    Training stopped = training(OPTIONS).into(folder);
    stopped.stop();
    assertFalse(stopped.run(GOOD, GOOD, TrainingListener.NONE).complete());
    byte[] before = Files.readAllBytes(state);
    assertEquals(
        "step 2: the loss is Infinity, though all weights are finite%s; the last good state is %s; the best model is %s"
            .formatted(ADVICE, state, folder.resolve("best.safetensors")),
        divergence(training(OPTIONS).into(folder).resume(), goodFor(1), GOOD));
    assertArrayEquals(before, Files.readAllBytes(state), "the state");
  }

  /** A step of a finite gradient may still make a weight infinite, and no step comes after the last. */
  @Test
  void weightsThatAreNotFiniteAreNeverWritten() {
    TrainingOptions tooFast = OPTIONS.optimizer(Optimizer.sgd(3e38, 0)).epochs(1);
    Examples large = new Sequences(1, 1, false, new float[][] {{1e3f}}, new float[][] {{1e3f}});
    String said = divergence(training(tooFast).into(folder), large, null);
    assertTrue(said.startsWith("step 1: tensor 0.weight holds "), said);
    assertFalse(Files.exists(folder.resolve("state.safetensors")));
    assertFalse(Files.exists(folder.resolve("last.safetensors")));
  }
}
