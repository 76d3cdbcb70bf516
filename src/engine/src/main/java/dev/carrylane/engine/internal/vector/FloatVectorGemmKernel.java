package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatGemmKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.kernel.FloatTile;
import dev.carrylane.engine.internal.kernel.TileHeights;
import dev.carrylane.engine.internal.pack.FloatPanels;
import dev.carrylane.engine.internal.product.ProductTuning;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Covers C with register tiles; lanes run over columns. From the outside in: blocks of columns; pieces of the chains,
 * which continue from C; row tiles, copied into L1 once for each block; panels, which stream from L2, where a piece of a
 * block stays.
 */
final class FloatVectorGemmKernel implements FloatGemmKernel {
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final int PANEL_WIDTH = 2 * LANES;

  /** AVX-512 and NEON have 32 vector registers, AVX2 has 16. */
  private static final int ROW_TILE =
      VectorWidth.BITS == 512 || System.getProperty("os.arch").equals("aarch64") ? 12 : 6;

  private static final TileHeights HEIGHTS = new TileHeights(ROW_TILE);

  /** For operands of half the bytes, which may pass by twice as often. */
  private static final TileHeights HALF_HEIGHTS = new TileHeights(6);

  private static final int BLOCK = ProductTuning.BLOCK_COLUMNS / PANEL_WIDTH;

  /** Scratch of a thread: the rows of a tile, then a tile of C. */
  private static final int EDGE_TILE = ROW_TILE * FloatRows.STRIDE;

  private static final int SCRATCH = EDGE_TILE + ROW_TILE * PANEL_WIDTH;

  @Override
  public int panelWidth() {
    return PANEL_WIDTH;
  }

  @Override
  public int rowTile() {
    return ROW_TILE;
  }

  @Override
  public boolean readsPanels() {
    return true;
  }

  @Override
  public int panelsInPlace(int rows, int columns, int bStride, boolean transposed) {
    // Rows that lie a multiple of 1 KB apart share a quarter of the sets of L1, or fewer.
    boolean profit =
        !transposed
            && rows <= ProductTuning.MOST_ROWS_IN_PLACE
            && bStride * Float.BYTES % 1024 != 0;
    return profit ? columns / PANEL_WIDTH : 0;
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
    FloatTile tile = product.workspaces[worker].tile;
    tile.a = product.workspaces[worker].left(SCRATCH);
    for (int block = panelFrom; block < panelTo; block += BLOCK) {
      int blockTo = Math.min(panelTo, block + BLOCK);
      block(product, tile, firstSegment, rowFrom, rowTo, block, blockTo);
      int columnTo = Math.min(blockTo * PANEL_WIDTH, product.columns);
      product.epilogue.apply(product, rowFrom, rowTo, block * PANEL_WIDTH, columnTo);
    }
    tile.clear();
  }

  private static void block(
      FloatProduct product,
      FloatTile tile,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo) {
    boolean pairs = fewestVectors(product) == 2;
    TileHeights heights = pairs ? HALF_HEIGHTS : HEIGHTS;
    int first = firstSegment * product.segmentLength;
    int pieces = Math.max(1, Math.ceilDiv(product.depth - first, FloatRows.MOST_DEPTH));
    int piece = Math.ceilDiv(product.depth - first, pieces);
    for (int i = 0; i < pieces; i++) {
      int from = first + i * piece;
      int to = Math.min(product.depth, from + piece);
      boolean onward = i > 0 || product.accumulate;
      tile.depth = to - from;
      for (int row = rowFrom; row < rowTo; ) {
        int height = heights.next(rowTo - row);
        FloatRows.copy(product, row, height, from, to, tile.a, 0);
        tilesOfRows(product, tile, row, height, from, panelFrom, panelTo, onward);
        row += height;
      }
    }
  }

  /** The tiles of some rows over a block of panels, for one piece of the chains. */
  private static void tilesOfRows(
      FloatProduct product,
      FloatTile tile,
      int row,
      int height,
      int from,
      int panelFrom,
      int panelTo,
      boolean onward) {
    int fewest = fewestVectors(product);
    int group = height == 1 ? 4 : height <= 3 ? 2 : 1;
    for (int panel = panelFrom; panel < panelTo; ) {
      while (group > 1 && (panel + group > panelTo || !isFull(product, panel + group - 1))) {
        group /= 2;
      }
      int column = panel * PANEL_WIDTH;
      int width = Math.min(group * PANEL_WIDTH, product.columns - column);
      int vectors = Math.max(fewest, Math.ceilDiv(width, LANES));
      int c = product.cOffset + row * product.cStride + column;
      // Where C has fewer columns, the tile is computed beside C, then copied.
      boolean edge = width < vectors * LANES;
      tile.c = edge ? tile.a : product.c;
      tile.cOffset = edge ? EDGE_TILE : c;
      tile.cStride = edge ? PANEL_WIDTH : product.cStride;
      tile.start = onward ? tile.c : product.bias;
      tile.first = onward ? tile.cOffset : column;
      tile.step = onward ? tile.cStride : 0;
      for (int r = 0; edge && onward && r < height; r++) {
        System.arraycopy(
            product.c, c + r * product.cStride, tile.a, EDGE_TILE + r * PANEL_WIDTH, width);
      }
      if (panel < product.panelsInPlace) {
        tile.b = product.b;
        tile.bOffset = product.bOffset + from * product.bStride + column;
        tile.bStride = product.bStride;
        FloatTilesInPlace.multiply(height, vectors, tile);
      } else {
        long element = place(product.panels, panel - product.panelsInPlace, from);
        FloatPanelTiles.multiply(height, vectors, tile, product.panels, element);
      }
      for (int r = 0; edge && r < height; r++) {
        System.arraycopy(
            tile.a, EDGE_TILE + r * PANEL_WIDTH, product.c, c + r * product.cStride, width);
      }
      panel += group;
    }
  }

  private static int fewestVectors(FloatProduct product) {
    return product.panelsInPlace > 0 ? 1 : FloatPanelTiles.fewestVectors(product.panels);
  }

  private static boolean isFull(FloatProduct product, int panel) {
    return (panel + 1) * PANEL_WIDTH <= product.columns;
  }

  @Override
  public void pack(
      FloatProduct product, FloatPanels panels, int panelFrom, int panelTo, int worker) {
    float[] b = product.b;
    int bStride = product.bStride;
    boolean transposed = product.bTransposed;
    int bOffset = product.bOffset + product.panelsInPlace * PANEL_WIDTH;
    int full = transposed ? panelFrom : Math.min(panelTo, panels.columns() / PANEL_WIDTH);
    for (int k = 0; k < panels.depth(); k += ProductTuning.PACKED_ROWS) {
      int rows = Math.min(ProductTuning.PACKED_ROWS, panels.depth() - k);
      for (int panel = panelFrom; panel < full; panel++) {
        int from = bOffset + k * bStride + panel * PANEL_WIDTH;
        packRows(panels.memory(), place(panels, panel, k), rows, b, from, bStride);
      }
    }
    float[] scratch = product.workspaces[worker].left(SCRATCH);
    for (int panel = Math.max(panelFrom, full); panel < panelTo; panel++) {
      packElements(panels, panel, b, bOffset, bStride, transposed, scratch);
    }
  }

  /** The element of row k and the first column of a panel, counted from the first of all. */
  private static long place(FloatPanels panels, int panel, int k) {
    return ((long) panel * panels.distance() + k) * PANEL_WIDTH;
  }

  /** Some rows of a panel whose columns all exist. */
  private static void packRows(
      MemorySegment memory, long place, int rows, float[] b, int bOffset, int bStride) {
    for (int r = 0; r < rows; r++) {
      int from = bOffset + r * bStride;
      long to = (place + r * PANEL_WIDTH) * Float.BYTES;
      VectorWidth.FLOAT_VECTOR
          .cast(FloatVector.fromArray(VectorWidth.FLOATS, b, from))
          .intoMemorySegment(memory, to, ByteOrder.nativeOrder());
      VectorWidth.FLOAT_VECTOR
          .cast(FloatVector.fromArray(VectorWidth.FLOATS, b, from + LANES))
          .intoMemorySegment(memory, to + (long) LANES * Float.BYTES, ByteOrder.nativeOrder());
    }
  }

  /** A panel of a transposed source, or one with zeros where columns do not exist. */
  private static void packElements(
      FloatPanels panels,
      int panel,
      float[] b,
      int bOffset,
      int bStride,
      boolean transposed,
      float[] scratch) {
    int column = panel * PANEL_WIDTH;
    int valid = Math.min(PANEL_WIDTH, panels.columns() - column);
    for (int from = 0; from < panels.depth(); from += ProductTuning.TRANSPOSED_ROWS) {
      int rows = Math.min(ProductTuning.TRANSPOSED_ROWS, panels.depth() - from);
      int size = rows * PANEL_WIDTH;
      if (valid < PANEL_WIDTH) {
        Arrays.fill(scratch, 0, size, 0f);
      }
      if (transposed) {
        transpose(b, bOffset + column * bStride + from, bStride, rows, valid, scratch);
      } else {
        int source = bOffset + column + from * bStride;
        for (int k = 0; k < rows; k++) {
          System.arraycopy(b, source + k * bStride, scratch, k * PANEL_WIDTH, valid);
        }
      }
      MemorySegment.copy(
          scratch,
          0,
          panels.memory(),
          ValueLayout.JAVA_FLOAT,
          place(panels, panel, from) * Float.BYTES,
          size);
    }
  }

  /** Some rows of a panel, whose columns are rows of the source: four at a time, so that stores lie side by side. */
  private static void transpose(
      float[] b, int source, int bStride, int rows, int columns, float[] panel) {
    int j = 0;
    for (; j < columns - 3; j += 4) {
      int first = source + j * bStride;
      int second = first + bStride;
      int third = second + bStride;
      int fourth = third + bStride;
      for (int k = 0; k < rows; k++) {
        int to = k * PANEL_WIDTH + j;
        panel[to] = b[first + k];
        panel[to + 1] = b[second + k];
        panel[to + 2] = b[third + k];
        panel[to + 3] = b[fourth + k];
      }
    }
    for (; j < columns; j++) {
      for (int k = 0; k < rows; k++) {
        panel[k * PANEL_WIDTH + j] = b[source + j * bStride + k];
      }
    }
  }
}
