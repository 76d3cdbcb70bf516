package dev.carrylane.engine.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A right operand in the layout of the vector kernels. Panel p holds the columns from p · width on; its element (k, j)
 * is number (p · depth + k) · width + j, and zero where the column does not exist.
 *
 * <p>It lies in native memory that begins at a cache line: every vector of a panel is then one line. Heap arrays begin
 * anywhere, and a vector that spans two lines costs two reads. The memory is freed some time after this object is
 * unreachable.
 */
public final class DoublePanels {
  /** Bytes in a cache line, and in the longest vector. */
  private static final int LINE = 64;

  private final int width;
  private final DoubleStorage storage;
  private int depth;
  private int columns;
  private MemorySegment memory = MemorySegment.NULL;

  private DoublePanels(int width, DoubleStorage storage) {
    this.width = width;
    this.storage = storage;
  }

  /**
   * Packs a matrix; not to be shaped again.
   *
   * @param width columns of a panel
   * @param rows the matrix, an array for each of its rows
   * @param depth how many
   * @param columns elements of each
   * @param storage how elements are kept; they are numbers that it keeps as they are
   * @return the packed copy
   */
  static DoublePanels of(
      int width, double[][] rows, int depth, int columns, DoubleStorage storage) {
    DoublePanels panels = new DoublePanels(width, storage);
    panels.shape(depth, columns);
    if (columns == 0 || depth == 0) {
      return panels;
    }
    // In one piece to where it belongs: single stores to native memory start slowly.
    double[] panel = new double[depth * width];
    for (int p = 0; p < panels.panelCount(); p++) {
      int valid = Math.min(width, columns - p * width);
      for (int k = 0; k < depth; k++) {
        System.arraycopy(rows[k], p * width, panel, k * width, valid);
        Arrays.fill(panel, k * width + valid, (k + 1) * width, 0d);
      }
      storage.store(panel, width, panels.memory, (long) p * panel.length);
    }
    return panels;
  }

  /**
   * Empty panels, for an operation that packs its operand each time.
   *
   * @param width columns of a panel
   * @return panels of no column
   */
  static DoublePanels empty(int width) {
    return new DoublePanels(width, DoubleStorage.FULL);
  }

  /**
   * Makes room for another matrix. Allocates only what no earlier shape needed. The elements are undefined.
   *
   * @param depth rows of the matrix
   * @param columns its columns
   */
  void shape(int depth, int columns) {
    this.depth = depth;
    this.columns = columns;
    long bytes = panelCount() * panelBytes();
    memory = memory.byteSize() < bytes ? Arena.ofAuto().allocate(bytes, LINE) : memory;
  }

  /**
   * Reads a row back, of elements kept as they were given.
   *
   * @param k which
   * @return a copy
   */
  double[] row(int k) {
    double[] row = new double[columns];
    for (int p = 0; p < panelCount(); p++) {
      long first = ((long) p * depth + k) * width;
      int valid = Math.min(width, columns - p * width);
      MemorySegment.copy(
          memory, ValueLayout.JAVA_DOUBLE, first * Double.BYTES, row, p * width, valid);
    }
    return row;
  }

  /**
   * The length of the chains.
   *
   * @return rows of the matrix
   */
  public int depth() {
    return depth;
  }

  /**
   * The width of the result.
   *
   * @return columns of the matrix
   */
  public int columns() {
    return columns;
  }

  /**
   * How elements are kept.
   *
   * @return the storage
   */
  public DoubleStorage storage() {
    return storage;
  }

  /**
   * The distance between panels.
   *
   * @return bytes
   */
  public long panelBytes() {
    return storage.bytes() * depth * width;
  }

  /**
   * The elements.
   *
   * @return native memory
   */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * The panels.
   *
   * @return how many
   */
  public int panelCount() {
    return Math.ceilDiv(columns, width);
  }
}
