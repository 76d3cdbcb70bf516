package dev.carrylane.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fewer samples' values with the same percentiles. The values that are a percentile of a fork or of all forks stay; every other sample
 * counts to the next greater one of them, which moves no rank.
 */
final class Percentiles {
  private Percentiles() {}

  /**
   * The samples of a benchmark.
   *
   * @param forks JMH's: of each fork, of each iteration, pairs of a value and how many samples have it
   * @return the same with one iteration in each fork
   */
  static ArrayNode keep(ArrayNode forks) {
    List<SortedMap<Double, Long>> samples = new ArrayList<>();
    SortedMap<Double, Long> all = new TreeMap<>();
    for (JsonNode fork : forks) {
      SortedMap<Double, Long> of = new TreeMap<>();
      for (JsonNode iteration : fork) {
        for (JsonNode pair : iteration) {
          of.merge(pair.path(0).asDouble(), pair.path(1).asLong(), Long::sum);
        }
      }
      samples.add(of);
      of.forEach((value, count) -> all.merge(value, count, Long::sum));
    }
    TreeSet<Double> kept = new TreeSet<>();
    keep(kept, all);
    samples.forEach(fork -> keep(kept, fork));
    ArrayNode smaller = forks.arrayNode();
    for (SortedMap<Double, Long> fork : samples) {
      SortedMap<Double, Long> counts = new TreeMap<>();
      fork.forEach((value, count) -> counts.merge(kept.ceiling(value), count, Long::sum));
      ArrayNode iteration = smaller.addArray().addArray();
      counts.forEach((value, count) -> iteration.addArray().add(value).add(count));
    }
    return smaller;
  }

  private static void keep(TreeSet<Double> kept, SortedMap<Double, Long> samples) {
    if (samples.isEmpty()) {
      return;
    }
    kept.add(samples.lastKey());
    kept.add(above(samples)); // the median of an even number is between two
    Latency.SHARES.forEach(share -> kept.add(Latency.percentile(samples, share)));
  }

  /** The first sample after the lower half. */
  private static double above(SortedMap<Double, Long> samples) {
    long left = samples.values().stream().mapToLong(Long::longValue).sum() / 2;
    for (Map.Entry<Double, Long> entry : samples.entrySet()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    return samples.lastKey();
  }
}
