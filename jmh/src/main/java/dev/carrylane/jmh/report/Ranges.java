package dev.carrylane.jmh.report;

import dev.carrylane.jmh.results.Interval;

/** What a chart must have room for. */
final class Ranges {
  private Ranges() {}

  /** The least value that an interval shows. */
  static double least(Interval interval) {
    return interval.hasBounds() ? interval.low() : interval.median();
  }

  /** The greatest value that an interval shows. */
  static double greatest(Interval interval) {
    return interval.hasBounds() ? interval.high() : interval.median();
  }
}
