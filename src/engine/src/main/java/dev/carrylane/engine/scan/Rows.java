package dev.carrylane.engine.scan;

import java.util.Objects;

/** Checks of time-major operands. A message names the numbers and what to change. */
final class Rows {
  private Rows() {}

  static void checkSizes(int steps, int channels) {
    if (steps < 0 || channels < 0) {
      throw new IllegalArgumentException(
          "steps is " + steps + " and channels is " + channels + "; both must be 0 or more");
    }
  }

  static void check(String name, float[] array, int offset, int stride, int steps, int channels) {
    Objects.requireNonNull(array, name);
    if (stride < channels) {
      throw new IllegalArgumentException(
          "%sStride is %d, less than the %d channels of a row; rows would overlap, use at least %d"
              .formatted(name, stride, channels, channels));
    }
    if (offset < 0 || offset + length(stride, steps, channels) > array.length) {
      throw new IllegalArgumentException(
          "%s has %d elements; %d rows of %d channels with stride %d from offset %d end at element %d; use an offset from 0 and a longer array or fewer steps"
              .formatted(
                  name,
                  array.length,
                  steps,
                  channels,
                  stride,
                  offset,
                  offset + length(stride, steps, channels)));
    }
  }

  static void checkState(String name, float[] array, int offset, int channels) {
    if (offset < 0 || (long) offset + channels > array.length) {
      throw new IllegalArgumentException(
          "%s has %d elements; %d channels from offset %d end at element %d; use an offset from 0 and a longer array"
              .formatted(name, array.length, channels, offset, (long) offset + channels));
    }
  }

  static void checkInPlace(
      String name,
      float[] array,
      int offset,
      int stride,
      float[] h,
      int hOffset,
      int hStride,
      int steps,
      int channels) {
    if (array == h
        && !(offset == hOffset && stride == hStride)
        && overlap(offset, stride, steps, hOffset, hStride, steps, channels)) {
      throw new IllegalArgumentException(
          "h (offset %d, stride %d) overlaps %s (offset %d, stride %d) in one array; give h the same offset and stride to scan in place, or rows of its own"
              .formatted(hOffset, hStride, name, offset, stride));
    }
  }

  static void checkFinalApart(
      float[] finalState,
      int finalOffset,
      float[] h,
      int hOffset,
      int hStride,
      int steps,
      int channels) {
    // A single row fits any stride, so it takes that of h.
    if (finalState == h && overlap(finalOffset, hStride, 1, hOffset, hStride, steps, channels)) {
      throw new IllegalArgumentException(
          "finalState (offset %d) lies in h (offset %d, stride %d) and would overwrite states there; give it elements of its own"
              .formatted(finalOffset, hOffset, hStride));
    }
  }

  /** Elements from the first of a sequence to behind its last. */
  private static long length(int stride, int steps, int channels) {
    return steps == 0 || channels == 0 ? 0 : (long) (steps - 1) * stride + channels;
  }

  /**
   * Whether two sequences in one array share an element, exactly where the strides are equal (so that
   * operands may be interleaved); with different strides whether their spans meet.
   */
  static boolean overlap(
      int aOffset, int aStride, int aSteps, int bOffset, int bStride, int bSteps, int channels) {
    if (aSteps == 0 || bSteps == 0 || channels == 0) {
      return false;
    }
    if (aStride != bStride) {
      return aOffset < bOffset + length(bStride, bSteps, channels)
          && bOffset < aOffset + length(aStride, aSteps, channels);
    }
    // Row j of b begins (bOffset − aOffset) + (j − i) · stride behind row i of a; they share
    // elements if
    // that is less than the channels either way. The two nearest of the possible j − i decide.
    long distance = (long) bOffset - aOffset;
    long nearest = Math.floorDiv(-distance, aStride);
    return meet(distance, aStride, Math.clamp(nearest, 1 - aSteps, bSteps - 1), channels)
        || meet(distance, aStride, Math.clamp(nearest + 1, 1 - aSteps, bSteps - 1), channels);
  }

  private static boolean meet(long distance, int stride, int rowsApart, int channels) {
    return Math.abs(distance + (long) rowsApart * stride) < channels;
  }
}
