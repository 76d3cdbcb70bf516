package dev.carrylane.jmh.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.results.Measurement;
import dev.carrylane.jmh.results.Results;
import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Suite;
import dev.carrylane.jmh.suite.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
  @TempDir Path temp;

  private String out;
  private String err;

  private int bench(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int code =
        Bench.run(
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            args);
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  /** No figure is worth anything here; but every benchmark runs, and leaves a page. */
  @Test
  void everyBenchmarkRuns() throws IOException {
    Path folder = temp.resolve("report");
    assertEquals(0, bench("--shortest", "--out", folder.toString()), err);
    Set<String> measured = new TreeSet<>();
    for (Measurement each : Results.read(folder.resolve("results.json")).all()) {
      measured.add(each.what().benchmark());
      assertEquals(1, each.forks().size(), each.what().toString());
      assertTrue(each.forks().get(0).seconds() > 0, each.what().toString());
    }
    Set<String> planned =
        Plan.of(
                Suite.sections(),
                new Plan.Choice(Tier.FULL, List.of(), false, false, name -> Optional.empty()))
            .cases()
            .stream()
            .map(Case::benchmark)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(planned, measured);
    assertEquals(folder.resolve("report.html").toAbsolutePath().toString(), out.strip());
    Environment environment = Environment.read(folder.resolve("environment.json"));
    assertEquals(1, environment.completed());
    assertTrue(environment.failures().isEmpty(), environment.failures().toString());
    assertTrue(
        environment.notes().stream().anyMatch(note -> note.startsWith("backend: ")),
        environment.notes().toString());
    assertTrue(environment.probe().size() >= measured.size());
    // A second run would take the first one's place.
    assertEquals(2, bench("--shortest", "--out", folder.toString()));
    assertTrue(err.contains("holds a report already; name another folder"), err);
  }

  @ParameterizedTest
  @CsvSource({
    "--quick --full, exclude each other",
    "--filter nothing-of-the-kind, nothing in the suite matches",
    "--filter (, is no regular expression",
    "-f 0, needs a JVM of its own",
    "-rf json, always written",
    "-o x, jmh.log",
    "--nonsense, nonsense",
    "--peers, run ./carrylane bench --peers",
    "--threshold x, is not a",
    "--threshold 100, percentage",
    "--against x -f 3, at least 9 JVMs",
    "--against no-such-thing, give a jar",
    "--cold --filter cold --data nowhere, there is no nowhere",
    "compare a.json b.json, no such file",
  })
  void badInputIsToldInOneLine(String line, String words) {
    assertEquals(2, bench((line + " --out " + temp.resolve("none")).split(" ")), out);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("carrylane bench") && err.contains(words), err);
    assertFalse(Files.exists(temp.resolve("none")));
  }
}
