package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Markup;
import dev.carrylane.cli.chart.PageStyle;
import java.util.List;

/** The page: one file that needs no other. */
public final class HtmlReport {
  private final Markup markup = new Markup();
  private final Report report;

  private HtmlReport(Report report) {
    this.report = report;
  }

  /**
   * Writes the page.
   *
   * @param report what it tells
   * @return HTML that is well-formed XML, too
   */
  public static String of(Report report) {
    return new HtmlReport(report).page();
  }

  private String page() {
    String title = "Carrylane: the figures, reproduced";
    markup.raw("<!DOCTYPE html>").open("html", "lang", "en").raw("").open("head").raw("");
    markup.empty("meta", "charset", "utf-8").raw("");
    markup.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    markup.raw("").empty("meta", "name", "color-scheme", "content", "light dark").raw("");
    markup.element("title", title).raw("");
    markup
        .open("style")
        .raw("")
        .raw(PageStyle.with(HtmlReport.class.getResourceAsStream("report.css")))
        .closeLine()
        .closeLine();
    markup.open("body").raw("").open("header").raw("").element("h1", title).raw("");
    head();
    markup.closeLine().open("main").raw("");
    for (ReportTable table : report.tables()) {
      section(table);
    }
    markup.closeLine();
    foot();
    markup.closeLine().closeLine();
    return markup.toString();
  }

  private void head() {
    if (report.quick()) {
      markup
          .open("p", "class", "quick")
          .element("strong", "A quick run.")
          .text(
              " Models are small and trained for a few epochs, to see that everything works: these figures compare with"
                  + " nobody's.")
          .closeLine();
    }
    String runs =
        report.runs() < report.planned()
            ? "%d of %d runs are finished".formatted(report.runs(), report.planned())
            : "all %d runs are finished".formatted(report.runs());
    paragraph(
        "Written on %s by Carrylane %s; %s.".formatted(report.date(), report.version(), runs));
    for (String machine : report.machines()) {
      paragraph("Trained on " + machine + ".");
    }
    markup.open("p").element("code", report.command()).closeLine();
    if (report.tables().size() > 1) {
      markup.open("nav", "aria-label", "Tables");
      for (ReportTable table : report.tables()) {
        markup.element("a", table.title(), "href", "#" + table.id()).raw("");
      }
      markup.closeLine();
    }
  }

  private void paragraph(String text) {
    markup.element("p", text, "class", "soft").raw("");
  }

  private void section(ReportTable table) {
    markup.open("section", "id", table.id()).raw("").element("h2", table.title()).raw("");
    markup.element("p", table.text()).raw("");
    paragraph(
        "Test split, "
            + table.measure().title()
            + ": mean, least and greatest over seeds; the model is that of the epoch with the best validation.");
    markup.open("div", "class", "wide").open("table").raw("");
    markup.open("thead").open("tr");
    heading("Model");
    heading("Ours");
    if (table.hasPublished()) {
      heading("Authors’");
    }
    heading("Parameters");
    heading("Time per epoch");
    markup.close().closeLine().open("tbody").raw("");
    ReportRow best = table.best();
    for (ReportRow row : table.rows()) {
      row(table, row, row == best);
    }
    markup.close().close().closeLine();
    if (!table.others().isEmpty()) {
      paragraph(table.others());
    }
    markup.open("div", "class", "charts").raw("");
    boolean drawn =
        Charts.lengths(markup, table)
            | Charts.curves(markup, table)
            | DotChart.write(markup, table);
    if (!drawn) {
      paragraph("No run is finished yet.");
    }
    markup.closeLine();
    commands(table.rows());
    markup.closeLine();
  }

  private void heading(String text) {
    markup.element("th", text, "scope", "col");
  }

  private void row(ReportTable table, ReportRow row, boolean best) {
    Measure measure = table.measure();
    boolean isDone = !row.runs().isEmpty();
    if (best) {
      markup.open("tr", "class", "best");
    } else {
      markup.open("tr");
    }
    markup.open("th", "scope", "row").text(row.architecture()).element("small", row.note());
    markup.close().open("td");
    if (isDone) {
      double mean = row.values().getAverage();
      markup.element("span", measure.format(mean), "class", "mean");
      markup.open("small");
      String spread = Wording.spread(row, measure);
      if (!spread.isEmpty()) {
        markup.element("span", spread + ",").text(" ");
      }
      markup.element("span", Wording.seeds(row)).close();
      if (row.published() != null && !report.quick() && Double.isFinite(mean)) {
        double theirs = row.published().value();
        String difference = Wording.difference(mean, theirs, measure);
        markup.element(
            "small", difference, "class", difference.endsWith("worse") ? "worse" : "better");
      }
    } else {
      markup.text(Wording.NONE).element("small", "not trained yet");
    }
    markup.close();
    if (table.hasPublished()) {
      markup.element(
          "td", row.published() == null ? Wording.NONE : measure.format(row.published().value()));
    }
    markup.open("td");
    long parameters = isDone ? row.runs().get(0).parameters() : 0;
    markup.text(isDone ? Wording.count(parameters) : Wording.NONE);
    if (row.published() != null
        && row.published().parameters() != 0
        && row.published().parameters() != parameters) {
      markup
          .open("small")
          .element("span", "authors’")
          .text(" ")
          .element("span", Wording.count(row.published().parameters()))
          .close();
    }
    markup.close().element("td", Wording.seconds(row.secondsPerEpoch())).closeLine();
  }

  private void commands(List<ReportRow> rows) {
    markup.open("details").element("summary", "The command of each row").open("dl").raw("");
    for (ReportRow row : rows) {
      String command = row.runs().isEmpty() ? row.command() : row.runs().get(0).command();
      markup.element("dt", row.architecture()).open("dd").element("code", command).close();
      markup.raw("");
    }
    markup.close().closeLine();
  }

  private void foot() {
    markup.open("footer").raw("");
    paragraph(PublishedFigures.SOURCE);
    markup.closeLine();
  }
}
