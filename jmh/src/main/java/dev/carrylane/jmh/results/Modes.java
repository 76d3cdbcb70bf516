package dev.carrylane.jmh.results;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Forks that fall into two groups, such as JVMs that compiled the same method in two ways: no single number describes both.
 * Seven forks with Gaussian noise of one group are taken for two in less than 0.6 % of all cases, nine in less than 0.2 %.
 *
 * @param lower the group of the smaller numbers
 * @param upper the group of the greater numbers
 */
public record Modes(Group lower, Group upper) {
  /** Forks that a group has at least. */
  private static final int LEAST = 2;

  /** The gap between the groups, in ranges of the wider one. */
  private static final double GAP = 3;

  /** The gap between the groups as a share of the median of all. */
  private static final double SHARE = 0.03;

  /**
   * Forks that agree.
   *
   * @param median of their numbers
   * @param forks which, counted from 0, ascending
   */
  public record Group(double median, List<Integer> forks) {
    /** Copies the list. */
    public Group {
      forks = List.copyOf(forks);
    }
  }

  /**
   * Finds two groups: each of two forks at least, with a gap between them of at least three times the range of the wider
   * group and 3 % of the median of all.
   *
   * @param forks a number for each fork; those that are NaN are in neither group
   * @return the groups; empty if the forks are one
   */
  public static Optional<Modes> of(double... forks) {
    List<Integer> order =
        IntStream.range(0, forks.length)
            .filter(i -> !Double.isNaN(forks[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> forks[i]))
            .collect(Collectors.toList());
    int n = order.size();
    double least = SHARE * Medians.median(forks);
    for (int split = LEAST; split <= n - LEAST; split++) {
      double gap = forks[order.get(split)] - forks[order.get(split - 1)];
      double below = forks[order.get(split - 1)] - forks[order.get(0)];
      double above = forks[order.get(n - 1)] - forks[order.get(split)];
      if (gap >= least && gap >= GAP * Math.max(below, above)) {
        return Optional.of(
            new Modes(
                group(order.subList(0, split), forks), group(order.subList(split, n), forks)));
      }
    }
    return Optional.empty();
  }

  private static Group group(List<Integer> members, double[] forks) {
    double[] values = members.stream().mapToDouble(i -> forks[i]).toArray();
    return new Group(
        Medians.median(values), members.stream().sorted().collect(Collectors.toList()));
  }
}
