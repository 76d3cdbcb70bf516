package dev.carrylane.engine.internal;

/**
 * The recurrence h_t = fma(p_t, h_{t−1}, g_t) over time-major rows, channels independent.
 *
 * <p>Both methods work on {@code blocks} consecutive blocks of {@code steps} rows each: row t of block
 * b of an operand begins at {@code offset + (b · steps + t) · stride}. A block does not see its
 * neighbours; that several are given at once lets a kernel overlap the latency of their chains when
 * there are few channels. Values per block, {@code [blocks][channels]}, are contiguous.
 */
public interface ScanKernel {
  /**
   * A product of absolute value below this cannot change a {@code float} result by more than the
   * rounding that {@link dev.carrylane.engine.scan.AffineScan} allows, whatever {@code float} it
   * multiplies; {@link #reduce} replaces it by zero.
   */
  double NEGLIGIBLE_PRODUCT = 0x1p-300;

  /**
   * {@link #reduce} compares its product with {@link #NEGLIGIBLE_PRODUCT} after the rows 1 to 64, 65
   * to 128, … of a block. Often enough that gates of 2^−11 do not reach the slow subnormal numbers in
   * between, and rarely enough to cost nothing.
   */
  int PRODUCT_CHECK_STEPS = 64;

  /**
   * Runs the recurrence in every block from the block's own state. {@code h} may be the same array as
   * {@code g} or {@code p} with the same offset and stride.
   *
   * @param blocks how many blocks
   * @param steps rows in each block
   * @param channels values in each row, at least 1
   * @param p propagate
   * @param pOffset its first element
   * @param pStride elements from row to row
   * @param g generate
   * @param gOffset its first element
   * @param gStride elements from row to row
   * @param h receives every state
   * @param hOffset its first element
   * @param hStride elements from row to row
   * @param state the state before each block; replaced by the state after it
   * @param stateOffset its first element
   */
  void scan(
      int blocks,
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] g,
      int gOffset,
      int gStride,
      float[] h,
      int hOffset,
      int hStride,
      float[] state,
      int stateOffset);

  /**
   * Reduces every block to one affine map, h_after = product · h_before + sum. The sum is the state
   * after the block if it starts with h = g in its first row, by {@code float} fma as in {@link #scan};
   * the product is taken in {@code double} in row order, with the replacement that {@link
   * #NEGLIGIBLE_PRODUCT} names.
   *
   * @param blocks how many blocks
   * @param steps rows in each block, at least 1
   * @param channels values in each row, at least 1
   * @param p propagate
   * @param pOffset its first element
   * @param pStride elements from row to row
   * @param g generate
   * @param gOffset its first element
   * @param gStride elements from row to row
   * @param product receives the products
   * @param sum receives the sums
   * @param offset first element of both
   */
  void reduce(
      int blocks,
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] g,
      int gOffset,
      int gStride,
      double[] product,
      float[] sum,
      int offset);
}
