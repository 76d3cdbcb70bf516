package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.product.ProductTuning;

/** As {@link FloatRows}, whose comments hold here; generated. */
final class DoubleRows {
  static final int MOST_DEPTH = ProductTuning.ROW_BYTES / Double.BYTES;
  static final int STRIDE = MOST_DEPTH + ProductTuning.ROW_GAP_BYTES / Double.BYTES;

  private DoubleRows() {}

  static void copy(
      DoubleProduct product,
      int row,
      int rows,
      int from,
      int to,
      double[] packed,
      int packedOffset) {
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
      DoubleProduct product,
      int row,
      int rows,
      int from,
      int to,
      double[] packed,
      int packedOffset) {
    double[] a = product.a;
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
      double[] a, int source, int stride, int steps, double[] packed, int target) {
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
      double[] a, int source, int stride, int steps, double[] packed, int target) {
    for (int step = 0; step < steps; step++) {
      packed[target + step] = a[source + step * stride];
    }
  }
}
