package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.FloatGemmKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.kernel.FloatWorkspace;
import dev.carrylane.engine.internal.pack.FloatPanels;

/**
 * Plain loops over columns, in the one form that C2 turns into vector code by itself, and soon after a JVM's start: an
 * array for each row of the right operand and for each row of chains, the same index in all of them, from 0 on (from
 * anywhere else, C2 of JDK 25 leaves the loop of four rows scalar). Four steps of the chains in a turn, and four rows of
 * them, so that most operands are in registers; each chain still takes its steps one after the other.
 *
 * <p>So the chains are advanced in arrays beside C, a piece of their depth at a time. A right operand that is not packed
 * is copied, a piece at a time, into an array for each row.
 */
final class FloatScalarGemmKernel implements FloatGemmKernel {
  /** Columns that threads take at once: four cache lines, so that two threads share few. */
  private static final int UNIT = 64;

  /** Rows of C that are advanced together. */
  private static final int ROWS = 4;

  /** Steps of the chains between two looks at C: with 128 columns, so many rows of B are 64 KB. */
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
      FloatProduct product, FloatPanels panels, int panelFrom, int panelTo, int worker) {
    throw new AssertionError();
  }

  @Override
  public void multiply(
      FloatProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int worker) {
    FloatWorkspace work = product.workspaces[worker];
    int from = panelFrom * UNIT;
    int width = Math.min(product.columns, panelTo * UNIT) - from;
    boolean copies = product.rows == null;
    float[][] chains = work.chains(ROWS, width);
    float[][] copied = copies ? work.right(PIECE, width) : null;
    float[] left = work.left(ROWS * PIECE);
    boolean onward = product.accumulate;
    int step = firstSegment * product.segmentLength;
    do {
      int count = Math.min(PIECE, product.depth - step);
      if (copies) {
        copyRight(product, step, count, from, width, copied);
      }
      float[][] right = copies ? copied : product.rows;
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

  /** Some rows over a piece of their chains. */
  private static void piece(
      FloatProduct product,
      boolean onward,
      int row,
      int height,
      int step,
      int count,
      float[][] right,
      int at,
      int from,
      int width,
      float[] left,
      float[][] chains) {
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
      FloatProduct product, int row, int step, int count, float[] left, int at) {
    float[] a = product.a;
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
      FloatProduct product, int step, int count, int from, int width, float[][] right) {
    float[] b = product.b;
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
      float[] left, float[][] right, int at, int count, float[] c, int width) {
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
      float[] left, float[][] right, int at, int count, float[][] c, int width) {
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

  private static void step(float a, float[] b, float[] c, int width) {
    for (int j = 0; j < width; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  private static void fourSteps(
      float[] left, int k, float[] b0, float[] b1, float[] b2, float[] b3, float[] c, int width) {
    float a0 = left[k];
    float a1 = left[k + 1];
    float a2 = left[k + 2];
    float a3 = left[k + 3];
    for (int j = 0; j < width; j++) {
      float sum = Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]));
      c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], sum));
    }
  }

  private static void tile(
      float[] left,
      int k,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      int width) {
    int second = k + PIECE;
    int third = second + PIECE;
    int fourth = third + PIECE;
    float a00 = left[k];
    float a01 = left[k + 1];
    float a02 = left[k + 2];
    float a03 = left[k + 3];
    float a10 = left[second];
    float a11 = left[second + 1];
    float a12 = left[second + 2];
    float a13 = left[second + 3];
    float a20 = left[third];
    float a21 = left[third + 1];
    float a22 = left[third + 2];
    float a23 = left[third + 3];
    float a30 = left[fourth];
    float a31 = left[fourth + 1];
    float a32 = left[fourth + 2];
    float a33 = left[fourth + 3];
    for (int j = 0; j < width; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      c2[j] = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      c3[j] = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
    }
  }
}
