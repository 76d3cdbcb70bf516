package dev.carrylane.cli.chart;

import static dev.carrylane.cli.chart.Markup.number;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures with their intervals as SVG, a line for each and an axis below. Colours are the page's: a figure of style n has the class
 * {@code s}n. Belongs to one thread.
 */
public final class IntervalChart {
  private static final int RIGHT = 14;
  private static final int TOP = 8;
  private static final int LEFT = 14;
  private static final int HEADING = 18;
  private static final int LINE = 27;

  /** Of a line, from its top to the feet of its name's letters. */
  private static final int NAME = 12;

  /** From its top to its figure. */
  private static final int FIGURE = 19;

  private static final int BOTTOM = 36;

  private final Axis axis;
  private final List<Line> lines = new ArrayList<>();
  private final List<Double> references = new ArrayList<>();
  private double from = Double.NaN;
  private double to = Double.NaN;

  private record Line(String name, int style, double value, double low, double high) {}

  /**
   * A chart without lines.
   *
   * @param axis the axis below
   */
  public IntervalChart(Axis axis) {
    this.axis = axis;
  }

  /**
   * Adds a heading above the lines that follow.
   *
   * @param name its words
   * @return this
   */
  public IntervalChart heading(String name) {
    lines.add(new Line(name, -1, Double.NaN, Double.NaN, Double.NaN));
    return this;
  }

  /**
   * Adds a line.
   *
   * @param name what stands above it
   * @param style number of its colour
   * @param value the figure
   * @param low the interval's beginning
   * @param high the interval's end
   * @return this
   */
  public IntervalChart line(String name, int style, double value, double low, double high) {
    lines.add(new Line(name, style, value, low, high));
    return this;
  }

  /**
   * Adds a value that others are compared with, as a stronger line.
   *
   * @param value where
   * @return this
   */
  public IntervalChart reference(double value) {
    references.add(value);
    return this;
  }

  /**
   * Shades a range.
   *
   * @param from its beginning
   * @param to its end
   * @return this
   */
  public IntervalChart band(double from, double to) {
    this.from = from;
    this.to = to;
    return this;
  }

  /**
   * Writes the chart.
   *
   * @param markup where to
   * @param title what is to be seen
   */
  public void write(Markup markup, String title) {
    int bottom = TOP;
    for (Line line : lines) {
      bottom += line.style < 0 ? HEADING : LINE;
    }
    String box = "0 0 " + Frame.WIDTH + " " + (bottom + BOTTOM);
    markup.open("figure").element("figcaption", title);
    markup.open("svg", "viewBox", box, "role", "img", "aria-label", title);
    axis(markup, bottom);
    int top = TOP;
    for (Line line : lines) {
      line(markup, line, top);
      top += line.style < 0 ? HEADING : LINE;
    }
    markup.close().closeLine();
  }

  private double x(double value) {
    return LEFT + Math.clamp(axis.place(value), -0.01, 1.01) * (Frame.WIDTH - LEFT - RIGHT);
  }

  private void axis(Markup markup, int bottom) {
    if (Double.isFinite(from)) {
      double x = x(from);
      markup.empty(
          "rect",
          "class",
          "band",
          "x",
          number(x),
          "width",
          number(x(to) - x),
          "y",
          "" + TOP,
          "height",
          "" + (bottom - TOP));
    }
    for (Axis.Tick tick : axis.ticks()) {
      vertical(markup, "tick", x(tick.value()), bottom);
      String x = number(x(tick.value()));
      String y = "" + (bottom + 14);
      markup.element("text", tick.label(), "x", x, "y", y, "text-anchor", "middle");
    }
    for (double reference : references) {
      vertical(markup, "reference", x(reference), bottom);
    }
    markup.element(
        "text",
        axis.title(),
        "class",
        "axis",
        "x",
        "" + (Frame.WIDTH - RIGHT),
        "y",
        "" + (bottom + 30),
        "text-anchor",
        "end");
  }

  private static void vertical(Markup markup, String style, double x, int bottom) {
    markup.empty(
        "line",
        "class",
        style,
        "x1",
        number(x),
        "x2",
        number(x),
        "y1",
        "" + TOP,
        "y2",
        "" + bottom);
  }

  private void line(Markup markup, Line line, int top) {
    String foot = "" + (top + NAME);
    if (line.style < 0) {
      markup.element("text", line.name, "class", "group", "x", "4", "y", foot).raw("");
      return;
    }
    markup.open("g", "class", "s" + line.style).element("title", line.name);
    markup.element("text", line.name, "class", "name", "x", "4", "y", foot);
    String y = "" + (top + FIGURE);
    if (Double.isFinite(line.low) && Double.isFinite(line.high)) {
      String path = "M%s %sH%s".formatted(number(x(line.low)), y, number(x(line.high)));
      markup.empty("path", "class", "interval", "d", path);
    }
    if (Double.isFinite(line.value)) {
      markup.empty("circle", "cx", number(x(line.value)), "cy", y, "r", "3");
    }
    markup.closeLine();
  }
}
