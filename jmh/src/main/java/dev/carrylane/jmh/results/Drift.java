package dev.carrylane.jmh.results;

import java.util.ArrayList;
import java.util.List;

/**
 * What rounds did to all cases alike, such as a machine that became slower: a test that does not know of rounds takes it for
 * noise. Of a case it is told from the other cases only, and from both sides alike, so what it takes out cannot make one side
 * of that case look faster.
 */
final class Drift {
  /** Other cases below which nothing is told: the noise of one would come in for the drift that goes out. */
  private static final int LEAST = 2;

  /** For each case and round: logarithm of the time relative to the case's median, the mean of both sides. */
  private final List<double[]> courses = new ArrayList<>();

  /** Adds a case with the times of both sides, in the order of rounds. */
  void add(double[] ours, double[] other) {
    double[] course = new double[Math.min(ours.length, other.length)];
    double ourMedian = Medians.median(ours);
    double otherMedian = Medians.median(other);
    for (int round = 0; round < course.length; round++) {
      course[round] =
          (Math.log(ours[round] / ourMedian) + Math.log(other[round] / otherMedian)) / 2;
    }
    courses.add(course);
  }

  /** Times of a case, which was added as the given one, less what their rounds did to the others. */
  double[] without(int added, double[] seconds) {
    double[] corrected = seconds.clone();
    for (int round = 0; round < seconds.length; round++) {
      corrected[round] /= factor(added, round);
    }
    return corrected;
  }

  /** By which the times of the other cases were longer in a round. */
  private double factor(int added, int round) {
    List<Double> others = new ArrayList<>();
    for (int i = 0; i < courses.size(); i++) {
      double[] course = courses.get(i);
      if (i != added && round < course.length && !Double.isNaN(course[round])) {
        others.add(course[round]);
      }
    }
    return others.size() < LEAST
        ? 1
        : Math.exp(Medians.median(others.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
