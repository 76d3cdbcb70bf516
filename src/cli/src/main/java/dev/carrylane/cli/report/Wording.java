package dev.carrylane.cli.report;

/** What the page and the Markdown say alike. */
final class Wording {
  static final String NONE = "–";

  private Wording() {}

  /** The least and the greatest figure; empty if they are written alike. */
  static String spread(ReportRow row, Measure measure) {
    String least = measure.format(row.values().getMin());
    String greatest = measure.format(row.values().getMax());
    return least.equals(greatest) ? "" : least + "–" + greatest;
  }

  static String seeds(ReportRow row) {
    int done = row.runs().size();
    return done < row.seeds() ? done + " of " + plural(row.seeds(), "seed") : plural(done, "seed");
  }

  static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String count(long value) {
    return String.format("%,d", value);
  }

  static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < 1) {
      return String.format("%.0f ms", seconds * 1e3);
    }
    return seconds < 100
        ? String.format("%.1f s", seconds)
        : String.format("%.1f min", seconds / 60);
  }

  /** How far our mean lies from the authors' figure. */
  static String difference(double ours, double theirs, Measure measure) {
    String size = measure.format(Math.abs(ours - theirs));
    if (size.equals(measure.format(0))) {
      return "the same";
    }
    return size + (measure.isBetter(ours, theirs) ? " better" : " worse");
  }
}
