package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.product.ProductTuning;

/**
 * Copies the rows of A that a register tile needs side by side, a constant distance apart, which is folded into the
 * address of each load. Rows read where they lie would need an addition for every broadcast, which takes turns with the
 * FMAs on the same ports. Whole rows are copied, an element once for all panels.
 */
final class FloatRows {
  /** Steps of the chains that are copied at once; C is loaded and stored once for each such piece. */
  static final int MOST_DEPTH = ProductTuning.ROW_BYTES / Float.BYTES;

  /** Distance between rows. */
  static final int STRIDE = MOST_DEPTH + ProductTuning.ROW_GAP_BYTES / Float.BYTES;

  private FloatRows() {}

  /** Copies steps of some rows, counted from the first segment. The segments of a row are put side by side. */
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
    int r = 0;
    for (; r < rows - 3; r += 4) {
      fourRows(a, source + r, stride, to - from, packed, packedOffset + r * STRIDE);
    }
    for (; r < rows; r++) {
      oneRow(a, source + r, stride, to - from, packed, packedOffset + r * STRIDE);
    }
  }

  private static void fourRows(
      float[] a, int source, int stride, int steps, float[] packed, int target) {
    for (int step = 0; step < steps; step++) {
      int from = source + step * stride;
      int to = target + step;
      packed[to] = a[from];
      packed[to + STRIDE] = a[from + 1];
      packed[to + 2 * STRIDE] = a[from + 2];
      packed[to + 3 * STRIDE] = a[from + 3];
    }
  }

  private static void oneRow(
      float[] a, int source, int stride, int steps, float[] packed, int target) {
    for (int step = 0; step < steps; step++) {
      packed[target + step] = a[source + step * stride];
    }
  }
}
