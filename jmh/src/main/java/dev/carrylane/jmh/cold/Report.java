package dev.carrylane.jmh.cold;

import dev.carrylane.jmh.cold.Row.Mark;
import dev.carrylane.jmh.cold.Row.Side;
import dev.carrylane.jmh.cold.Row.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures as text: tables for people, JSON for programs. */
final class Report {
  private Report() {}

  /** What the figures hold for. */
  static Map<String, String> environment(Options options) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(
        "processor",
        "%s, %d cores".formatted(processor(), Runtime.getRuntime().availableProcessors()));
    environment.put(
        "system",
        Stream.of("os.name", "os.version", "os.arch")
            .map(System::getProperty)
            .collect(Collectors.joining(" ")));
    environment.put(
        "java",
        Stream.of("java.runtime.version", "java.vendor", "java.vm.name")
            .map(System::getProperty)
            .collect(Collectors.joining(", ")));
    environment.put("options", options.jvm().isEmpty() ? "none" : String.join(" ", options.jvm()));
    environment.put("runs", options.runs() + " for each side of a row, in turn");
    return environment;
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException elsewhere) {
      return "unknown";
    }
  }

  /** The table of a row: medians, the least and the greatest, and the ratios of the medians. */
  static String table(Row row, Map<String, List<Figures>> measured) {
    String first = row.sides().get(0).name();
    List<Side> others = row.sides().subList(1, row.sides().size());
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    List<String> rule = new ArrayList<>(List.of("---"));
    row.sides().forEach(side -> head.add(side.name()));
    others.forEach(other -> head.add(first + " / " + other.name()));
    head.subList(1, head.size()).forEach(cell -> rule.add("---"));
    lines.add(head);
    lines.add(rule);
    for (Mark mark : row.marks()) {
      List<String> line = new ArrayList<>(List.of(mark.label()));
      for (Side side : row.sides()) {
        double[] values = values(measured.get(side.name()), mark);
        line.add(
            "%s [%s – %s]"
                .formatted(
                    figure(median(values), mark.unit()),
                    figure(values[0], mark.unit()),
                    figure(values[values.length - 1], mark.unit())));
      }
      double numerator = median(values(measured.get(first), mark));
      for (Side other : others) {
        double denominator = median(values(measured.get(other.name()), mark));
        line.add(
            mark.unit() == Unit.BYTES
                ? ""
                : String.format(Locale.ROOT, "%.2f", numerator / denominator));
      }
      lines.add(line);
    }
    String sides =
        row.sides().stream()
            .map(side -> side.name() + ": " + measured.get(side.name()).get(0).implementation())
            .collect(Collectors.joining("; "));
    return "%s%n(%s)%n%n%s".formatted(row.title(), sides, aligned(lines));
  }

  private static String aligned(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        text.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
      }
      text.append('|').append(System.lineSeparator());
    }
    return text.toString();
  }

  /** Ascending. */
  private static double[] values(List<Figures> runs, Mark mark) {
    return runs.stream().mapToDouble(run -> run.values().get(mark.name())).sorted().toArray();
  }

  /** Of ascending values; of an even number of them the mean of the two in the middle. */
  static double median(double... values) {
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /** Three digits of milliseconds, all of bytes. */
  static String figure(double value, Unit unit) {
    if (unit == Unit.BYTES) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    double milliseconds = value * 1e-6;
    int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.max(milliseconds, 1e-3))));
    return String.format(Locale.ROOT, "%,." + digits + "f", milliseconds);
  }

  /** Every number, in nanoseconds or bytes. */
  static String json(
      Map<String, String> environment, Map<Row, Map<String, List<Figures>>> measured) {
    String context =
        environment.entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    String rows =
        measured.entrySet().stream()
            .map(row -> quoted(row.getKey().name()) + ": " + json(row.getValue()))
            .collect(Collectors.joining(",\n    ", "{\n    ", "\n  }"));
    return "{\n  \"environment\": %s,\n  \"rows\": %s\n}\n".formatted(context, rows);
  }

  private static String json(Map<String, List<Figures>> sides) {
    return sides.entrySet().stream()
        .map(side -> quoted(side.getKey()) + ": " + json(side.getValue()))
        .collect(Collectors.joining(",\n      ", "{\n      ", "\n    }"));
  }

  private static String json(List<Figures> runs) {
    Figures first = runs.get(0);
    return Stream.concat(
            Stream.of("\"implementation\": " + quoted(first.implementation())),
            first.values().keySet().stream()
                .map(
                    name ->
                        quoted(name)
                            + ": "
                            + Arrays.toString(
                                runs.stream().mapToLong(run -> run.values().get(name)).toArray())))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
