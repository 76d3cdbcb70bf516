package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A right operand in the layout of the kernels of one backend, with its bias. Panel p holds the columns
 * from p · width on; its element (k, j) is number (p · depth + k) · width + j, and zero where the column
 * does not exist.
 *
 * <p>The vector kernels read native memory that begins at a cache line: every vector of a panel is then
 * one line. Heap arrays begin anywhere, and a vector that spans two lines costs two reads: the 12 × 2 tile
 * ran at 87 to 93 % of FMA peak on an array, depending on the JVM's start, and at 95 % on aligned memory.
 * The memory is freed some time after this object is unreachable. The scalar kernels read an array.
 */
public final class FloatPanels {
  /** One element of the matrix to pack. */
  public interface Source {
    /**
     * The element of row k, column j.
     *
     * @param k row, along the chains
     * @param j column of the result
     * @return the element
     */
    float at(int k, int j);
  }

  /** Bytes in a cache line, and in the longest vector. */
  private static final int LINE = 64;

  private final Backend backend;
  private final int width;
  private final boolean half;
  private int depth;
  private int columns;
  private float[] array = {};
  private MemorySegment memory = MemorySegment.NULL;
  private float[] bias = {};

  private FloatPanels(Backend backend, boolean half) {
    this.backend = backend;
    this.half = half;
    width = Kernels.of(backend).floatGemm().panelWidth();
  }

  /**
   * Packs a matrix for the kernels of a backend; not to be shaped again.
   *
   * @param backend the backend
   * @param depth rows of the matrix, 0 or more
   * @param columns its columns, 0 or more
   * @param source its elements
   * @param bias start values of the chains, or null for zeros
   * @param biasOffset where they start
   * @return the packed copy
   * @throws IllegalArgumentException if the packing would exceed the size of an array
   */
  public static FloatPanels pack(
      Backend backend, int depth, int columns, Source source, float[] bias, int biasOffset) {
    FloatPanels panels = new FloatPanels(backend, false);
    panels.shape(depth, columns);
    panels.fill(source);
    if (bias != null) {
      System.arraycopy(bias, biasOffset, panels.bias, 0, columns);
    }
    return panels;
  }

  /**
   * Empty panels, for an operation that packs its operand each time.
   *
   * @param backend the backend
   * @return panels of no column
   */
  static FloatPanels empty(Backend backend) {
    return new FloatPanels(backend, false);
  }

  // #float
  /**
   * A copy with every element, but not the bias, rounded to bfloat16: to nearest, ties to even. The vector
   * kernels read half the bytes; the chains are the same fused float operations on the rounded elements.
   *
   * @return panels that give the same bits on every backend
   */
  public FloatPanels rounded() {
    if (half) {
      return this;
    }
    FloatPanels panels = new FloatPanels(backend, true);
    panels.shape(depth, columns);
    float[] elements = elements();
    panels.fill((k, j) -> Bfloat16.round(elements[(j / width * depth + k) * width + j % width]));
    System.arraycopy(bias, 0, panels.bias, 0, columns);
    return panels;
  }

  // #end
  /**
   * Makes room for another matrix. Allocates only what no earlier shape needed. The elements are
   * undefined, the bias is zero.
   *
   * @param depth rows of the matrix
   * @param columns its columns
   */
  void shape(int depth, int columns) {
    this.depth = depth;
    this.columns = columns;
    long size = (long) panelCount() * width * Math.max(1, depth);
    if (size > Integer.MAX_VALUE - LINE) {
      throw new IllegalArgumentException(
          "weights of %d × %d take %d packed floats, more than an array holds; split the columns"
              .formatted(depth, columns, size));
    }
    if (!backend.isVector()) {
      array = array.length < size ? new float[(int) size] : array;
    } else {
      long bytes = size * Float.BYTES / (half ? 2 : 1);
      memory = memory.byteSize() < bytes ? Arena.ofAuto().allocate(bytes, LINE) : memory;
    }
    int padded = panelCount() * width;
    bias = bias.length < padded ? new float[padded] : bias;
  }

  /** Panel by panel in an array, then in one piece to where it belongs: single stores to native memory start slowly. */
  private void fill(Source source) {
    float[] panel = new float[depth * width];
    for (int p = 0; p < panelCount(); p++) {
      int valid = Math.min(width, columns - p * width);
      for (int k = 0; k < depth; k++) {
        for (int j = 0; j < valid; j++) {
          panel[k * width + j] = source.at(k, p * width + j);
        }
        Arrays.fill(panel, k * width + valid, (k + 1) * width, 0f);
      }
      store(p, panel);
    }
  }

  private void store(int p, float[] panel) {
    long first = (long) p * panel.length;
    if (!backend.isVector()) {
      System.arraycopy(panel, 0, array, (int) first, panel.length);
      return;
    }
    // #float
    if (half) {
      int[] pairs = pairs(panel);
      MemorySegment.copy(
          pairs, 0, memory, ValueLayout.JAVA_INT, first / 2 * Integer.BYTES, pairs.length);
      return;
    }
    // #end
    MemorySegment.copy(panel, 0, memory, ValueLayout.JAVA_FLOAT, first * Float.BYTES, panel.length);
  }

  // #float
  /** Columns j and j + width/2 share an int, so that each half of a row of ints is a vector of columns. */
  private int[] pairs(float[] panel) {
    int lanes = width / 2;
    int[] pairs = new int[panel.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      int at = i / lanes * width + i % lanes;
      int low = Float.floatToRawIntBits(panel[at]) >>> 16;
      pairs[i] = Float.floatToRawIntBits(panel[at + lanes]) | low;
    }
    return pairs;
  }

  /** The elements in the order of the panels. */
  private float[] elements() {
    int size = panelCount() * width * depth;
    return backend.isVector()
        ? memory.asSlice(0, (long) size * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT)
        : array;
  }

  // #end
  /**
   * Refuses a backend that the packing is not for.
   *
   * @param engine what the operation runs on
   */
  public void requireBackend(Backend engine) {
    if (Kernels.of(engine) != Kernels.of(backend)) {
      throw new IllegalArgumentException(
          "these weights are packed for the %s backend, and this operation runs on %s; pack them for that"
              .formatted(backend, engine));
    }
  }

  /**
   * The backend packed for.
   *
   * @return the backend
   */
  public Backend backend() {
    return backend;
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
   * Whether the vector kernels' copy is of bfloat16 pairs.
   *
   * @return false for elements as they were given
   */
  public boolean isHalf() {
    return half;
  }

  /**
   * The scalar kernels' copy.
   *
   * @return the elements, rounded if {@link #isHalf}
   */
  public float[] array() {
    return array;
  }

  /**
   * The vector kernels' copy.
   *
   * @return native memory
   */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Start values of the chains.
   *
   * @return one for each packed column, 0 where the column does not exist
   */
  public float[] bias() {
    return bias;
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
