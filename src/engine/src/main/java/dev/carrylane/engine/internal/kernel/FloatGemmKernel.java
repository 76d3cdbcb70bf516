package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.internal.pack.FloatPanels;

/** Matrix products; see {@link FloatProduct} for the definition. Stateless: memory to work in comes with the product. */
public interface FloatGemmKernel {
  /** Whether packed right operands are read from {@link FloatProduct#panels}, not from {@link FloatProduct#rows}. */
  boolean readsPanels();

  /** Columns of a panel: what threads share. */
  int panelWidth();

  /** The most rows that one register tile holds; threads best split rows at multiples of it. */
  int rowTile();

  /**
   * How many panels of an operand that is not packed, from the first on, this kernel reads where the caller has them,
   * with profit; all their columns exist, unless they are all panels.
   */
  int panelsInPlace(int rows, int columns, int bStride, boolean transposed);

  /** Packs some panels of {@link FloatProduct#b}, from the first column that is not read in place. */
  void pack(FloatProduct product, FloatPanels panels, int panelFrom, int panelTo, int worker);

  /**
   * Computes a rectangle of C, epilogue included. Calls on disjoint rectangles of one product may run
   * at once, with different {@code worker}. Segments before the first are left out of the chains.
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
