package dev.carrylane.cli.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {
  private static List<String> texts(Markup markup, String path) throws Exception {
    Document page =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(markup.toString())));
    XPath paths = XPathFactory.newDefaultInstance().newXPath();
    NodeList nodes = (NodeList) paths.evaluate(path, page, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void axesHaveRoundTicksAroundTheirRange() {
    Axis likelihood = Axis.linear("nats", 8.13, 8.97);
    assertEquals(List.of("8.0", "8.2", "8.4", "8.6", "8.8", "9.0"), labels(likelihood));
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(Axis.linear("", 0, 100)));
    assertEquals(List.of("0", "1", "2"), labels(Axis.counting("epoch", 2)));
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(Axis.counting("epoch", 100)));
    assertEquals(0, likelihood.place(likelihood.from()));
    assertEquals(1, likelihood.place(likelihood.to()));
    Axis lengths = Axis.logarithmic("", 10, 10_000);
    assertEquals(List.of("10", "100", "1,000", "10,000"), labels(lengths));
    assertEquals(0.5, Axis.logarithmic("", 10, 1000).place(100), 1e-12);
    assertEquals(
        List.of("10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1"), labels(Axis.logarithmic("", 2e-5, 0.1)));
    // A range of one value, and one of zeros
    assertTrue(Axis.linear("", 5, 5).place(5) >= 0);
    assertTrue(Axis.linear("", 0, 0).to() > 0);
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void axesOfRatiosEndNearTheirRange() {
    assertEquals(List.of("0.5", "0.7", "1", "1.5", "2", "3", "5"), labels(Axis.ratios("", 0.6, 4)));
    assertEquals(List.of("0.9", "1", "1.1"), labels(Axis.ratios("", 0.97, 1.04)));
    assertEquals(List.of("0.1", "1", "10", "100"), labels(Axis.ratios("", 0.3, 90)));
    for (double least : new double[] {1e-9, 0.33, 1, 7.4, 99, 1e5}) {
      for (double span : new double[] {1, 1.001, 1.5, 9, 60, 1e4}) {
        Axis axis = Axis.ratios("", least, least * span);
        assertTrue(axis.place(least) >= -1e-9 && axis.place(least * span) <= 1 + 1e-9, "" + axis);
        assertTrue(axis.ticks().size() >= 2 && axis.ticks().size() <= 8, "" + axis);
      }
    }
  }

  @Test
  void dotsHaveTheirIntervals() throws Exception {
    Markup markup = new Markup();
    List<Dot> dots =
        List.of(
            new Dot(0, 50, 40, 70, "1", "first"),
            new Dot(10, 100, Double.NaN, Double.NaN, "2", "second"));
    new LineChart(Axis.linear("x", 0, 10), Axis.linear("y", 0, 100))
        .dots("ours", 1, dots)
        .bare("limit", 7, List.of(new Point(0, 1), new Point(10, 1)))
        .write(markup, "What is seen");
    assertEquals(List.of("M0 102V51"), texts(markup, "//path[@class='interval']/@d"));
    assertEquals(List.of("85", "0"), texts(markup, "//g[@class='s1']//circle/@cy"));
    assertEquals(List.of("1", "2"), texts(markup, "//text[starts-with(@class, 'word')]"));
    assertEquals(List.of("first", "second"), texts(markup, "//g[@class='s1']//title"));
    assertEquals(List.of("ours", "limit"), texts(markup, "//li"));
  }

  @Test
  void wordsCoverNeitherDotsNorOneAnother() throws Exception {
    Markup markup = new Markup();
    List<Dot> dots = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      dots.add(new Dot(5, 50, 50, 50, "" + i, ""));
    }
    new LineChart(Axis.linear("x", 0, 10), Axis.linear("y", 0, 100))
        .dots("", 0, dots)
        .write(markup, "");
    List<String> words = texts(markup, "//text[starts-with(@class, 'word')]");
    assertTrue(words.size() > 5 && words.size() < 30, "" + words);
    assertEquals(List.of(), texts(markup, "//ul"));
  }

  @Test
  void intervalsLieOnTheirLines() throws Exception {
    Markup markup = new Markup();
    new IntervalChart(Axis.ratios("ratio", 0.5, 2))
        .heading("Products")
        .line("a < b", 0, 1, 0.5, 2)
        .line("nothing", 1, Double.NaN, Double.NaN, Double.NaN)
        .reference(1)
        .band(0.9, 1.1)
        .write(markup, "Ratios");
    assertEquals(
        List.of("0.5", "0.7", "1", "1.5", "2", "ratio"),
        texts(markup, "//line/following-sibling::text[@y > 50]"));
    assertEquals(1, texts(markup, "//circle").size());
    assertEquals(List.of("M14 45H346"), texts(markup, "//path[@class='interval']/@d"));
    assertEquals(List.of("180"), texts(markup, "//circle/@cx"));
    assertEquals(List.of("a < b", "nothing"), texts(markup, "//g/title"));
    assertEquals(List.of("Products"), texts(markup, "//text[@class='group']"));
  }
}
