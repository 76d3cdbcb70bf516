package dev.carrylane.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart.
 *
 * @param title what it shows
 * @param from its least value
 * @param to its greatest value, above the least
 * @param logarithmic whether equal ratios are equally far apart
 * @param ticks what is written at it
 */
public record Axis(String title, double from, double to, boolean logarithmic, List<Tick> ticks) {
  private static final int MOST_TICKS = 6;

  /** Within a power of ten, from the coarsest to the finest; the last is for axes that hardly leave a value. */
  private static final double[][] WITHIN_TEN = {
    {1, 2, 5}, {1, 1.5, 2, 3, 5, 7}, {1, 1.1, 1.2, 1.3, 1.5, 1.7, 2, 2.5, 3, 4, 5, 6, 7, 8, 9}
  };

  /**
   * A value that is written at an axis.
   *
   * @param value which
   * @param label how it is written
   */
  public record Tick(double value, String label) {}

  /** Copies the list. */
  public Axis {
    ticks = List.copyOf(ticks);
  }

  /**
   * An axis of whole numbers from 0.
   *
   * @param title what it shows
   * @param greatest the greatest value that must be on it
   * @return the axis
   */
  public static Axis counting(String title, double greatest) {
    return linear(title, 0, greatest, 1);
  }

  /**
   * An axis of round values around a range.
   *
   * @param title what it shows
   * @param least the least value that must be on it
   * @param greatest the greatest
   * @return the axis
   */
  public static Axis linear(String title, double least, double greatest) {
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
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(new Tick(i * step, decimal(i * step, step)));
    }
    return new Axis(title, first * step, last * step, false, ticks);
  }

  /**
   * An axis of whole powers of ten around a range of positive values.
   *
   * @param title what it shows
   * @param least the least value that must be on it
   * @param greatest the greatest
   * @return the axis
   */
  public static Axis logarithmic(String title, double least, double greatest) {
    int first = (int) Math.floor(Math.log10(least) + 1e-9);
    int last = Math.max((int) Math.ceil(Math.log10(greatest) - 1e-9), first + 1);
    int step = Math.ceilDiv(last - first, MOST_TICKS);
    List<Tick> ticks = new ArrayList<>();
    for (int power = first; power <= last; power += step) {
      double value = Math.pow(10, power);
      ticks.add(
          new Tick(value, isShort(power) ? decimal(value, value) : "10" + superscript(power)));
    }
    return new Axis(title, Math.pow(10, first), Math.pow(10, last), true, ticks);
  }

  /**
   * A logarithmic axis that ends soon beyond a range of positive values: between powers of ten where that is nearer.
   *
   * @param title what it shows
   * @param least the least value that must be on it
   * @param greatest the greatest
   * @return the axis
   */
  public static Axis ratios(String title, double least, double greatest) {
    if (greatest / least > 100) {
      return logarithmic(title, least, greatest);
    }
    List<Double> best = List.of();
    for (double[] within : WITHIN_TEN) {
      List<Double> round = round(within, least, greatest);
      if (best.isEmpty() || round.size() <= MOST_TICKS + 1) {
        best = round;
      }
    }
    List<Tick> ticks = best.stream().map(value -> new Tick(value, shortest(value))).toList();
    return new Axis(title, best.get(0), best.get(best.size() - 1), true, ticks);
  }

  /** The round values in a range, the next one below and the next one above. */
  private static List<Double> round(double[] within, double least, double greatest) {
    List<Double> round = new ArrayList<>();
    int last = (int) Math.floor(Math.log10(greatest)) + 1;
    for (int power = (int) Math.floor(Math.log10(least)) - 1; power <= last; power++) {
      for (double factor : within) {
        double value = Double.parseDouble(factor + "e" + power);
        if (value <= least * (1 + 1e-9)) {
          round.clear();
        }
        round.add(value);
        if (value >= greatest * (1 - 1e-9) && round.size() > 1) {
          return round;
        }
      }
    }
    return round;
  }

  /**
   * Where a value lies.
   *
   * @param value which
   * @return 0 at the axis's beginning and 1 at its end
   */
  public double place(double value) {
    return logarithmic
        ? (Math.log(Math.max(value, Double.MIN_NORMAL)) - Math.log(from))
            / (Math.log(to) - Math.log(from))
        : (value - from) / (to - from);
  }

  private static String decimal(double value, double step) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Whether a power of ten is written with all of its zeros. */
  private static boolean isShort(int power) {
    return power >= -3 && power < 6;
  }

  private static String shortest(double value) {
    int power = (int) Math.floor(Math.log10(value) + 1e-9);
    if (!isShort(power)) {
      return shortest(value / Math.pow(10, power)) + "·10" + superscript(power);
    }
    String text = String.format(Locale.ROOT, "%,.6f", value);
    return text.replaceFirst("\\.?0+$", "");
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
