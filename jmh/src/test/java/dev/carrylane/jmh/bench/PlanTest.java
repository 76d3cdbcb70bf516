package dev.carrylane.jmh.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Suite;
import dev.carrylane.jmh.suite.Tier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Function<String, Optional<Collection<String>>> NOTHING =
      name -> Optional.empty();

  private static List<Case> plan(Tier tier, boolean libraries, String... filters) {
    List<Pattern> patterns = Set.of(filters).stream().map(JmhOptions::pattern).toList();
    return Plan.of(Suite.sections(), new Plan.Choice(tier, patterns, false, libraries, NOTHING))
        .cases();
  }

  private static Set<String> benchmarks(List<Case> cases) {
    return cases.stream().map(Case::benchmark).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void tiersContainEachOtherAndNoCaseTwice() {
    List<Case> quick = plan(Tier.QUICK, false);
    List<Case> standard = plan(Tier.STANDARD, false);
    List<Case> full = plan(Tier.FULL, false);
    assertTrue(standard.containsAll(quick) && full.containsAll(standard));
    assertEquals(full.size(), new HashSet<>(full).size());
    assertFalse(full.stream().anyMatch(one -> one.benchmark().startsWith("peers.")));
  }

  /** What is compared runs one after the other. */
  @Test
  void theSerialRecurrenceAndLibrariesFollowTheirCase() {
    List<Case> cases = plan(Tier.STANDARD, true, "ScanBenchmark.affine channels=64 steps=4096");
    assertEquals("ScanBenchmark.affine", cases.get(0).benchmark());
    assertEquals("ScanBenchmark.serialLoop", cases.get(1).benchmark());
    assertEquals("4096", cases.get(1).parameter("steps"));
    cases = plan(Tier.STANDARD, true, "lstm-256");
    int step = cases.stream().map(Case::benchmark).toList().indexOf("StepBenchmark.step");
    assertEquals("peers.StepPeers.onnxRuntime", cases.get(step + 1).benchmark());
    assertEquals("lstm-256", cases.get(step + 1).parameter("model"));
  }

  @Test
  void theNameOfASectionMeansThatSectionAlone() {
    assertEquals(Set.of("StepBenchmark.step"), benchmarks(plan(Tier.FULL, false, "step")));
    assertEquals(
        Set.of("StepBenchmark.step", "TrainingBenchmark.step"),
        benchmarks(plan(Tier.FULL, false, "\\.step\\b")));
    assertEquals(
        Set.of("StepBenchmark.step", "AdderBenchmark.add", "AdderBenchmark.bigInteger"),
        benchmarks(plan(Tier.FULL, false, "STEP", "sums")));
  }

  @Test
  void aLibrarysNameMeansWhatIsComparedWithIt() {
    assertEquals(
        Set.of("TrainingBenchmark.step", "peers.TrainingPeers.pytorch"),
        benchmarks(plan(Tier.QUICK, true, "pytorch")));
    assertEquals(List.of(), plan(Tier.QUICK, false, "pytorch"));
  }

  @Test
  void givenValuesTakeTheSuites() {
    Plan.Choice choice =
        new Plan.Choice(
            Tier.FULL,
            List.of(JmhOptions.pattern("ScanBenchmark.affine")),
            false,
            false,
            name -> name.equals("steps") ? Optional.of(List.of("7", "9")) : Optional.empty());
    List<Case> cases = Plan.of(Suite.sections(), choice).cases();
    assertEquals(
        Set.of("7", "9"),
        cases.stream().map(one -> one.parameter("steps")).collect(Collectors.toSet()));
  }

  /** For tests of the build: each benchmark once, those that only stand beside others included. */
  @Test
  void oneOfEach() {
    Plan.Choice one = new Plan.Choice(Tier.FULL, List.of(), true, false, NOTHING);
    List<Case> cases = Plan.of(Suite.sections(), one).cases();
    assertEquals(benchmarks(plan(Tier.FULL, false)), benchmarks(cases));
    assertTrue(cases.size() < 2 * benchmarks(cases).size(), cases.toString());
  }
}
