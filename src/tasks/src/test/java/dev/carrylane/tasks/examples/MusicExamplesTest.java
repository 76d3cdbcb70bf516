package dev.carrylane.tasks.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

class MusicExamplesTest {
  private static final int NOTES = MusicData.NOTES;
  private static final int PIECES = 40;
  private static final ModelDescription MODEL = ModelDescription.of(NOTES);

  @TempDir Path folder;
  private TaskData data;

  @BeforeEach
  void write() throws IOException {
    Mat5File mat = Mat5.newMatFile();
    for (Split split : Split.values()) {
      Cell cell = Mat5.newCell(1, PIECES);
      for (int i = 0; i < PIECES; i++) {
        Matrix roll = Mat5.newMatrix(frames(i), NOTES, MatlabType.UInt8);
        for (int frame = 0; frame < frames(i); frame++) {
          for (int note = 0; note < NOTES; note++) {
            roll.setInt(frame, note, isOn(i, frame, note) ? 1 : 0);
          }
        }
        cell.set(i, roll);
      }
      mat.addArray(split + "data", cell);
    }
    Path file = folder.resolve("music.mat");
    Mat5.writeToFile(mat, file.toFile());
    data = TaskData.of(Task.JSB, file);
  }

  private static int frames(int piece) {
    return 2 + piece % 9;
  }

  private static boolean isOn(int piece, int frame, int note) {
    return (piece * 17 + frame * 31 + note) % 7 == 0 || note == 0 || note == NOTES - 1;
  }

  @Test
  void predictsTheNextFrame() throws IOException {
    for (Split split : Split.values()) {
      Examples examples = data.examples(split, MODEL, 1);
      assertEquals(PIECES, examples.count());
      for (int i = 0; i < PIECES; i++) {
        Sequence piece = Sequence.of(examples, i, NOTES, NOTES);
        assertEquals(frames(i) - 1, piece.frames());
        assertArrayEquals(roll(i, 0, 0), piece.x());
        assertArrayEquals(roll(i, 1, 0), piece.targets());
      }
    }
  }

  /** Every shift occurs, the same for input and targets, and those of an epoch come again. */
  @Test
  void transposes() throws IOException {
    Examples examples = data.transposed().examples(Split.TRAIN, MODEL, 5);
    BitSet shifts = new BitSet();
    int same = 0;
    for (int epoch = 0; epoch < 5; epoch++) {
      for (int i = 0; i < PIECES; i++) {
        Sequence piece = Sequence.of(examples.ofEpoch(epoch), i, NOTES, NOTES);
        int shift = shift(i, piece.x());
        assertArrayEquals(roll(i, 1, shift), piece.targets());
        shifts.set(shift + 5);
        Sequence again = Sequence.of(examples.ofEpoch(epoch), i, NOTES, NOTES);
        assertArrayEquals(piece.x(), again.x());
        Sequence other =
            Sequence.of(
                data.transposed().examples(Split.TRAIN, MODEL, 6).ofEpoch(epoch), i, NOTES, NOTES);
        same += Arrays.equals(piece.x(), other.x()) ? 1 : 0;
      }
    }
    assertEquals(12, shifts.cardinality());
    assertEquals(12, shifts.length());
    assertFalse(same > PIECES, "two seeds agree in " + same + " of " + 5 * PIECES);
    Sequence judged =
        Sequence.of(data.transposed().examples(Split.TEST, MODEL, 5), 3, NOTES, NOTES);
    assertArrayEquals(roll(3, 0, 0), judged.x());
  }

  /** Both halves of a frame are moved, and the second is the target. */
  @Test
  void joinsFramesWithThoseToBeTold() throws IOException {
    ModelDescription joint = ModelDescription.of(2 * NOTES).then(Layers.nade(NOTES, 1));
    Examples pairs = data.transposed().examples(Split.TRAIN, joint, 5).ofEpoch(3);
    Examples pieces = data.transposed().examples(Split.TRAIN, MODEL, 5).ofEpoch(3);
    for (int i = 0; i < PIECES; i++) {
      Sequence pair = Sequence.of(pairs, i, 2 * NOTES, NOTES);
      Sequence piece = Sequence.of(pieces, i, NOTES, NOTES);
      assertArrayEquals(piece.targets(), pair.targets());
      for (int t = 0; t < piece.frames(); t++) {
        int at = t * NOTES;
        assertArrayEquals(
            Arrays.copyOfRange(piece.x(), at, at + NOTES),
            Arrays.copyOfRange(pair.x(), 2 * at, 2 * at + NOTES));
        assertArrayEquals(
            Arrays.copyOfRange(piece.targets(), at, at + NOTES),
            Arrays.copyOfRange(pair.x(), 2 * at + NOTES, 2 * at + 2 * NOTES));
      }
    }
  }

  private static int shift(int piece, float[] x) {
    for (int shift = -5; shift <= 6; shift++) {
      if (Arrays.equals(x, roll(piece, 0, shift))) {
        return shift;
      }
    }
    throw new AssertionError("piece " + piece + " is no transposition");
  }

  /** A piece without its last or its first frame. */
  private static float[] roll(int piece, int first, int shift) {
    int frames = frames(piece) - 1;
    float[] roll = new float[frames * NOTES];
    for (int t = 0; t < frames; t++) {
      for (int note = 0; note < NOTES; note++) {
        int to = note + shift;
        if (isOn(piece, first + t, note) && to >= 0 && to < NOTES) {
          roll[t * NOTES + to] = 1;
        }
      }
    }
    return roll;
  }
}
