package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finishes rows that are left below a larger tile: 8 accumulators just cover the latency of two FMA
 * units (4 cycles each).
 */
final class Tile4x2 {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int PANEL_WIDTH = 2 * LANES;

  private Tile4x2() {}

  /**
   * Rows i … i+3 of one panel; the arguments are those of {@link VectorGemmKernel}'s other tiles.
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
    int panelRow = bOffset;
    for (int s = firstSegment; s < segments; s++) {
      int a0 = segmentOffsets[s] + rowOffset;
      int a1 = a0 + aStride;
      int a2 = a1 + aStride;
      int a3 = a2 + aStride;
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
  }
}
