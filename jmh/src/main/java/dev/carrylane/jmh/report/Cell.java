package dev.carrylane.jmh.report;

import dev.carrylane.jmh.results.Interval;
import java.util.Optional;

/**
 * A cell of a table.
 *
 * @param text what is in it
 * @param small what is written below, smaller; empty for nothing
 * @param value by which it is sorted; NaN if by its text
 * @param link where its text leads on the page; empty for nowhere
 * @param grey whether noise leaves nothing to conclude from it
 */
record Cell(String text, String small, double value, String link, boolean grey) {
  /** What stands where there is no figure. */
  static final String NONE = "–";

  static Cell empty() {
    return new Cell("", "", Double.NaN, "", false);
  }

  static Cell text(String text) {
    return new Cell(text, "", Double.NaN, "", false);
  }

  static Cell number(double value, String text) {
    return new Cell(text, "", value, "", false);
  }

  /** A figure with its interval. */
  static Cell of(Figure figure, Quantity quantity) {
    return figure.isKnown()
        ? new Cell(figure.text(quantity), figure.bounds(quantity), figure.median(), "", false)
        : empty();
  }

  /** An interval, whether or not forks agree. */
  static Cell of(Interval interval, Quantity quantity) {
    return of(new Figure(interval, Optional.empty()), quantity);
  }

  Cell to(String anchor) {
    return new Cell(text, small, value, anchor, grey);
  }

  Cell grey(boolean isGrey) {
    return new Cell(text, small, value, link, isGrey);
  }

  Cell note(String note) {
    return new Cell(text, small.isEmpty() ? note : small + ", " + note, value, link, grey);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }
}
