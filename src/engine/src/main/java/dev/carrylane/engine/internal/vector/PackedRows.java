package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.SegmentedProduct;

/**
 * Copies the rows of A that a register tile needs side by side, a constant distance apart.
 *
 * <p>With the rows read where they lie, every broadcast needs an instruction that adds the row's offset to
 * k, and those instructions take turns with the FMAs on the same two ports: 12 × 2 then ran at 70 % of FMA
 * peak. A constant distance is folded into the address of the load itself and gives 91 %. Unrolling over k
 * to share the additions made the JIT spill (58 %). The copy moves whole rows, an element once for all
 * panels.
 */
final class PackedRows {
  /**
   * Steps of the chains that are copied at once: 12 rows of 512 floats are 24 KB, half of a 48 KB L1, beside
   * the panel that streams through it.
   */
  static final int MOST_DEPTH = 512;

  /**
   * Distance between rows. A multiple of 1024 floats would put all rows of a tile into the same set of L1;
   * 8 floats more than half of that start the twelve rows in twelve different sets.
   */
  static final int STRIDE = MOST_DEPTH + 8;

  private PackedRows() {}

  /**
   * Copies a piece of some rows. The segments of a row are put side by side.
   *
   * @param product the product
   * @param row first row
   * @param rows how many
   * @param from first step of the chains, counted from the first segment
   * @param to one past the last step
   * @param packed where to
   * @param packedOffset where the first row goes
   */
  static void copy(
      SegmentedProduct product,
      int row,
      int rows,
      int from,
      int to,
      float[] packed,
      int packedOffset) {
    int length = product.segmentLength;
    int target = packedOffset;
    for (int step = from; step < to; ) {
      int segment = step / length;
      int skipped = step - segment * length;
      int count = Math.min(length - skipped, to - step);
      int source = product.segmentOffsets[segment] + row * product.aStride + skipped;
      for (int r = 0; r < rows; r++) {
        System.arraycopy(
            product.a, source + r * product.aStride, packed, target + r * STRIDE, count);
      }
      target += count;
      step += count;
    }
  }
}
