package dev.carrylane.engine.activation;

import java.util.Objects;

/** The argument checks of this package. */
final class Ranges {
  private Ranges() {}

  static void requireInside(String name, float[] array, int offset, long length) {
    Objects.requireNonNull(array, name);
    // In long, so that no sum overflows.
    if (offset < 0 || length < 0 || offset + length > array.length) {
      throw new IndexOutOfBoundsException(
          "%s has %d elements; the %d from offset %d on do not all lie inside"
              .formatted(name, array.length, length, offset));
    }
  }

  /** For x and y in one array: equal ranges or disjoint ones. */
  static void requireSameOrApart(int xOffset, int yOffset, long xLength, long yLength) {
    boolean apart =
        xOffset + xLength <= yOffset
            || yOffset + yLength <= xOffset
            || xLength == 0
            || yLength == 0;
    boolean same = xOffset == yOffset && xLength == yLength;
    if (!apart && !same) {
      throw new IllegalArgumentException(
          ("x and y are one array, and their ranges overlap: %d elements from %d on and %d from %d on;"
                  + " make them the same range, or disjoint")
              .formatted(xLength, xOffset, yLength, yOffset));
    }
  }
}
