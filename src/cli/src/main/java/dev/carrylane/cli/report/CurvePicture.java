package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.cli.chart.Markup;
import dev.carrylane.cli.chart.Point;
import java.util.List;

/** The picture of a training's curve: SVG that stands alone, in colours for light and dark surroundings. */
public final class CurvePicture {
  private static final String STYLE =
      """
      text{font:10px system-ui,sans-serif;fill:#1d2328}
      line{stroke:#d5dbe0}
      path{fill:none;stroke-width:1.6;stroke-linejoin:round}
      rect{fill:#fff}
      .axis{fill:#5a6670}
      .s0{fill:#0068a8;stroke:#0068a8}
      .s1{fill:#c8500a;stroke:#c8500a}
      @media (prefers-color-scheme:dark){
      text{fill:#e6eaed}
      line{stroke:#38424a}
      rect{fill:#14181c}
      .axis{fill:#9fabb5}
      .s0{fill:#5db4f0;stroke:#5db4f0}
      .s1{fill:#ff9150;stroke:#ff9150}
      }
      """;

  /** A range as wide as this, from least to greatest, is shown by powers of ten. */
  private static final double WIDE = 30;

  /** A single epoch is a point near the left, and not a picture's width. */
  private static final int LEAST_EPOCHS = 5;

  private CurvePicture() {}

  /**
   * Draws losses by epoch.
   *
   * @param title what was trained
   * @param train losses of training; x is the epoch
   * @param valid losses of validation; may have none, or NaN
   * @return an SVG file's text
   */
  public static String of(String title, List<Point> train, List<Point> valid) {
    double last = LEAST_EPOCHS;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (List<Point> curve : List.of(train, valid)) {
      for (Point point : curve) {
        last = Math.max(last, point.x());
        if (Double.isFinite(point.y())) {
          least = Math.min(least, point.y());
          greatest = Math.max(greatest, point.y());
        }
      }
    }
    if (least > greatest) {
      least = 0;
      greatest = 1;
    }
    Axis vertical =
        least > 0 && greatest / least > WIDE
            ? Axis.logarithmic("loss", least, greatest)
            : Axis.linear("loss", least, greatest);
    LineChart chart =
        new LineChart(Axis.linear("epoch", 0, last), vertical)
            .line("training", 0, train)
            .line("validation", 1, valid);
    Markup markup = new Markup();
    chart.writeAlone(markup, title, STYLE);
    return markup.toString();
  }
}
