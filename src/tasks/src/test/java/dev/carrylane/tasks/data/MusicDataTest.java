package dev.carrylane.tasks.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

class MusicDataTest {
  @TempDir Path folder;

  /** The figures come from an independent reader of the same files. */
  @ParameterizedTest
  @CsvSource({
    "JSB_Chorales, TRAIN, 229, 13578, 11393054448",
    "JSB_Chorales, VALID, 76, 4526, 1266320098",
    "JSB_Chorales, TEST, 77, 4648, 1414745690",
    "MuseData, TEST, 124, 64215, 314123405299",
    "Nottingham, TEST, 170, 44293, 121922118683",
    "Piano_midi, TRAIN, 87, 75824, 335752846860",
    "Piano_midi, TEST, 25, 19011, 19708078465",
  })
  void readsThePublishedFiles(
      String name, Split split, int sequences, long predictedFrames, long weightedNotes)
      throws IOException {
    MusicData data = MusicData.read(TestData.file(name + ".mat"), split);
    assertEquals(sequences, data.sequences());
    assertEquals(predictedFrames, data.predictedFrames());
    long sum = 0;
    for (int i = 0; i < data.sequences(); i++) {
      for (int frame = 0; frame < data.frames(i); frame++) {
        for (int note = 0; note < MusicData.NOTES; note++) {
          if (data.isOn(i, frame, note)) {
            sum += (i + 1L) * (frame + 1) * (note + 1);
          }
        }
      }
    }
    assertEquals(weightedNotes, sum);
  }

  @Test
  void copiesFramesAsRowsOfNotes() throws IOException {
    Path file = write("traindata", cell(roll(3, MatlabType.Double), roll(2, MatlabType.UInt8)));
    MusicData data = MusicData.read(file, Split.TRAIN);
    assertEquals(2, data.sequences());
    assertEquals(3, data.frames(0));
    assertEquals(3, data.predictedFrames());
    float[] x = new float[1 + 2 * MusicData.NOTES];
    x[0] = 7;
    data.copyFrames(0, 0, 2, x, 1);
    float[] expected = new float[x.length];
    expected[0] = 7;
    for (int frame = 0; frame < 2; frame++) {
      for (int note = 0; note < MusicData.NOTES; note++) {
        expected[1 + frame * MusicData.NOTES + note] = isOn(frame, note) ? 1 : 0;
      }
    }
    assertArrayEquals(expected, x);
  }

  @Test
  void readsEachSplitFromItsVariable() throws IOException {
    Path file = folder.resolve("splits.mat");
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("traindata", cell(roll(2, MatlabType.UInt8)));
    mat.addArray("validdata", cell(roll(3, MatlabType.UInt8)));
    mat.addArray("testdata", cell(roll(4, MatlabType.UInt8)));
    Mat5.writeToFile(mat, file.toFile());
    assertEquals(2, MusicData.read(file, Split.TRAIN).frames(0));
    assertEquals(3, MusicData.read(file, Split.VALID).frames(0));
    assertEquals(4, MusicData.read(file, Split.TEST).frames(0));
  }

  @Test
  void refusesAMissingVariableAndTellsWhatThereIs() throws IOException {
    Path file = write("traindata", cell(roll(2, MatlabType.UInt8)));
    assertRefused(file, Split.TEST, "has no cell array testdata; it holds traindata (cell)");
    Path matrix = write("testdata", roll(2, MatlabType.Double));
    assertRefused(matrix, Split.TEST, "has no cell array testdata; it holds testdata (double)");
  }

  @Test
  void refusesWrongShapes() throws IOException {
    assertRefused(
        write("testdata", cell(roll(2, MatlabType.UInt8), Mat5.newMatrix(5, 87))),
        Split.TEST,
        "testdata{2}: is 5×87; it must be T×88");
    assertRefused(write("testdata", cell(Mat5.newMatrix(1, 88))), Split.TEST, "{1}: is 1×88;");
    assertRefused(
        write("testdata", cell(Mat5.newMatrix(new int[] {2, 88, 3}))),
        Split.TEST,
        "{1}: is 2×88×3;");
    assertRefused(write("testdata", Mat5.newCell(1, 0)), Split.TEST, "testdata: holds no sequence");
    assertRefused(write("testdata", cell(Mat5.newString("la"))), Split.TEST, "is a char array");
    assertRefused(write("testdata", cell(cell())), Split.TEST, "is a cell array");
    assertRefused(
        write("testdata", cell(Mat5.newComplex(2, 88))),
        Split.TEST,
        "must be a full, real, numeric matrix");
  }

  @Test
  void refusesValuesThatAreNoNotes() throws IOException {
    for (double value : new double[] {0.5, 2, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Matrix roll = roll(4, MatlabType.Double);
      roll.setDouble(2, 60, value);
      assertRefused(
          write("testdata", cell(roll)),
          Split.TEST,
          "testdata{1}: holds " + value + " in row 3, column 61; notes are 0 or 1");
    }
  }

  @Test
  void refusesWhatIsNoMatFile() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mat"), "a text file\n".repeat(50));
    assertRefused(text, Split.TEST, "is a text file, not a MATLAB 5 file");
    Path empty = Files.createFile(folder.resolve("empty.mat"));
    assertRefused(empty, Split.TEST, "is an empty file, not a MATLAB 5 file");
    assertRefused(folder, Split.TEST, "is a directory; name a file in it");
    assertThrows(
        NoSuchFileException.class, () -> MusicData.read(folder.resolve("none.mat"), Split.TEST));
  }

  /** Wherever the file ends, there is one message and no other exception. */
  @ParameterizedTest
  @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.DEFAULT_COMPRESSION})
  void refusesEveryTruncation(int level) throws IOException {
    byte[] whole = bytes(level, roll(3, MatlabType.UInt8), roll(2, MatlabType.Double));
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.mat"), Arrays.copyOf(whole, length));
      assertThrows(
          MalformedFileException.class, () -> MusicData.read(cut, Split.TEST), "cut at " + length);
    }
  }

  /** A damaged file gives data or a message, never another exception. */
  @ParameterizedTest
  @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.DEFAULT_COMPRESSION})
  void survivesDamage(int level) throws IOException {
    byte[] whole = bytes(level, roll(3, MatlabType.UInt8), roll(2, MatlabType.UInt8));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      for (int hits = random.nextInt(3); hits >= 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path target = Files.write(folder.resolve("damaged.mat"), damaged);
      try {
        MusicData.read(target, Split.TEST);
      } catch (MalformedFileException expected) {
        assertTrue(expected.getMessage().startsWith(target.toString()), expected.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 25, refused + " refused");
  }

  /** A size that the file does not hold costs neither the memory that it asks for nor the process. */
  @Test
  void refusesLiesAboutSizes() throws IOException {
    byte[] whole = bytes(Deflater.NO_COMPRESSION, roll(3, MatlabType.UInt8));
    int cellDimensions = 128 + 8 + 16 + 8;
    assertRefused(
        patch(whole, cellDimensions, Integer.MAX_VALUE - 8), "declares an array too large");
    assertRefused(patch(whole, cellDimensions, -1), "declares an array too large");
    int nameTag = cellDimensions + 8;
    // A name of 2 GiB, in the long form of a tag.
    assertRefused(patch(patch(whole, nameTag, 1), nameTag + 4, Integer.MAX_VALUE - 8), "");
    int matrixTag = nameTag + 16;
    int rows = matrixTag + 8 + 16 + 8;
    assertEquals(3, ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(rows));
    assertRefused(patch(whole, rows, 20_000_000), "Incorrect number of elements");
    int overflowing = (1 << 29) + 3; // times 88 is 3 times 88 in 32 bits
    assertRefused(patch(whole, rows, overflowing), "has 536870915 frames, which is too many");
  }

  @Test
  void limitsWhatACompressedFileExpandsTo() throws IOException {
    int size = 50 * MusicData.NOTES;
    Path file = write("testdata", cell(roll(30, MatlabType.UInt8), roll(20, MatlabType.UInt8)));
    assertEquals(2, MusicData.read(file, Split.TEST, size).sequences());
    IOException e =
        assertThrows(
            MalformedFileException.class, () -> MusicData.read(file, Split.TEST, size - 1));
    assertTrue(e.getMessage().endsWith("it expands to more than 4399 bytes"), e.getMessage());
  }

  private void assertRefused(byte[] content, String message) throws IOException {
    assertRefused(Files.write(folder.resolve("lie.mat"), content), Split.TEST, message);
  }

  private static byte[] patch(byte[] content, int offset, int value) {
    byte[] patched = content.clone();
    ByteBuffer.wrap(patched).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    return patched;
  }

  private byte[] bytes(int level, Array... pieces) throws IOException {
    Path file = folder.resolve("whole.mat");
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("testdata", cell(pieces));
    try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink).setDeflateLevel(level).writeMat(mat);
    }
    return Files.readAllBytes(file);
  }

  private static void assertRefused(Path file, Split split, String message) {
    IOException e =
        assertThrows(MalformedFileException.class, () -> MusicData.read(file, split), message);
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private Path write(String variable, Array array) throws IOException {
    Path file = folder.resolve(variable + ".mat");
    Mat5File mat = Mat5.newMatFile();
    mat.addArray(variable, array);
    Mat5.writeToFile(mat, file.toFile());
    return file;
  }

  private static Cell cell(Array... arrays) {
    Cell cell = Mat5.newCell(1, arrays.length);
    for (int i = 0; i < arrays.length; i++) {
      cell.set(i, arrays[i]);
    }
    return cell;
  }

  private static Matrix roll(int frames, MatlabType type) {
    Matrix matrix = Mat5.newMatrix(frames, MusicData.NOTES, type);
    for (int frame = 0; frame < frames; frame++) {
      for (int note = 0; note < MusicData.NOTES; note++) {
        matrix.setDouble(frame, note, isOn(frame, note) ? 1 : 0);
      }
    }
    return matrix;
  }

  private static boolean isOn(int frame, int note) {
    return (frame * 31 + note) % 7 == 0;
  }
}
