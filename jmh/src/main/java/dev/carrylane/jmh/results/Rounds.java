package dev.carrylane.jmh.results;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Times of several cases by round: what is computed of them is computed within each round, so that what changes for all
 * cases from round to round cancels.
 */
final class Rounds {
  private final double[][] rounds;

  /** Rounds that every case has; cases as many as said. */
  Rounds(int cases, List<double[]> seconds) {
    if (seconds.size() != cases || cases == 0) {
      throw new IllegalArgumentException("times of " + seconds.size() + " cases for " + cases);
    }
    int count = seconds.stream().mapToInt(each -> each.length).min().orElse(0);
    rounds = new double[count][cases];
    for (int round = 0; round < count; round++) {
      for (int i = 0; i < cases; i++) {
        rounds[round][i] = seconds.get(i)[round];
      }
    }
  }

  /** The median over rounds of a number that a round's times give; NaN where one of the times is. */
  Interval interval(ToDoubleFunction<double[]> number) {
    double[] numbers = new double[rounds.length];
    for (int round = 0; round < rounds.length; round++) {
      numbers[round] = number.applyAsDouble(rounds[round]);
    }
    return Interval.of(numbers);
  }
}
