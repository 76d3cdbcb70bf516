package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.Epilogue;
import dev.carrylane.engine.internal.GemmKernel;
import dev.carrylane.engine.internal.SegmentedProduct;

/**
 * Covers C with register tiles. Lanes run over columns; panels are the outer loop, so that a panel of
 * weights (depth × 2 vectors: 96 KB for the 750-deep convolutions of the music models at 512 bits) is
 * read from L2 while the rows of A, which all panels share, pass through L1.
 */
final class VectorGemmKernel implements GemmKernel {
  private static final int LANES = VectorWidth.LANES;
  private static final int PANEL_WIDTH = 2 * LANES;

  /** AVX-512 and NEON have 32 vector registers, AVX2 has 16. */
  private static final int ROW_TILE =
      VectorWidth.BITS == 512 || System.getProperty("os.arch").equals("aarch64") ? 12 : 6;

  /** Below this many rows each row is done by itself. */
  private static final int SMALLEST_TILE = 4;

  private final ActivationKernel activation;

  VectorGemmKernel(ActivationKernel activation) {
    this.activation = activation;
  }

  @Override
  public int panelWidth() {
    return PANEL_WIDTH;
  }

  @Override
  public int rowTile() {
    return ROW_TILE;
  }

  @Override
  public void multiply(
      SegmentedProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int part) {
    int fullPanels = Math.min(panelTo, product.columns / PANEL_WIDTH);
    int tiledRows = rowFrom;
    while (rowTo - tiledRows >= SMALLEST_TILE) {
      tiledRows += tileHeight(rowTo - tiledRows);
    }
    for (int panel = panelFrom; panel < fullPanels; panel++) {
      for (int row = rowFrom; row < tiledRows; ) {
        int height = tileHeight(tiledRows - row);
        tile(product, firstSegment, row, height, panel);
        row += height;
      }
    }
    if (fullPanels < panelTo) {
      for (int row = rowFrom; row < tiledRows; ) {
        int height = tileHeight(tiledRows - row);
        edgeTile(product, firstSegment, row, height, fullPanels, part);
        row += height;
      }
    }
    for (int row = tiledRows; row < rowTo; row++) {
      rowOfPanels(product, firstSegment, row, panelFrom, panelTo, part);
    }
    int columnTo = Math.min(panelTo * PANEL_WIDTH, product.columns);
    Epilogue.apply(activation, product, rowFrom, rowTo, panelFrom * PANEL_WIDTH, columnTo);
  }

  /** The tile for what is left, which is at least {@link #SMALLEST_TILE} rows. */
  private static int tileHeight(int rows) {
    if (ROW_TILE == 12 && rows >= 12) {
      return 12;
    }
    return rows >= 6 && rows != 8 && rows != 9 ? 6 : SMALLEST_TILE;
  }

  private static void tile(
      SegmentedProduct product, int firstSegment, int row, int height, int panel) {
    int c = product.cOffset + row * product.cStride + panel * PANEL_WIDTH;
    if (product.accumulate) {
      tileFrom(
          product,
          firstSegment,
          row,
          height,
          panel,
          product.c,
          c,
          product.cStride,
          product.c,
          c,
          product.cStride);
    } else {
      tileFrom(
          product,
          firstSegment,
          row,
          height,
          panel,
          product.bias,
          panel * PANEL_WIDTH,
          0,
          product.c,
          c,
          product.cStride);
    }
  }

  private static void tileFrom(
      SegmentedProduct product,
      int firstSegment,
      int row,
      int height,
      int panel,
      float[] start,
      int startOffset,
      int startStride,
      float[] c,
      int cOffset,
      int cStride) {
    int rowOffset = row * product.aStride;
    int b = packedOffset(product, firstSegment, panel);
    switch (height) {
      case 12 ->
          Tile12x2.multiply(
              product.a,
              product.segmentOffsets,
              firstSegment,
              product.segments,
              product.segmentLength,
              rowOffset,
              product.aStride,
              product.panels,
              b,
              start,
              startOffset,
              startStride,
              c,
              cOffset,
              cStride);
      case 6 ->
          Tile6x2.multiply(
              product.a,
              product.segmentOffsets,
              firstSegment,
              product.segments,
              product.segmentLength,
              rowOffset,
              product.aStride,
              product.panels,
              b,
              start,
              startOffset,
              startStride,
              c,
              cOffset,
              cStride);
      default ->
          Tile4x2.multiply(
              product.a,
              product.segmentOffsets,
              firstSegment,
              product.segments,
              product.segmentLength,
              rowOffset,
              product.aStride,
              product.panels,
              b,
              start,
              startOffset,
              startStride,
              c,
              cOffset,
              cStride);
    }
  }

  /** One row of a tile by itself; groups of panels keep enough chains in flight. */
  private static void rowOfPanels(
      SegmentedProduct product, int firstSegment, int row, int panelFrom, int panelTo, int part) {
    for (int panel = panelFrom; panel < panelTo; ) {
      int group = panelTo - panel >= 4 ? 4 : panelTo - panel >= 2 ? 2 : 1;
      int column = panel * PANEL_WIDTH;
      int width = Math.min(group * PANEL_WIDTH, product.columns - column);
      int c = product.cOffset + row * product.cStride + column;
      if (width == group * PANEL_WIDTH) {
        float[] start = product.accumulate ? product.c : product.bias;
        int startOffset = product.accumulate ? c : column;
        rowGroup(product, firstSegment, row, panel, group, start, startOffset, product.c, c);
      } else {
        float[] edge = product.edgeTiles;
        int edgeOffset = part * ROW_TILE * PANEL_WIDTH;
        if (product.accumulate) {
          System.arraycopy(product.c, c, edge, edgeOffset, width);
          rowGroup(product, firstSegment, row, panel, group, edge, edgeOffset, edge, edgeOffset);
        } else {
          rowGroup(
              product, firstSegment, row, panel, group, product.bias, column, edge, edgeOffset);
        }
        System.arraycopy(edge, edgeOffset, product.c, c, width);
      }
      panel += group;
    }
  }

  private static void rowGroup(
      SegmentedProduct product,
      int firstSegment,
      int row,
      int panel,
      int group,
      float[] start,
      int startOffset,
      float[] c,
      int cOffset) {
    int panelSize = product.depth * PANEL_WIDTH;
    int rowOffset = row * product.aStride;
    int b = packedOffset(product, firstSegment, panel);
    switch (group) {
      case 4 ->
          RowTile.fourPanels(
              product.a,
              product.segmentOffsets,
              firstSegment,
              product.segments,
              product.segmentLength,
              rowOffset,
              product.panels,
              b,
              panelSize,
              start,
              startOffset,
              c,
              cOffset);
      case 2 ->
          RowTile.twoPanels(
              product.a,
              product.segmentOffsets,
              firstSegment,
              product.segments,
              product.segmentLength,
              rowOffset,
              product.panels,
              b,
              panelSize,
              start,
              startOffset,
              c,
              cOffset);
      default ->
          RowTile.onePanel(
              product.a,
              product.segmentOffsets,
              firstSegment,
              product.segments,
              product.segmentLength,
              rowOffset,
              product.panels,
              b,
              panelSize,
              start,
              startOffset,
              c,
              cOffset);
    }
  }

  /** A tile of the last panel where C has fewer columns: computed beside C, then copied. */
  private static void edgeTile(
      SegmentedProduct product, int firstSegment, int row, int height, int panel, int part) {
    float[] edge = product.edgeTiles;
    int edgeOffset = part * ROW_TILE * PANEL_WIDTH;
    int column = panel * PANEL_WIDTH;
    int width = product.columns - column;
    int c = product.cOffset + row * product.cStride + column;
    if (product.accumulate) {
      for (int r = 0; r < height; r++) {
        System.arraycopy(
            product.c, c + r * product.cStride, edge, edgeOffset + r * PANEL_WIDTH, width);
      }
      tileFrom(
          product,
          firstSegment,
          row,
          height,
          panel,
          edge,
          edgeOffset,
          PANEL_WIDTH,
          edge,
          edgeOffset,
          PANEL_WIDTH);
    } else {
      tileFrom(
          product,
          firstSegment,
          row,
          height,
          panel,
          product.bias,
          column,
          0,
          edge,
          edgeOffset,
          PANEL_WIDTH);
    }
    for (int r = 0; r < height; r++) {
      System.arraycopy(
          edge, edgeOffset + r * PANEL_WIDTH, product.c, c + r * product.cStride, width);
    }
  }

  private static int packedOffset(SegmentedProduct product, int firstSegment, int panel) {
    return (panel * product.depth + firstSegment * product.segmentLength) * PANEL_WIDTH;
  }
}
