package dev.carrylane.engine.internal.check;

import dev.carrylane.engine.Backend;

/**
 * What public operations answer to wrong arguments. Their messages stand here and not beside the checks, because the
 * JVM makes objects of all string constants of a class, on the thread that calls it, when it hands one of its methods
 * to the optimising compiler: a class that runs often must hold none that only failures use.
 */
public final class Refusals {
  private Refusals() {}

  /** A size below 0. */
  public static IllegalArgumentException negative(String name, int value) {
    return new IllegalArgumentException(name + " is " + value + "; it must not be negative");
  }

  /** A gated cell that is too large, or of less than no units. */
  static IllegalArgumentException units(int units, int gates) {
    return units < 0
        ? negative("units", units)
        : refusal(
            "units is %d, whose %d gates are %d floats, more than an array holds; use at most %d",
            units, gates, (long) gates * units, Integer.MAX_VALUE / gates);
  }

  /** Elements that are not in the array. */
  static IllegalArgumentException range(
      String name, int length, String unit, int offset, int count) {
    return refusal(
        "%s holds %d %s, but %d at offset %d end at %d",
        name, length, unit, count, offset, (long) offset + count);
  }

  /** Rows that overlap each other, or are not in the array. */
  static IllegalArgumentException rows(
      String name, int length, String unit, int offset, int rows, int columns, int stride) {
    return rows > 1 && stride < columns
        ? refusal("the row stride of %s is %d, less than its %d columns", name, stride, columns)
        : refusal(
            "%s holds %d %s, but %d rows of %d at offset %d with row stride %d end at %d",
            name,
            length,
            unit,
            rows,
            columns,
            offset,
            stride,
            Checks.end(offset, rows, columns, stride));
  }

  /** Rows of one of these arrays, as {@link #rows(String, int, String, int, int, int, int)}. */
  static IllegalArgumentException rows(
      String name, Object array, int offset, int rows, int columns, int stride) {
    return switch (array) {
      case float[] floats -> rows(name, floats.length, "floats", offset, rows, columns, stride);
      case double[] doubles -> rows(name, doubles.length, "doubles", offset, rows, columns, stride);
      case long[] longs -> rows(name, longs.length, "longs", offset, rows, columns, stride);
      default -> throw new IllegalArgumentException(array.getClass().getName());
    };
  }

  /** Two ranges that are neither the same nor apart. */
  static IllegalArgumentException overlap(
      String name, int offset, String otherName, int otherOffset, int count) {
    return refusal(
        "%s [%d, %d) overlaps %s [%d, %d) in one array; give it the same offset to work in place, or elements of its own",
        otherName, otherOffset, otherOffset + count, name, offset, offset + count);
  }

  /** Two operands that have to be apart. */
  static IllegalArgumentException overlap(
      String name, int offset, long end, String otherName, int otherOffset, long otherEnd) {
    return refusal(
        "%s [%d, %d) and %s [%d, %d) overlap in one array; they must not",
        name, offset, end, otherName, otherOffset, otherEnd);
  }

  /** Rows that are neither the same nor apart. */
  static IllegalArgumentException overlap(
      String name, int offset, int stride, String otherName, int otherOffset, int otherStride) {
    return refusal(
        "%s (offset %d, stride %d) overlaps %s (offset %d, stride %d) in one array; give it the same offset and stride to work in place, or elements of its own",
        otherName, otherOffset, otherStride, name, offset, stride);
  }

  /** Hidden values among the cells. */
  public static IllegalArgumentException hiddenOverCell(
      int hidden, int hiddenStride, int cell, int cellStride, int units) {
    return refusal(
        "hidden (offset %d, stride %d) overlaps cell (offset %d, stride %d) in one array; give each %d elements of its own in every stream",
        hidden, hiddenStride, cell, cellStride, units);
  }

  /** History that is not in the array. */
  public static IllegalArgumentException history(int frames, int stride, int offset) {
    return refusal(
        "%d frames of history with stride %d do not fit before offset %d of x",
        frames, stride, offset);
  }

  /** A carry that is none. */
  public static IllegalArgumentException carry(String name, int carry) {
    return new IllegalArgumentException(name + " is " + carry + "; it must be 0 or 1");
  }

  /** No activation. */
  public static NullPointerException noActivation() {
    return new NullPointerException("activation");
  }

  /** No schedule. */
  public static NullPointerException noSchedule() {
    return new NullPointerException("schedule");
  }

  /** Weights that are too large. */
  public static IllegalArgumentException weights(int depth, int columns, long size) {
    return refusal(
        "weights of %d × %d take %d packed elements, more than an array holds; split the columns",
        depth, columns, size);
  }

  /** Weights whose memory was given back. */
  public static IllegalStateException closed(int depth, int columns) {
    return new IllegalStateException(
        "these weights of %d × %d were closed; pack them, or load their model, again"
            .formatted(depth, columns));
  }

  /** No room for packed weights below the JVM's limit. */
  public static OutOfMemoryError memoryLimit(
      int depth, int columns, long bytes, long taken, long limit) {
    return new OutOfMemoryError(
        "packed weights of %d × %d need %d bytes of native memory, but other weights have %d of the %d that are allowed; close models and weights that are no longer used, or raise -XX:MaxDirectMemorySize"
            .formatted(depth, columns, bytes, taken, limit));
  }

  /** No room for packed weights in the system. */
  public static OutOfMemoryError noMemory(
      int depth, int columns, long bytes, OutOfMemoryError cause) {
    OutOfMemoryError error =
        new OutOfMemoryError(
            "packed weights of %d × %d need %d bytes of native memory, which the system has not (%s); close models and weights that are no longer used"
                .formatted(depth, columns, bytes, cause.getMessage()));
    error.initCause(cause);
    return error;
  }

  /** Weights of another backend. */
  public static IllegalArgumentException backend(Backend packedFor, Backend runsOn) {
    return refusal(
        "these weights are packed for the %s backend, and this operation runs on %s; pack them for that",
        packedFor, runsOn);
  }

  /** A pass within that of another thread. */
  public static IllegalStateException passOfOther(Thread thread, Thread other) {
    return new IllegalStateException(
        "thread %s begins a pass while %s is in one; give each thread a crew of its own"
            .formatted(thread.getName(), nameOf(other)));
  }

  /** The end of no pass. */
  public static IllegalStateException noPass(Thread thread) {
    return new IllegalStateException(
        "thread %s ends a pass that it has not begun".formatted(thread.getName()));
  }

  /** Work for helpers that have some. */
  public static IllegalStateException busy(Thread thread, Thread other) {
    return new IllegalStateException(
        "thread %s shares out work while %s does, with the same helpers; give each thread operations and a crew of its own"
            .formatted(thread.getName(), nameOf(other)));
  }

  private static String nameOf(Thread thread) {
    return thread == null ? "another" : thread.getName();
  }

  private static IllegalArgumentException refusal(String format, Object... values) {
    return new IllegalArgumentException(format.formatted(values));
  }
}
