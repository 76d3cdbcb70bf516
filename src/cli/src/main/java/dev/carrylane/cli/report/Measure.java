package dev.carrylane.cli.report;

/** What the figures of a table are, and how they are written. */
public enum Measure {
  /** Of notes, given those before. */
  LIKELIHOOD("negative log-likelihood, nats a frame", "nats a frame", false, 1, 3),
  /** Shown in per cent, held as a fraction. */
  ACCURACY("accuracy, %", "% right", true, 100, 2),
  /** Of characters. */
  BITS("bits per character", "bits per character", false, 1, 3),
  /** May lie anywhere between 1 and the rounding of a float. */
  SQUARED_ERROR("mean squared error", "squared error", false, 1, -1);

  private final String title;
  private final String axis;
  private final boolean higherIsBetter;
  private final double scale;
  private final int decimals;

  Measure(String title, String axis, boolean higherIsBetter, double scale, int decimals) {
    this.title = title;
    this.axis = axis;
    this.higherIsBetter = higherIsBetter;
    this.scale = scale;
    this.decimals = decimals;
  }

  /**
   * The figure of an evaluation.
   *
   * @param loss the mean loss, in nats or squared units
   * @param accuracy the share that is right
   * @return whichever of them this measure is about
   */
  public double of(double loss, double accuracy) {
    return switch (this) {
      case LIKELIHOOD, SQUARED_ERROR -> loss;
      case BITS -> loss / Math.log(2);
      case ACCURACY -> accuracy;
    };
  }

  String title() {
    return title;
  }

  String axis() {
    return axis;
  }

  /** A value as it stands in charts. */
  double shown(double value) {
    return value * scale;
  }

  boolean isBetter(double value, double than) {
    return higherIsBetter ? value > than : value < than;
  }

  /** Whether charts show it on a logarithmic axis. */
  boolean isLogarithmic() {
    return decimals < 0;
  }

  String format(double value) {
    if (!Double.isFinite(value)) {
      return "diverged";
    }
    return decimals < 0
        ? String.format("%.1e", value).replaceFirst("e([+-])0?", "e$1").replace("e+", "e")
        : String.format("%." + decimals + "f", value * scale);
  }
}
