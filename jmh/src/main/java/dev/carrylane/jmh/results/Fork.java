package dev.carrylane.jmh.results;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one JVM measured.
 *
 * @param seconds that an operation takes: the median over iterations, of a latency benchmark the median over all samples;
 *     NaN if it measured nothing
 * @param allocated bytes that an operation allocates, the median over iterations; 0 where an iteration's operations together
 *     allocate no more than JMH itself does, which is below 16 KB; NaN if nobody
 *     counted, and of a latency benchmark
 * @param iterations seconds that an operation takes, a number for each iteration, of a latency benchmark each one's median
 * @param samples of a latency benchmark: seconds of single operations, and how many took so long; else empty
 */
public record Fork(
    double seconds, double allocated, List<Double> iterations, SortedMap<Double, Long> samples) {
  /** Copies the collections. */
  public Fork {
    iterations = List.copyOf(iterations);
    samples = Collections.unmodifiableSortedMap(new TreeMap<>(samples));
  }

  /** The same, of a JVM in which only JMH itself allocated. */
  Fork allocatingNothing() {
    return new Fork(seconds, 0, iterations, samples);
  }
}
