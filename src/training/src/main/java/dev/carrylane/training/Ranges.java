package dev.carrylane.training;

/** Refuses settings out of range. */
final class Ranges {
  private Ranges() {}

  static void positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "it must be above 0");
  }

  static void notNegative(String name, double value) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, name, value, "it must be 0 or more");
  }

  static void share(String name, double value) {
    require(value >= 0 && value < 1, name, value, "it must be at least 0 and below 1");
  }

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d; it must be %d or more".formatted(name, value, least));
    }
  }

  private static void require(boolean holds, String name, double value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; " + rule);
    }
  }
}
