package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Suite;
import dev.carrylane.jmh.suite.Tier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark of a library stands beside one of ours, and each of its cases has a value for every parameter. */
class PeersInSuiteTest {
  @Test
  void theSuiteHasAllLibraries() {
    Map<String, Set<String>> existing = new TreeMap<>();
    for (BenchmarkListEntry benchmark :
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of())) {
      String name = benchmark.getUsername().substring(Case.PACKAGE.length());
      if (name.startsWith("peers.")) {
        existing.put(name, new TreeSet<>(benchmark.getParams().orElse(Map.of()).keySet()));
      }
    }
    Map<String, Set<String>> listed = new TreeMap<>();
    for (Section section : Suite.sections()) {
      for (Entry entry : section.entries()) {
        for (Peer peer : entry.peers()) {
          for (Case ours : entry.cases(Tier.FULL)) {
            if (peer.isLibrary() && peer.takes(ours)) {
              Case beside = peer.beside(ours);
              Set<String> before = listed.put(beside.benchmark(), beside.parameters().keySet());
              if (before != null) {
                assertEquals(before, beside.parameters().keySet(), beside.toString());
              }
            }
          }
        }
      }
    }
    assertEquals(existing, listed);
  }
}
