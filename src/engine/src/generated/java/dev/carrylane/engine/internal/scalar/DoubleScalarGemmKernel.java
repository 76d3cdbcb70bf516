package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.DoubleGemmKernel;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.kernel.DoubleWorkspace;
import dev.carrylane.engine.internal.pack.DoublePanels;

/** As {@link FloatScalarGemmKernel}, whose comments hold here; generated. */
final class DoubleScalarGemmKernel implements DoubleGemmKernel {
  private static final int UNIT = 64;
  private static final int ROWS = 4;
  private static final int PIECE = 128;

  @Override
  public boolean readsPanels() {
    return false;
  }

  @Override
  public int panelWidth() {
    return UNIT;
  }

  @Override
  public int rowTile() {
    return ROWS;
  }

  @Override
  public int panelsInPlace(int rows, int columns, int bStride, boolean transposed) {
    return Math.ceilDiv(columns, UNIT);
  }

  @Override
  public void pack(
      DoubleProduct product, DoublePanels panels, int panelFrom, int panelTo, int worker) {
    throw new AssertionError();
  }

  @Override
  public void multiply(
      DoubleProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int worker) {
    DoubleWorkspace work = product.workspaces[worker];
    int from = panelFrom * UNIT;
    int width = Math.min(product.columns, panelTo * UNIT) - from;
    boolean copies = product.rows == null;
    double[][] chains = work.chains(ROWS, width);
    double[][] copied = copies ? work.right(PIECE, width) : null;
    double[] left = work.left(ROWS * PIECE);
    boolean onward = product.accumulate;
    int step = firstSegment * product.segmentLength;
    do {
      int count = Math.min(PIECE, product.depth - step);
      if (copies) {
        copyRight(product, step, count, from, width, copied);
      }
      double[][] right = copies ? copied : product.rows;
      int at = copies ? 0 : step;
      for (int row = rowFrom; row < rowTo; ) {
        int height = rowTo - row >= ROWS ? ROWS : 1;
        piece(product, onward, row, height, step, count, right, at, from, width, left, chains);
        row += height;
      }
      onward = true;
      step += count;
    } while (step < product.depth);
    product.epilogue.apply(product, rowFrom, rowTo, from, from + width);
  }

  private static void piece(
      DoubleProduct product,
      boolean onward,
      int row,
      int height,
      int step,
      int count,
      double[][] right,
      int at,
      int from,
      int width,
      double[] left,
      double[][] chains) {
    for (int r = 0; r < height; r++) {
      if (onward) {
        int c = product.cOffset + (row + r) * product.cStride + from;
        System.arraycopy(product.c, c, chains[r], 0, width);
      } else {
        System.arraycopy(product.bias, from, chains[r], 0, width);
      }
      copyLeft(product, row + r, step, count, left, r * PIECE);
    }
    if (height == ROWS) {
      fourRows(left, right, at, count, chains, width);
    } else {
      oneRow(left, right, at, count, chains[0], width);
    }
    for (int r = 0; r < height; r++) {
      int c = product.cOffset + (row + r) * product.cStride + from;
      System.arraycopy(chains[r], 0, product.c, c, width);
    }
  }

  private static void copyLeft(
      DoubleProduct product, int row, int step, int count, double[] left, int at) {
    double[] a = product.a;
    if (product.aTransposed) {
      int source = product.segmentOffsets[0] + row + step * product.aStride;
      for (int k = 0; k < count; k++) {
        left[at + k] = a[source + k * product.aStride];
      }
      return;
    }
    int length = product.segmentLength;
    for (int done = 0; done < count; ) {
      int segment = (step + done) / length;
      int skipped = step + done - segment * length;
      int some = Math.min(length - skipped, count - done);
      int source = product.segmentOffsets[segment] + row * product.aStride + skipped;
      System.arraycopy(a, source, left, at + done, some);
      done += some;
    }
  }

  private static void copyRight(
      DoubleProduct product, int step, int count, int from, int width, double[][] right) {
    double[] b = product.b;
    int stride = product.bStride;
    if (product.bTransposed) {
      for (int j = 0; j < width; j++) {
        int source = product.bOffset + (from + j) * stride + step;
        for (int k = 0; k < count; k++) {
          right[k][j] = b[source + k];
        }
      }
      return;
    }
    for (int k = 0; k < count; k++) {
      int source = product.bOffset + (step + k) * stride + from;
      System.arraycopy(b, source, right[k], 0, width);
    }
  }

  private static void oneRow(
      double[] left, double[][] right, int at, int count, double[] c, int width) {
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      int b = at + k;
      fourSteps(left, k, right[b], right[b + 1], right[b + 2], right[b + 3], c, width);
    }
    for (; k < count; k++) {
      step(left[k], right[at + k], c, width);
    }
  }

  private static void fourRows(
      double[] left, double[][] right, int at, int count, double[][] c, int width) {
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      int b = at + k;
      tile(
          left,
          k,
          right[b],
          right[b + 1],
          right[b + 2],
          right[b + 3],
          c[0],
          c[1],
          c[2],
          c[3],
          width);
    }
    for (; k < count; k++) {
      for (int r = 0; r < ROWS; r++) {
        step(left[r * PIECE + k], right[at + k], c[r], width);
      }
    }
  }

  private static void step(double a, double[] b, double[] c, int width) {
    for (int j = 0; j < width; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  private static void fourSteps(
      double[] left,
      int k,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] c,
      int width) {
    double a0 = left[k];
    double a1 = left[k + 1];
    double a2 = left[k + 2];
    double a3 = left[k + 3];
    for (int j = 0; j < width; j++) {
      double sum = Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]));
      c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], sum));
    }
  }

  private static void tile(
      double[] left,
      int k,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] c0,
      double[] c1,
      double[] c2,
      double[] c3,
      int width) {
    int second = k + PIECE;
    int third = second + PIECE;
    int fourth = third + PIECE;
    double a00 = left[k];
    double a01 = left[k + 1];
    double a02 = left[k + 2];
    double a03 = left[k + 3];
    double a10 = left[second];
    double a11 = left[second + 1];
    double a12 = left[second + 2];
    double a13 = left[second + 3];
    double a20 = left[third];
    double a21 = left[third + 1];
    double a22 = left[third + 2];
    double a23 = left[third + 3];
    double a30 = left[fourth];
    double a31 = left[fourth + 1];
    double a32 = left[fourth + 2];
    double a33 = left[fourth + 3];
    for (int j = 0; j < width; j++) {
      double x0 = b0[j];
      double x1 = b1[j];
      double x2 = b2[j];
      double x3 = b3[j];
      c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      c2[j] = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      c3[j] = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
    }
  }
}
