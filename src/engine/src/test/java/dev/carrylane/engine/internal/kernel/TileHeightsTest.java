package dev.carrylane.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileHeightsTest {
  @Test
  void dividesRowsForThirtyTwoRegisters() {
    TileHeights heights = new TileHeights(12);
    assertEquals(List.of(1), tiles(heights, 1));
    assertEquals(List.of(3, 2), tiles(heights, 5));
    assertEquals(List.of(4, 3), tiles(heights, 7));
    assertEquals(List.of(8), tiles(heights, 8));
    assertEquals(List.of(6, 3), tiles(heights, 9));
    assertEquals(List.of(6, 4), tiles(heights, 10));
    assertEquals(List.of(8, 3), tiles(heights, 11));
    assertEquals(List.of(6, 4, 3), tiles(heights, 13));
    assertEquals(List.of(8, 8), tiles(heights, 16));
    assertEquals(List.of(12, 12, 12, 12, 12), tiles(heights, 60));
    assertEquals(List.of(12, 6, 4, 3), tiles(heights, 25));
  }

  @Test
  void dividesRowsForSixteenRegisters() {
    TileHeights heights = new TileHeights(6);
    assertEquals(List.of(4, 4), tiles(heights, 8));
    assertEquals(List.of(4, 4, 3), tiles(heights, 11));
    assertEquals(List.of(6, 4, 3), tiles(heights, 13));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 12})
  void noTileIsOneRowUnlessThereIsNoOther(int most) {
    TileHeights heights = new TileHeights(most);
    List<Integer> all = java.util.Arrays.stream(TileHeights.within(1, 12)).boxed().toList();
    for (int rows = 2; rows <= 300; rows++) {
      List<Integer> tiles = tiles(heights, rows);
      assertEquals(rows, tiles.stream().mapToInt(Integer::intValue).sum());
      for (int each : tiles) {
        assertTrue(all.contains(each) && each > 1 && each <= most, rows + ": " + tiles);
      }
    }
  }

  private static List<Integer> tiles(TileHeights heights, int rows) {
    List<Integer> tiles = new ArrayList<>();
    for (int left = rows; left > 0; left -= tiles.getLast()) {
      tiles.add(heights.next(left));
    }
    return tiles;
  }
}
