package dev.carrylane.cli.chart;

import static dev.carrylane.cli.chart.Markup.number;

/**
 * The axes of a picture and the lines at their ticks. It is drawn narrow, so that its letters keep their size on a phone.
 *
 * @param horizontal the axis below
 * @param vertical the axis at the left
 * @param height of the picture
 */
record Frame(Axis horizontal, Axis vertical, int height) {
  static final int WIDTH = 360;
  static final int LEFT = 44;
  static final int TOP = 22;
  private static final int RIGHT = 10;
  private static final int BOTTOM = 38;
  static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;

  /** So much of lines and marks at the edge is seen beyond it. */
  private static final int MARGIN = 3;

  double plotHeight() {
    return height - TOP - BOTTOM;
  }

  double x(double value) {
    return Math.clamp(horizontal.place(value), -9.0, 9.0) * PLOT_WIDTH;
  }

  /** Far outside the picture is as good as further. */
  double y(double value) {
    return Math.clamp(1 - vertical.place(value), -9.0, 9.0) * plotHeight();
  }

  boolean holds(double x, double y) {
    return isWithin(horizontal.place(x)) && isWithin(vertical.place(y));
  }

  private static boolean isWithin(double place) {
    return place > -1e-9 && place < 1 + 1e-9;
  }

  /** Writes titles, ticks and the lines at them. */
  void axes(Markup markup) {
    markup.element("text", vertical.title(), "class", "axis", "x", "4", "y", "" + (TOP - 9));
    markup.element(
        "text",
        horizontal.title(),
        "class",
        "axis",
        "x",
        number(LEFT + PLOT_WIDTH),
        "y",
        "" + (height - 6),
        "text-anchor",
        "end");
    for (Axis.Tick tick : vertical.ticks()) {
      double y = TOP + y(tick.value());
      grid(markup, "" + LEFT, number(LEFT + PLOT_WIDTH), number(y), number(y));
      label(markup, tick.label(), "" + (LEFT - 5), number(y + 4), "end");
    }
    for (Axis.Tick tick : horizontal.ticks()) {
      String x = number(LEFT + x(tick.value()));
      grid(markup, x, x, "" + TOP, number(TOP + plotHeight()));
      boolean last = horizontal.place(tick.value()) > 0.97;
      label(
          markup,
          tick.label(),
          last ? number(LEFT + PLOT_WIDTH + RIGHT - 1) : x,
          number(TOP + plotHeight() + 14),
          last ? "end" : "middle");
    }
  }

  private static void grid(Markup markup, String x1, String x2, String y1, String y2) {
    markup.empty("line", "x1", x1, "x2", x2, "y1", y1, "y2", y2);
  }

  private static void label(Markup markup, String text, String x, String y, String anchor) {
    markup.element("text", text, "x", x, "y", y, "text-anchor", anchor);
  }

  /** Opens an inner picture, which cuts what leaves it: curves that begin far above the rest. */
  void openPlot(Markup markup) {
    double width = PLOT_WIDTH + 2 * MARGIN;
    double tall = plotHeight() + 2 * MARGIN;
    markup.open(
        "svg",
        "x",
        "" + (LEFT - MARGIN),
        "y",
        "" + (TOP - MARGIN),
        "width",
        number(width),
        "height",
        number(tall),
        "viewBox",
        "%d %d %s %s".formatted(-MARGIN, -MARGIN, number(width), number(tall)));
  }
}
