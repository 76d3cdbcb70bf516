package dev.carrylane.jmh.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Stores a run's files beside documents: smaller, without the folders of the machine, and with the same figures. */
final class StoredRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RESULTS = "results.json";
  private static final String ENVIRONMENT = "environment.json";
  private static final String COLD = "cold.json";
  private static final List<String> FILES = List.of(RESULTS, ENVIRONMENT, COLD);

  private static final String METRIC = "primaryMetric";
  private static final String SECONDARY = "secondaryMetrics";
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String ALLOCATION_RATE = "gc.alloc.rate";
  private static final String RAW = "rawData";
  private static final String SAMPLES = "rawDataHistogram";

  /** The folders before the name of a file, from the root on. */
  private static final Pattern FOLDERS =
      Pattern.compile("(?<=^|[\\s=:;,'\"(])/(?:[^/\\s=:;,'\"()]+/)+");

  /** Digits of times: so many that a figure of three is not rounded otherwise. */
  private static final MathContext DIGITS = new MathContext(9);

  private StoredRun() {}

  /**
   * Stores a run, in place of the one that is there.
   *
   * @param from the folder of the run; all three files must be there
   * @param to where they are stored
   * @param sections the catalogue
   * @throws IOException if the run cannot be read, or the files written; or if a figure would not be the same
   */
  static void store(Path from, Path to, List<Section> sections) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : FILES) {
      texts.put(name, text(name, from.resolve(name)));
    }
    Path trial = Files.createTempDirectory("stored-run");
    try {
      for (String name : FILES) {
        Files.writeString(trial.resolve(name), texts.get(name));
      }
      requireSameFigures(Run.read(from, sections), Run.read(trial, sections));
    } finally {
      for (String name : FILES) {
        Files.deleteIfExists(trial.resolve(name));
      }
      Files.delete(trial);
    }
    Files.createDirectories(to);
    for (String name : FILES) {
      try (FileReplacement replacement = FileReplacement.of(to.resolve(name))) {
        replacement.write(ByteBuffer.wrap(texts.get(name).getBytes(StandardCharsets.UTF_8)));
        replacement.commit();
      }
    }
  }

  private static String text(String name, Path file) throws IOException {
    try {
      JsonNode root = neutral(JSON.readTree(Files.readAllBytes(file)));
      if (!name.equals(RESULTS)) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
      }
      StringBuilder lines = new StringBuilder("[");
      for (JsonNode benchmark : root) {
        lines.append(lines.length() == 1 ? "\n" : ",\n").append(smaller(benchmark, file));
      }
      return lines.append("\n]\n").toString();
    } catch (NoSuchFileException e) {
      throw new IOException(
          file + ": no such file; store a run that was measured with --peers --cold", e);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is damaged: measure again, or name another run", e);
    }
  }

  /** All texts without folders. */
  private static JsonNode neutral(JsonNode node) {
    switch (node) {
      case TextNode text -> {
        return TextNode.valueOf(FOLDERS.matcher(text.textValue()).replaceAll(""));
      }
      case ObjectNode object ->
          object.properties().forEach(each -> each.setValue(neutral(each.getValue())));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, neutral(array.get(i)));
        }
      }
      default -> {}
    }
    return node;
  }

  /** What JMH computes from the measurements, and what its profilers count besides, is in no table. */
  private static String smaller(JsonNode benchmark, Path file) throws IOException {
    if (!(benchmark instanceof ObjectNode object
        && object.path(METRIC) instanceof ObjectNode metric)) {
      throw new IOException(file + " is not JMH's JSON: measure again, or name another run");
    }
    object.remove("jvm");
    metric.retain("score", "scoreUnit", RAW, SAMPLES);
    if (metric.get(SAMPLES) instanceof ArrayNode forks) {
      metric.set(SAMPLES, Percentiles.keep(forks));
      metric.putArray(RAW); // the means of iterations; every sample is in the other
    } else {
      rounded(metric.path(RAW));
    }
    JsonNode secondary = object.path(SECONDARY);
    ObjectNode kept = JSON.createObjectNode();
    for (String name : List.of(ALLOCATED, ALLOCATION_RATE)) {
      if (secondary.get(name) instanceof ObjectNode counted) {
        counted.retain("scoreUnit", RAW);
        rounded(counted.path(RAW));
        kept.set(name, counted);
      }
    }
    if (numbers(kept.path(ALLOCATED)) == numbers(kept.path(ALLOCATION_RATE))) {
      kept.remove(ALLOCATION_RATE); // tells only of how many iterations something was counted
    }
    object.set(SECONDARY, kept);
    return JSON.writeValueAsString(object);
  }

  private static int numbers(JsonNode metric) {
    int numbers = 0;
    for (JsonNode fork : metric.path(RAW)) {
      for (JsonNode iteration : fork) {
        numbers += iteration.isNumber() ? 1 : 0;
      }
    }
    return numbers;
  }

  private static void rounded(JsonNode forks) {
    for (JsonNode fork : forks) {
      if (fork instanceof ArrayNode iterations) {
        for (int i = 0; i < iterations.size(); i++) {
          if (iterations.get(i).isNumber()) {
            double value = iterations.get(i).doubleValue();
            iterations.set(
                i,
                JSON.getNodeFactory()
                    .numberNode(new BigDecimal(value).round(DIGITS).doubleValue()));
          }
        }
      }
    }
  }

  private static void requireSameFigures(Run before, Run after) throws IOException {
    List<Part> expected = ReportWriter.page(before).parts();
    List<Part> stored = ReportWriter.page(after).parts();
    for (int i = 0; i < expected.size(); i++) {
      Part part = expected.get(i);
      boolean isOfFolders = List.of(EnvironmentPart.ID, ForksPart.ID).contains(part.id());
      if (!isOfFolders
          && !MarkdownPage.of(part.blocks()).equals(MarkdownPage.of(stored.get(i).blocks()))) {
        throw new IllegalStateException("figures of '%s' are not kept".formatted(part.title()));
      }
    }
  }
}
