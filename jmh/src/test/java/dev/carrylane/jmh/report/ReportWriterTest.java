package dev.carrylane.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Tier;
import dev.carrylane.jmh.suite.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final String HOSTILE = "a | <script>&\"\u0001' ]]> `b` *c*";
  private static final double EXACT = 1e-6;

  @TempDir Path folder;

  private WrittenPage written(RunFolder run) throws Exception {
    run.write(folder);
    ReportWriter.write(folder, RunFolder.SECTIONS);
    return new WrittenPage(folder);
  }

  /** Of seven forks, the bounds of 95 % are the second and the sixth: fewer than 2.5 % of resamples have a median beyond. */
  private static String shown(String unit, double size, double... forks) {
    double[] sorted = Arrays.stream(forks).map(value -> value / size).sorted().toArray();
    assertEquals(7, sorted.length);
    return three(sorted[3]) + unit + "|" + three(sorted[1]) + "–" + three(sorted[5]);
  }

  private static String three(double value) {
    double size = Math.abs(value) * 1.0005;
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String time(double... seconds) {
    double median = Arrays.stream(seconds).sorted().toArray()[seconds.length / 2];
    if (median < 1e-6) {
      return shown(" ns", 1e-9, seconds);
    }
    return median < 1e-3
        ? shown(" µs", 1e-6, seconds)
        : median < 1 ? shown(" ms", 1e-3, seconds) : shown(" s", 1, seconds);
  }

  private static String ratio(double[] numerators, double... denominators) {
    double[] ratios = new double[7];
    Arrays.setAll(ratios, i -> numerators[i] / denominators[i]);
    Arrays.sort(ratios);
    return String.format(Locale.ROOT, "%.2f|%.2f–%.2f", ratios[3], ratios[1], ratios[5]);
  }

  @Test
  void timesRatesAndRatiosAreThoseOfTheFile() throws Exception {
    RunFolder run = new RunFolder(7);
    WrittenPage page = written(run);
    int checked = 0;
    for (Section section : RunFolder.SECTIONS) {
      for (Entry entry : section.entries()) {
        for (Case one : entry.cases(Tier.FULL)) {
          double[] seconds = run.seconds.get(one);
          String label = entry.label(one);
          assertEquals(time(seconds), page.cell(section.id(), "Time", label), label);
          Work work = entry.work(one);
          if (work.flops() > 0) {
            double[] rates = Arrays.stream(seconds).map(time -> work.flops() / time).toArray();
            assertEquals(shown("", 1e9, rates), page.cell(section.id(), "GFLOP/s", label), label);
          }
          if (entry.serial().isPresent()) {
            double[] serial = run.seconds.get(entry.serial().get().beside(one));
            assertEquals(ratio(serial, seconds), page.cell(section.id(), "Serial", label), label);
            checked++;
          }
          for (Peer peer : entry.peers()) {
            if (peer.takes(one)) {
              double[] theirs = run.seconds.get(peer.beside(one));
              assertEquals(
                  ratio(theirs, seconds), page.cell(section.id(), peer.name(), label), label);
              checked++;
            }
          }
        }
      }
    }
    assertEquals(8 + 12 + 2, checked);
  }

  @Test
  void sharesOfTheLimitAreThoseOfTheSameRounds() throws Exception {
    RunFolder run = new RunFolder(7);
    // 48 KB hold the operands of the first product, 2 MB those of the others
    double[] peak = run.seconds.get(RunFolder.FMA);
    double[] reading = run.seconds.get(Case.of("RooflineBenchmark.read", Map.of("level", "L2")));
    WrittenPage page = written(run);
    Case product =
        Case.of("ProductBenchmark.packed", Map.of("shape", "60x750x150", "threads", "1"));
    double[] seconds = run.seconds.get(product);
    double[] shares = new double[7];
    Arrays.setAll(shares, i -> 100 * (2.0 * 60 * 750 * 150 / 1e9) * peak[i] / seconds[i]);
    assertEquals(
        shown(" %", 1, shares), page.cell("products", "Of the limit", "60x750x150, packed before"));
    double[] steps = run.seconds.get(Case.of("StepBenchmark.step", Map.of("model", "clrnn")));
    Arrays.setAll(shares, i -> 100 * (524_288.0 / (1 << 26)) * reading[i] / steps[i]);
    assertEquals(shown(" %", 1, shares), page.cell("step", "Of the limit", "step of clrnn"));
    assertEquals("L2", page.cell("limits", "Held by", "step of clrnn|One step of a stream"));
    assertEquals("bytes", page.cell("limits", "Limited by", "step of clrnn|One step of a stream"));
    assertEquals("", page.cell("threads", "Of the limit", "1024 × 1024 × 1024, 2 threads"));
  }

  @Test
  void percentilesAreThoseOfTheSamples() throws Exception {
    RunFolder run = new RunFolder(7);
    WrittenPage page = written(run);
    double[] medians = run.seconds.get(Case.of("StepBenchmark.step", Map.of("model", "gru-128")));
    String label = "step of gru-128";
    assertEquals(time(medians), page.cell("step", "50 %", label));
    double[] scaled = new double[7];
    Arrays.setAll(scaled, i -> 1.1 * medians[i]);
    assertEquals(time(scaled), page.cell("step", "90 %", label));
    Arrays.setAll(scaled, i -> 1.6 * medians[i]);
    assertEquals(time(scaled), page.cell("step", "99 %", label));
    Arrays.setAll(scaled, i -> 4 * medians[i]);
    assertEquals(time(scaled), page.cell("step", "99.9 %", label));
    double longest = 30 * Arrays.stream(medians).max().orElseThrow();
    assertEquals(three(longest * 1e6) + " µs", page.cell("step", "Longest", label));
    assertEquals("70,000", page.cell("step", "Samples", label));
    // One of ten thousand lies beyond it in each JVM, seven in all: too few to name it
    assertThrows(AssertionError.class, () -> page.cell("step", "99.99 %", label));
  }

  @Test
  void everyForkIsListedWithItsFlags() throws Exception {
    RunFolder run = new RunFolder(7);
    WrittenPage page = written(run);
    List<List<String>> rows = page.rows("jvms", 0);
    assertEquals(run.seconds.size(), rows.size());
    int row = 0;
    for (Case one : run.seconds.keySet()) {
      List<String> cells = rows.get(row++);
      String parameters = one.toString().substring(one.benchmark().length()).strip();
      assertEquals(one.benchmark() + "|" + parameters, cells.get(0));
      assertEquals("A", cells.get(1));
    }
    List<Double> values = page.values("//section[@id='jvms']//tbody/tr[2]/td/@data-v");
    double[] expected = run.seconds.values().stream().toList().get(1);
    assertEquals(7, values.size());
    for (int i = 0; i < 7; i++) {
      assertEquals(expected[i], values.get(i), EXACT * expected[i]);
    }
    assertEquals(
        List.of("--add-modules=jdk.incubator.vector -Xmx1g"),
        page.texts("//section[@id='jvms']//code"));
  }

  @Test
  void markdownHasTheTablesOfThePage() throws Exception {
    RunFolder run = new RunFolder(7);
    run.machine.put("processor", "a plain one");
    WrittenPage page = written(run);
    List<List<String>> html = page.allRows();
    List<List<String>> markdown = new ArrayList<>();
    for (String line : page.markdown().split("\n")) {
      if (line.startsWith("| ") && !line.startsWith("|---")) {
        markdown.add(WrittenPage.markdownCells(line));
      }
    }
    markdown.removeIf(line -> page.headings().contains(line));
    assertEquals(html.size(), markdown.size());
    assertTrue(html.size() > 100);
    for (int i = 0; i < html.size(); i++) {
      assertEquals(html.get(i), markdown.get(i));
    }
  }

  @Test
  void pageNeedsNoOtherFileAndItsLinksLeadSomewhere() throws Exception {
    RunFolder run = new RunFolder(7);
    Files.writeString(folder.resolve("cold.json"), RunFolder.COLD);
    WrittenPage page = written(run);
    assertEquals(List.of(), page.texts("//@src | //link | //img | //iframe | //object"));
    String html = page.html();
    assertFalse(html.contains("url(") || html.contains("@import") || html.contains("http:"), html);
    assertEquals(1, page.texts("//script").size());
    Set<String> ids = new TreeSet<>(page.texts("//@id"));
    assertEquals(page.texts("//@id").size(), ids.size());
    assertTrue(page.texts("//@href").size() > 100);
    for (String link : page.texts("//@href")) {
      assertTrue(ids.contains(link.substring(1)), link);
    }
  }

  @Test
  void hostileWordsStayWords() throws Exception {
    RunFolder run = new RunFolder(7);
    run.command = HOSTILE;
    run.machine.put(HOSTILE, HOSTILE);
    run.failures.put(HOSTILE, HOSTILE);
    WrittenPage page = written(run);
    String shown = HOSTILE.replace('\u0001', '?');
    assertEquals(shown, page.texts("//header//code").get(0));
    assertEquals(1, page.texts("//script").size());
    assertTrue(page.rows("environment", 0).contains(List.of(shown, shown)));
    assertTrue(page.texts("//p[@class='warning']").get(0).contains(shown));
    String row = page.markdown().lines().filter(line -> line.startsWith("| a")).findFirst().get();
    assertTrue(row.startsWith("| a \\| \\<script>&"), row);
  }

  @Test
  void oneForkClaimsNothing() throws Exception {
    WrittenPage page = written(new RunFolder(1));
    assertTrue(page.texts("//header").get(0).contains("Each figure is from one JVM"));
    assertFalse(page.texts("//header").get(0).contains("95 %"));
    assertFalse(page.cell("scans", "Time", "h = p·h + g, 256 steps, 1 channels").contains("–"));
  }

  @Test
  void fiveForksGiveRanges() throws Exception {
    RunFolder run = new RunFolder(5);
    WrittenPage page = written(run);
    assertTrue(page.texts("//header").get(0).contains("ranges, from the least to the greatest"));
    double[] sorted = Arrays.stream(run.seconds.get(RunFolder.FMA)).sorted().toArray();
    assertEquals(
        three(sorted[2] * 1e3) + " ms|" + three(sorted[0] * 1e3) + "–" + three(sorted[4] * 1e3),
        page.cell("roofline", "Time", "multiply-adds in registers"));
  }

  @Test
  void interruptedRunsSaySoAndWhatIsMissingIsLeftOut() throws Exception {
    RunFolder run = new RunFolder(7);
    run.completed = 6;
    run.seconds.put(RunFolder.FMA, Arrays.copyOf(run.seconds.get(RunFolder.FMA), 6));
    run.seconds.keySet().removeIf(one -> one.benchmark().startsWith("peers."));
    run.seconds.keySet().removeIf(one -> one.benchmark().startsWith("Keys"));
    run.seconds.keySet().removeIf(one -> one.benchmark().endsWith("serialLoop"));
    WrittenPage page = written(run);
    assertTrue(
        page.texts("//p[@class='warning']").get(0).startsWith("Not complete. 6 of 7 rounds"));
    assertTrue(page.cell("roofline", "Time", "multiply-adds in registers").endsWith(", 6 JVMs"));
    String shortly = page.texts("//section[@id='in-short']").get(0);
    assertTrue(
        shortly.contains("run with --peers") && shortly.contains("run with --cold"), shortly);
    for (String part : List.of("keys", "peers", "speed-up", "first-second", "changes")) {
      assertEquals(List.of(), page.texts("//section[@id='" + part + "']"), part);
    }
  }

  @Test
  void nothingMeasuredIsAPageStill() throws Exception {
    RunFolder run = new RunFolder(1);
    run.write(folder);
    Files.delete(folder.resolve("results.json"));
    Files.writeString(folder.resolve("cold.json"), RunFolder.COLD);
    ReportWriter.write(folder, RunFolder.SECTIONS);
    WrittenPage page = new WrittenPage(folder);
    assertEquals(
        "172 ms|169–174",
        page.cell("first-second", "default backend", "JVM start to first prediction"));
    assertEquals(List.of("in-short", "environment", "first-second"), page.texts("//section/@id"));
  }

  @Test
  void groupsOfForksAreTwoFigures() throws Exception {
    RunFolder run = new RunFolder(7);
    double[] seconds = {1, 1.01, 1, 2, 2.02, 2, 1};
    run.seconds.put(RunFolder.FMA, seconds);
    WrittenPage page = written(run);
    assertEquals(
        "1.00 s / 2.00 s|2 modes: 4 + 3",
        page.cell("roofline", "Time", "multiply-adds in registers"));
  }

  @Test
  void noiseGreysWhatItCouldHaveMade() throws Exception {
    RunFolder run = new RunFolder(7);
    run.probeSpread = 0.4;
    WrittenPage page = written(run);
    assertTrue(
        page.texts("//p[@class='warning']").get(0).startsWith("The machine was not steady."));
    assertTrue(page.texts("//section[@id='products']//td[@class='grey']").size() >= 12);
    double[] noisy = {0.01, 0.0102, 0.0104, 0.0106, 0.0108, 0.011, 0.0112};
    run.seconds.put(RunFolder.FMA, noisy);
    run.probeSpread = 0.001;
    page = written(run);
    assertEquals(List.of(), page.texts("//p[@class='warning']"));
    assertEquals(2, page.texts("//section[@id='roofline']//td[@class='grey']").size());
  }

  @Test
  void limitsThatAreExceededAreDoubted() throws Exception {
    RunFolder run = new RunFolder(7);
    double[] slow = Arrays.stream(run.seconds.get(RunFolder.FMA)).map(s -> 1.9 * s).toArray();
    run.seconds.put(RunFolder.FMA, slow);
    WrittenPage page = written(run);
    String warning = page.texts("//p[@class='warning']").get(0);
    assertTrue(warning.startsWith("The limits were measured too low."), warning);
    List<String> grey = page.texts("//section[@id='limits']//td[@class='grey'][contains(., '%')]");
    List<String> black = page.texts("//section[@id='limits']//td[not(@class)][contains(., '%')]");
    assertTrue(!grey.isEmpty() && !black.isEmpty());
    grey.forEach(share -> assertTrue(share(share) > 105, share));
    black.forEach(share -> assertTrue(share(share) <= 105, share));
  }

  private static double share(String cell) {
    return Double.parseDouble(cell.substring(0, cell.indexOf(' ')));
  }

  @Test
  void changesAreShownWithTheirVerdicts() throws Exception {
    RunFolder run = new RunFolder(9);
    run.write(folder);
    Files.copy(
        folder.resolve("results.json"),
        folder.resolve("other.json"),
        StandardCopyOption.REPLACE_EXISTING);
    double[] slower = Arrays.stream(run.seconds.get(RunFolder.FMA)).map(s -> 1.25 * s).toArray();
    run.seconds.put(RunFolder.FMA, slower);
    WrittenPage page = written(run);
    String label = "multiply-adds in registers";
    assertEquals("1.250|1.250–1.250", page.cell("changes", "Effect", label));
    assertEquals("slower", page.cell("changes", "Verdict", label));
    assertEquals("no change found", page.cell("changes", "Verdict", "reading from L1"));
    assertTrue(page.texts("//header").get(0).contains("1 became slower and 0 faster"));
  }

  @Test
  void pageIsSmallAndReplacedWhole() throws Exception {
    WrittenPage page = written(new RunFolder(15));
    assertTrue(page.html().length() < 300_000, "" + page.html().length());
    Files.writeString(folder.resolve("results.json"), "{}");
    IOException broken =
        assertThrows(IOException.class, () -> ReportWriter.write(folder, RunFolder.SECTIONS));
    assertTrue(broken.getMessage().contains("results.json"), broken.getMessage());
    assertEquals(page.html(), Files.readString(folder.resolve("report.html")));
    Files.writeString(folder.resolve("cold.json"), "[]");
    new RunFolder(1).write(folder);
    IOException cold =
        assertThrows(IOException.class, () -> ReportWriter.write(folder, RunFolder.SECTIONS));
    assertTrue(cold.getMessage().contains("cold.json"), cold.getMessage());
  }
}
