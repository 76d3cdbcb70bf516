package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The main tile where there are 16 vector registers: 12 hold the chains, 2 a row of the panel, 1 a
 * broadcast. With 32 registers it finishes what is left below the main tile.
 */
final class Tile6x2 {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int PANEL_WIDTH = 2 * LANES;
  private static final int STRIDE = PackedRows.STRIDE;

  private Tile6x2() {}

  /**
   * 6 rows of one panel.
   *
   * @param a rows of A as {@link PackedRows} lays them out
   * @param aOffset where the first row starts
   * @param depth steps of the chains
   * @param b packed weights
   * @param bOffset the panel's row for the first step
   * @param start start values
   * @param startOffset the start values of the first row
   * @param startStride distance between the start values of two rows; 0 for a bias
   * @param c result
   * @param cOffset where its first row starts
   * @param cStride distance between its rows
   */
  static void multiply(
      float[] a,
      int aOffset,
      int depth,
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
    for (int k = 0; k < depth; k++) {
      FloatVector ba = FloatVector.fromArray(FLOATS, b, bOffset + k * PANEL_WIDTH);
      FloatVector bb = FloatVector.fromArray(FLOATS, b, bOffset + k * PANEL_WIDTH + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[aOffset + k]);
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[aOffset + STRIDE + k]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[aOffset + 2 * STRIDE + k]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[aOffset + 3 * STRIDE + k]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[aOffset + 4 * STRIDE + k]);
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[aOffset + 5 * STRIDE + k]);
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
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
  }
}
