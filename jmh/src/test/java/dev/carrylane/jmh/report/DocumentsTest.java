package dev.carrylane.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
  private static final int FORKS = 7;
  private static final Set<String> IDS =
      Set.of("roofline", "products", "forward", "step", "keys", "training");

  private static final List<Section> SECTIONS =
      Suite.sections(2).stream().filter(section -> IDS.contains(section.id())).toList();

  private static final List<String> PARTS =
      Stream.of(
              Stream.of("run", "in-short", "environment"),
              SECTIONS.stream().map(Section::id),
              Stream.of("limits", "growth", "first-second"))
          .flatMap(parts -> parts)
          .toList();
  private static final String COLD =
      """
      {"rows": {"lstm": {
        "auto": {"first": [150000000, 150000000, 150000000]},
        "onnx": {"first": [300000000, 300000000, 300000000]}}}}
      """;

  private final Locale locale = Locale.getDefault();
  private RunFolder run;

  @TempDir Path measured;
  @TempDir Path root;

  @BeforeEach
  void documentsWithPlaces() throws IOException {
    Locale.setDefault(Locale.ROOT);
    Files.createDirectory(root.resolve("docs"));
    Files.writeString(root.resolve("README.md"), "# It\n" + place("readme") + "More.\n");
    StringBuilder page = new StringBuilder();
    PARTS.forEach(part -> page.append(place(part)).append("\nBetween.\n"));
    Files.writeString(root.resolve("docs/performance.md"), page);
    run = new RunFolder(FORKS, SECTIONS);
    run.command = "./carrylane bench --full --out /home/somebody/run";
    run.tier = "full";
    run.machine.put("cores", "2");
    run.machine.put("backend", "vector-512 (the widest)");
    run.machine.put("JVM options", "-XX:Flags=/home/somebody/.hotspotrc -Xmx1g");
  }

  @AfterEach
  void sameLocale() {
    Locale.setDefault(locale);
  }

  private static String place(String figures) {
    return "<!-- figures: %s -->\nold\n<!-- end -->\n".formatted(figures);
  }

  private void takes(double seconds, String benchmark, String... parameters) {
    Map<String, String> named = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    Case one = Case.of(benchmark, named);
    assertTrue(run.seconds.containsKey(one), one + " is not in the catalogue");
    double[] forks = new double[FORKS];
    Arrays.fill(forks, seconds);
    run.seconds.put(one, forks);
  }

  private void store() throws IOException {
    run.write(measured);
    Files.writeString(measured.resolve("cold.json"), COLD);
    assertEquals("", failure("store", measured.toString()));
  }

  /** What is on standard error of a command that fails; empty if it succeeds. */
  private String failure(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Documents.run(
            root, SECTIONS, new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
    String printed = err.toString(StandardCharsets.UTF_8);
    assertEquals(printed.isEmpty() ? 0 : 2, code, printed);
    assertTrue(printed.lines().count() <= 1, printed);
    return printed;
  }

  private String readme() throws IOException {
    return Files.readString(root.resolve("README.md"));
  }

  @Test
  void readmeHasTheFiguresOfTheRun() throws IOException {
    takes(1e-3, "ProductBenchmark.packed", "shape", "512x512x512", "threads", "1");
    takes(
        2e-3,
        "peers.ProductPeers.openblas",
        "shape",
        "512x512x512",
        "threads",
        "1",
        "core",
        "best");
    takes(5e-6, "ProductBenchmark.vector", "shape", "512x256");
    takes(
        4e-6,
        "peers.ProductPeers.openblasVector",
        "shape",
        "512x256",
        "threads",
        "1",
        "core",
        "best",
        "layout",
        "outputs");
    takes(3e-4, "ForwardBenchmark.run", "model", "clrnn", "frames", "60", "threads", "1");
    takes(
        4.5e-4, "peers.ForwardPeers.onnxRuntime", "model", "clrnn", "frames", "60", "threads", "1");
    takes(2e-5, "StepBenchmark.step", "model", "clrnn");
    takes(5e-6, "StepBenchmark.step", "model", "lstm-128");
    takes(1e-5, "peers.StepPeers.onnxRuntime", "model", "lstm-128");
    takes(3e-3, "ForwardBenchmark.run", "model", "clrnn-exact", "frames", "4096", "threads", "1");
    takes(9e-3, "ForwardBenchmark.steps", "model", "clrnn-exact", "frames", "4096", "threads", "1");
    takes(2e-3, "TrainingBenchmark.step", "model", "clrnn-dropout", "threads", "1");
    takes(7e-3, "peers.TrainingPeers.pytorch", "model", "clrnn-dropout", "threads", "1");
    takes(1.024e-3, "KeysBenchmark.stepAll", "model", "lstm-128", "rows", "1024");
    takes(4e-6, "KeysBenchmark.stepAll", "model", "lstm-128", "rows", "1");
    store();
    assertEquals("", failure("write"));
    String ms3 = "3.00 ms (3.00–3.00)";
    List<String> expected =
        List.of(
            "268 GFLOP/s (268–268) | OpenBLAS, best kernels 134 (134–134) | 2.00 (2.00–2.00) | --full --filter products --peers",
            "105 GB/s (105–105) | OpenBLAS, best kernels 132 (132–132) | 0.80 (0.80–0.80) | --full --filter products --peers",
            "300 µs (300–300) | ONNX Runtime 450 µs (450–450) | 1.50 (1.50–1.50) | --full --filter forward --peers",
            "20.0 µs (20.0–20.0) | 99 % of its steps within 32.0 µs (32.0–32.0) |  | --full --filter step",
            "5.00 µs (5.00–5.00) | ONNX Runtime 10.0 µs (10.0–10.0) | 2.00 (2.00–2.00) | --full --filter step --peers",
            ms3
                + " | step by step 9.00 ms (9.00–9.00) | 3.00 (3.00–3.00) | --full --filter forward",
            "2.00 ms (2.00–2.00) | PyTorch 7.00 ms (7.00–7.00) | 3.50 (3.50–3.50) | --full --filter training --peers",
            "0 B, 1.00 µs (1.00–1.00) | a stream alone 5.00 µs (5.00–5.00) | 5.00 (5.00–5.00) | --full --filter keys",
            "150 ms (150–150) | ONNX Runtime 300 ms (300–300) | 2.00 (2.00–2.00) | --full --filter cold --cold --peers");
    List<String> rows =
        readme()
            .lines()
            .filter(line -> line.startsWith("| ") && !line.contains("Carrylane"))
            .map(line -> line.replaceFirst("^\\| [^|]+ \\| ", "").replaceFirst(" \\|$", ""))
            .toList();
    assertEquals(expected, rows);
    assertTrue(
        readme()
            .contains(
                "A processor of eight cores at 3 GHz, 2 cores, backend vector-512, JDK 25.0.3, 2026-01-02; one thread."
                    + " Medians of 7 JVMs, each with its 95 % interval. "),
        readme());
    assertTrue(readme().startsWith("# It\n<!-- figures: readme -->\n"), readme());
    assertTrue(readme().endsWith("<!-- end -->\nMore.\n"), readme());
  }

  @Test
  void documentsHaveTheTablesOfTheReport() throws IOException {
    store();
    assertEquals("", failure("write"));
    String page = Files.readString(root.resolve("docs/performance.md"));
    ReportWriter.write(root.resolve("docs/performance"), SECTIONS);
    String report = Files.readString(root.resolve("docs/performance/report.md"));
    List<String> tables = report.lines().filter(line -> line.startsWith("| ")).toList();
    List<String> every = page.lines().toList();
    // the tables of all JVMs stay where they are
    int heading = tables.size() - run.seconds.size() - 1;
    assertTrue(tables.get(heading).startsWith("| Benchmark"), tables.get(heading));
    assertTrue(heading > 100, "" + heading);
    assertEquals(
        tables.subList(0, heading), every.stream().filter(l -> l.startsWith("| ")).toList());
    assertEquals(PARTS.size(), every.stream().filter("Between."::equals).count());
    assertFalse(every.contains("old"));
    assertEquals("", failure("write"));
    assertEquals(page, Files.readString(root.resolve("docs/performance.md")));
  }

  @Test
  void whatTheReadmeNeedsMustBeMeasured() throws IOException {
    run.seconds.keySet().removeIf(one -> one.benchmark().equals("peers.TrainingPeers.pytorch"));
    store();
    String before = readme();
    String failure = failure("write");
    assertTrue(
        failure.contains("TrainingBenchmark.step model=clrnn-dropout threads=1 beside PyTorch"),
        failure);
    assertEquals(before, readme());
  }

  @Test
  void placesAndFiguresBelongTogether() throws IOException {
    store();
    Path page = root.resolve("docs/performance.md");
    String text = Files.readString(page);
    Files.writeString(page, text + place("weather"));
    assertTrue(failure("write").contains("the figures 'weather', of which the run has none"));
    Files.writeString(page, text.replace(place("keys"), ""));
    assertTrue(failure("write").contains("no document has the figures [keys]"));
    Files.writeString(page, text.replaceFirst("<!-- end -->", ""));
    assertTrue(failure("write").contains("the figures 'run' have no end"));
    Files.writeString(page, text + "<!-- figures: keys -->\n");
    assertTrue(failure("write").contains("the figures 'keys' have no end"));
    assertTrue(readme().contains("old"));
  }

  @Test
  void storedFilesTellNoFolders() throws IOException {
    store();
    String environment = Files.readString(root.resolve("docs/performance/environment.json"));
    assertFalse(environment.contains("somebody"), environment);
    assertTrue(environment.contains("./carrylane bench --full --out run\""), environment);
    assertTrue(environment.contains("-XX:Flags=.hotspotrc -Xmx1g"), environment);
    assertTrue(environment.contains("25.0.3, 64-Bit Server VM"), environment);
  }

  @Test
  void runsThatLackAFileAreNotStored() throws IOException {
    run.write(measured);
    assertTrue(failure("store", measured.toString()).contains("cold.json: no such file"));
    Files.writeString(measured.resolve("cold.json"), COLD);
    Files.writeString(measured.resolve("results.json"), "[1]");
    assertTrue(failure("store", measured.toString()).contains("results.json is not JMH's JSON"));
    assertFalse(Files.exists(root.resolve("docs/performance")));
    assertTrue(failure().contains("'store DIR'"));
  }

  /** The documents of this checkout. */
  @Test
  void documentsAreWrittenFromTheStoredRun() throws IOException {
    Path checkout = Path.of(System.getProperty("basedir", "."), "..");
    Path stored = checkout.resolve(Documents.STORED);
    assertTrue(Files.exists(stored), "no run is stored in " + Documents.STORED);
    for (var document : Documents.written(checkout, Documents.sections()).entrySet()) {
      assertEquals(
          document.getValue(),
          Files.readString(document.getKey()),
          "%s is not what %s gives; run '%s' as docs/developing.md tells"
              .formatted(document.getKey(), Documents.STORED, Documents.COMMAND));
    }
    assertTrue(Files.size(stored.resolve("results.json")) < 700_000);
  }
}
