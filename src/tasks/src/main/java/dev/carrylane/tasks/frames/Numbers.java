package dev.carrylane.tasks.frames;

import dev.carrylane.network.MalformedFileException;
import java.util.Locale;

/** Numbers as text. */
final class Numbers {
  private Numbers() {}

  /** Whether {@link #parse} would not refuse the text for not being a number. */
  static boolean isNumber(String text) {
    return reads(text.strip());
  }

  /**
   * The float that is nearest to a decimal number, or one of the spellings of infinity and NaN that
   * programs print.
   *
   * @throws NumberFormatException with the reason, which quotes the text
   */
  static float parse(String text) {
    String number = text.strip();
    if (!reads(number)) {
      throw new NumberFormatException(refusal(number));
    }
    float value = value(number);
    if (Float.isInfinite(value) && !isSpelled(number)) {
      throw new NumberFormatException(
          MalformedFileException.quote(number) + " is larger than any float");
    }
    return value;
  }

  private static boolean reads(String number) {
    if (isSpelled(number)) {
      return true;
    }
    // Java's own suffixes, 1f and 1d, are no part of a number.
    if (number.isEmpty() || Character.isLetter(number.charAt(number.length() - 1))) {
      return false;
    }
    try {
      Float.parseFloat(number);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isSpelled(String number) {
    return switch (magnitude(number)) {
      case "nan", "inf", "infinity" -> true;
      default -> false;
    };
  }

  private static float value(String number) {
    return switch (magnitude(number)) {
      case "nan" -> Float.NaN;
      case "inf", "infinity" ->
          number.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      default -> Float.parseFloat(number);
    };
  }

  /** The text without its sign, in lower case; empty where it does not start as a spelling does. */
  private static String magnitude(String number) {
    int start = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
    return number.length() > start && "nNiI".indexOf(number.charAt(start)) >= 0
        ? number.substring(start).toLowerCase(Locale.ROOT)
        : "";
  }

  private static String refusal(String number) {
    if (number.isEmpty()) {
      return "no number is there";
    }
    boolean comma = number.matches("[-+]?[0-9]+,[0-9]+");
    return MalformedFileException.quote(number)
        + " is not a number"
        + (comma ? "; write decimals with a point" : "");
  }
}
