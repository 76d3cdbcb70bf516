package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The main tile where there are 32 vector registers: 24 hold the accumulators, 2 a row of the panel, 1 a
 * broadcast.
 */
final class Tile12x2 {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int PANEL_WIDTH = 2 * LANES;

  private Tile12x2() {}

  /**
   * Rows i … i+11 of one panel; the arguments are those of {@link VectorGemmKernel}'s other tiles.
   *
   * @param a left operand
   * @param segmentOffsets starts of the segments of row 0
   * @param firstSegment first segment of the chains
   * @param segments one past the last segment
   * @param segmentLength floats in a segment
   * @param rowOffset row i as an offset into A
   * @param aStride distance between rows of A
   * @param b packed weights
   * @param bOffset where the panel's row for the first segment starts
   * @param start start values
   * @param startOffset the start value of row i, first column
   * @param startStride distance between the start values of two rows; 0 for a bias
   * @param c result
   * @param cOffset row i, first column of the panel
   * @param cStride distance between rows of C
   */
  static void multiply(
      float[] a,
      int[] segmentOffsets,
      int firstSegment,
      int segments,
      int segmentLength,
      int rowOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] start,
      int startOffset,
      int startStride,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0a = FloatVector.fromArray(FLOATS, start, startOffset);
    FloatVector c0b = FloatVector.fromArray(FLOATS, start, startOffset + LANES);
    FloatVector c1a = FloatVector.fromArray(FLOATS, start, startOffset + startStride);
    FloatVector c1b = FloatVector.fromArray(FLOATS, start, startOffset + startStride + LANES);
    FloatVector c2a = FloatVector.fromArray(FLOATS, start, startOffset + 2 * startStride);
    FloatVector c2b = FloatVector.fromArray(FLOATS, start, startOffset + 2 * startStride + LANES);
    FloatVector c3a = FloatVector.fromArray(FLOATS, start, startOffset + 3 * startStride);
    FloatVector c3b = FloatVector.fromArray(FLOATS, start, startOffset + 3 * startStride + LANES);
    FloatVector c4a = FloatVector.fromArray(FLOATS, start, startOffset + 4 * startStride);
    FloatVector c4b = FloatVector.fromArray(FLOATS, start, startOffset + 4 * startStride + LANES);
    FloatVector c5a = FloatVector.fromArray(FLOATS, start, startOffset + 5 * startStride);
    FloatVector c5b = FloatVector.fromArray(FLOATS, start, startOffset + 5 * startStride + LANES);
    FloatVector c6a = FloatVector.fromArray(FLOATS, start, startOffset + 6 * startStride);
    FloatVector c6b = FloatVector.fromArray(FLOATS, start, startOffset + 6 * startStride + LANES);
    FloatVector c7a = FloatVector.fromArray(FLOATS, start, startOffset + 7 * startStride);
    FloatVector c7b = FloatVector.fromArray(FLOATS, start, startOffset + 7 * startStride + LANES);
    FloatVector c8a = FloatVector.fromArray(FLOATS, start, startOffset + 8 * startStride);
    FloatVector c8b = FloatVector.fromArray(FLOATS, start, startOffset + 8 * startStride + LANES);
    FloatVector c9a = FloatVector.fromArray(FLOATS, start, startOffset + 9 * startStride);
    FloatVector c9b = FloatVector.fromArray(FLOATS, start, startOffset + 9 * startStride + LANES);
    FloatVector c10a = FloatVector.fromArray(FLOATS, start, startOffset + 10 * startStride);
    FloatVector c10b = FloatVector.fromArray(FLOATS, start, startOffset + 10 * startStride + LANES);
    FloatVector c11a = FloatVector.fromArray(FLOATS, start, startOffset + 11 * startStride);
    FloatVector c11b = FloatVector.fromArray(FLOATS, start, startOffset + 11 * startStride + LANES);
    int panelRow = bOffset;
    for (int s = firstSegment; s < segments; s++) {
      int a0 = segmentOffsets[s] + rowOffset;
      int a1 = a0 + aStride;
      int a2 = a1 + aStride;
      int a3 = a2 + aStride;
      int a4 = a3 + aStride;
      int a5 = a4 + aStride;
      int a6 = a5 + aStride;
      int a7 = a6 + aStride;
      int a8 = a7 + aStride;
      int a9 = a8 + aStride;
      int a10 = a9 + aStride;
      int a11 = a10 + aStride;
      for (int k = 0; k < segmentLength; k++) {
        FloatVector ba = FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH);
        FloatVector bb = FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH + LANES);
        FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
        c0a = x0.fma(ba, c0a);
        c0b = x0.fma(bb, c0b);
        FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + k]);
        c1a = x1.fma(ba, c1a);
        c1b = x1.fma(bb, c1b);
        FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + k]);
        c2a = x2.fma(ba, c2a);
        c2b = x2.fma(bb, c2b);
        FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + k]);
        c3a = x3.fma(ba, c3a);
        c3b = x3.fma(bb, c3b);
        FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + k]);
        c4a = x4.fma(ba, c4a);
        c4b = x4.fma(bb, c4b);
        FloatVector x5 = FloatVector.broadcast(FLOATS, a[a5 + k]);
        c5a = x5.fma(ba, c5a);
        c5b = x5.fma(bb, c5b);
        FloatVector x6 = FloatVector.broadcast(FLOATS, a[a6 + k]);
        c6a = x6.fma(ba, c6a);
        c6b = x6.fma(bb, c6b);
        FloatVector x7 = FloatVector.broadcast(FLOATS, a[a7 + k]);
        c7a = x7.fma(ba, c7a);
        c7b = x7.fma(bb, c7b);
        FloatVector x8 = FloatVector.broadcast(FLOATS, a[a8 + k]);
        c8a = x8.fma(ba, c8a);
        c8b = x8.fma(bb, c8b);
        FloatVector x9 = FloatVector.broadcast(FLOATS, a[a9 + k]);
        c9a = x9.fma(ba, c9a);
        c9b = x9.fma(bb, c9b);
        FloatVector x10 = FloatVector.broadcast(FLOATS, a[a10 + k]);
        c10a = x10.fma(ba, c10a);
        c10b = x10.fma(bb, c10b);
        FloatVector x11 = FloatVector.broadcast(FLOATS, a[a11 + k]);
        c11a = x11.fma(ba, c11a);
        c11b = x11.fma(bb, c11b);
      }
      panelRow += segmentLength * PANEL_WIDTH;
    }
    c0a.intoArray(c, cOffset);
    c0b.intoArray(c, cOffset + LANES);
    c1a.intoArray(c, cOffset + cStride);
    c1b.intoArray(c, cOffset + cStride + LANES);
    c2a.intoArray(c, cOffset + 2 * cStride);
    c2b.intoArray(c, cOffset + 2 * cStride + LANES);
    c3a.intoArray(c, cOffset + 3 * cStride);
    c3b.intoArray(c, cOffset + 3 * cStride + LANES);
    c4a.intoArray(c, cOffset + 4 * cStride);
    c4b.intoArray(c, cOffset + 4 * cStride + LANES);
    c5a.intoArray(c, cOffset + 5 * cStride);
    c5b.intoArray(c, cOffset + 5 * cStride + LANES);
    c6a.intoArray(c, cOffset + 6 * cStride);
    c6b.intoArray(c, cOffset + 6 * cStride + LANES);
    c7a.intoArray(c, cOffset + 7 * cStride);
    c7b.intoArray(c, cOffset + 7 * cStride + LANES);
    c8a.intoArray(c, cOffset + 8 * cStride);
    c8b.intoArray(c, cOffset + 8 * cStride + LANES);
    c9a.intoArray(c, cOffset + 9 * cStride);
    c9b.intoArray(c, cOffset + 9 * cStride + LANES);
    c10a.intoArray(c, cOffset + 10 * cStride);
    c10b.intoArray(c, cOffset + 10 * cStride + LANES);
    c11a.intoArray(c, cOffset + 11 * cStride);
    c11b.intoArray(c, cOffset + 11 * cStride + LANES);
  }
}
