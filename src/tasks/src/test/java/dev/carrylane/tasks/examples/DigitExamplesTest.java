package dev.carrylane.tasks.examples;

import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitExamplesTest {
  private static final int PIXELS = 784;
  private static final int TRAIN = 40;
  private static final int TEST = 10;

  /** The first pixels of the permutation, computed by an independent program. */
  private static final int[] FIRST = {358, 494, 760, 783, 415, 45, 0, 771};

  private static final ModelDescription FLATTENED =
      ModelDescription.of(1).then(flattenedLinear(PIXELS, 10));

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    write("train", TRAIN, 0);
    write("t10k", TEST, 100);
  }

  private void write(String name, int count, int first) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + count * PIXELS);
    images.putInt(0x803).putInt(count).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < PIXELS; p++) {
        images.put((byte) pixel(first + i, p));
      }
      labels.put((byte) ((first + i) % 10));
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array());
  }

  private static int pixel(int image, int place) {
    return (image * 31 + place * 7 + place / 28) & 0xff;
  }

  private static float normalised(int value) {
    return (float) ((value / 255.0 - 0.1307) / 0.3081);
  }

  @Test
  void showsPixelsInOrder() throws IOException {
    Examples examples = TaskData.of(Task.SMNIST, folder).examples(Split.TEST, FLATTENED, 1);
    assertEquals(TEST, examples.count());
    float[] x = new float[PIXELS];
    float[] target = new float[1];
    for (int i = 0; i < TEST; i++) {
      assertEquals(PIXELS, examples.frames(i));
      examples.copy(i, 0, PIXELS, x, 0, target, 0);
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(normalised(pixel(100 + i, p)), x[p]);
      }
      assertEquals(i % 10, target[0]);
    }
  }

  @Test
  void permutesAllImagesAlike() throws IOException {
    int[] order = DigitExamples.permuted();
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertArrayEquals(DigitExamples.inOrder(), sorted);
    int kept = 0;
    for (int i = 0; i < PIXELS; i++) {
      kept += order[i] == i ? 1 : 0;
    }
    // A random permutation keeps one place on the average.
    assertTrue(kept < 8, kept + " pixels are where they were");
    // So that a model file stays one of the same task.
    assertArrayEquals(FIRST, Arrays.copyOf(order, FIRST.length));
    Examples plain = TaskData.of(Task.SMNIST, folder).examples(Split.TRAIN, FLATTENED, 1);
    Examples permuted = TaskData.of(Task.PMNIST, folder).examples(Split.TRAIN, FLATTENED, 1);
    float[] x = new float[PIXELS];
    float[] y = new float[PIXELS];
    float[] target = new float[1];
    for (int i = 0; i < TRAIN; i++) {
      plain.copy(i, 0, PIXELS, x, 0, target, 0);
      permuted.copy(i, 0, PIXELS, y, 0, target, 0);
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(x[order[p]], y[p]);
      }
      assertEquals(i % 10, target[0]);
    }
  }

  /** Rows or whole images as frames, and a result for each of them. */
  @Test
  void laysFramesOutForTheModel() throws IOException {
    for (int width : new int[] {1, 28, PIXELS}) {
      ModelDescription model = ModelDescription.of(width).then(linear(10));
      Examples examples = TaskData.of(Task.SMNIST, folder).examples(Split.TEST, model, 1);
      Sequence sequence = Sequence.of(examples, 3, width, 1);
      assertEquals(PIXELS / width, sequence.frames());
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(normalised(pixel(103, p)), sequence.x()[p]);
      }
      for (int t = 0; t < sequence.frames(); t++) {
        assertEquals(t == sequence.frames() - 1 ? 3f : Float.NaN, sequence.targets()[t]);
      }
    }
  }

  /** There are 40 images, so that it's the last half which validates, instead of the last 5,000. */
  @Test
  void holdsOutTheLast() throws IOException {
    TaskData data = TaskData.of(Task.SMNIST, folder);
    assertEquals(TRAIN, data.examples(Split.TRAIN, FLATTENED, 1).count());
    assertEquals(20, data.examples(Split.VALID, FLATTENED, 1).count());
    assertEquals(20, data.heldOut().examples(Split.TRAIN, FLATTENED, 1).count());
    float[] x = new float[PIXELS];
    data.heldOut().examples(Split.VALID, FLATTENED, 1).copy(0, 0, PIXELS, x, 0, new float[1], 0);
    assertEquals(normalised(pixel(20, 5)), x[5]);
  }

  @Test
  void refusesModelsOfOtherFrames() throws IOException {
    TaskData data = TaskData.of(Task.SMNIST, folder);
    refused(
        data,
        ModelDescription.of(3).then(linear(10)),
        "maps 3 to 10 channels, but smnist needs 1 to 10");
    refused(
        data,
        ModelDescription.of(28).then(linear(9)),
        "maps 28 to 9 channels, but smnist needs 28 to 10");
    refused(
        data,
        ModelDescription.of(28).then(flattenedLinear(PIXELS, 10)),
        "per sequence of 784 frames, but smnist needs one per sequence of 28");
  }

  private static void refused(TaskData data, ModelDescription model, String words) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> data.requireFit(model)).getMessage();
    assertTrue(message.contains(words), message);
  }
}
