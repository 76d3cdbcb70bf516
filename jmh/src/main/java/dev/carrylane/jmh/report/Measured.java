package dev.carrylane.jmh.report;

import dev.carrylane.jmh.results.Measurement;
import dev.carrylane.jmh.results.Noise;
import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Work;
import java.util.Arrays;

/**
 * A case of ours that was measured.
 *
 * @param section where it stands
 * @param entry of which it is a case
 * @param measurement what was measured
 */
record Measured(Section section, Entry entry, Measurement measurement) {
  Case what() {
    return measurement.what();
  }

  String label() {
    return entry.label(what());
  }

  Work work() {
    return entry.work(what());
  }

  double[] seconds() {
    return measurement.seconds();
  }

  Figure time() {
    return Figure.of(seconds());
  }

  /** So much of something in an operation, as much a second. */
  Figure rate(double amount) {
    return Figure.of(Arrays.stream(seconds()).map(seconds -> amount / seconds).toArray());
  }

  /** Whether its forks agree, or are two groups, each of which does. */
  boolean isSteady() {
    return Noise.steady(seconds()) || time().modes().isPresent();
  }

  /** Threads that work at once; 1 unless a parameter says another number. */
  int threads() {
    return what().parameters().containsKey("threads") ? what().number("threads") : 1;
  }

  /** How many times as fast it is as something else, within each round. */
  Figure timesAsFastAs(Measurement other) {
    return Figure.ofRatios(other.seconds(), seconds());
  }
}
