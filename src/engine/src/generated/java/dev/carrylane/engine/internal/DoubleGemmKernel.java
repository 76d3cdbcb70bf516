package dev.carrylane.engine.internal;

/** Matrix products; see {@link DoubleProduct} for the definition. Stateless: memory to work in comes with the product. */
public interface DoubleGemmKernel {
  /** Whether packed right operands are read from {@link DoubleProduct#panels}, not from {@link DoubleProduct#rows}. */
  boolean readsPanels();

  /** Columns of a panel: what threads share. */
  int panelWidth();

  /** The most rows that one register tile holds; threads best split rows at multiples of it. */
  int rowTile();

  /**
   * The panels of an operand that is not packed which this kernel reads where the caller has them, with profit.
   *
   * @param rows rows of the product
   * @param columns columns of the product
   * @param bStride distance between rows of the right operand
   * @param transposed whether it is given as its transpose
   * @return how many, from the first on; all their columns exist, unless they are all panels
   */
  int panelsInPlace(int rows, int columns, int bStride, boolean transposed);

  /**
   * Packs some panels of {@link DoubleProduct#b}, from the first column that is not read in place.
   *
   * @param product the product
   * @param panels shaped for those columns
   * @param panelFrom first of them to write
   * @param panelTo one past the last
   * @param worker which of {@link DoubleProduct#workspaces} to use
   */
  void pack(DoubleProduct product, DoublePanels panels, int panelFrom, int panelTo, int worker);

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
   * @param worker which of {@link DoubleProduct#workspaces} to use
   */
  void multiply(
      DoubleProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int worker);
}
