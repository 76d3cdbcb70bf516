package dev.carrylane.engine.internal;

/** Matrix products on packed weights; see {@link SegmentedProduct} for the definition. */
public interface GemmKernel {
  /** Columns that are packed side by side. */
  int panelWidth();

  /** The most rows that one register tile holds; threads best split rows at multiples of it. */
  int rowTile();

  /** Floats of scratch memory that one running part needs. */
  int scratchSize();

  /**
   * Computes a rectangle of C, activation included. Calls on disjoint rectangles of one product may run
   * at once, with different {@code part}.
   *
   * @param product the product
   * @param firstSegment segments before this one are left out of the chains
   * @param rowFrom first row
   * @param rowTo one past the last row
   * @param panelFrom first panel of columns
   * @param panelTo one past the last panel
   * @param part which piece of {@link SegmentedProduct#scratch} to use
   */
  void multiply(
      SegmentedProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int part);
}
