package dev.carrylane.engine.internal;

/** Matrix products; see {@link FloatProduct} for the definition. */
public interface FloatGemmKernel {
  /** Columns that are packed side by side. */
  int panelWidth();

  /** The most rows that one register tile holds; threads best split rows at multiples of it. */
  int rowTile();

  /** Elements of scratch memory that one thread needs. */
  int scratchSize();

  /**
   * Whether this kernel can read a right operand where the caller has it, with profit.
   *
   * @param rows rows of the product
   * @param bStride distance between rows of the right operand
   */
  boolean readsInPlace(int rows, int bStride);

  /**
   * Packs some panels of a matrix.
   *
   * @param panels shaped for the matrix
   * @param panelFrom first panel to write
   * @param panelTo one past the last
   * @param b the matrix
   * @param bOffset where its row 0 starts
   * @param bStride distance between its rows
   * @param transposed whether b holds the transpose of the matrix, whose rows are then its columns
   * @param scratch room for {@link #scratchSize()} elements for each thread
   * @param worker which piece of it to use
   */
  void pack(
      FloatPanels panels,
      int panelFrom,
      int panelTo,
      float[] b,
      int bOffset,
      int bStride,
      boolean transposed,
      float[] scratch,
      int worker);

  /**
   * Computes a rectangle of C, epilogue included. Calls on disjoint rectangles of one product may run
   * at once, with different {@code worker}.
   *
   * @param product the product
   * @param firstSegment segments before this one are left out of the chains
   * @param rowFrom first row
   * @param rowTo one past the last row
   * @param panelFrom first panel of columns
   * @param panelTo one past the last panel
   * @param worker which piece of {@link FloatProduct#scratch} to use
   */
  void multiply(
      FloatProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int worker);
}
