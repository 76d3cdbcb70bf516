package dev.carrylane.jmh.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carrylane.jmh.suite.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The format in which JMH writes its results with {@code -rf json}. */
final class JmhJson {
  /** What JMH's profiler of allocation counts, in bytes for each operation; left out of iterations without any. */
  private static final String PER_OPERATION = "gc.alloc.rate.norm";

  /** The same for each second; in every iteration, and NaN if it could not count. */
  private static final String PER_SECOND = "gc.alloc.rate";

  /** Seconds in JMH's units of time. */
  private static final Map<String, Double> UNITS =
      Map.of(
          "ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "hr", 3600.0, "day", 86400.0);

  /** Bytes that JMH itself, with its profiler, may allocate in an iteration: more than twice what is seen where nothing else allocates. */
  private static final double OWN = 16 << 10;

  private JmhJson() {}

  /** Reads a file. */
  static List<Measurement> read(Path file) throws IOException {
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (!root.isArray()) {
        throw new IllegalArgumentException("no list of benchmarks");
      }
      List<Measurement> measurements = new ArrayList<>();
      for (JsonNode benchmark : root) {
        measurements.add(measurement(benchmark));
      }
      return measurements;
    } catch (JsonProcessingException e) {
      String place = "line %d".formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNr());
      throw new IOException(damaged(file, place), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(damaged(file, e.getMessage()), e);
    }
  }

  private static String damaged(Path file, String why) {
    return "%s is not JMH's JSON (%s): measure again, or name a file that JMH wrote with -rf json"
        .formatted(file, why);
  }

  private static Measurement measurement(JsonNode benchmark) {
    String name = required(benchmark, "benchmark").asText();
    Map<String, String> parameters = new TreeMap<>();
    benchmark
        .path("params")
        .properties()
        .forEach(p -> parameters.put(p.getKey(), p.getValue().asText()));
    List<String> flags = new ArrayList<>();
    benchmark.path("jvmArgs").forEach(flag -> flags.add(flag.asText()));
    JsonNode metric = required(benchmark, "primaryMetric");
    Unit unit = Unit.of(required(metric, "scoreUnit").asText());
    boolean isSampled = metric.has("rawDataHistogram");
    JsonNode raw = required(metric, isSampled ? "rawDataHistogram" : "rawData");
    JsonNode secondary = benchmark.path("secondaryMetrics");
    double iteration = seconds(benchmark.path("measurementTime").asText());
    List<Fork> forks = new ArrayList<>();
    for (JsonNode fork : raw) {
      if (isSampled) {
        forks.add(sampled(fork, unit));
      } else {
        Fork read = timed(fork, unit, allocated(secondary, forks.size()));
        boolean isJmhs = read.allocated() * iteration / read.seconds() < OWN;
        forks.add(isJmhs ? read.allocatingNothing() : read);
      }
    }
    String shortName = name.startsWith(Case.PACKAGE) ? name.substring(Case.PACKAGE.length()) : name;
    return new Measurement(Case.of(shortName, parameters), flags, forks);
  }

  /** A time as JMH writes it, such as {@code 150 ms}; infinite if it is none. */
  private static double seconds(String time) {
    String[] words = time.split(" ");
    Double unit = words.length == 2 ? UNITS.get(words[1]) : null;
    return unit == null || !words[0].matches("\\d+")
        ? Double.POSITIVE_INFINITY
        : Integer.parseInt(words[0]) * unit;
  }

  private static JsonNode required(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a benchmark lacks " + name);
    }
    return value;
  }

  private static Fork timed(JsonNode fork, Unit unit, double allocated) {
    List<Double> seconds = new ArrayList<>();
    for (JsonNode iteration : fork) {
      double value = unit.seconds(number(iteration));
      if (Double.isFinite(value)) {
        seconds.add(value);
      }
    }
    return new Fork(median(seconds), allocated, seconds, new TreeMap<>());
  }

  /** JMH's lists of samples allocate, too, and as much as it happens: what operations do cannot be told from it. */
  private static Fork sampled(JsonNode fork, Unit unit) {
    List<Double> medians = new ArrayList<>();
    SortedMap<Double, Long> all = new TreeMap<>();
    for (JsonNode iteration : fork) {
      SortedMap<Double, Long> samples = new TreeMap<>();
      for (JsonNode pair : iteration) {
        samples.merge(unit.seconds(number(pair.path(0))), pair.path(1).asLong(), Long::sum);
      }
      if (!samples.isEmpty()) {
        medians.add(median(samples));
        samples.forEach((seconds, count) -> all.merge(seconds, count, Long::sum));
      }
    }
    double middle = all.isEmpty() ? Double.NaN : median(all);
    return new Fork(middle, Double.NaN, medians, all);
  }

  /** The sample in the middle; of an even number of them the mean of the two. */
  private static double median(SortedMap<Double, Long> samples) {
    long count = samples.values().stream().mapToLong(Long::longValue).sum();
    return (sample(samples, (count - 1) / 2) + sample(samples, count / 2)) / 2;
  }

  private static double sample(SortedMap<Double, Long> samples, long index) {
    long before = 0;
    for (Map.Entry<Double, Long> entry : samples.entrySet()) {
      before += entry.getValue();
      if (index < before) {
        return entry.getKey();
      }
    }
    return samples.lastKey();
  }

  /** Of a fork: the median over iterations, those in which nothing was allocated included. */
  private static double allocated(JsonNode secondary, int fork) {
    List<Double> bytes = numbers(secondary, PER_OPERATION, fork);
    int counted = numbers(secondary, PER_SECOND, fork).size();
    while (bytes.size() < counted) {
      bytes.add(0.0);
    }
    return median(bytes);
  }

  private static List<Double> numbers(JsonNode secondary, String name, int fork) {
    // older versions put a dot before the names of what profilers count
    JsonNode metric = secondary.has(name) ? secondary.get(name) : secondary.path("\u00b7" + name);
    List<Double> numbers = new ArrayList<>();
    for (JsonNode iteration : metric.path("rawData").path(fork)) {
      double value = number(iteration);
      if (!Double.isNaN(value)) {
        numbers.add(value);
      }
    }
    return numbers;
  }

  private static double median(List<Double> values) {
    return Medians.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** JMH writes what is no number as text. */
  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.asDouble();
    }
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException(node + " where a number must be");
    };
  }

  /** A unit of scores: seconds of a unit of time, and whether scores are operations in it. */
  private record Unit(double seconds, boolean isRate) {
    static Unit of(String text) {
      boolean isRate = text.startsWith("ops/");
      String time = isRate ? text.substring("ops/".length()) : text.replaceFirst("/op$", "");
      Double seconds = UNITS.get(time);
      if (seconds == null) {
        throw new IllegalArgumentException("unknown unit " + text);
      }
      return new Unit(seconds, isRate);
    }

    /** Seconds an operation takes. */
    double seconds(double score) {
      return isRate ? seconds / score : seconds * score;
    }
  }
}
