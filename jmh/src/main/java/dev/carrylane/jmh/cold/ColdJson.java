package dev.carrylane.jmh.cold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures as JSON: under {@code rows}, for each row and side, what was measured and for each mark a number of every JVM, in nanoseconds or
 * bytes; under {@code marks}, what rows and marks are called.
 */
final class ColdJson {
  private ColdJson() {}

  static String of(Map<Row, Map<String, List<Figures>>> measured) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode rows = root.putObject("rows");
    ObjectNode marks = root.putObject("marks");
    measured.forEach(
        (row, sides) -> {
          ObjectNode named = rows.putObject(row.name());
          sides.forEach((side, figures) -> side(named.putObject(side), figures));
          names(marks.putObject(row.name()), row);
        });
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // numbers and words
    }
  }

  private static void side(ObjectNode side, List<Figures> figures) {
    side.put("implementation", figures.get(0).implementation());
    for (String name : figures.get(0).values().keySet()) {
      ArrayNode values = side.putArray(name);
      figures.forEach(jvm -> values.add(jvm.values().get(name)));
    }
  }

  private static void names(ObjectNode names, Row row) {
    names.put("title", row.title());
    ArrayNode marks = names.putArray("marks");
    for (Row.Mark mark : row.marks()) {
      marks
          .addObject()
          .put("name", mark.name())
          .put("label", mark.label())
          .put("unit", mark.unit().name().toLowerCase(Locale.ROOT));
    }
  }
}
