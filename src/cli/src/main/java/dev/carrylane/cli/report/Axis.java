package dev.carrylane.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart.
 *
 * @param title what it shows
 * @param from its least value
 * @param to its greatest value, above the least
 * @param logarithmic whether equal ratios are equally far apart
 * @param ticks the values that are written at it
 */
record Axis(String title, double from, double to, boolean logarithmic, List<Double> ticks) {
  private static final int MOST_TICKS = 6;

  /** An axis of whole numbers from 0. */
  static Axis counting(String title, double greatest) {
    return linear(title, 0, greatest, 1);
  }

  /** An axis of round values around a range. */
  static Axis linear(String title, double least, double greatest) {
    return linear(title, least, greatest, 0);
  }

  private static Axis linear(String title, double least, double greatest, double finest) {
    double span = greatest > least ? greatest - least : Math.max(Math.abs(least), 1) * 0.1;
    double coarse = Math.max(span / MOST_TICKS, finest);
    double power = Math.pow(10, Math.floor(Math.log10(coarse)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (step >= finest && span / step <= MOST_TICKS) {
        break;
      }
    }
    long first = (long) Math.floor(least / step + 1e-6);
    long last = Math.max((long) Math.ceil(greatest / step - 1e-6), first + 1);
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return new Axis(title, first * step, last * step, false, ticks);
  }

  /** An axis of whole powers of ten around a range of positive values. */
  static Axis logarithmic(String title, double least, double greatest) {
    int first = (int) Math.floor(Math.log10(least) + 1e-9);
    int last = Math.max((int) Math.ceil(Math.log10(greatest) - 1e-9), first + 1);
    int step = Math.ceilDiv(last - first, MOST_TICKS);
    List<Double> ticks = new ArrayList<>();
    for (int power = first; power <= last; power += step) {
      ticks.add(Math.pow(10, power));
    }
    return new Axis(title, Math.pow(10, first), Math.pow(10, last), true, ticks);
  }

  /** {@return where a value lies, 0 at the axis's beginning and 1 at its end} */
  double place(double value) {
    return logarithmic
        ? (Math.log(Math.max(value, Double.MIN_NORMAL)) - Math.log(from))
            / (Math.log(to) - Math.log(from))
        : (value - from) / (to - from);
  }

  /** {@return a tick as it is written} */
  String label(double tick) {
    if (logarithmic && tick < 0.001) {
      return "10" + superscript((int) Math.rint(Math.log10(tick)));
    }
    double step = logarithmic ? tick : Math.abs(ticks.get(1) - ticks.get(0));
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return String.format("%,." + decimals + "f", tick);
  }

  private static String superscript(int power) {
    String digits = Integer.toString(power);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      text.append(digits.charAt(i) == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digits.charAt(i) - '0'));
    }
    return text.toString();
  }
}
