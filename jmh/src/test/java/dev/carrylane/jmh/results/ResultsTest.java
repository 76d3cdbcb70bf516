package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.suite.Case;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {
  private static final Case PRODUCT =
      Case.of("GemmBenchmark.gemm", Map.of("shape", "64x64x64", "threads", "1"));

  @TempDir private Path folder;

  /** As JMH 1.37 wrote it, less some percentiles and samples. */
  private Results written(String name) throws IOException {
    try (InputStream resource = ResultsTest.class.getResourceAsStream(name + ".json")) {
      Path file = folder.resolve(name + ".json");
      Files.write(file, resource.readAllBytes());
      return Results.read(file);
    }
  }

  private Results read(String json) throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, json);
    return Results.read(file);
  }

  private static String benchmark(String primary, String secondary) {
    return """
        [{"benchmark": "dev.carrylane.jmh.A.b", "primaryMetric": {%s}, "secondaryMetrics": {%s}}]
        """
        .formatted(primary, secondary);
  }

  private static double middle(double a, double b) {
    return (a + b) / 2;
  }

  @Test
  void throughputIsReadAsTimeAndTheMedianIsThatOfTimes() throws IOException {
    Results results = written("throughput");
    assertEquals(
        List.of("64x64x64", "1x750x150"),
        results.all().stream().map(each -> each.what().parameter("shape")).toList());
    Measurement product = results.of(PRODUCT).orElseThrow();
    assertEquals(
        List.of("--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow"),
        product.flags());
    assertEquals(2, product.forks().size());
    Fork second = product.forks().get(1);
    assertEquals(List.of(1 / 147353.97886164393, 1 / 164869.7770903493), second.iterations());
    assertEquals(
        middle(1 / 147353.97886164393, 1 / 164869.7770903493), product.seconds()[1], 1e-20);
    // 0.86 bytes of each of 7,500 operations: what JMH itself allocates in an iteration of 50 ms
    assertEquals(0, product.allocated()[1]);
    assertTrue(second.samples().isEmpty());
  }

  @Test
  void averageTimeAndSingleShotsAreRead() throws IOException {
    assertEquals(
        middle(8322.87110283853e-9, 6598.392030510257e-9),
        written("average").of(PRODUCT).orElseThrow().seconds()[0],
        1e-18);
    assertEquals(
        middle(0.092938e-3, 0.069173e-3),
        written("single").of(PRODUCT).orElseThrow().seconds()[1],
        1e-15);
  }

  @Test
  void samplesOfAForkArePooled() throws IOException {
    Measurement step = written("sample").of(Case.of("StepBenchmark.step", Map.of())).orElseThrow();
    Fork first = step.forks().get(0);
    assertEquals(8, first.samples().size());
    assertEquals(35, first.samples().values().stream().mapToLong(Long::longValue).sum());
    // 25 samples of the second iteration are less than the least of the first
    assertEquals(25.376e-6, first.seconds(), 1e-15);
    assertEquals(2, first.iterations().size());
    assertEquals(middle(26.496e-6, 26.496e-6), first.iterations().get(0), 1e-15);
    assertTrue(Double.isNaN(first.allocated()), "samples allocate, too");
  }

  @ParameterizedTest
  @CsvSource({
    "ops/s, 0.5, 2",
    "ops/ms, 4, 0.00025",
    "ops/us, 4, 0.25e-6",
    "ops/min, 2, 30",
    "s/op, 2, 2",
    "ms/op, 2, 0.002",
    "ns/op, 2, 2e-9",
    "hr/op, 1, 3600"
  })
  void everyUnitIsReadAsSeconds(String unit, String score, double seconds) throws IOException {
    Results results =
        read(benchmark("\"scoreUnit\": \"%s\", \"rawData\": [[%s]]".formatted(unit, score), ""));
    assertEquals(seconds, results.all().get(0).seconds()[0], 1e-12 * seconds);
  }

  @Test
  void aForkWithoutANumberKeepsItsPlace() throws IOException {
    Measurement read =
        read(benchmark(
                "\"scoreUnit\": \"s/op\", \"rawData\": [[], [\"NaN\", 3, \"+INF\"], [5]]", ""))
            .all()
            .get(0);
    assertEquals(List.of(), read.flags());
    assertTrue(Double.isNaN(read.seconds()[0]));
    assertEquals(3, read.seconds()[1]);
    assertEquals(5, read.seconds()[2]);
    assertEquals(4, Interval.of(read.seconds()).median());
    assertTrue(Double.isNaN(read.allocated()[2]), "nobody counted");
  }

  /** JMH itself allocates up to 16 KB in an iteration: here of 100 operations. */
  @ParameterizedTest
  @CsvSource({"163, 0", "164, 164"})
  void whatJmhAllocatesIsNotTheOperations(int bytes, int expected) throws IOException {
    String time = "\"scoreUnit\": \"ops/s\", \"rawData\": [[1000]]";
    String allocated =
        "\"gc.alloc.rate\": {\"rawData\": [[1]]}, \"gc.alloc.rate.norm\": {\"rawData\": [[%d]]}";
    String text = benchmark(time, allocated.formatted(bytes));
    text =
        text.replaceFirst(
            "\"primaryMetric\"", "\"measurementTime\": \"100 ms\", \"primaryMetric\"");
    assertEquals(expected, read(text).all().get(0).allocated()[0]);
  }

  @Test
  void iterationsWithoutAllocationsCountAsNone() throws IOException {
    String time = "\"scoreUnit\": \"s/op\", \"rawData\": [[1, 1, 1], [1, 1, 1], [1]]";
    String rate = "\"gc.alloc.rate\": {\"rawData\": [[1, 0, 2], [0, 0, 0], [\"NaN\"]]}";
    String bytes = "\"%sgc.alloc.rate.norm\": {\"rawData\": [[7, 9], []]}";
    Measurement read = read(benchmark(time, rate + "," + bytes.formatted(""))).all().get(0);
    assertEquals(7, read.allocated()[0]);
    assertEquals(0, read.allocated()[1]);
    assertTrue(Double.isNaN(read.allocated()[2]), "the profiler could not count");
    assertEquals(0, read(benchmark(time, rate)).all().get(0).allocated()[1]);
    Measurement older = read(benchmark(time, bytes.formatted("\u00b7"))).all().get(0);
    assertEquals(8, older.allocated()[0]);
  }

  @Test
  void aNameOfAnotherPackageStaysWhole() throws IOException {
    Results results =
        read(
            "[{\"benchmark\": \"other.A.b\", \"primaryMetric\": {\"scoreUnit\": \"s/op\","
                + " \"rawData\": [[1]]}}]");
    assertEquals(Case.of("other.A.b", Map.of()), results.all().get(0).what());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[{",
        "{}",
        "[1]",
        "[{\"benchmark\": \"A.b\"}]",
        "[{\"benchmark\": \"A.b\", \"primaryMetric\": {\"scoreUnit\": \"s/op\"}}]",
        "[{\"benchmark\": \"A.b\", \"primaryMetric\": {\"scoreUnit\": \"apples\", \"rawData\": [[1]]}}]",
        "[{\"benchmark\": \"A.b\", \"primaryMetric\": {\"scoreUnit\": \"s/op\", \"rawData\": [[\"x\"]]}}]"
      })
  void aDamagedFileIsToldWithARemedy(String json) {
    IOException e = assertThrows(IOException.class, () -> read(json));
    assertTrue(
        e.getMessage().startsWith(folder.resolve("results.json") + " is not JMH's JSON ("),
        e.getMessage());
    assertTrue(e.getMessage().endsWith("-rf json"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aMissingFileIsTold() {
    assertThrows(NoSuchFileException.class, () -> Results.read(folder.resolve("none.json")));
  }
}
