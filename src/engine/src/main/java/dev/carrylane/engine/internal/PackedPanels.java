package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;

/** A right operand in the layout of {@link SegmentedProduct}, with its bias; immutable. */
public final class PackedPanels {
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

  private final Backend backend;
  private final int depth;
  private final int columns;
  private final int panelWidth;
  private final float[] panels;
  private final float[] bias;

  private PackedPanels(
      Backend backend, int depth, int columns, int panelWidth, float[] panels, float[] bias) {
    this.backend = backend;
    this.depth = depth;
    this.columns = columns;
    this.panelWidth = panelWidth;
    this.panels = panels;
    this.bias = bias;
  }

  /**
   * Packs a matrix for the kernels of a backend.
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
  public static PackedPanels pack(
      Backend backend, int depth, int columns, Source source, float[] bias, int biasOffset) {
    int width = Kernels.of(backend).gemm().panelWidth();
    int count = Math.ceilDiv(columns, width);
    long size = (long) count * width * Math.max(1, depth);
    if (size > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "weights of %d × %d take %d packed floats, more than an array holds; split the columns"
              .formatted(depth, columns, size));
    }
    float[] panels = new float[(int) size];
    int at = 0;
    for (int panel = 0; panel < count; panel++) {
      int valid = Math.min(width, columns - panel * width);
      for (int k = 0; k < depth; k++) {
        for (int j = 0; j < valid; j++) {
          panels[at + j] = source.at(k, panel * width + j);
        }
        at += width;
      }
    }
    float[] start = new float[count * width];
    if (bias != null) {
      System.arraycopy(bias, biasOffset, start, 0, columns);
    }
    return new PackedPanels(backend, depth, columns, width, panels, start);
  }

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
   * Sets the right operand of a product.
   *
   * @param product the product
   */
  void describe(SegmentedProduct product) {
    product.panels = panels;
    product.depth = depth;
    product.bias = bias;
    product.columns = columns;
  }

  int panelCount() {
    return Math.ceilDiv(columns, panelWidth);
  }
}
