package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.internal.product.ProductTuning;

/** What one thread of an operation works in; each part grows to its largest use. One user thread at a time. */
public final class FloatWorkspace {
  /** The operands of a register tile. */
  public final FloatTile tile = new FloatTile();

  /**
   * What the vector kernels take at most, twelve rows and a tile: allocated at once, not when the vector kernel takes
   * over from the scalar one.
   */
  private static final int LEFT_BYTES =
      12 * (ProductTuning.ROW_BYTES + ProductTuning.ROW_GAP_BYTES) + 12 * 128;

  private float[] left = {};
  private float[][] chains = {};
  private float[][] right = {};

  /** An empty one. */
  public FloatWorkspace() {}

  /** Memory for rows of the left operand, and whatever else a kernel needs in one piece. */
  public float[] left(int length) {
    if (left.length < length) {
      left = new float[Math.max(length, LEFT_BYTES / Float.BYTES)];
    }
    return left;
  }

  /** An array for each of some rows of chains. */
  public float[][] chains(int rows, int columns) {
    if (chains.length == 0 || chains[0].length < columns) {
      chains = new float[rows][columns];
    }
    return chains;
  }

  /** An array for each of some rows of the right operand. */
  public float[][] right(int rows, int columns) {
    if (right.length == 0 || right[0].length < columns) {
      right = new float[rows][columns];
    }
    return right;
  }
}
