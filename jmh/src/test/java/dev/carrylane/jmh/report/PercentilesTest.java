package dev.carrylane.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentilesTest {
  private static ArrayNode histograms(int forks, int samples, Random random) {
    ArrayNode all = new ObjectMapper().createArrayNode();
    for (int fork = 0; fork < forks; fork++) {
      ArrayNode iterations = all.addArray();
      for (int iteration = 0; iteration < 3; iteration++) {
        ArrayNode pairs = iterations.addArray();
        for (int i = 0; i < samples; i++) {
          pairs.addArray().add(Math.exp(random.nextGaussian())).add(1 + random.nextInt(20));
        }
      }
    }
    return all;
  }

  private static SortedMap<Double, Long> samples(JsonNode fork) {
    SortedMap<Double, Long> samples = new TreeMap<>();
    for (JsonNode iteration : fork) {
      for (JsonNode pair : iteration) {
        samples.merge(pair.get(0).asDouble(), pair.get(1).asLong(), Long::sum);
      }
    }
    return samples;
  }

  /** Percentiles, the two samples that the median may lie between, the greatest, and how many there are. */
  private static List<Double> figures(SortedMap<Double, Long> samples) {
    List<Double> sorted = new ArrayList<>();
    samples.forEach(
        (value, count) -> {
          for (long i = 0; i < count; i++) {
            sorted.add(value);
          }
        });
    List<Double> figures = new ArrayList<>();
    int n = sorted.size();
    for (double share : Latency.SHARES) {
      figures.add(sorted.get((int) Math.ceil(share * n - 1e-6) - 1));
    }
    figures.add(sorted.get((n - 1) / 2));
    figures.add(sorted.get(n / 2));
    figures.add(sorted.get(n - 1));
    figures.add((double) n);
    return figures;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 500})
  void areThoseOfAllSamples(int size) {
    Random random = new Random(size);
    for (int repetition = 0; repetition < 20; repetition++) {
      ArrayNode before = histograms(4, size, random);
      ArrayNode after = Percentiles.keep(before);
      assertEquals(before.size(), after.size());
      SortedMap<Double, Long> allBefore = new TreeMap<>();
      SortedMap<Double, Long> allAfter = new TreeMap<>();
      for (int fork = 0; fork < before.size(); fork++) {
        assertEquals(figures(samples(before.get(fork))), figures(samples(after.get(fork))));
        samples(before.get(fork))
            .forEach((value, count) -> allBefore.merge(value, count, Long::sum));
        samples(after.get(fork)).forEach((value, count) -> allAfter.merge(value, count, Long::sum));
        assertEquals(1, after.get(fork).size());
      }
      List<Double> pooled = figures(allBefore);
      assertEquals(pooled, figures(allAfter));
      assertTrue(allAfter.size() <= 5 * (Latency.SHARES.size() + 2), "" + allAfter.size());
    }
  }
}
