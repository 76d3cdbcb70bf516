package dev.carrylane.jmh.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.jmh.cold.Row.Mark;
import dev.carrylane.jmh.cold.Row.Side;
import dev.carrylane.jmh.cold.Row.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Side AUTO = new Side("auto", 0, () -> figures(1));
  private static final Side OTHER = new Side("other", 0, () -> figures(1));

  private static Figures figures(long nanos) {
    return new Figures("x", 0).add("time", nanos);
  }

  @Test
  void aTableHasMediansTheirRangesAndRatios() {
    Row row =
        new Row(
            "r", "Title", List.of(new Mark("time", "all", Unit.NANOSECONDS)), List.of(AUTO, OTHER));
    String table =
        Report.table(
            row,
            Map.of(
                "auto", List.of(figures(3_000_000), figures(1_000_000), figures(4_000_000)),
                "other", List.of(figures(20_000_000), figures(10_000_000))));
    assertEquals(
        """
        Title
        (auto: x; other: x)

        |     | auto               | other              | auto / other |
        | --- | ---                | ---                | ---          |
        | all | 3.00 [1.00 – 4.00] | 15.0 [10.0 – 20.0] | 0.20         |
        """,
        table.replace(System.lineSeparator(), "\n"));
  }

  @Test
  void figuresHaveThreeDigits() {
    assertEquals("0.0123", Report.figure(12_345, Unit.NANOSECONDS));
    assertEquals("1.23", Report.figure(1_234_567, Unit.NANOSECONDS));
    assertEquals("1,235", Report.figure(1_234_567_890, Unit.NANOSECONDS));
    assertEquals("1,234,567", Report.figure(1_234_567, Unit.BYTES));
    assertEquals("0", Report.figure(0, Unit.BYTES));
  }

  @Test
  void jsonHasEveryRun() {
    Row row = new Row("r", "", List.of(), List.of(AUTO));
    assertEquals(
        """
        {
          "environment": {"a": "\\"b\\\\\\u0009"},
          "rows": {
            "r": {
              "auto": {"implementation": "x", "time": [5, 7]}
            }
          }
        }
        """,
        Report.json(
            Map.of("a", "\"b\\\t"), Map.of(row, Map.of("auto", List.of(figures(5), figures(7))))));
  }
}
