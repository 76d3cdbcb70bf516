package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of C over one, two or four panels at once: the matrix-vector product. It reads every weight
 * once and is bound by the cache level the weights live in; what matters is that enough chains are in
 * flight (8 for two FMA units of 4 cycles latency) and that the reads are sequential streams.
 */
final class RowTile {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int PANEL_WIDTH = 2 * LANES;

  private RowTile() {}

  static void fourPanels(
      float[] a,
      int[] segmentOffsets,
      int firstSegment,
      int segments,
      int segmentLength,
      int rowOffset,
      float[] b,
      int bOffset,
      int panelSize,
      float[] start,
      int startOffset,
      float[] c,
      int cOffset) {
    FloatVector c0 = FloatVector.fromArray(FLOATS, start, startOffset);
    FloatVector c1 = FloatVector.fromArray(FLOATS, start, startOffset + LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, start, startOffset + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, start, startOffset + 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(FLOATS, start, startOffset + 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(FLOATS, start, startOffset + 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(FLOATS, start, startOffset + 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(FLOATS, start, startOffset + 7 * LANES);
    int panelRow = bOffset;
    for (int s = firstSegment; s < segments; s++) {
      int a0 = segmentOffsets[s] + rowOffset;
      int panelRow1 = panelRow + panelSize;
      int panelRow2 = panelRow + 2 * panelSize;
      int panelRow3 = panelRow + 3 * panelSize;
      for (int k = 0; k < segmentLength; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + k]);
        c0 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH), c0);
        c1 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH + LANES), c1);
        c2 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow1 + k * PANEL_WIDTH), c2);
        c3 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow1 + k * PANEL_WIDTH + LANES), c3);
        c4 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow2 + k * PANEL_WIDTH), c4);
        c5 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow2 + k * PANEL_WIDTH + LANES), c5);
        c6 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow3 + k * PANEL_WIDTH), c6);
        c7 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow3 + k * PANEL_WIDTH + LANES), c7);
      }
      panelRow += segmentLength * PANEL_WIDTH;
    }
    c0.intoArray(c, cOffset);
    c1.intoArray(c, cOffset + LANES);
    c2.intoArray(c, cOffset + 2 * LANES);
    c3.intoArray(c, cOffset + 3 * LANES);
    c4.intoArray(c, cOffset + 4 * LANES);
    c5.intoArray(c, cOffset + 5 * LANES);
    c6.intoArray(c, cOffset + 6 * LANES);
    c7.intoArray(c, cOffset + 7 * LANES);
  }

  static void twoPanels(
      float[] a,
      int[] segmentOffsets,
      int firstSegment,
      int segments,
      int segmentLength,
      int rowOffset,
      float[] b,
      int bOffset,
      int panelSize,
      float[] start,
      int startOffset,
      float[] c,
      int cOffset) {
    FloatVector c0 = FloatVector.fromArray(FLOATS, start, startOffset);
    FloatVector c1 = FloatVector.fromArray(FLOATS, start, startOffset + LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, start, startOffset + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, start, startOffset + 3 * LANES);
    int panelRow = bOffset;
    for (int s = firstSegment; s < segments; s++) {
      int a0 = segmentOffsets[s] + rowOffset;
      int panelRow1 = panelRow + panelSize;
      for (int k = 0; k < segmentLength; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + k]);
        c0 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH), c0);
        c1 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH + LANES), c1);
        c2 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow1 + k * PANEL_WIDTH), c2);
        c3 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow1 + k * PANEL_WIDTH + LANES), c3);
      }
      panelRow += segmentLength * PANEL_WIDTH;
    }
    c0.intoArray(c, cOffset);
    c1.intoArray(c, cOffset + LANES);
    c2.intoArray(c, cOffset + 2 * LANES);
    c3.intoArray(c, cOffset + 3 * LANES);
  }

  static void onePanel(
      float[] a,
      int[] segmentOffsets,
      int firstSegment,
      int segments,
      int segmentLength,
      int rowOffset,
      float[] b,
      int bOffset,
      int panelSize,
      float[] start,
      int startOffset,
      float[] c,
      int cOffset) {
    FloatVector c0 = FloatVector.fromArray(FLOATS, start, startOffset);
    FloatVector c1 = FloatVector.fromArray(FLOATS, start, startOffset + LANES);
    int panelRow = bOffset;
    for (int s = firstSegment; s < segments; s++) {
      int a0 = segmentOffsets[s] + rowOffset;
      for (int k = 0; k < segmentLength; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + k]);
        c0 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH), c0);
        c1 = x.fma(FloatVector.fromArray(FLOATS, b, panelRow + k * PANEL_WIDTH + LANES), c1);
      }
      panelRow += segmentLength * PANEL_WIDTH;
    }
    c0.intoArray(c, cOffset);
    c1.intoArray(c, cOffset + LANES);
  }
}
