package dev.carrylane.jmh.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carrylane.cli.console.CliException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness from end to end, with little work: new JVMs give figures that make sense. */
class FirstSecondTest {
  private static final Rows.Sizes LITTLE = new Rows.Sizes(List.of(1, 3), 2, 100);

  @TempDir Path temp;

  private String measure(Path json, Optional<Path> data, String... options) throws Exception {
    StringWriter progress = new StringWriter();
    FirstSecond.measure(
        LITTLE,
        Optional.empty(),
        new FirstSecond.Settings(1, data, Optional.of("none"), List.of(options)),
        json,
        new PrintWriter(progress));
    return progress.toString();
  }

  @Test
  void measuresNewJvms() throws Exception {
    Path json = temp.resolve("figures.json");
    String progress = measure(json, Optional.empty());
    assertTrue(progress.contains("scan, 1 JVMs a side"), progress);
    JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
    for (String side : List.of("auto", "scalar")) {
      JsonNode lstm = rows.get("lstm").get(side);
      long load = lstm.get("load").get(0).asLong();
      long one = lstm.get("steps-1").get(0).asLong();
      long three = lstm.get("steps-3").get(0).asLong();
      long sinceStart = lstm.get("first").get(0).asLong();
      assertTrue(0 < load && load < one && one < three && one < sinceStart, lstm.toString());
      assertTrue(rows.get("scan").get(side).get("first").get(0).asLong() > 0, rows.toString());
      JsonNode product = rows.get("product").get(side);
      assertTrue(
          product.get("worst").get(0).asLong() <= product.get("total").get(0).asLong(),
          product.toString());
    }
    // The scalar backend makes no objects, compiled or not.
    assertEquals(0, rows.get("lstm-allocation").get("scalar").get("steps-3").get(0).asLong());
    JsonNode marks = new ObjectMapper().readTree(json.toFile()).get("marks").get("lstm");
    assertEquals("first", marks.get("marks").get(0).get("name").asText());
    assertEquals("nanoseconds", marks.get("marks").get(0).get("unit").asText());
  }

  @Test
  void aJvmThatFailsLeavesNoFile() {
    Path json = temp.resolve("figures.json");
    IOException failed =
        assertThrows(IOException.class, () -> measure(json, Optional.empty(), "-Xnonsense"));
    assertTrue(failed.getMessage().contains("-Xnonsense"), failed.getMessage());
    assertFalse(Files.exists(json));
  }

  @Test
  void missingDataIsToldBeforeAnythingIsMeasured() {
    CliException refused =
        assertThrows(
            CliException.class, () -> measure(temp.resolve("figures.json"), Optional.of(temp)));
    assertTrue(refused.getMessage().contains("jsb_clrnn.pt; name a folder"), refused.getMessage());
  }
}
