package dev.carrylane.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.cli.chart.Markup;
import dev.carrylane.cli.chart.Point;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
  private static final String HOSTILE = "./carrylane --data '<script>&\"\u0001\uD800' ]]>";

  private static RunFigures run(long seed, double value) {
    List<Point> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= 30; epoch++) {
      curve.add(new Point(epoch, value + 3.0 / epoch));
    }
    return new RunFigures(
        seed, value, 453_988, 30, 12.34, "a processor, 1 thread", HOSTILE, curve, List.of());
  }

  private static ReportRow row(String architecture, int seeds, RunFigures... runs) {
    return new ReportRow(
        architecture,
        "a note",
        "./carrylane train jsb --arch " + architecture,
        seeds,
        Arrays.asList(runs),
        PublishedFigures.of("jsb", architecture));
  }

  private static ReportTable music() {
    return new ReportTable(
        "jsb",
        "JSB Chorales",
        "Notes < frames & bars.",
        PublishedFigures.others("jsb"),
        Measure.LIKELIHOOD,
        List.of(
            row("clrnn", 3, run(1, 8.55), run(2, 8.57), run(3, 8.62)),
            row("clrnn-exact", 3, run(1, 8.1), run(2, 8.3)),
            row("tcn", 3, run(1, Double.NaN)),
            row("lstm", 3)));
  }

  private static ReportTable parity() {
    List<Point> lengths = List.of(new Point(10, 1), new Point(100, 0.75), new Point(10_000, 0.5));
    RunFigures run =
        new RunFigures(1, 0.9, 1234, 5, 0.25, "", "train", List.of(new Point(1, 0.5)), lengths);
    ReportRow row = new ReportRow("clrnn-exact", "", "train", 1, List.of(run), null);
    return new ReportTable("parity", "Parity", "Bits.", "", Measure.ACCURACY, List.of(row));
  }

  private static Report report(boolean quick, ReportTable... tables) {
    return new Report(HOSTILE, "2026-01-02", "1.0", quick, List.of(tables));
  }

  private static Document parse(String page) throws Exception {
    assertTrue(page.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"), page);
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<String> texts(Document page, String path) throws Exception {
    XPath paths = XPathFactory.newDefaultInstance().newXPath();
    NodeList nodes = (NodeList) paths.evaluate(path, page, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void pageHasFiguresBesideThoseOfTheAuthors() throws Exception {
    Document page = parse(HtmlReport.of(report(false, music())));
    assertEquals(
        List.of("Model", "Ours", "Authors’", "Parameters", "Time per epoch"),
        texts(page, "//thead//th"));
    String row = "//tr[starts-with(th, 'clrnn')][1]/td";
    assertEquals(
        List.of("8.5808.550–8.620, 3 seeds0.015 worse", "8.565", "453,988", "12.3 s"),
        texts(page, row));
    assertEquals(List.of("8.2008.100–8.300, 2 of 3 seeds"), texts(page, "//tr[@class]/td[1]"));
    assertEquals("diverged1 of 3 seeds", texts(page, "//tr[starts-with(th, 'tcn')]/td[1]").get(0));
    assertEquals(
        List.of("–not trained yet", "8.442", "–authors’ 157,288", "–"),
        texts(page, "//tr[starts-with(th, 'lstm')]/td"));
    assertTrue(texts(page, "//header/p[1]").get(0).contains("6 of 12 runs are finished"));
    assertEquals(List.of("Trained on a processor, 1 thread."), texts(page, "//header/p[2]"));
  }

  @Test
  void pageIsWellFormedWhateverIsInIt() throws Exception {
    Document page = parse(HtmlReport.of(report(true, music(), parity())));
    String shown = HOSTILE.replace('\u0001', '?').replace('\uD800', '?');
    assertEquals(shown, texts(page, "//header//code").get(0));
    assertEquals(List.of("Notes < frames & bars."), texts(page, "//section[@id='jsb']/p[1]"));
    assertEquals(List.of("#jsb", "#parity"), texts(page, "//nav/a/@href"));
    assertTrue(texts(page, "//p[@class='quick']").get(0).startsWith("A quick run."));
    assertEquals(List.of(), texts(page, "//*[@class='worse']"));
  }

  @Test
  void pageNeedsNoOtherFile() throws Exception {
    String html = HtmlReport.of(report(false, music(), parity()));
    Document page = parse(html);
    assertEquals(List.of(), texts(page, "//script | //link | //img | //@src"));
    assertFalse(html.contains("url(") || html.contains("@import") || html.contains("${"), html);
    Set<String> ids = new TreeSet<>(texts(page, "//@id"));
    assertEquals(texts(page, "//@id").size(), ids.size());
    for (String link : texts(page, "//@href")) {
      assertTrue(ids.contains(link.substring(1)), link);
    }
  }

  @Test
  void chartsShowEveryModelThatHasRuns() throws Exception {
    Document page = parse(HtmlReport.of(report(false, music(), parity())));
    assertEquals(
        List.of("clrnn", "clrnn-exact", "tcn"),
        texts(page, "//section[@id='jsb']//ul[@class='legend']/li"));
    String lengths = "//figure[starts-with(figcaption, 'Accuracy by length')]";
    assertEquals(List.of("clrnn-exact"), texts(page, lengths + "//li"));
    assertEquals(3, texts(page, lengths + "//circle").size());
    assertEquals(List.of("M0 0L102 42.5L306 85"), texts(page, lengths + "/svg//path/@d"));
  }

  @Test
  void dotsThatLieFarOffAreWrittenAtTheEdge() throws Exception {
    List<ReportRow> rows = new ArrayList<>(music().rows());
    rows.add(row("rnn", 2, run(1, 60.5), run(2, 70.25)));
    ReportTable table = new ReportTable("jsb", "JSB", "", "", Measure.LIKELIHOOD, rows);
    Document page = parse(HtmlReport.of(report(false, table)));
    String chart = "//figure[starts-with(figcaption, 'Test')]";
    assertEquals(List.of("60.500, 70.250 ▸"), texts(page, chart + "//text[@class='far']"));
    assertEquals(5, texts(page, chart + "//circle").size());
    assertEquals(3, texts(page, chart + "//path").size());
  }

  @Test
  void pagesWithoutRunsSaySo() throws Exception {
    ReportTable table =
        new ReportTable("jsb", "JSB", "", "", Measure.LIKELIHOOD, List.of(row("rnn", 3)));
    Document page = parse(HtmlReport.of(report(false, table)));
    assertEquals(List.of("No run is finished yet."), texts(page, "//div[@class='charts']/p"));
    assertEquals(List.of("./carrylane train jsb --arch rnn"), texts(page, "//dd"));
    assertNull(table.best());
  }

  @Test
  void markdownHasTheSameTables() {
    String text = MarkdownReport.of(report(false, music(), parity()));
    assertTrue(
        text.contains(
            """
            | model | negative log-likelihood, nats a frame | least–greatest | seeds | authors’ | parameters | time per epoch |
            |---|---|---|---|---|---|---|
            | `clrnn` | 8.580 | 8.550–8.620 | 3 seeds | 8.565 | 453,988 | 12.3 s |
            | `clrnn-exact` | **8.200** | 8.100–8.300 | 2 of 3 seeds | – | 453,988 | 12.3 s |
            | `tcn` | diverged |  | 1 of 3 seeds | 9.158 | 453,988 | 12.3 s |
            | `lstm` | – |  | 0 of 3 seeds | 8.442 | – | – |
            """),
        text);
    assertTrue(text.contains("Notes \\< frames & bars."), text);
    assertTrue(
        text.contains(
            """
            | model | 10 | 100 | 10,000 |
            |---|---|---|---|
            | `clrnn-exact` | 100.00 | 75.00 | 50.00 |
            """),
        text);
  }

  @Test
  void figuresAreWrittenAsTheLiteratureDoes() {
    assertEquals("8.565", Measure.LIKELIHOOD.format(8.5652));
    assertEquals("98.05", Measure.ACCURACY.format(0.9805));
    assertEquals("5.8e-5", Measure.SQUARED_ERROR.format(5.8e-5));
    assertEquals("1.2e0", Measure.SQUARED_ERROR.format(1.2));
    assertEquals("the same", Wording.difference(8.5651, 8.565, Measure.LIKELIHOOD));
    assertEquals("0.33 better", Wording.difference(0.9505, 0.9472, Measure.ACCURACY));
    assertEquals("250 ms", Wording.seconds(0.25));
    assertEquals("2.0 min", Wording.seconds(120));
  }

  @Test
  void unclosedElementsAreFaults() {
    Markup markup = new Markup().open("p");
    assertThrows(IllegalStateException.class, markup::toString);
    assertEquals("<p></p>", markup.close().toString());
  }
}
