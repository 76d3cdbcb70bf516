package dev.carrylane.tasks.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.testkit.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistDataTest {
  private static final int COUNT = 3;

  @TempDir Path folder;

  /** The figures come from an independent reader of the same files. */
  @Test
  void readsThePublishedFiles() throws IOException {
    Path images = TestData.file("t10k-images-idx3-ubyte.gz");
    for (Path path : new Path[] {images, images.getParent()}) {
      MnistData data = MnistData.read(path, Split.TEST);
      assertEquals(10000, data.sequences());
      int[] counts = new int[MnistData.CLASSES];
      long sum = 0;
      float[] x = new float[MnistData.PIXELS];
      for (int i = 0; i < data.sequences(); i++) {
        counts[data.label(i)]++;
        copyPixels(data, i, x, 0);
        for (int j = 0; j < x.length; j++) {
          sum += Math.round((x[j] * 0.3081 + 0.1307) * 255) * (j + 1) * (i + 1);
        }
      }
      assertEquals(
          "[980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]", Arrays.toString(counts));
      assertEquals(560442135271030L, sum);
    }
  }

  @Test
  void normalisesPixels() throws IOException {
    MnistData data = MnistData.read(writePair("", images(COUNT), labels(COUNT)), Split.TEST);
    float[] x = new float[MnistData.PIXELS + 1];
    copyPixels(data, 1, x, 1);
    assertEquals(0, x[0]);
    for (int i = 0; i < MnistData.PIXELS; i++) {
      assertEquals((float) ((pixel(1, i) / 255.0 - 0.1307) / 0.3081), x[1 + i]);
    }
    assertEquals(2, data.label(2));
  }

  @Test
  void readsCompressedAndPlainFilesOfBothSplits() throws IOException {
    writePair("", images(COUNT), labels(COUNT));
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(images(2)));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(2));
    assertEquals(COUNT, MnistData.read(folder, Split.TEST).sequences());
    assertEquals(2, MnistData.read(folder, Split.TRAIN).sequences());
    // The content decides, not the name.
    Files.write(folder.resolve("train-labels-idx1-ubyte"), gzip(labels(2)));
    assertEquals(2, MnistData.read(folder, Split.TRAIN).sequences());
  }

  @Test
  void refusesTheSplitThatDoesNotExist() {
    assertThrows(IllegalArgumentException.class, () -> MnistData.read(folder, Split.VALID));
  }

  @Test
  void refusesFilesOfTheOtherSplit() throws IOException {
    Path images = writePair("", images(COUNT), labels(COUNT));
    assertRefused(images, Split.TRAIN, "whose name begins with train-images");
  }

  @Test
  void namesTheMissingFile() throws IOException {
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> MnistData.read(folder, Split.TEST));
    assertTrue(e.getFile().contains("t10k-images-idx3-ubyte[.gz]"), e.getFile());
    Path images = Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(COUNT));
    e = assertThrows(NoSuchFileException.class, () -> MnistData.read(images, Split.TEST));
    assertTrue(e.getFile().contains("t10k-labels-idx1-ubyte[.gz]"), e.getFile());
    assertThrows(
        NoSuchFileException.class, () -> MnistData.read(folder.resolve("none"), Split.TEST));
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = images(COUNT);
    assertRefused(
        writePair("", new byte[0], labels(COUNT)), Split.TEST, "is an empty file, not an IDX file");
    for (int length : new int[] {3, 4, 15, 16, 17, 500, whole.length - 1}) {
      Path images = writePair("", Arrays.copyOf(whole, length), labels(COUNT));
      assertRefused(images, Split.TEST, "at byte " + length + ": cut short; the data must be ");
    }
    byte[] compressed = gzip(whole);
    for (int length = 2; length < compressed.length; length++) {
      Path images = writePair("", Arrays.copyOf(compressed, length), labels(COUNT));
      assertRefused(images, Split.TEST, "cut short");
    }
  }

  @Test
  void refusesTrailingData() throws IOException {
    byte[] longer = Arrays.copyOf(images(COUNT), images(COUNT).length + 1);
    String more = "at byte " + images(COUNT).length + ": more data follows";
    assertRefused(writePair("", longer, labels(COUNT)), Split.TEST, more);
    assertRefused(writePair(".gz", gzip(longer), labels(COUNT)), Split.TEST, more);
    byte[] compressed = gzip(images(COUNT));
    assertRefused(
        writePair(".gz", Arrays.copyOf(compressed, compressed.length + 5), labels(COUNT)),
        Split.TEST,
        "5 bytes follow the end of the compressed data");
  }

  @Test
  void refusesWrongHeaders() throws IOException {
    assertRefused(
        writePair("", labels(COUNT), labels(COUNT)),
        Split.TEST,
        "header at byte 0: begins with 00000801, but an IDX file of unsigned bytes with 3 dimensions"
            + " begins with 00000803");
    ByteBuffer header = ByteBuffer.wrap(images(COUNT));
    assertRefused(
        writePair("", header.putInt(4, -1).array(), labels(COUNT)),
        Split.TEST,
        "header at byte 4: declares 4294967295 elements; 1 to 1000000 are read");
    header.putInt(4, COUNT).putInt(12, 29);
    assertRefused(
        writePair("", header.array(), labels(COUNT)),
        Split.TEST,
        "header at byte 12: dimension 3 is 29; it must be 28");
    assertRefused(
        writePair("", "a text file that is long enough\1".getBytes(), labels(COUNT)),
        Split.TEST,
        "begins with 61207465");
  }

  @Test
  void refusesWhatLiesInPlaceOfTheFile() throws IOException {
    assertRefused(
        writePair(".gz", "<!DOCTYPE html>\n<html>".getBytes(), labels(COUNT)),
        Split.TEST,
        "is an HTML page, not an IDX file; it was saved in place of the file; download the file");
    assertRefused(
        writePair("", images(COUNT), "version https://git-lfs.github.com/spec/v1\n".getBytes()),
        Split.TEST,
        "is a Git LFS pointer, which stands for a file that was not fetched, not an IDX file");
  }

  /** As torchvision lays them out, and with the dot that some downloads have. */
  @Test
  void findsTheFilesInCommonFoldersAndSpellings() throws IOException {
    int count = 0;
    for (String raw : new String[] {"", "raw", "MNIST/raw"}) {
      for (String separator : new String[] {"-", "."}) {
        for (String suffix : new String[] {"", ".gz"}) {
          Path top = Files.createDirectories(folder.resolve("layout" + count++));
          Path base = Files.createDirectories(top.resolve(raw));
          byte[] images = images(COUNT);
          Path file = base.resolve("t10k-images" + separator + "idx3-ubyte" + suffix);
          Files.write(file, suffix.isEmpty() ? images : gzip(images));
          Files.write(base.resolve("t10k-labels" + separator + "idx1-ubyte"), labels(COUNT));
          assertEquals(COUNT, MnistData.read(top, Split.TEST).sequences());
          assertEquals(COUNT, MnistData.read(file, Split.TEST).sequences());
        }
      }
    }
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    assertRefused(
        writePair("", images(COUNT), labels(2)), Split.TEST, "holds 2 labels for the 3 images of");
    byte[] labels = labels(COUNT);
    labels[labels.length - 1] = (byte) 200;
    assertRefused(
        writePair("", images(COUNT), labels), Split.TEST, "label 2: is 200; labels are 0 to 9");
  }

  /** Damage is found, unless it hit bits that mean nothing. */
  @Test
  void neverTakesDamagedCompressionForOtherData() throws IOException {
    byte[] compressed = gzip(images(COUNT));
    Random random = new Random(1);
    int refused = 0;
    float[] expected = new float[MnistData.PIXELS];
    float[] x = new float[MnistData.PIXELS];
    MnistData original = MnistData.read(writePair(".gz", compressed, labels(COUNT)), Split.TEST);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = compressed.clone();
      damaged[10 + random.nextInt(damaged.length - 10)] ^= (byte) (1 + random.nextInt(255));
      Path images = writePair(".gz", damaged, labels(COUNT));
      try {
        MnistData data = MnistData.read(images, Split.TEST);
        for (int j = 0; j < COUNT; j++) {
          copyPixels(original, j, expected, 0);
          copyPixels(data, j, x, 0);
          assertArrayEquals(expected, x);
        }
      } catch (MalformedFileException e) {
        refused++;
      }
    }
    assertTrue(refused > 450, refused + " refused");
  }

  private static void assertRefused(Path images, Split split, String message) {
    IOException e =
        assertThrows(MalformedFileException.class, () -> MnistData.read(images, split), message);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private Path writePair(String suffix, byte[] images, byte[] labels) throws IOException {
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels);
    return Files.write(folder.resolve("t10k-images-idx3-ubyte" + suffix), images);
  }

  private static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * MnistData.PIXELS);
    bytes.putInt(0x803).putInt(count).putInt(28).putInt(28);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < MnistData.PIXELS; j++) {
        bytes.put((byte) pixel(i, j));
      }
    }
    return bytes.array();
  }

  private static int pixel(int image, int index) {
    return (image * 57 + index * 3) & 0xff;
  }

  private static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static void copyPixels(MnistData data, int sequence, float[] x, int offset) {
    for (int i = 0; i < MnistData.PIXELS; i++) {
      x[offset + i] = data.pixel(sequence, i);
    }
  }
}
