package dev.carrylane.cli.report;

import java.util.List;

/**
 * A table with its charts.
 *
 * @param id a word that names it in links
 * @param title its heading
 * @param text what is trained and how it is measured
 * @param others what others reach; empty if nothing is known
 * @param measure what its figures are
 * @param rows its models
 */
public record ReportTable(
    String id, String title, String text, String others, Measure measure, List<ReportRow> rows) {
  /** Copies the list. */
  public ReportTable {
    rows = List.copyOf(rows);
  }

  /** The row with the best mean; null if none has finite figures. */
  ReportRow best() {
    ReportRow best = null;
    for (ReportRow row : rows) {
      if (!row.runs().isEmpty()
          && Double.isFinite(row.values().getAverage())
          && (best == null
              || measure.isBetter(row.values().getAverage(), best.values().getAverage()))) {
        best = row;
      }
    }
    return best;
  }

  boolean hasPublished() {
    return rows.stream().anyMatch(row -> row.published() != null);
  }
}
