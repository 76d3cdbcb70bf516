package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Point;
import java.util.ArrayList;
import java.util.List;

/** The page's tables as Markdown, for documents. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /**
   * Writes the tables.
   *
   * @param report what they tell
   * @return Markdown
   */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    out.append("Written on %s by Carrylane %s, ".formatted(report.date(), report.version()))
        .append("%d of %d runs.".formatted(report.runs(), report.planned()));
    if (report.quick()) {
      out.append(" **A quick run: these figures compare with nobody's.**");
    }
    for (String machine : report.machines()) {
      out.append(" Trained on ").append(escape(machine)).append('.');
    }
    out.append("\n\n```\n").append(report.command()).append("\n```\n");
    for (ReportTable table : report.tables()) {
      table(out, table);
    }
    return out.append('\n').append(escape(PublishedFigures.SOURCE)).append('\n').toString();
  }

  private static void table(StringBuilder out, ReportTable table) {
    out.append("\n## ").append(escape(table.title())).append("\n\n");
    out.append(escape(table.text())).append("\n\n");
    boolean published = table.hasPublished();
    out.append("| model | ")
        .append(escape(table.measure().title()))
        .append(" | least–greatest | seeds |");
    out.append(published ? " authors’ |" : "").append(" parameters | time per epoch |\n");
    out.append(published ? "|---|---|---|---|---|---|---|\n" : "|---|---|---|---|---|---|\n");
    ReportRow best = table.best();
    for (ReportRow row : table.rows()) {
      row(out, table, row, row == best);
    }
    if (!table.others().isEmpty()) {
      out.append('\n').append(escape(table.others())).append('\n');
    }
    lengths(out, table);
    out.append("\n```\n");
    for (ReportRow row : table.rows()) {
      out.append(row.runs().isEmpty() ? row.command() : row.runs().get(0).command()).append('\n');
    }
    out.append("```\n");
  }

  private static void row(StringBuilder out, ReportTable table, ReportRow row, boolean best) {
    Measure measure = table.measure();
    boolean isDone = !row.runs().isEmpty();
    String mean = isDone ? measure.format(row.values().getAverage()) : Wording.NONE;
    out.append("| `").append(row.architecture()).append("` | ");
    out.append(best ? "**" + mean + "**" : mean).append(" | ");
    out.append(isDone ? Wording.spread(row, measure) : "").append(" | ");
    out.append(Wording.seeds(row)).append(" | ");
    if (table.hasPublished()) {
      out.append(row.published() == null ? Wording.NONE : measure.format(row.published().value()))
          .append(" | ");
    }
    out.append(isDone ? Wording.count(row.runs().get(0).parameters()) : Wording.NONE)
        .append(" | ")
        .append(Wording.seconds(row.secondsPerEpoch()))
        .append(" |\n");
  }

  /** Per cent right, by length. */
  private static void lengths(StringBuilder out, ReportTable table) {
    List<ReportRow> rows = new ArrayList<>(table.rows());
    rows.removeIf(row -> row.mean(RunFigures::lengths).isEmpty());
    if (rows.isEmpty()) {
      return;
    }
    out.append("\nPer cent right, by length of the sequence:\n\n| model |");
    List<Double> lengths = rows.get(0).mean(RunFigures::lengths).stream().map(Point::x).toList();
    for (double length : lengths) {
      out.append(' ').append(Wording.count((long) length)).append(" |");
    }
    out.append("\n|---|").append("---|".repeat(lengths.size())).append('\n');
    for (ReportRow row : rows) {
      out.append("| `").append(row.architecture()).append("` |");
      List<Point> points = row.mean(RunFigures::lengths);
      for (double length : lengths) {
        out.append(' ');
        for (Point point : points) {
          if (point.x() == length) {
            out.append(Measure.ACCURACY.format(point.y()));
          }
        }
        out.append(" |");
      }
      out.append('\n');
    }
  }

  /** Characters that mean something wherever they stand. */
  private static String escape(String text) {
    return text.replaceAll("([\\\\|`*<\\[\\]])", "\\\\$1");
  }
}
