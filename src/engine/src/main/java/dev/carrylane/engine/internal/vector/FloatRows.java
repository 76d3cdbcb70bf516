package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.FloatProduct;

/**
 * Copies the rows of A that a register tile needs side by side, a constant distance apart.
 *
 * <p>With the rows read where they lie, every broadcast needs an instruction that adds the row's offset to
 * k, and those instructions take turns with the FMAs on the same two ports: 12 × 2 then ran at 70 % of FMA
 * peak. A constant distance is folded into the address of the load itself and gives 95 %. Unrolling over k
 * to share the additions made the JIT spill (58 %). Rows read through a memory segment, whose addresses are
 * computed in longs that the JIT hoists, gave 92 % as an 8 × 2 tile and ran out of registers as 12 × 2. The
 * copy moves whole rows, an element once for all panels; it costs 10 % of a 64³ product and 2 % at 256³.
 */
final class FloatRows {
  /**
   * Steps of the chains that are copied at once: 12 rows of 3 KB are 36 of the 48 KB of L1, the rest is for the
   * panel that streams past. C is loaded and stored once a piece: with 2 KB, which cut the 750 steps of the
   * music model in two, its products were 3 % slower, with 1 KB a product of 1024³ was.
   */
  static final int MOST_DEPTH = 3072 / Float.BYTES;

  /**
   * Distance between rows. A multiple of 1 KB would put rows of a tile into the same sets of L1; 32 bytes
   * more start the twelve rows in twelve different places.
   */
  static final int STRIDE = MOST_DEPTH + 32 / Float.BYTES;

  private FloatRows() {}

  /** Copies a piece of some rows. The segments of a row are put side by side. */
  static void copy(
      FloatProduct product, int row, int rows, int from, int to, float[] packed, int packedOffset) {
    if (product.aTransposed) {
      transpose(product, row, rows, from, to, packed, packedOffset);
      return;
    }
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

  private static void transpose(
      FloatProduct product, int row, int rows, int from, int to, float[] packed, int packedOffset) {
    float[] a = product.a;
    int stride = product.aStride;
    int source = product.segmentOffsets[0] + row + from * stride;
    int target = packedOffset;
    for (int step = from; step < to; step++) {
      for (int r = 0; r < rows; r++) {
        packed[target + r * STRIDE] = a[source + r];
      }
      source += stride;
      target++;
    }
  }
}
