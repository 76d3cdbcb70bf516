package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.Epilogue;
import dev.carrylane.engine.internal.GemmKernel;
import dev.carrylane.engine.internal.SegmentedProduct;

/**
 * Covers C with register tiles; lanes run over columns. The outermost loop cuts the chains into pieces that
 * continue from C, so that the packed weights of one piece (512 × columns: 300 KB for the 150 channels of the
 * music models) stay in L2 while all row tiles pass over them; a row tile is copied into L1 once and meets all
 * panels there.
 */
final class VectorGemmKernel implements GemmKernel {
  private static final int LANES = VectorWidth.LANES;
  private static final int PANEL_WIDTH = 2 * LANES;

  /** AVX-512 and NEON have 32 vector registers, AVX2 has 16. */
  private static final int ROW_TILE =
      VectorWidth.BITS == 512 || System.getProperty("os.arch").equals("aarch64") ? 12 : 6;

  /** Below this many rows each row is done by itself. */
  private static final int SMALLEST_TILE = 4;

  /** Scratch of a part: the rows of a tile, then a tile of C. */
  private static final int EDGE_TILE = ROW_TILE * PackedRows.STRIDE;

  private static final int SCRATCH = EDGE_TILE + ROW_TILE * PANEL_WIDTH;

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
  public int scratchSize() {
    return SCRATCH;
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
    int tiledRows = rowFrom;
    while (rowTo - tiledRows >= SMALLEST_TILE) {
      tiledRows += tileHeight(rowTo - tiledRows);
    }
    if (tiledRows > rowFrom) {
      tiles(product, firstSegment, rowFrom, tiledRows, panelFrom, panelTo, part * SCRATCH);
    }
    for (int row = tiledRows; row < rowTo; row++) {
      rowOfPanels(product, firstSegment, row, panelFrom, panelTo, part * SCRATCH);
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

  private static void tiles(
      SegmentedProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int scratch) {
    int first = firstSegment * product.segmentLength;
    int pieces = Math.max(1, Math.ceilDiv(product.depth - first, PackedRows.MOST_DEPTH));
    int piece = Math.ceilDiv(product.depth - first, pieces);
    for (int i = 0; i < pieces; i++) {
      int from = first + i * piece;
      int to = Math.min(product.depth, from + piece);
      boolean onward = i > 0 || product.accumulate;
      for (int row = rowFrom; row < rowTo; ) {
        int height = tileHeight(rowTo - row);
        PackedRows.copy(product, row, height, from, to, product.scratch, scratch);
        rowOfTiles(product, row, height, from, to, panelFrom, panelTo, onward, scratch);
        row += height;
      }
    }
  }

  /** The tiles of one row tile over all panels, for one piece of the chains. */
  private static void rowOfTiles(
      SegmentedProduct product,
      int row,
      int height,
      int from,
      int to,
      int panelFrom,
      int panelTo,
      boolean onward,
      int scratch) {
    int cStride = product.cStride;
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int column = panel * PANEL_WIDTH;
      int c = product.cOffset + row * cStride + column;
      int b = (panel * product.depth + from) * PANEL_WIDTH;
      int depth = to - from;
      int width = product.columns - column;
      if (width < PANEL_WIDTH) {
        edgeTile(product, height, scratch, depth, b, column, width, c, onward);
      } else if (onward) {
        tile(product, height, scratch, depth, b, product.c, c, cStride, product.c, c, cStride);
      } else {
        tile(product, height, scratch, depth, b, product.bias, column, 0, product.c, c, cStride);
      }
    }
  }

  /** A tile of the last panel where C has fewer columns: computed beside C, then copied. */
  private static void edgeTile(
      SegmentedProduct product,
      int height,
      int scratch,
      int depth,
      int b,
      int column,
      int width,
      int c,
      boolean onward) {
    float[] edge = product.scratch;
    int edgeOffset = scratch + EDGE_TILE;
    if (onward) {
      for (int r = 0; r < height; r++) {
        System.arraycopy(
            product.c, c + r * product.cStride, edge, edgeOffset + r * PANEL_WIDTH, width);
      }
      tile(
          product,
          height,
          scratch,
          depth,
          b,
          edge,
          edgeOffset,
          PANEL_WIDTH,
          edge,
          edgeOffset,
          PANEL_WIDTH);
    } else {
      tile(
          product,
          height,
          scratch,
          depth,
          b,
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

  private static void tile(
      SegmentedProduct product,
      int height,
      int scratch,
      int depth,
      int b,
      float[] start,
      int startOffset,
      int startStride,
      float[] c,
      int cOffset,
      int cStride) {
    float[] a = product.scratch;
    float[] panels = product.panels;
    switch (height) {
      case 12 ->
          Tile12x2.multiply(
              a, scratch, depth, panels, b, start, startOffset, startStride, c, cOffset, cStride);
      case 6 ->
          Tile6x2.multiply(
              a, scratch, depth, panels, b, start, startOffset, startStride, c, cOffset, cStride);
      default ->
          Tile4x2.multiply(
              a, scratch, depth, panels, b, start, startOffset, startStride, c, cOffset, cStride);
    }
  }

  /** One row by itself, read where it lies; groups of panels keep enough chains in flight. */
  private static void rowOfPanels(
      SegmentedProduct product,
      int firstSegment,
      int row,
      int panelFrom,
      int panelTo,
      int scratch) {
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
        float[] edge = product.scratch;
        if (product.accumulate) {
          System.arraycopy(product.c, c, edge, scratch, width);
          rowGroup(product, firstSegment, row, panel, group, edge, scratch, edge, scratch);
        } else {
          rowGroup(product, firstSegment, row, panel, group, product.bias, column, edge, scratch);
        }
        System.arraycopy(edge, scratch, product.c, c, width);
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
    float[] a = product.a;
    float[] panels = product.panels;
    int[] offsets = product.segmentOffsets;
    int segments = product.segments;
    int length = product.segmentLength;
    int panelSize = product.depth * PANEL_WIDTH;
    int rowOffset = row * product.aStride;
    int b = (panel * product.depth + firstSegment * length) * PANEL_WIDTH;
    switch (group) {
      case 4 ->
          RowTile.fourPanels(
              a,
              offsets,
              firstSegment,
              segments,
              length,
              rowOffset,
              panels,
              b,
              panelSize,
              start,
              startOffset,
              c,
              cOffset);
      case 2 ->
          RowTile.twoPanels(
              a,
              offsets,
              firstSegment,
              segments,
              length,
              rowOffset,
              panels,
              b,
              panelSize,
              start,
              startOffset,
              c,
              cOffset);
      default ->
          RowTile.onePanel(
              a,
              offsets,
              firstSegment,
              segments,
              length,
              rowOffset,
              panels,
              b,
              panelSize,
              start,
              startOffset,
              c,
              cOffset);
    }
  }
}
