package dev.carrylane.jmh.report;

import java.util.Locale;

/** How figures of a kind are written: three digits, and a unit in which they are neither long nor tiny. */
enum Quantity {
  /** Seconds. */
  TIME(new double[] {1e-9, 1e-6, 1e-3, 1}, new String[] {" ns", " µs", " ms", " s"}),
  /** Bytes. */
  BYTES(new double[] {1, 1e3, 1e6, 1e9}, new String[] {" B", " kB", " MB", " GB"}),
  /** Floating-point operations a second. */
  FLOPS(new double[] {1e9}, new String[] {""}),
  /** Bytes a second. */
  BANDWIDTH(new double[] {1e9}, new String[] {""}),
  /** Items a second. */
  RATE(new double[] {1, 1e3, 1e6, 1e9}, new String[] {"", " thousand", " million", " billion"}),
  /** Times as much. */
  RATIO(new double[] {1}, new String[] {""}),
  /** Times as much, of things that hardly differ. */
  EFFECT(new double[] {1}, new String[] {""}),
  /** A share of a whole. */
  SHARE(new double[] {1e-2}, new String[] {" %"});

  private final double[] sizes;
  private final String[] names;

  Quantity(double[] sizes, String[] names) {
    this.sizes = sizes;
    this.names = names;
  }

  /** A figure with its unit. */
  String text(double value) {
    if (Double.isNaN(value)) {
      return Cell.NONE;
    }
    int unit = unit(value);
    return this == BYTES && unit == 0
        ? String.format(Locale.ROOT, "%.0f B", value)
        : digits(value / sizes[unit]) + names[unit];
  }

  /** The bounds of a figure, in its unit but without it. */
  String bounds(double low, double high, double value) {
    double size = sizes[unit(value)];
    return digits(low / size) + "–" + digits(high / size);
  }

  private String digits(double value) {
    int decimals = this == RATIO ? 2 : 3;
    return this != RATIO && this != EFFECT || Math.abs(value) >= 10 || Math.abs(value) < 0.1
        ? number(value)
        : String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
  }

  private int unit(double value) {
    int unit = 0;
    while (unit + 1 < sizes.length && Math.abs(value) >= 0.9995 * sizes[unit + 1]) {
      unit++;
    }
    return unit;
  }

  /** Three digits, or all of those before the point. */
  static String number(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.isNaN(value) ? Cell.NONE : value > 0 ? "∞" : "−∞";
    }
    int power = (int) Math.floor(Math.log10(Math.abs(value) * 1.0005));
    int decimals = Math.clamp(2 - power, 0, 9);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace('-', '−');
  }
}
