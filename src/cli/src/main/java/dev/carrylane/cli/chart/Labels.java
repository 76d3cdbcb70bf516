package dev.carrylane.cli.chart;

import static dev.carrylane.cli.chart.Markup.number;

import java.util.ArrayList;
import java.util.List;

/** The words beside dots, where they cover neither a dot nor one another; a word for which there is no such place is left out. */
final class Labels {
  private static final double LETTER = 5.2;
  private static final double TALL = 7.5;
  private static final double MARK = 3;

  /** From a dot, in turns of a circle. */
  private static final double[] DIRECTIONS = {0, -0.125, 0.125, 0.5, -0.375, 0.375, -0.25, 0.25};

  /** From a line, above it first. */
  private static final double[] BESIDE_LINE = {-0.375, -0.25, 0.125, 0.25, -0.125, 0.375};

  private static final double[] DISTANCES = {5, 9, 14};

  private final List<Box> taken = new ArrayList<>();
  private final List<Box> words = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> styles = new ArrayList<>();

  private record Box(double left, double top, double right, double bottom) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private final Frame frame;

  Labels(Frame frame) {
    this.frame = frame;
  }

  /** Keeps words away from dots. */
  void avoid(List<Dot> dots) {
    for (Dot dot : dots) {
      double x = frame.x(dot.x());
      double y = frame.y(dot.y());
      taken.add(new Box(x - MARK, y - MARK, x + MARK, y + MARK));
    }
  }

  /** Finds places beside lines. */
  void beside(List<Dot> lines) {
    lines.forEach(line -> place(line, "word", BESIDE_LINE));
  }

  /** Finds places around dots, for words of their colour. */
  void around(List<Dot> dots, int style) {
    for (Dot dot : dots) {
      if (!dot.label().isEmpty() && frame.holds(dot.x(), dot.y())) {
        place(dot, "word s" + style, DIRECTIONS);
      }
    }
  }

  private void place(Dot dot, String style, double... directions) {
    Box whole = new Box(0, 0, Frame.PLOT_WIDTH, frame.plotHeight());
    double half = LETTER * dot.label().length() / 2;
    for (double distance : DISTANCES) {
      for (double direction : directions) {
        double angle = 2 * Math.PI * direction;
        double x = frame.x(dot.x()) + Math.cos(angle) * (distance + half - 1);
        double y = frame.y(dot.y()) + Math.sin(angle) * (distance + TALL / 2 - 1);
        Box box = new Box(x - half, y - TALL / 2, x + half, y + TALL / 2);
        if (box.left >= whole.left
            && box.right <= whole.right
            && box.top >= whole.top
            && box.bottom <= whole.bottom
            && taken.stream().noneMatch(box::meets)) {
          taken.add(box);
          words.add(box);
          texts.add(dot.label());
          styles.add(style);
          return;
        }
      }
    }
  }

  void write(Markup markup) {
    for (int i = 0; i < words.size(); i++) {
      Box box = words.get(i);
      markup.element(
          "text",
          texts.get(i),
          "class",
          styles.get(i),
          "x",
          number((box.left + box.right) / 2),
          "y",
          number(box.bottom - 0.5),
          "text-anchor",
          "middle");
    }
  }
}
