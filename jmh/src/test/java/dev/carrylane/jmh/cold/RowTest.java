package dev.carrylane.jmh.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.cold.Row.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  private final List<String> order = new ArrayList<>();

  private Side side(String name, float tolerance, float result) {
    return new Side(
        name,
        tolerance,
        () -> {
          order.add(name);
          return new Figures(name, result);
        });
  }

  @Test
  void sidesTakeTurns() throws Exception {
    Row row = new Row("r", "", List.of(), List.of(side("a", 0, 1), side("b", 0, 1)));
    assertEquals(2, row.measure(2).get("b").size());
    assertEquals(List.of("a", "b", "a", "b"), order);
  }

  @Test
  void sidesThatComputeSomethingElseAreRefused() throws Exception {
    new Row("r", "", List.of(), List.of(side("a", 0, 1), side("b", 0.5f, 1.5f))).measure(1);
    for (float other : new float[] {Math.nextUp(1f), Float.NaN}) {
      Row row = new Row("r", "", List.of(), List.of(side("a", 0, 1), side("b", 0, other)));
      String message = assertThrows(IOException.class, () -> row.measure(1)).getMessage();
      assertTrue(message.contains("a gives 1.0 and b gives " + other), message);
    }
  }
}
