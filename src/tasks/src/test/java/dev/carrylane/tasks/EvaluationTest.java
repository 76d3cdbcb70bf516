package dev.carrylane.tasks;

import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.nade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

class EvaluationTest {
  private static final Engine ENGINE = Engine.of(Backend.scalar());

  private static final int NOTES = MusicData.NOTES;
  private static final int[] LENGTHS = {4, 2, 7};
  private static final int PREDICTED = 3 + 1 + 6;

  /** The unit roundoff of double: a sum of n positive terms is off by at most about n times this. */
  private static final double ROUNDOFF = 0x1p-53;

  @TempDir Path folder;
  private int scored;

  @Test
  void anIgnorantModelPaysLogTwoPerNote() throws IOException {
    Score score = music((frames, x, y) -> Arrays.fill(y, 0f), progress());
    assertEquals("nll", score.metric());
    double expected = NOTES * Math.log(2);
    assertEquals(expected, score.nll(), expected * ROUNDOFF * (NOTES * PREDICTED + 4));
    assertEquals(score.nll(), score.value());
    assertEquals(PREDICTED, score.frames());
    assertEquals(LENGTHS.length, score.sequences());
    assertEquals(LENGTHS.length, scored);
  }

  /** Each sequence is given without its last frame and scored against all but its first. */
  @Test
  void scoresTheNextFrame() throws IOException {
    int[] call = {0};
    SequenceModel model =
        (frames, x, logits) -> {
          int sequence = call[0]++;
          assertEquals(LENGTHS[sequence] - 1, frames);
          for (int t = 0; t < frames; t++) {
            for (int note = 0; note < NOTES; note++) {
              assertEquals(isOn(sequence, t, note) ? 1 : 0, x[t * NOTES + note]);
              logits[t * NOTES + note] = isOn(sequence, t + 1, note) ? 30 : -30;
            }
          }
        };
    Score score = music(model, progress());
    assertEquals(3, call[0]);
    double expected = NOTES * Math.log1p(Math.exp(-30));
    assertEquals(expected, score.nll(), expected * ROUNDOFF * (NOTES * PREDICTED + 4));
  }

  /** Against the definition by probabilities, which is accurate where none is near 0 or 1. */
  @Test
  void isTheCrossEntropyOfProbabilities() throws IOException {
    SequenceModel model =
        (frames, x, logits) -> {
          for (int i = 0; i < frames * NOTES; i++) {
            logits[i] = logit(i);
          }
        };
    double expected = 0;
    for (int sequence = 0; sequence < LENGTHS.length; sequence++) {
      for (int t = 1; t < LENGTHS[sequence]; t++) {
        for (int note = 0; note < NOTES; note++) {
          double o = 1 / (1 + Math.exp(-logit((t - 1) * NOTES + note)));
          expected -= Math.log(isOn(sequence, t, note) ? o : 1 - o);
        }
      }
    }
    expected /= PREDICTED;
    Score score = music(model, progress());
    // Probabilities are at least 0.04 away from 0 and 1, so that 1 − o loses less than 5 bits.
    assertEquals(expected, score.nll(), expected * ROUNDOFF * (2 * NOTES * PREDICTED + 32));
  }

  private static float logit(int i) {
    return i % 13 / 2f - 3;
  }

  @Test
  void softplusIsExactAtTheEnds() {
    assertEquals(1000, Evaluation.softplus(1000));
    assertEquals(0, Evaluation.softplus(-1000));
    assertEquals(StrictMath.log(2), Evaluation.softplus(0));
    assertEquals(StrictMath.exp(-40), Evaluation.softplus(-40));
    assertEquals(Double.POSITIVE_INFINITY, Evaluation.softplus(Double.POSITIVE_INFINITY));
    assertEquals(0, Evaluation.softplus(Double.NEGATIVE_INFINITY));
    assertTrue(Double.isNaN(Evaluation.softplus(Double.NaN)));
  }

  @Test
  void countsTheFirstLargestLogit() throws IOException {
    // A model that cannot tell gets the zeros right, and one of ten by its likelihood.
    Score score =
        digits(
            new int[] {0, 0, 0, 3, 4, 5, 6, 7, 8, 9},
            (frames, x, y) -> Arrays.fill(y, 5f),
            progress());
    assertEquals("accuracy", score.metric());
    assertEquals(0.3, score.value());
    assertEquals(Math.log(10), score.nll(), Math.log(10) * ROUNDOFF * 32);
    assertEquals(10 * MnistData.PIXELS, score.frames());
    assertEquals(10, score.sequences());
    assertEquals(10, scored);
  }

  @Test
  void readsTheImageOfEachLabel() throws IOException {
    // The first pixel of image i is i; this model is right but for images 7 and 8.
    SequenceModel model =
        (frames, x, logits) -> {
          assertEquals(MnistData.PIXELS, frames);
          int pixel = (int) Math.round((x[0] * 0.3081 + 0.1307) * 255);
          Arrays.fill(logits, -100f);
          logits[pixel == 7 || pixel == 8 ? 9 : pixel] = 100;
        };
    Score score = digits(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, model, progress());
    assertEquals(0.8, score.value());
    assertEquals((200 + 200) / 10.0, score.nll(), 40 * ROUNDOFF * 32);
  }

  /** Counts the sequences that were scored. */
  private Runnable progress() {
    return () -> scored++;
  }

  private static boolean isOn(int sequence, int frame, int note) {
    return (sequence * 17 + frame * 31 + note) % 7 == 0;
  }

  /** The frame to be told stands behind the one before it. */
  @Test
  void givesJointModelsTheNextFrameToo() throws IOException {
    int[] call = {0};
    SequenceModel model =
        (frames, x, logits) -> {
          int sequence = call[0]++;
          for (int t = 0; t < frames; t++) {
            for (int note = 0; note < NOTES; note++) {
              int at = 2 * t * NOTES + note;
              assertEquals(isOn(sequence, t, note) ? 1 : 0, x[at]);
              assertEquals(isOn(sequence, t + 1, note) ? 1 : 0, x[at + NOTES]);
              logits[t * NOTES + note] = x[at + NOTES] > 0 ? 30 : -30;
            }
          }
        };
    ModelDescription joint = ModelDescription.of(2 * NOTES).then(nade(NOTES, 1));
    Score score = music(joint, model, progress());
    assertEquals(3, call[0]);
    assertEquals(NOTES * Math.log1p(Math.exp(-30)), score.nll(), 1e-20);
  }

  private Score music(SequenceModel model, Runnable afterEach) throws IOException {
    return music(ModelDescription.of(NOTES), model, afterEach);
  }

  private Score music(ModelDescription description, SequenceModel model, Runnable afterEach)
      throws IOException {
    Examples examples = TaskData.of(Task.JSB, writtenMusic()).examples(Split.TEST, description, 1);
    return Evaluation.of(Task.JSB, examples, description, () -> model, ENGINE, afterEach);
  }

  private Score digits(int[] digits, SequenceModel model, Runnable afterEach) throws IOException {
    writeDigits(digits);
    ModelDescription description =
        ModelDescription.of(1).then(flattenedLinear(MnistData.PIXELS, MnistData.CLASSES));
    Examples examples = TaskData.of(Task.SMNIST, folder).examples(Split.TEST, description, 1);
    return Evaluation.of(Task.SMNIST, examples, description, () -> model, ENGINE, afterEach);
  }

  /** With a result for each frame, that of the last one counts. */
  @Test
  void judgesDigitsByTheLastFrame() throws IOException {
    writeDigits(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    ModelDescription description = ModelDescription.of(28).then(linear(MnistData.CLASSES));
    Examples examples = TaskData.of(Task.SMNIST, folder).examples(Split.TEST, description, 1);
    int[] call = {0};
    SequenceModel model =
        (frames, x, logits) -> {
          assertEquals(28, frames);
          logits[27 * MnistData.CLASSES + Math.max(0, call[0]++ - 3)] = 50;
        };
    Score score =
        Evaluation.of(Task.SMNIST, examples, description, () -> model, ENGINE, progress());
    assertEquals(0.1, score.value());
  }

  /** Of 8 bits of 100 sequences, each sequence's last is wrong in every other one. */
  @Test
  void countsBitsAndWholeSequences() throws IOException {
    TaskData data = TaskData.of(Task.ADDITION).length(8);
    ModelDescription description = ModelDescription.of(2).then(linear(1));
    Examples examples = data.examples(Split.TEST, description, 1);
    int[] call = {0};
    SequenceModel model =
        (frames, x, logits) -> {
          int carry = 0;
          for (int t = 0; t < frames; t++) {
            int sum = (int) x[2 * t] + (int) x[2 * t + 1] + carry;
            carry = sum >> 1;
            boolean wrong = t == frames - 1 && call[0] % 2 == 1;
            logits[t] = (sum & 1) == 1 != wrong ? 3 : -3;
          }
          call[0]++;
        };
    Score score =
        Evaluation.of(Task.ADDITION, examples, description, () -> model, ENGINE, progress());
    assertEquals("accuracy", score.metric());
    assertEquals(1 - 50 / 800.0, score.value());
    assertEquals(0.5, score.wholeSequences());
    double nll = Math.log1p(Math.exp(-3)) + 3 * 50 / 800.0;
    assertEquals(nll, score.nll(), nll * ROUNDOFF * 900);
  }

  /** Each thread has a model of its own, and no figure depends on how many there are. */
  @Test
  void threadsShareSequences() throws IOException {
    TaskData data = TaskData.of(Task.ADDITION).length(8);
    ModelDescription description = ModelDescription.of(2).then(linear(1));
    Examples examples = data.examples(Split.TEST, description, 1);
    SequenceModel model =
        (frames, x, logits) -> {
          for (int t = 0; t < frames; t++) {
            logits[t] = x[2 * t] * 0.3f - x[2 * t + 1] * 0.7f + t * 0.01f;
          }
        };
    int[] done = {0};
    Score alone =
        Evaluation.of(Task.ADDITION, examples, description, () -> model, ENGINE, () -> done[0]++);
    assertEquals(examples.count(), done[0]);
    Set<Object> made = ConcurrentHashMap.newKeySet();
    Supplier<SequenceModel> models =
        () -> {
          SequenceModel own = (frames, x, logits) -> model.run(frames, x, logits);
          made.add(Thread.currentThread());
          return own;
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Engine three = ENGINE.withExecutor(pool, 3);
      assertEquals(
          alone,
          Evaluation.of(Task.ADDITION, examples, description, models, three, () -> done[0]++));
      assertTrue(made.size() <= 3, made.toString());
      assertEquals(2 * examples.count(), done[0]);
      Runnable enough =
          () -> {
            throw new CancellationException();
          };
      assertThrows(
          CancellationException.class,
          () -> Evaluation.of(Task.ADDITION, examples, description, models, three, enough));
    }
  }

  @Test
  void squaresErrorsWhereTheyCount() throws IOException {
    ModelDescription description = ModelDescription.of(2).then(linear(1));
    Examples examples = TaskData.of(Task.ADDING).length(20).examples(Split.TEST, description, 1);
    SequenceModel model =
        (frames, x, logits) -> {
          Arrays.fill(logits, 1e6f);
          float sum = 0;
          for (int t = 0; t < frames; t++) {
            sum += x[2 * t] * x[2 * t + 1];
          }
          logits[frames - 1] = sum + 0.25f;
        };
    Score score =
        Evaluation.of(Task.ADDING, examples, description, () -> model, ENGINE, progress());
    assertEquals("mse", score.metric());
    // Sums below 2 are off by 2⁻²³ at most, and so is twice 0.25 times that.
    assertEquals(0.0625, score.value(), 0x1p-23);
    assertTrue(Double.isNaN(score.nll()));
    assertEquals(1, score.accuracy());
  }

  private Path writtenMusic() throws IOException {
    Cell cell = Mat5.newCell(1, LENGTHS.length);
    for (int i = 0; i < LENGTHS.length; i++) {
      Matrix roll = Mat5.newMatrix(LENGTHS[i], NOTES, MatlabType.UInt8);
      for (int frame = 0; frame < LENGTHS[i]; frame++) {
        for (int note = 0; note < NOTES; note++) {
          roll.setInt(frame, note, isOn(i, frame, note) ? 1 : 0);
        }
      }
      cell.set(i, roll);
    }
    Path file = folder.resolve("music.mat");
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("testdata", cell);
    Mat5.writeToFile(mat, file.toFile());
    return file;
  }

  private void writeDigits(int... digits) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 10 * MnistData.PIXELS);
    images.putInt(0x803).putInt(10).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + 10).putInt(0x801).putInt(10);
    for (int i = 0; i < 10; i++) {
      images.put(16 + i * MnistData.PIXELS, (byte) i);
      labels.put((byte) digits[i]);
    }
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
  }
}
