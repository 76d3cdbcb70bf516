package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.results.Changes.Change;
import dev.carrylane.jmh.results.Changes.Verdict;
import dev.carrylane.jmh.suite.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangesTest {
  static Measurement measurement(String name, double... seconds) {
    List<Fork> forks =
        Arrays.stream(seconds)
            .mapToObj(each -> new Fork(each, 0, List.of(each), new TreeMap<>()))
            .toList();
    return new Measurement(Case.of(name, Map.of()), List.of(), forks);
  }

  /** Forks of a time with Gaussian noise. */
  private static double[] forks(Random random, int count, double time, double deviation) {
    double[] forks = new double[count];
    Arrays.setAll(forks, i -> time * (1 + deviation * random.nextGaussian()));
    return forks;
  }

  private static Verdict verdict(double[] ours, double[] other) {
    return Changes.of(
            new Results(List.of(measurement("A", ours))),
            new Results(List.of(measurement("A", other))),
            Changes.THRESHOLD)
        .all()
        .get(0)
        .verdict();
  }

  @Test
  void changesHaveAnEffectAProbabilityAndAVerdict() {
    double[] base = {1, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08};
    double[] slower = Arrays.stream(base).map(each -> each * 1.1).toArray();
    double[] slightly = Arrays.stream(base).map(each -> each * 1.02).toArray();
    double[] few = Arrays.copyOf(slower, 8);
    Results ours =
        new Results(
            List.of(
                measurement("slower", slower),
                measurement("faster", base),
                measurement("slightly", slightly),
                measurement("few", few),
                measurement("ours", base)));
    Results other =
        new Results(
            List.of(
                measurement("other", base),
                measurement("few", base),
                measurement("slightly", base),
                measurement("faster", slower),
                measurement("slower", base)));
    Changes changes = Changes.of(ours, other, Changes.THRESHOLD);
    assertEquals(
        List.of(Verdict.SLOWER, Verdict.FASTER, Verdict.SAME, Verdict.TOO_FEW),
        changes.all().stream().map(Change::verdict).toList());
    Change first = changes.all().get(0);
    assertEquals("slower", first.what().benchmark());
    assertEquals(1.1, first.effect().low(), 1e-12);
    assertEquals(2.0 / 48_620, first.p(), 1e-12);
    assertEquals(3 * first.p(), first.adjusted(), 1e-12);
    assertTrue(Double.isNaN(changes.all().get(3).adjusted()));
    assertEquals(8, changes.all().get(3).effect().count());
    assertTrue(changes.anySlower());
    assertTrue(changes.anyTooFew());
    Changes same = Changes.of(other, other, Changes.THRESHOLD);
    assertEquals(5, same.all().size());
    assertFalse(same.anySlower() || same.anyTooFew());
  }

  @Test
  void aDifferenceBelowTheThresholdIsNone() {
    double[] base = {1, 1.001, 1.002, 1.003, 1.004, 1.005, 1.006, 1.007, 1.008};
    assertEquals(Verdict.SAME, verdict(scaled(base, 1.029), base));
    assertEquals(Verdict.SLOWER, verdict(scaled(base, 1.031), base));
    assertEquals(Verdict.FASTER, verdict(scaled(base, 0.969), base));
  }

  private static double[] scaled(double[] forks, double factor) {
    return Arrays.stream(forks).map(each -> each * factor).toArray();
  }

  @Test
  void forksThatMeasuredNothingDoNotCount() {
    double[] nine = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    double[] eight = {2, 2, 2, 2, Double.NaN, 2, 2, 2, 2};
    assertEquals(Verdict.TOO_FEW, verdict(eight, nine));
  }

  /** By hand, of 0.01, 0.02, 0.03 and 0.04. */
  @Test
  void holmMultipliesByWhatIsLeft() {
    assertArrayEquals(
        new double[] {0.06, 0.04, Double.NaN, 0.06, 0.06},
        Changes.holm(0.04, 0.01, Double.NaN, 0.02, 0.03),
        1e-12);
    assertArrayEquals(new double[] {1, 1}, Changes.holm(0.6, 0.9), 0);
  }

  @Test
  void tenPercentAreFoundInNoiseOfFour() {
    Random random = new Random(3);
    int found = 0;
    for (int run = 0; run < 200; run++) {
      Verdict verdict = verdict(forks(random, 9, 1.1, 0.04), forks(random, 9, 1, 0.04));
      found += verdict == Verdict.SLOWER ? 1 : 0;
    }
    assertTrue(found >= 190, found + " of 200");
  }

  @Test
  void theSameCodeOfManyCasesIsSeldomFoundToDiffer() {
    Random random = new Random(4);
    int found = 0;
    for (int run = 0; run < 200; run++) {
      List<Measurement> ours = new ArrayList<>();
      List<Measurement> other = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ours.add(measurement("case" + i, forks(random, 9, 1, 0.08)));
        other.add(measurement("case" + i, forks(random, 9, 1, 0.08)));
      }
      Changes changes = Changes.of(new Results(ours), new Results(other), Changes.THRESHOLD);
      boolean isAny = changes.all().stream().anyMatch(each -> each.verdict() != Verdict.SAME);
      found += isAny ? 1 : 0;
    }
    assertTrue(found <= 2, found + " of 200");
  }

  /** Without that, a run that becomes slower by a fifth hides a difference of a tenth from the ranks. */
  @Test
  void driftOfAllCasesIsTakenOut() {
    Random random = new Random(5);
    int found = 0;
    int alone = 0;
    for (int run = 0; run < 50; run++) {
      List<Measurement> ours = new ArrayList<>();
      List<Measurement> other = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        double[] our = drifting(forks(random, 9, i == 4 ? 1.1 : 1, 0.02));
        double[] their = drifting(forks(random, 9, 1, 0.02));
        ours.add(measurement("case" + i, our));
        other.add(measurement("case" + i, their));
        alone += verdict(our, their) == Verdict.SLOWER ? 1 : 0;
      }
      Changes changes = Changes.of(new Results(ours), new Results(other), Changes.THRESHOLD);
      found += changes.all().get(4).verdict() == Verdict.SLOWER ? 1 : 0;
    }
    assertTrue(found >= 45, found + " of 50");
    assertTrue(alone <= 10, alone + " of 50 by the case alone");
  }

  private static double[] drifting(double[] forks) {
    double[] slower = new double[forks.length];
    Arrays.setAll(slower, i -> forks[i] * (1 + 0.25 * i / (forks.length - 1)));
    return slower;
  }

  /** The noise of the others comes in, and they are few; some change, and all drift. */
  @Test
  void driftDoesNotMakeDifferences() {
    Random random = new Random(6);
    int found = 0;
    for (int run = 0; run < 300; run++) {
      List<Measurement> ours = new ArrayList<>();
      List<Measurement> other = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        double change = i < 2 ? 1.2 : 1;
        ours.add(measurement("case" + i, drifting(forks(random, 9, change, 0.04))));
        other.add(measurement("case" + i, drifting(forks(random, 9, 1, 0.04))));
      }
      Changes changes = Changes.of(new Results(ours), new Results(other), Changes.THRESHOLD);
      found +=
          changes.all().subList(2, 4).stream().anyMatch(each -> each.verdict() != Verdict.SAME)
              ? 1
              : 0;
    }
    assertTrue(found <= 3, found + " of 300");
  }
}
