package dev.carrylane.jmh.results;

import dev.carrylane.jmh.suite.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which cases of two versions, whose forks were run in turn, differ. A change counts if two things say so: the ranks of the
 * forks' times, from which the drift of rounds that the other cases show is taken out, by the exact Mann–Whitney test, after
 * Holm over all cases; and the median over rounds of the ratio of both times.
 *
 * <p>Among many cases the least probability that so few forks can have is still too great: 9 of each side find nothing among
 * more than 243 cases, 10 among 923, 12 among 13 520.
 */
public final class Changes {
  /** A change of time that is smaller counts as none, unless another is named. */
  public static final double THRESHOLD = 0.03;

  /** Probability at most that any case of the same code is found to have changed. */
  public static final double LEVEL = 0.01;

  /** Forks of each side below which nothing is concluded. */
  public static final int FORKS = 9;

  private final List<Change> all;

  private Changes(List<Change> all) {
    this.all = List.copyOf(all);
  }

  /** What is concluded of a case. */
  public enum Verdict {
    /** This version takes longer. */
    SLOWER,
    /** This version takes less time. */
    FASTER,
    /** No change that counts was found. */
    SAME,
    /** Too few forks to conclude anything. */
    TOO_FEW
  }

  /**
   * One case.
   *
   * @param what the case
   * @param effect time of this version divided by the other's, the median over rounds
   * @param p probability of such ranks, or more extreme ones, if both versions are the same; NaN of too few forks
   * @param adjusted p for the number of cases tested, after Holm; NaN of too few forks
   * @param verdict what is concluded
   */
  public record Change(Case what, Interval effect, double p, double adjusted, Verdict verdict) {}

  /**
   * Compares all cases that both have.
   *
   * @param ours this version
   * @param other the other version, round i beside round i
   * @param threshold relative change of time below which a change does not count, such as {@link #THRESHOLD}
   * @return the changes
   */
  public static Changes of(Results ours, Results other, double threshold) {
    List<Measurement> both =
        ours.all().stream().filter(each -> other.of(each.what()).isPresent()).toList();
    List<double[]> our = both.stream().map(Measurement::seconds).toList();
    List<double[]> their =
        both.stream().map(each -> other.of(each.what()).orElseThrow().seconds()).toList();
    Drift drift = new Drift();
    for (int i = 0; i < both.size(); i++) {
      drift.add(our.get(i), their.get(i));
    }
    double[] p = new double[both.size()];
    for (int i = 0; i < p.length; i++) {
      p[i] = p(drift.without(i, our.get(i)), drift.without(i, their.get(i)));
    }
    double[] adjusted = holm(p);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      Interval effect = Interval.ofRatios(our.get(i), their.get(i));
      Verdict verdict = verdict(effect.median(), adjusted[i], threshold);
      changes.add(new Change(both.get(i).what(), effect, p[i], adjusted[i], verdict));
    }
    return new Changes(changes);
  }

  /** NaN of too few forks. */
  private static double p(double[] ours, double[] other) {
    double[] our = Medians.sorted(ours);
    double[] their = Medians.sorted(other);
    return Math.min(our.length, their.length) < FORKS ? Double.NaN : MannWhitney.p(our, their);
  }

  private static Verdict verdict(double effect, double adjusted, double threshold) {
    if (Double.isNaN(adjusted)) {
      return Verdict.TOO_FEW;
    }
    if (adjusted > LEVEL || Math.abs(effect - 1) < threshold) {
      return Verdict.SAME;
    }
    return effect > 1 ? Verdict.SLOWER : Verdict.FASTER;
  }

  /** Multiplies the least p by the number of them, the next by one less, and so on, keeping their order; NaN stay. */
  static double[] holm(double... p) {
    int[] order =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] adjusted = new double[p.length];
    Arrays.fill(adjusted, Double.NaN);
    double least = 0;
    for (int i = 0; i < order.length; i++) {
      least = Math.max(least, Math.min(1, (order.length - i) * p[order[i]]));
      adjusted[order[i]] = least;
    }
    return adjusted;
  }

  /** {@return one for each case that both have, in the order of this version's results} */
  public List<Change> all() {
    return all;
  }

  /** {@return whether a case became slower} */
  public boolean anySlower() {
    return all.stream().anyMatch(each -> each.verdict() == Verdict.SLOWER);
  }

  /** {@return whether a case had too few forks} */
  public boolean anyTooFew() {
    return all.stream().anyMatch(each -> each.verdict() == Verdict.TOO_FEW);
  }
}
