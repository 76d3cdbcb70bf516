package dev.carrylane.engine.scan;

import java.util.List;

/**
 * What scans answer to wrong arguments. The messages stand apart from the checks for the reason that {@link
 * dev.carrylane.engine.internal.Refusals} names: a class that runs often holds none that only failures use.
 */
final class ScanRefusals {
  private ScanRefusals() {}

  private static IllegalArgumentException refusal(String message, Object... numbers) {
    return new IllegalArgumentException(message.formatted(numbers));
  }

  /** No sequences. */
  static NullPointerException noSequences() {
    return new NullPointerException("sequences");
  }

  /** Rows that overlap each other. */
  static IllegalArgumentException stride(String name, long stride, long columns) {
    return refusal("the row stride of %s is %d, less than its %d columns", name, stride, columns);
  }

  /** Rows that are not in their array. */
  static IllegalArgumentException rows(
      String name, Object array, int length, long rows, long columns, int offset, long stride) {
    Class<?> element = array.getClass().getComponentType();
    String unit = element == null ? "offsets" : element + "s";
    long end = rows == 0 || columns == 0 ? offset : offset + (rows - 1) * stride + columns;
    return refusal(
        "%s holds %d %s, but %d rows of %d at offset %d with row stride %d end at %d",
        name, length, unit, rows, columns, offset, stride, end);
  }

  /** An operand that has elements in common with another. */
  static IllegalArgumentException overlap(Region<?> region, Region<?> other) {
    return refusal("%s overlaps %s in one array; give it elements of its own", region, other);
  }

  /** A result that is neither the same elements as an operand nor others. */
  static IllegalArgumentException halfInPlace(Region<?> result, Region<?> operand) {
    return refusal(
        "%s overlaps %s in one array; give it the same offset and stride to work in place, or elements of its own",
        result, operand);
  }

  /** An operand, for messages; states have no stride. */
  static String describe(String name, int offset, long stride) {
    return stride < 0
        ? "%s (offset %d)".formatted(name, offset)
        : "%s (offset %d, stride %d)".formatted(name, offset, stride);
  }

  /** Flags that are not in their array. */
  static IllegalArgumentException flags(int length, long flags, int offset) {
    return refusal(
        "resets holds %d flags, but the sequences need %d from offset %d on",
        length, flags, offset);
  }

  /** States that no array holds. */
  static IllegalArgumentException states(int channels, int width, long length) {
    return refusal(
        "%d channels of %d elements need %d states, more than an array holds; scan fewer channels at once",
        channels, width, length);
  }

  /** A schedule that a scan has not. */
  static IllegalArgumentException schedule(
      ScanSchedule named, String scan, List<ScanSchedule> able) {
    return refusal("%s is no schedule of %s; it has %s", named, scan, able);
  }

  /** A p that is missing, or not needed. */
  static IllegalArgumentException propagate(Semiring semiring) {
    return semiring.hasPropagate()
        ? refusal("p is null, but %s needs it", semiring)
        : refusal("%s is a plain prefix and takes no p; pass null", semiring);
  }
}
