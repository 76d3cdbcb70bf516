package dev.carrylane.engine.internal.kernel;

import java.util.Arrays;

/**
 * How rows are divided into register tiles. Each tile streams the right operand past once more, so there are as few
 * as can be, of which the lowest is as high as can be: a low one leaves the arithmetic units waiting.
 */
public final class TileHeights {
  private static final int[] ALL = {1, 2, 3, 4, 6, 8, 12};

  private final int most;

  /** For up to twice the highest tile, the tile to take first. */
  private final int[] next;

  /** The division for kernels whose tiles have a limit. */
  public TileHeights(int most) {
    this.most = most;
    next = new int[2 * most + 1];
    int[] tiles = new int[next.length];
    int[] lowest = new int[next.length];
    Arrays.fill(tiles, Integer.MAX_VALUE);
    tiles[0] = 0;
    lowest[0] = most;
    for (int rows = 1; rows < next.length; rows++) {
      for (int height : ALL) {
        if (height > Math.min(rows, most)) {
          break;
        }
        int count = tiles[rows - height] + 1;
        int low = Math.min(height, lowest[rows - height]);
        boolean lonely = low == 1 && rows > 1 && rows != height;
        if (!lonely && (count < tiles[rows] || count == tiles[rows] && low >= lowest[rows])) {
          next[rows] = height;
          tiles[rows] = count;
          lowest[rows] = low;
        }
      }
    }
  }

  /** The heights there are from one to another, both of which there are. */
  public static int[] within(int least, int most) {
    return Arrays.copyOfRange(
        ALL, Arrays.binarySearch(ALL, least), Arrays.binarySearch(ALL, most) + 1);
  }

  /** The tile to take first. */
  public int next(int rows) {
    return rows < next.length ? next[rows] : most;
  }
}
