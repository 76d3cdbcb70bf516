package dev.carrylane.jmh.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class SuiteTest {
  /** Parameters of every benchmark of this module, by the names that cases have. */
  private static final Map<String, Set<String>> PARAMETERS = parameters();

  private static Map<String, Set<String>> parameters() {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    Map<String, Set<String>> parameters = new TreeMap<>();
    for (BenchmarkListEntry each : BenchmarkList.defaultList().getAll(silent, List.of())) {
      parameters.put(
          each.getUsername().substring(Case.PACKAGE.length()),
          new TreeSet<>(each.getParams().orElse(Map.of()).keySet()));
    }
    return parameters;
  }

  private static Set<Case> cases() {
    Set<Case> cases = new LinkedHashSet<>();
    for (Section section : Suite.sections()) {
      for (Entry entry : section.entries()) {
        for (Case ours : entry.cases(Tier.FULL)) {
          cases.add(ours);
          entry
              .serial()
              .filter(peer -> peer.takes(ours))
              .ifPresent(peer -> cases.add(peer.beside(ours)));
          entry.peers().stream()
              .filter(peer -> !peer.isLibrary() && peer.takes(ours))
              .forEach(peer -> cases.add(peer.beside(ours)));
        }
      }
    }
    return cases;
  }

  @Test
  void everyBenchmarkIsMeasured() {
    Set<String> measured = new TreeSet<>();
    cases().forEach(each -> measured.add(each.benchmark()));
    assertEquals(PARAMETERS.keySet(), measured);
  }

  @Test
  void everyCaseHasAllParameters() {
    for (Case each : cases()) {
      assertEquals(PARAMETERS.get(each.benchmark()), each.parameters().keySet(), each.toString());
    }
  }

  @Test
  void sectionsAndTheirLabelsAreUnique() {
    Set<String> ids = new HashSet<>();
    for (Section section : Suite.sections()) {
      assertTrue(ids.add(section.id()), section.id());
      assertFalse(section.see().isBlank(), section.id());
      Set<String> labels = new HashSet<>();
      for (Entry entry : section.entries()) {
        assertFalse(entry.cases(Tier.FULL).isEmpty(), entry.benchmark());
        for (Case ours : entry.cases(Tier.FULL)) {
          assertTrue(labels.add(entry.label(ours)), section.id() + ": " + entry.label(ours));
        }
      }
    }
  }

  @Test
  void peersAreNamedDifferently() {
    for (Section section : Suite.sections()) {
      for (Entry entry : section.entries()) {
        Set<String> names = new HashSet<>();
        entry.serial().ifPresent(peer -> names.add(peer.name()));
        entry.peers().forEach(peer -> assertTrue(names.add(peer.name()), peer.toString()));
      }
    }
  }

  @Test
  void workIsKnown() {
    for (Section section : Suite.sections()) {
      for (Entry entry : section.entries()) {
        for (Case ours : entry.cases(Tier.FULL)) {
          Work work = entry.work(ours);
          assertTrue(work.flops() > 0 || work.bytes() > 0 || work.items() > 0, ours.toString());
          assertTrue(work.items() == 1 || !work.item().isEmpty(), ours.toString());
        }
      }
    }
  }
}
