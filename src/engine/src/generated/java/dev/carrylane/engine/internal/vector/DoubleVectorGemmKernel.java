package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleGemmKernel;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.kernel.DoubleTile;
import dev.carrylane.engine.internal.kernel.TileHeights;
import dev.carrylane.engine.internal.pack.DoublePanels;
import dev.carrylane.engine.internal.product.ProductTuning;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/** As {@link FloatVectorGemmKernel}, whose comments hold here; generated. */
final class DoubleVectorGemmKernel implements DoubleGemmKernel {
  private static final int LANES = VectorWidth.DOUBLE_LANES;
  private static final int PANEL_WIDTH = 2 * LANES;
  private static final int ROW_TILE =
      VectorWidth.BITS == 512 || System.getProperty("os.arch").equals("aarch64") ? 12 : 6;
  private static final TileHeights HEIGHTS = new TileHeights(ROW_TILE);
  private static final TileHeights HALF_HEIGHTS = new TileHeights(6);
  private static final int BLOCK = ProductTuning.BLOCK_COLUMNS / PANEL_WIDTH;
  private static final int EDGE_TILE = ROW_TILE * DoubleRows.STRIDE;
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
    boolean profit =
        !transposed
            && rows <= ProductTuning.MOST_ROWS_IN_PLACE
            && bStride * Double.BYTES % 1024 != 0;
    return profit ? columns / PANEL_WIDTH : 0;
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
    DoubleTile tile = product.workspaces[worker].tile;
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
      DoubleProduct product,
      DoubleTile tile,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo) {
    boolean pairs = fewestVectors(product) == 2;
    TileHeights heights = pairs ? HALF_HEIGHTS : HEIGHTS;
    int first = firstSegment * product.segmentLength;
    int pieces = Math.max(1, Math.ceilDiv(product.depth - first, DoubleRows.MOST_DEPTH));
    int piece = Math.ceilDiv(product.depth - first, pieces);
    for (int i = 0; i < pieces; i++) {
      int from = first + i * piece;
      int to = Math.min(product.depth, from + piece);
      boolean onward = i > 0 || product.accumulate;
      tile.depth = to - from;
      for (int row = rowFrom; row < rowTo; ) {
        int height = heights.next(rowTo - row);
        DoubleRows.copy(product, row, height, from, to, tile.a, 0);
        tilesOfRows(product, tile, row, height, from, panelFrom, panelTo, onward);
        row += height;
      }
    }
  }

  private static void tilesOfRows(
      DoubleProduct product,
      DoubleTile tile,
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
        DoubleTilesInPlace.multiply(height, vectors, tile);
      } else {
        long element = place(product.panels, panel - product.panelsInPlace, from);
        DoublePanelTiles.multiply(height, vectors, tile, product.panels, element);
      }
      for (int r = 0; edge && r < height; r++) {
        System.arraycopy(
            tile.a, EDGE_TILE + r * PANEL_WIDTH, product.c, c + r * product.cStride, width);
      }
      panel += group;
    }
  }

  private static int fewestVectors(DoubleProduct product) {
    return product.panelsInPlace > 0 ? 1 : DoublePanelTiles.fewestVectors(product.panels);
  }

  private static boolean isFull(DoubleProduct product, int panel) {
    return (panel + 1) * PANEL_WIDTH <= product.columns;
  }

  @Override
  public void pack(
      DoubleProduct product, DoublePanels panels, int panelFrom, int panelTo, int worker) {
    double[] b = product.b;
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
    double[] scratch = product.workspaces[worker].left(SCRATCH);
    for (int panel = Math.max(panelFrom, full); panel < panelTo; panel++) {
      packElements(panels, panel, b, bOffset, bStride, transposed, scratch);
    }
  }

  private static long place(DoublePanels panels, int panel, int k) {
    return ((long) panel * panels.distance() + k) * PANEL_WIDTH;
  }

  private static void packRows(
      MemorySegment memory, long place, int rows, double[] b, int bOffset, int bStride) {
    for (int r = 0; r < rows; r++) {
      int from = bOffset + r * bStride;
      long to = (place + r * PANEL_WIDTH) * Double.BYTES;
      VectorWidth.DOUBLE_VECTOR
          .cast(DoubleVector.fromArray(VectorWidth.DOUBLES, b, from))
          .intoMemorySegment(memory, to, ByteOrder.nativeOrder());
      VectorWidth.DOUBLE_VECTOR
          .cast(DoubleVector.fromArray(VectorWidth.DOUBLES, b, from + LANES))
          .intoMemorySegment(memory, to + (long) LANES * Double.BYTES, ByteOrder.nativeOrder());
    }
  }

  private static void packElements(
      DoublePanels panels,
      int panel,
      double[] b,
      int bOffset,
      int bStride,
      boolean transposed,
      double[] scratch) {
    int column = panel * PANEL_WIDTH;
    int valid = Math.min(PANEL_WIDTH, panels.columns() - column);
    for (int from = 0; from < panels.depth(); from += ProductTuning.TRANSPOSED_ROWS) {
      int rows = Math.min(ProductTuning.TRANSPOSED_ROWS, panels.depth() - from);
      int size = rows * PANEL_WIDTH;
      if (valid < PANEL_WIDTH) {
        Arrays.fill(scratch, 0, size, 0d);
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
          ValueLayout.JAVA_DOUBLE,
          place(panels, panel, from) * Double.BYTES,
          size);
    }
  }

  private static void transpose(
      double[] b, int source, int bStride, int rows, int columns, double[] panel) {
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
