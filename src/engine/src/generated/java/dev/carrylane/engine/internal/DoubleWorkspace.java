package dev.carrylane.engine.internal;

/** What one thread of an operation works in; each part grows to its largest use. One user thread at a time. */
public final class DoubleWorkspace {
  /** The operands of a register tile. */
  public final DoubleTile tile = new DoubleTile();

  private double[] left = {};
  private double[][] chains = {};
  private double[][] right = {};

  /** An empty one. */
  public DoubleWorkspace() {}

  /**
   * Memory for rows of the left operand, and whatever else a kernel needs in one piece.
   *
   * @param length elements
   * @return at least so many, of undefined values
   */
  public double[] left(int length) {
    if (left.length < length) {
      left = new double[length];
    }
    return left;
  }

  /**
   * An array for each of some rows of chains.
   *
   * @param rows how many; the same at every call
   * @param columns elements of each
   * @return so many arrays of at least that length, of undefined values
   */
  public double[][] chains(int rows, int columns) {
    if (chains.length == 0 || chains[0].length < columns) {
      chains = new double[rows][columns];
    }
    return chains;
  }

  /**
   * An array for each of some rows of the right operand.
   *
   * @param rows how many; the same at every call
   * @param columns elements of each
   * @return so many arrays of at least that length, of undefined values
   */
  public double[][] right(int rows, int columns) {
    if (right.length == 0 || right[0].length < columns) {
      right = new double[rows][columns];
    }
    return right;
  }
}
