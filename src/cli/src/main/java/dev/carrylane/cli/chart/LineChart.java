package dev.carrylane.cli.chart;

import static dev.carrylane.cli.chart.Markup.number;

import java.util.ArrayList;
import java.util.List;

/**
 * Curves, and figures with their intervals, as SVG. Colours and dashes are the page's: what is drawn with style n has the class
 * {@code s}n. Belongs to one thread.
 */
public final class LineChart {
  private static final int HEIGHT = 230;

  /** Of a name beside the axis's title, with its stroke. */
  private static final int NAME_WIDTH = 74;

  /** Up to so many points, each is marked. */
  private static final int MOST_MARKS = 20;

  private final Axis horizontal;
  private final Axis vertical;
  private final List<Line> lines = new ArrayList<>();
  private final List<Dots> dots = new ArrayList<>();
  private final List<Dot> words = new ArrayList<>();
  private final List<String> legend = new ArrayList<>();
  private final List<Integer> legendStyles = new ArrayList<>();
  private int height = HEIGHT;
  private boolean sideways;

  private record Line(String name, int style, List<Point> points, boolean marked) {}

  private record Dots(String name, int style, List<Dot> dots) {}

  /**
   * A chart without curves.
   *
   * @param horizontal the axis below
   * @param vertical the axis at the left
   */
  public LineChart(Axis horizontal, Axis vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /**
   * Sets the height.
   *
   * @param height of the picture, whose width is 360
   * @return this
   */
  public LineChart height(int height) {
    this.height = height;
    return this;
  }

  /**
   * Adds a curve, whose points are marked if they are few; where a point isn't finite it has a gap.
   *
   * @param name what the legend calls it
   * @param style number of its colour
   * @param points in the order of x
   * @return this
   */
  public LineChart line(String name, int style, List<Point> points) {
    lines.add(new Line(name, style, points, points.size() <= MOST_MARKS));
    return named(name, style);
  }

  /**
   * Adds a curve that nobody measured: a limit, or what a formula gives.
   *
   * @param name what the legend calls it; empty if it isn't in the legend
   * @param style number of its colour
   * @param points in the order of x
   * @return this
   */
  public LineChart bare(String name, int style, List<Point> points) {
    lines.add(new Line(name, style, points, false));
    return named(name, style);
  }

  /**
   * Adds figures with their intervals, not joined.
   *
   * @param name what the legend calls them; empty if another has the same colour
   * @param style number of their colour
   * @param figures where they stand
   * @return this
   */
  public LineChart dots(String name, int style, List<Dot> figures) {
    dots.add(new Dots(name, style, figures));
    return named(name, style);
  }

  /**
   * Adds figures with their intervals, joined.
   *
   * @param name what the legend calls them
   * @param style number of their colour
   * @param figures in the order of x
   * @return this
   */
  public LineChart joined(String name, int style, List<Dot> figures) {
    List<Point> points = figures.stream().map(each -> new Point(each.x(), each.y())).toList();
    lines.add(new Line("", style, points, false));
    return dots(name, style, figures);
  }

  /**
   * Writes a word, such as the name of a line beside it.
   *
   * @param at where
   * @param word which
   * @return this
   */
  public LineChart word(Point at, String word) {
    words.add(new Dot(at.x(), at.y(), Double.NaN, Double.NaN, word, ""));
    return this;
  }

  /**
   * Says that intervals are those of x.
   *
   * @return this
   */
  public LineChart sideways() {
    sideways = true;
    return this;
  }

  private LineChart named(String name, int style) {
    if (!name.isEmpty()) {
      legend.add(name);
      legendStyles.add(style);
    }
    return this;
  }

  /**
   * Writes the chart, with its legend under it.
   *
   * @param markup where to
   * @param title what is to be seen
   */
  public void write(Markup markup, String title) {
    Frame frame = new Frame(horizontal, vertical, height);
    markup.open("figure").element("figcaption", title);
    markup.open(
        "svg", "viewBox", "0 0 " + Frame.WIDTH + " " + height, "role", "img", "aria-label", title);
    picture(markup, frame);
    markup.closeLine();
    legend(markup);
    markup.closeLine();
  }

  /**
   * Writes the chart as a picture of its own, with names beside the vertical axis's title.
   *
   * @param markup where to
   * @param title what is to be seen
   * @param style its style sheet
   */
  public void writeAlone(Markup markup, String title, String style) {
    markup.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + Frame.WIDTH + " " + height,
        "width",
        "" + 2 * Frame.WIDTH,
        "role",
        "img",
        "aria-label",
        title);
    markup.element("style", style).empty("rect", "width", "100%", "height", "100%");
    for (int i = 0; i < legend.size(); i++) {
      double x = Frame.LEFT + Frame.PLOT_WIDTH - (legend.size() - i) * NAME_WIDTH;
      String stroke = "M%s %dh14".formatted(number(x), Frame.TOP - 12);
      markup
          .open("g", "class", "s" + legendStyles.get(i))
          .empty("path", "d", stroke)
          .close()
          .element("text", legend.get(i), "x", number(x + 18), "y", "" + (Frame.TOP - 9));
    }
    picture(markup, new Frame(horizontal, vertical, height));
    markup.closeLine();
  }

  private void picture(Markup markup, Frame frame) {
    frame.axes(markup);
    frame.openPlot(markup);
    for (Line line : lines) {
      curve(markup, frame, line);
    }
    Labels labels = new Labels(frame);
    dots.forEach(each -> labels.avoid(each.dots));
    labels.beside(words);
    dots.forEach(each -> labels.around(each.dots, each.style));
    for (Dots each : dots) {
      markup.open("g", "class", "s" + each.style);
      each.dots.forEach(dot -> mark(markup, frame, dot));
      markup.closeLine();
    }
    labels.write(markup);
    markup.close();
  }

  private static void curve(Markup markup, Frame frame, Line line) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point point : line.points) {
      if (Double.isFinite(point.y())) {
        path.append(pen ? 'L' : 'M')
            .append(number(frame.x(point.x())))
            .append(' ')
            .append(number(frame.y(point.y())));
        pen = true;
      } else {
        pen = false;
      }
    }
    markup.open("g", "class", "s" + line.style);
    if (!line.name.isEmpty()) {
      markup.element("title", line.name);
    }
    if (!path.isEmpty()) {
      markup.empty("path", "d", path.toString());
    }
    if (line.marked) {
      for (Point point : line.points) {
        if (Double.isFinite(point.y())) {
          circle(markup, frame, point.x(), point.y());
        }
      }
    }
    markup.closeLine();
  }

  private static void circle(Markup markup, Frame frame, double x, double y) {
    markup.empty("circle", "cx", number(frame.x(x)), "cy", number(frame.y(y)), "r", "2.5");
  }

  private void mark(Markup markup, Frame frame, Dot dot) {
    if (!Double.isFinite(dot.y())) {
      return;
    }
    markup.open("g");
    if (!dot.title().isEmpty()) {
      markup.element("title", dot.title());
    }
    if (Double.isFinite(dot.low()) && Double.isFinite(dot.high())) {
      String path =
          sideways
              ? "M%s %sH%s"
                  .formatted(
                      number(frame.x(dot.low())),
                      number(frame.y(dot.y())),
                      number(frame.x(dot.high())))
              : "M%s %sV%s"
                  .formatted(
                      number(frame.x(dot.x())),
                      number(frame.y(dot.low())),
                      number(frame.y(dot.high())));
      markup.empty("path", "class", "interval", "d", path);
    }
    circle(markup, frame, dot.x(), dot.y());
    markup.close();
  }

  private void legend(Markup markup) {
    if (legend.isEmpty()) {
      return;
    }
    markup.open("ul", "class", "legend");
    for (int i = 0; i < legend.size(); i++) {
      markup.open("li");
      markup.open("svg", "viewBox", "0 0 24 10", "aria-hidden", "true");
      markup.open("g", "class", "s" + legendStyles.get(i)).empty("path", "d", "M1 5L23 5");
      markup.close().close().text(legend.get(i)).closeLine();
    }
    markup.closeLine();
  }
}
