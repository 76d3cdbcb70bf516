package dev.carrylane.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Curves as SVG. Colours and dashes are the page's: line number n has the class {@code s}n. It is drawn narrow, so that its letters keep
 * their size on a phone.
 */
final class LineChart {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 230;
  private static final int LEFT = 44;
  private static final int TOP = 22;
  private static final int RIGHT = 10;
  private static final int BOTTOM = 38;
  private static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;
  private static final double PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

  /** So much of lines and marks at the edge is seen beyond it. */
  private static final int MARGIN = 3;

  /** Of a name beside the axis's title, with its stroke. */
  private static final int NAME_WIDTH = 74;

  /** Up to so many points, each is marked. */
  private static final int MOST_MARKS = 20;

  private final Axis horizontal;
  private final Axis vertical;
  private final List<Line> lines = new ArrayList<>();

  private record Line(String name, int style, List<Point> points) {}

  LineChart(Axis horizontal, Axis vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /** Adds a curve. */
  LineChart line(String name, int style, List<Point> points) {
    lines.add(new Line(name, style, points));
    return this;
  }

  /** Writes the chart, with its legend under it. */
  void write(Markup markup, String title) {
    markup.open("figure").element("figcaption", title);
    markup.open(
        "svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
    picture(markup);
    markup.closeLine();
    legend(markup);
    markup.closeLine();
  }

  /** Writes the chart as a picture of its own, with names beside the vertical axis's title. */
  void writeAlone(Markup markup, String title, String style) {
    markup.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "width",
        "" + 2 * WIDTH,
        "role",
        "img",
        "aria-label",
        title);
    markup.element("style", style).empty("rect", "width", "100%", "height", "100%");
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      double x = LEFT + PLOT_WIDTH - (lines.size() - i) * NAME_WIDTH;
      String stroke = "M%s %dh14".formatted(number(x), TOP - 12);
      markup.open("g", "class", "s" + line.style).empty("path", "d", stroke).close();
      markup.element("text", line.name, "x", number(x + 18), "y", "" + (TOP - 9));
    }
    picture(markup);
    markup.closeLine();
  }

  private void picture(Markup markup) {
    axes(markup);
    // An inner picture cuts what leaves it: curves that begin far above the rest.
    double width = PLOT_WIDTH + 2 * MARGIN;
    double height = PLOT_HEIGHT + 2 * MARGIN;
    markup.open(
        "svg",
        "x",
        "" + (LEFT - MARGIN),
        "y",
        "" + (TOP - MARGIN),
        "width",
        number(width),
        "height",
        number(height),
        "viewBox",
        "%d %d %s %s".formatted(-MARGIN, -MARGIN, number(width), number(height)));
    for (Line line : lines) {
      curve(markup, line);
    }
    markup.close();
  }

  private void axes(Markup markup) {
    markup.element("text", vertical.title(), "class", "axis", "x", "4", "y", "" + (TOP - 9));
    markup.element(
        "text",
        horizontal.title(),
        "class",
        "axis",
        "x",
        number(LEFT + PLOT_WIDTH),
        "y",
        "" + (HEIGHT - 6),
        "text-anchor",
        "end");
    for (double tick : vertical.ticks()) {
      String y = number(TOP + y(tick));
      grid(markup, "" + LEFT, number(LEFT + PLOT_WIDTH), y, y);
      label(markup, vertical.label(tick), "" + (LEFT - 5), number(TOP + y(tick) + 4), "end");
    }
    for (double tick : horizontal.ticks()) {
      String x = number(LEFT + x(tick));
      grid(markup, x, x, "" + TOP, number(TOP + PLOT_HEIGHT));
      boolean last = horizontal.place(tick) > 0.97;
      label(
          markup,
          horizontal.label(tick),
          last ? number(LEFT + PLOT_WIDTH + RIGHT - 1) : x,
          number(TOP + PLOT_HEIGHT + 14),
          last ? "end" : "middle");
    }
  }

  private static void grid(Markup markup, String x1, String x2, String y1, String y2) {
    markup.empty("line", "x1", x1, "x2", x2, "y1", y1, "y2", y2);
  }

  private static void label(Markup markup, String text, String x, String y, String anchor) {
    markup.element("text", text, "x", x, "y", y, "text-anchor", anchor);
  }

  private void curve(Markup markup, Line line) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point point : line.points) {
      if (Double.isFinite(point.y())) {
        path.append(pen ? 'L' : 'M')
            .append(number(x(point.x())))
            .append(' ')
            .append(number(y(point.y())));
        pen = true;
      } else {
        pen = false;
      }
    }
    markup.open("g", "class", "s" + line.style).element("title", line.name);
    if (!path.isEmpty()) {
      markup.empty("path", "d", path.toString());
    }
    if (line.points.size() <= MOST_MARKS) {
      for (Point point : line.points) {
        if (Double.isFinite(point.y())) {
          markup.empty(
              "circle", "cx", number(x(point.x())), "cy", number(y(point.y())), "r", "2.5");
        }
      }
    }
    markup.closeLine();
  }

  private void legend(Markup markup) {
    markup.open("ul", "class", "legend");
    for (Line line : lines) {
      markup.open("li");
      markup.open("svg", "viewBox", "0 0 24 10", "aria-hidden", "true");
      markup.open("g", "class", "s" + line.style).empty("path", "d", "M1 5L23 5").close().close();
      markup.text(line.name).closeLine();
    }
    markup.closeLine();
  }

  private double x(double value) {
    return horizontal.place(value) * PLOT_WIDTH;
  }

  /** Far outside the picture is as good as further. */
  private double y(double value) {
    return Math.clamp(1 - vertical.place(value), -9.0, 9.0) * PLOT_HEIGHT;
  }

  /** With one decimal, and none where it is 0. */
  static String number(double value) {
    double tenths = Math.rint(value * 10) / 10;
    return tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths);
  }
}
