package dev.carrylane.engine.internal.pack;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A right operand in the layout of the vector kernels. Panel p holds the columns from p · width on; its element (k, j)
 * is number (p · distance + k) · width + j, and zero where the column does not exist. The distance is the depth, but in a
 * part of the rows of other panels, which lies where theirs do.
 *
 * <p>It lies in native memory that begins at a cache line: every vector of a panel is then one line. Heap arrays begin
 * anywhere, and a vector that spans two lines costs two reads. The memory is given back when this object is closed, or
 * some time after it is unreachable.
 */
public final class FloatPanels {
  /** Bytes in a cache line, and in the longest vector. */
  private static final int LINE = 64;

  private final int width;
  private final FloatStorage storage;
  private int depth;
  private int distance;
  private int columns;
  private MemorySegment memory = MemorySegment.NULL;

  /** Of a matrix that was packed once; null where there is none. */
  private NativeMemory kept;

  private FloatPanels(int width, FloatStorage storage) {
    this.width = width;
    this.storage = storage;
  }

  /** Packs a matrix. */
  public static FloatPanels of(
      int width, float[][] rows, int depth, int columns, FloatStorage storage) {
    FloatPanels panels = new FloatPanels(width, storage);
    panels.depth = depth;
    panels.distance = depth;
    panels.columns = columns;
    if (columns == 0 || depth == 0) {
      return panels;
    }
    long bytes = panels.panelCount() * panels.panelBytes();
    panels.kept = new NativeMemory(panels, bytes, LINE, depth, columns);
    panels.memory = panels.kept.segment();
    // In one piece to where it belongs: single stores to native memory start slowly.
    float[] panel = new float[depth * width];
    for (int p = 0; p < panels.panelCount(); p++) {
      int valid = Math.min(width, columns - p * width);
      for (int k = 0; k < depth; k++) {
        System.arraycopy(rows[k], p * width, panel, k * width, valid);
        Arrays.fill(panel, k * width + valid, (k + 1) * width, 0f);
      }
      storage.store(panel, width, panels.memory, (long) p * panel.length);
    }
    return panels;
  }

  /**
   * Some of the rows, on the same memory. It is given back with that of these panels, closed or unreachable: whoever has
   * a part keeps these as well.
   */
  public FloatPanels part(int firstRow, int rows) {
    FloatPanels part = new FloatPanels(width, storage);
    part.depth = rows;
    part.distance = distance;
    part.columns = columns;
    if (columns > 0) {
      part.memory = memory.asSlice(firstRow * width * storage.bytes());
    }
    return part;
  }

  /** Empty panels, for an operation that packs its operand each time. */
  public static FloatPanels empty(int width) {
    return new FloatPanels(width, FloatStorage.FULL);
  }

  /** Makes room for another matrix. Allocates only what no earlier shape needed. The elements are undefined. */
  public void shape(int depth, int columns) {
    this.depth = depth;
    distance = depth;
    this.columns = columns;
    long bytes = panelCount() * panelBytes();
    memory = memory.byteSize() < bytes ? Arena.ofAuto().allocate(bytes, LINE) : memory;
  }

  /** Reads a row back, of elements kept as they were given. */
  public float[] row(int k) {
    float[] row = new float[columns];
    for (int p = 0; p < panelCount(); p++) {
      long first = ((long) p * distance + k) * width;
      int valid = Math.min(width, columns - p * width);
      MemorySegment.copy(
          memory, ValueLayout.JAVA_FLOAT, first * Float.BYTES, row, p * width, valid);
    }
    return row;
  }

  /** Gives the memory of a packed matrix back; may be called more than once. Reading it then throws. */
  public void close() {
    if (kept != null) {
      kept.close();
    }
  }

  /** The length of the chains. */
  public int depth() {
    return depth;
  }

  /** The width of the result. */
  public int columns() {
    return columns;
  }

  /** How elements are kept. */
  public FloatStorage storage() {
    return storage;
  }

  /** Rows from a panel to the next. */
  public int distance() {
    return distance;
  }

  /** The distance between panels. */
  public long panelBytes() {
    return storage.bytes() * distance * width;
  }

  /** The elements. */
  public MemorySegment memory() {
    return memory;
  }

  /** The panels. */
  public int panelCount() {
    return Math.ceilDiv(columns, width);
  }
}
