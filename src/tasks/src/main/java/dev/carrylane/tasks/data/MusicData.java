package dev.carrylane.tasks.data;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.tasks.files.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Sparse;

/**
 * Polyphonic music as piano rolls: sequences of frames of {@value #NOTES} notes, each on or off. Read
 * from MATLAB 5 files that hold the cell arrays {@code traindata}, {@code validdata} and {@code
 * testdata}, one frames × {@value #NOTES} matrix of zeros and ones per piece.
 *
 * <p>A model reads frames 0 to T − 2 of a piece of T frames and predicts frames 1 to T − 1, so a piece
 * has at least two frames and gives one prediction less than it has frames.
 *
 * <p>Immutable; may be shared by any number of threads.
 */
public final class MusicData {
  /** Notes in a frame, the keys of a piano. */
  public static final int NOTES = 88;

  private static final int MAX_FILE_BYTES = 1 << 30;
  private static final int MAX_CONTENT_BYTES = 1 << 30;

  private final List<byte[]> pieces;
  private final long frames;

  private MusicData(List<byte[]> pieces) {
    this.pieces = pieces;
    long sum = 0;
    for (byte[] piece : pieces) {
      sum += piece.length / NOTES;
    }
    this.frames = sum;
  }

  /**
   * Reads one split.
   *
   * @param file a MATLAB 5 file
   * @param split which of its cell arrays to read
   * @return the pieces, in the order of the file
   * @throws MalformedFileException if the file is not such a file; the message names the file, the
   *     variable and the one-based index that MATLAB would use
   * @throws IOException if the file cannot be read
   */
  public static MusicData read(Path file, Split split) throws IOException {
    return read(file, split, MAX_CONTENT_BYTES);
  }

  /** As the public method, with another limit to the size of the decompressed content. */
  static MusicData read(Path file, Split split, int maxContentBytes) throws IOException {
    byte[] bytes = DataFiles.read(file, MAX_FILE_BYTES, "a MATLAB 5 file", FileKind.MATLAB_5);
    String variable = split + "data";
    Cell cell = readCell(file, bytes, variable, maxContentBytes);
    int count = cell.getNumElements();
    if (count == 0) {
      throw new MalformedFileException(file, variable, "holds no sequence");
    }
    List<byte[]> pieces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pieces.add(readPiece(file, variable + "{" + (i + 1) + "}", cell.get(i)));
    }
    return new MusicData(List.copyOf(pieces));
  }

  private static Cell readCell(Path file, byte[] bytes, String variable, int maxContentBytes)
      throws IOException {
    Set<String> found = new TreeSet<>();
    Array array;
    try {
      Mat5File content =
          Mat5.newReader(Sources.wrap(bytes))
              .setBufferAllocator(new LimitedAllocator(maxContentBytes))
              .disableSubsystemProcessing()
              .setEntryFilter(
                  header -> {
                    found.add(header.getName() + " (" + header.getType() + ")");
                    return header.getName().equals(variable) && header.getType() == MatlabType.Cell;
                  })
              .readMat();
      array = content.getNumEntries() == 0 ? null : content.getArray(variable);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // The library trusts the sizes and the nesting that a file declares; a file that lies about
      // them is cut off here.
      throw new MalformedFileException(
          file, "is not a MATLAB 5 file with a readable " + variable + ": " + rootCause(e));
    }
    if (array == null) {
      throw new MalformedFileException(
          file,
          "has no cell array "
              + variable
              + "; it holds "
              + (found.isEmpty() ? "no variable" : String.join(", ", found)));
    }
    return (Cell) array;
  }

  private static byte[] readPiece(Path file, String part, Array array)
      throws MalformedFileException {
    if (!(array instanceof Matrix) || array instanceof Sparse || ((Matrix) array).isComplex()) {
      throw new MalformedFileException(
          file,
          part,
          "is a " + array.getType() + " array; it must be a full, real, numeric matrix");
    }
    Matrix matrix = (Matrix) array;
    int rows = matrix.getNumRows();
    if (matrix.getNumDimensions() != 2 || matrix.getNumCols() != NOTES || rows < 2) {
      throw new MalformedFileException(
          file,
          part,
          "is "
              + dimensions(matrix)
              + "; it must be T×"
              + NOTES
              + " with T at least 2, one row per frame and one column per note");
    }
    // The library checks the number of values against a product of dimensions that may overflow.
    if (rows > Integer.MAX_VALUE / NOTES) {
      throw new MalformedFileException(file, part, "has " + rows + " frames, which is too many");
    }
    try {
      return notes(file, part, matrix, rows);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The library finds out on access that the values are of no numeric type.
      throw new MalformedFileException(file, part, "cannot be read: " + e.getMessage());
    }
  }

  private static byte[] notes(Path file, String part, Matrix matrix, int rows)
      throws MalformedFileException {
    byte[] notes = new byte[rows * NOTES];
    for (int note = 0; note < NOTES; note++) {
      for (int frame = 0; frame < rows; frame++) {
        double value = matrix.getDouble(frame, note);
        if (value != 0 && value != 1) {
          throw new MalformedFileException(
              file,
              part,
              String.format(
                  "holds %s in row %d, column %d; notes are 0 or 1", value, frame + 1, note + 1));
        }
        notes[frame * NOTES + note] = (byte) value;
      }
    }
    return notes;
  }

  private static String dimensions(Array array) {
    StringBuilder text = new StringBuilder();
    for (int dimension : array.getDimensions()) {
      text.append(text.length() == 0 ? "" : "×").append(dimension);
    }
    return text.toString();
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof StackOverflowError) {
      return "its arrays are nested too deeply";
    }
    if (cause instanceof OutOfMemoryError || cause instanceof NegativeArraySizeException) {
      return "it declares an array too large to read";
    }
    String message = cause.getMessage();
    return message == null ? "it is cut short or damaged" : message;
  }

  /**
   * The number of pieces.
   *
   * @return 1 or more
   */
  public int sequences() {
    return pieces.size();
  }

  /**
   * The predictions that a model makes over all pieces.
   *
   * @return the sum of (T − 1) over the pieces
   */
  public long predictedFrames() {
    return frames - pieces.size();
  }

  /**
   * The length of a piece.
   *
   * @param sequence 0 to {@link #sequences()} − 1
   * @return T, 2 or more
   */
  public int frames(int sequence) {
    return pieces.get(sequence).length / NOTES;
  }

  /**
   * Whether a note sounds.
   *
   * @param sequence 0 to {@link #sequences()} − 1
   * @param frame 0 to {@link #frames(int)} − 1
   * @param note 0 to {@value #NOTES} − 1
   * @return true if it does
   */
  public boolean isOn(int sequence, int frame, int note) {
    return pieces.get(sequence)[frame * NOTES + note] != 0;
  }

  /**
   * Copies frames of a piece as rows of {@value #NOTES} zeros and ones. Allocates nothing.
   *
   * @param sequence 0 to {@link #sequences()} − 1
   * @param first the first frame
   * @param count how many frames
   * @param x receives {@code count} × {@value #NOTES} values
   * @param offset where in {@code x}
   */
  public void copyFrames(int sequence, int first, int count, float[] x, int offset) {
    byte[] notes = pieces.get(sequence);
    for (int i = 0; i < count * NOTES; i++) {
      x[offset + i] = notes[first * NOTES + i];
    }
  }

  /** Keeps a small compressed file from expanding without bound. */
  private static final class LimitedAllocator implements BufferAllocator {
    private final int limit;
    private int left;

    LimitedAllocator(int limit) {
      this.limit = limit;
      this.left = limit;
    }

    @Override
    public ByteBuffer allocate(int bytes) {
      if (bytes < 0 || bytes > left) {
        throw new IllegalArgumentException("it expands to more than " + limit + " bytes");
      }
      left -= bytes;
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {
      // The garbage collector frees heap buffers.
    }
  }
}
