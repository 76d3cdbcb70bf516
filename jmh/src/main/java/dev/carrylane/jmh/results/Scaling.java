package dev.carrylane.jmh.results;

import java.util.ArrayList;
import java.util.List;

/**
 * What more threads give. Everything is computed within each round, then the median and interval taken.
 *
 * @param points one for each number of threads, in the order given
 * @param parallelShare the share p of the work that is divided among threads, if the rest is done by one of them (Amdahl):
 *     fitted by least squares to 1/speed-up = (1 − p) + p/threads; above 1 where n threads are more than n times as fast
 */
public record Scaling(List<Point> points, Interval parallelShare) {
  /** Copies the list. */
  public Scaling {
    points = List.copyOf(points);
  }

  /**
   * A number of threads.
   *
   * @param threads how many
   * @param speedUp time of one thread divided by theirs
   * @param efficiency speed-up divided by threads
   */
  public record Point(int threads, Interval speedUp, Interval efficiency) {}

  /**
   * The scaling of a case.
   *
   * @param threads different numbers of threads, 1 among them
   * @param seconds for each number of threads a number for each fork, in the order of rounds; rounds that one lacks are left
   *     out
   * @return the scaling
   * @throws IllegalArgumentException if 1 is not among the threads or nothing else is, or there are not times for each
   */
  public static Scaling of(int[] threads, List<double[]> seconds) {
    Rounds rounds = new Rounds(threads.length, seconds);
    int one = -1;
    double square = 0;
    for (int i = 0; i < threads.length; i++) {
      one = threads[i] == 1 ? i : one;
      square += saved(threads[i]) * saved(threads[i]);
    }
    if (one < 0 || square == 0) {
      throw new IllegalArgumentException("scaling needs times of one thread and of more");
    }
    int base = one;
    double sum = square;
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < threads.length; i++) {
      int point = i;
      int count = threads[i];
      points.add(
          new Point(
              count,
              rounds.interval(times -> times[base] / times[point]),
              rounds.interval(times -> times[base] / times[point] / count)));
    }
    return new Scaling(
        points,
        rounds.interval(
            times -> {
              double product = 0;
              for (int i = 0; i < times.length; i++) {
                product += saved(threads[i]) * (1 - times[i] / times[base]);
              }
              return product / sum;
            }));
  }

  /** The share of time that so many threads save of work that is divided entirely. */
  private static double saved(int threads) {
    return 1 - 1.0 / threads;
  }

  /**
   * The speed-up by Amdahl's law with the fitted share.
   *
   * @param threads how many
   * @return the speed-up
   */
  public double amdahl(int threads) {
    return 1 / (1 - parallelShare.median() * saved(threads));
  }
}
