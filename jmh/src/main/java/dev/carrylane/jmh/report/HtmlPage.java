package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Markup;
import dev.carrylane.cli.chart.PageStyle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page as one HTML file that needs no other, and is well-formed XML, too. */
final class HtmlPage {
  private final Markup markup = new Markup();
  private final Page page;

  private HtmlPage(Page page) {
    this.page = page;
  }

  static String of(Page page) {
    return new HtmlPage(page).write();
  }

  private String write() {
    markup.raw("<!DOCTYPE html>").open("html", "lang", "en").raw("").open("head").raw("");
    markup.empty("meta", "charset", "utf-8").raw("");
    markup.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    markup.raw("").empty("meta", "name", "color-scheme", "content", "light dark").raw("");
    markup.element("title", page.title()).raw("");
    String style = PageStyle.with(HtmlPage.class.getResourceAsStream("bench.css"));
    markup.open("style").raw("").raw(style).closeLine().closeLine();
    markup.open("body").raw("").open("header").raw("").element("h1", page.title()).raw("");
    page.head().forEach(this::block);
    markup.open("nav", "aria-label", "Parts");
    for (Part part : page.parts()) {
      markup.element("a", part.title(), "href", "#" + part.id()).raw("");
    }
    markup.closeLine().closeLine().open("main").raw("");
    for (Part part : page.parts()) {
      markup.open("section", "id", part.id()).raw("").element("h2", part.title()).raw("");
      part.blocks().forEach(this::block);
      markup.closeLine();
    }
    markup.closeLine().open("script").raw("").raw(script()).closeLine();
    markup.closeLine().closeLine();
    return markup.toString();
  }

  private void block(Block block) {
    switch (block) {
      case Block.Text text -> text(text, "p");
      case Block.Warning warning ->
          markup
              .open("p", "class", "warning")
              .element("strong", warning.title())
              .text(" " + warning.text())
              .closeLine();
      case Block.Command command ->
          markup.open("p", "class", "command").element("code", command.line()).closeLine();
      case Block.Answer answer -> {
        markup.element("h3", answer.question()).open("ul", "class", "answers").raw("");
        answer.answers().forEach(text -> text(text, "li"));
        markup.closeLine();
      }
      case Block.Charts charts -> {
        markup.open("div", "class", charts.large() ? "charts large" : "charts").raw("");
        charts.charts().forEach(chart -> chart.write(markup));
        markup.closeLine();
      }
      case Block.Table table -> table(table);
    }
  }

  private void text(Block.Text text, String element) {
    markup.open(element).text(text.text());
    if (!text.link().isEmpty()) {
      markup.element("a", text.linked(), "href", "#" + text.link()).text(".");
    }
    markup.closeLine();
  }

  private void table(Block.Table table) {
    String name = table.columns().get(0).title();
    markup.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", name);
    markup.open("table").raw("");
    markup.open("thead").open("tr");
    for (int i = 0; i < table.columns().size(); i++) {
      Block.Column column = table.columns().get(i);
      if (table.hasWords(i)) {
        markup.open("th", "scope", "col", "class", "words");
      } else {
        markup.open("th", "scope", "col");
      }
      markup.element("span", column.title());
      if (!column.small().isEmpty()) {
        markup.element("small", column.small());
      }
      markup.close();
    }
    markup.close().closeLine().open("tbody").raw("");
    for (Block.Line line : table.lines()) {
      if (line.anchor().isEmpty()) {
        markup.open("tr");
      } else {
        markup.open("tr", "id", line.anchor());
      }
      for (int i = 0; i < line.cells().size(); i++) {
        cell(line.cells().get(i), i == 0);
      }
      markup.closeLine();
    }
    markup.close().close().closeLine();
  }

  private void cell(Cell cell, boolean isFirst) {
    String element = isFirst ? "th" : "td";
    String[] kind = isFirst ? new String[] {"scope", "row"} : kind(cell);
    markup.open(element, kind);
    if (cell.link().isEmpty()) {
      markup.text(cell.text());
    } else {
      markup.element("a", cell.text(), "href", "#" + cell.link());
    }
    if (!cell.small().isEmpty()) {
      markup.element("small", cell.small());
    }
    markup.close();
  }

  private static String[] kind(Cell cell) {
    if (Double.isNaN(cell.value())) {
      return cell.isEmpty() ? new String[0] : new String[] {"class", "words"};
    }
    String value = String.valueOf((float) cell.value());
    return cell.grey()
        ? new String[] {"data-v", value, "class", "grey"}
        : new String[] {"data-v", value};
  }

  private static String script() {
    try (InputStream in = HtmlPage.class.getResourceAsStream("sort.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
