package dev.carrylane.jmh.report;

import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.results.Modes;
import java.util.Optional;

/**
 * What a number for each fork comes to: a median and its interval, unless the forks fall in two groups.
 *
 * @param interval of the median
 * @param modes the groups, if there are two
 */
record Figure(Interval interval, Optional<Modes> modes) {
  /** The figure of a number for each fork. */
  static Figure of(double... forks) {
    return new Figure(Interval.of(forks), Modes.of(forks));
  }

  /** The figure of the ratios within rounds. */
  static Figure ofRatios(double[] numerators, double[] denominators) {
    double[] ratios = new double[Math.min(numerators.length, denominators.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = numerators[i] / denominators[i];
    }
    return of(ratios);
  }

  double median() {
    return interval.median();
  }

  boolean isKnown() {
    return !Double.isNaN(interval.median());
  }

  /** The figure, or both. */
  String text(Quantity quantity) {
    return modes
        .map(
            two ->
                quantity.text(two.lower().median()) + " / " + quantity.text(two.upper().median()))
        .orElseGet(() -> quantity.text(median()));
  }

  /** Its interval, or how many forks are in each group. */
  String bounds(Quantity quantity) {
    if (modes.isPresent()) {
      return "2 modes: %d + %d"
          .formatted(modes.get().lower().forks().size(), modes.get().upper().forks().size());
    }
    return interval.hasBounds()
        ? quantity.bounds(interval.low(), interval.high(), interval.median())
        : "";
  }

  /** The figure with its interval, in a sentence. */
  String sentence(Quantity quantity) {
    String bounds = bounds(quantity);
    return bounds.isEmpty() ? text(quantity) : text(quantity) + " (" + bounds + ")";
  }
}
