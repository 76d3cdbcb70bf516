package dev.carrylane.jmh.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was measured of the first second of new JVMs.
 *
 * @param rows by name: sides, by name: figures, by name: a number for each JVM, in nanoseconds or bytes
 */
record Cold(Map<String, Map<String, Map<String, double[]>>> rows) {
  static Cold read(Path file) throws IOException {
    String damaged =
        file + " is not a measurement of the first second: measure it again with --cold";
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (!root.path("rows").isObject()) {
        throw new IOException(damaged);
      }
      Map<String, Map<String, Map<String, double[]>>> rows = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> row : root.path("rows").properties()) {
        Map<String, Map<String, double[]>> sides = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> side : row.getValue().properties()) {
          sides.put(side.getKey(), figures(side.getValue()));
        }
        rows.put(row.getKey(), sides);
      }
      return new Cold(rows);
    } catch (JsonProcessingException e) {
      throw new IOException(damaged, e);
    }
  }

  private static Map<String, double[]> figures(JsonNode side) {
    Map<String, double[]> figures = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> figure : side.properties()) {
      JsonNode numbers = figure.getValue();
      if (numbers.isArray()) {
        figures.put(
            figure.getKey(),
            IntStream.range(0, numbers.size())
                .mapToDouble(i -> numbers.get(i).asDouble())
                .toArray());
      }
    }
    return figures;
  }
}
