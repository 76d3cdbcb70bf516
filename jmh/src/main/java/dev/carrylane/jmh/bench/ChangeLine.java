package dev.carrylane.jmh.bench;

import dev.carrylane.jmh.results.Changes;
import java.util.Locale;

/** What the command says of a change. */
final class ChangeLine {
  private ChangeLine() {}

  static String of(Changes.Change change) {
    return "%-9s %s: %s time of the other version (%s to %s), p %s"
        .formatted(
            change.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            change.what(),
            times(change.effect().median()),
            times(change.effect().low()),
            times(change.effect().high()),
            "%.2g".formatted(change.adjusted()));
  }

  private static String times(double ratio) {
    return "%.3f ×".formatted(ratio);
  }
}
