package dev.carrylane.jmh.report;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page that was written, read as XML: a cell's smaller text follows a bar. */
final class WrittenPage {
  private final String html;
  private final String markdown;
  private final Document document;
  private final List<Table> tables = new ArrayList<>();
  private final XPath paths = XPathFactory.newDefaultInstance().newXPath();

  private record Table(String part, List<String> headings, List<List<String>> rows) {}

  WrittenPage(Path folder) throws Exception {
    html = Files.readString(folder.resolve("report.html"));
    markdown = Files.readString(folder.resolve("report.md"));
    document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html)));
    elements(document.getDocumentElement(), "table").forEach(each -> tables.add(table(each)));
  }

  String html() {
    return html;
  }

  String markdown() {
    return markdown;
  }

  List<String> texts(String path) throws XPathExpressionException {
    NodeList nodes = (NodeList) paths.evaluate(path, document, XPathConstants.NODESET);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add(nodes.item(i).getTextContent());
    }
    return all;
  }

  List<Double> values(String path) throws XPathExpressionException {
    return texts(path).stream().map(Double::valueOf).toList();
  }

  /** The rows of a part's table. */
  List<List<String>> rows(String part, int table) {
    return tables.stream().filter(each -> each.part.equals(part)).toList().get(table).rows;
  }

  private static Table table(Element table) {
    Node section = table.getParentNode().getParentNode();
    List<List<String>> rows = new ArrayList<>();
    for (Element row : elements(table, "tr")) {
      List<String> cells = new ArrayList<>();
      for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNextSibling()) {
        List<Element> small = elements((Element) cell, "small");
        String all = cell.getTextContent();
        String below = small.isEmpty() ? "" : small.get(0).getTextContent();
        String text = all.substring(0, all.length() - below.length());
        cells.add(below.isEmpty() ? text : text + "|" + below);
      }
      rows.add(cells);
    }
    return new Table(
        ((Element) section).getAttribute("id"), rows.get(0), rows.subList(1, rows.size()));
  }

  private static List<Element> elements(Element from, String name) {
    NodeList nodes = from.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add((Element) nodes.item(i));
    }
    return all;
  }

  /** All rows of the page, in its order. */
  List<List<String>> allRows() {
    return tables.stream().flatMap(table -> table.rows.stream()).toList();
  }

  List<List<String>> headings() {
    return tables.stream().map(table -> table.headings).toList();
  }

  /** The cell of a part, under the heading that begins so, in the row of that name. */
  String cell(String part, String heading, String row) {
    for (Table table : tables) {
      for (int column = 1; table.part.equals(part) && column < table.headings.size(); column++) {
        if (table.headings.get(column).split("\\|")[0].equals(heading)) {
          for (List<String> cells : table.rows) {
            if (cells.get(0).equals(row)) {
              return cells.get(column);
            }
          }
        }
      }
    }
    throw new AssertionError("no cell of " + part + ", " + heading + ", " + row);
  }

  /** The cells of a line of a table, as {@link #rows} has them. */
  static List<String> markdownCells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(2, line.length() - 2).split(" \\| ", -1)) {
      String plain = cell.replaceAll("^\\*([^*]*)\\*", "$1").replaceAll("\\\\(.)", "$1");
      cells.add(plain.replaceFirst(" \\((.*)\\)$", "|$1"));
    }
    return cells;
  }
}
