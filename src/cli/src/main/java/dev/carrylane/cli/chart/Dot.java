package dev.carrylane.cli.chart;

/**
 * A figure with its interval.
 *
 * @param x where it stands
 * @param y the figure
 * @param low the interval's beginning; NaN if it has none
 * @param high the interval's end; NaN if it has none
 * @param label a short word beside it, such as a number; empty if it has none
 * @param title what it is, shown when it is pointed at
 */
public record Dot(double x, double y, double low, double high, String label, String title) {
  /**
   * A figure with its interval and nothing beside it.
   *
   * @param x where it stands
   * @param y the figure
   * @param low the interval's beginning
   * @param high the interval's end
   */
  public Dot(double x, double y, double low, double high) {
    this(x, y, low, high, "", "");
  }
}
