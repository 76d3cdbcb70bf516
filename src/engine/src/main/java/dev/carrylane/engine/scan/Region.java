package dev.carrylane.engine.scan;

import java.lang.reflect.Array;
import java.util.Objects;

/**
 * One operand of a call: an array of the caller's, and where the elements of sequences lie in it. Made once for each
 * operand of an operation, and given an array at every call.
 *
 * @param <A> what elements lie in
 */
final class Region<A> {
  /** How rows lie. */
  enum Kind {
    /** As those of p. */
    PROPAGATE,
    /** As those of g. */
    GENERATE,
    /** As those of h. */
    STATE,
    /** States before or after each sequence, one after the other. */
    EDGE,
    /** So many elements as are asked for, one after the other. */
    BLOCK
  }

  final String name;
  final Kind kind;
  A array;
  int offset;
  private final Placement at;
  private int width;
  private int length;
  private int elements;

  /**
   * An operand.
   *
   * @param width elements for each channel and step
   */
  Region(Placement at, String name, Kind kind, int width) {
    this.at = at;
    this.name = name;
    this.kind = kind;
    this.width = width;
  }

  /** Gives it an array; null where it is not there. */
  void give(A array, int offset) {
    give(array, array == null ? 0 : Array.getLength(array), offset);
  }

  /** Gives it something that holds so many elements. */
  void give(A array, int length, int offset) {
    this.array = array;
    this.length = length;
    this.offset = offset;
  }

  /** As the other, with elements of another width, of which a block holds so many. */
  void give(A array, int length, int offset, int width, int elements) {
    give(array, length, offset);
    this.width = width;
    this.elements = elements;
  }

  boolean isGiven() {
    return array != null;
  }

  /** Where an element lies; of an edge, whatever the step. */
  int index(int sequence, int step, int channel) {
    return kind == Kind.EDGE
        ? offset + (sequence * at.channels + channel) * width
        : offset + at.place(kind, width, sequence, step, channel);
  }

  /** Elements from a step to the next in the direction of the scan. */
  int timeStride() {
    return at.timeStride(kind, width);
  }

  /** Elements from a channel to the next. */
  int channelStride() {
    return at.channelStride(kind, width);
  }

  /** Whether all steps have one row. */
  boolean isConstant() {
    return !at.channelMajor && stride() == 0 && columns() > 0;
  }

  private boolean isLine() {
    return kind == Kind.EDGE || kind == Kind.BLOCK;
  }

  private int rows() {
    return isLine() ? 1 : at.rows();
  }

  private long columns() {
    return switch (kind) {
      case EDGE -> edge() * at.count;
      case BLOCK -> (long) elements * width;
      case PROPAGATE, GENERATE, STATE -> at.columns(width);
    };
  }

  /** States of one sequence; 2<sup>31</sup> for all that is more than an array holds. */
  private long edge() {
    return Math.min(1L << 31, (long) at.channels * width);
  }

  private long stride() {
    return isLine() ? columns() : at.stride(kind, width);
  }

  private boolean isEmpty() {
    return !isGiven() || rows() == 0 || columns() == 0;
  }

  /** Where its last element ends. */
  private long end() {
    return offset + (rows() - 1L) * stride() + columns();
  }

  /** Checks that its rows lie in its array, which must be there. */
  void check() {
    check(stride());
  }

  /** As {@link #check}, where all steps may have one row. */
  void checkConstant() {
    check(isConstant() ? Math.max(stride(), columns()) : stride());
  }

  private void check(long least) {
    Objects.requireNonNull(array, name);
    if (rows() > 1 && least < columns()) {
      throw new IllegalArgumentException(
          "the row stride of %s is %d, less than its %d columns"
              .formatted(name, stride(), columns()));
    }
    long end = isEmpty() ? offset : end();
    if (offset < 0 || end > length) {
      boolean edge = kind == Kind.EDGE;
      long rows = edge ? at.count : rows();
      long columns = edge ? edge() : columns();
      long stride = edge ? columns : stride();
      throw new IllegalArgumentException(
          "%s holds %d %s, but %d rows of %d at offset %d with row stride %d end at %d"
              .formatted(name, length, unit(), rows, columns, offset, stride, end));
    }
  }

  private String unit() {
    Class<?> element = array.getClass().getComponentType();
    return element == null ? "offsets" : element + "s";
  }

  /** As {@link #check}, if it is there. */
  void checkIfGiven() {
    if (isGiven()) {
      check();
    }
  }

  /** Checks that it has no element in common with another. Rows of one may lie between those of the other. */
  void checkApart(Region<?> other) {
    if (meets(other)) {
      throw new IllegalArgumentException(
          "%s overlaps %s in one array; give it elements of its own".formatted(this, other));
    }
  }

  /** Checks that a result is the same elements, or has none in common. */
  void checkInPlace(Region<?> result) {
    if (!isSame(result) && meets(result)) {
      throw new IllegalArgumentException(
          "%s overlaps %s in one array; give it the same offset and stride to work in place, or elements of its own"
              .formatted(result, this));
    }
  }

  boolean isSame(Region<?> other) {
    return array == other.array
        && offset == other.offset
        && width == other.width
        && (stride() == other.stride() || rows() <= 1);
  }

  /**
   * Whether the two share an element: exactly where the rows of both are equally far apart, or one is a single row no
   * longer than that, or else whether their spans meet.
   */
  private boolean meets(Region<?> other) {
    if (array != other.array || isEmpty() || other.isEmpty()) {
      return false;
    }
    if (offset >= other.end() || other.offset >= end()) {
      return false;
    }
    long stride = rows() == 1 ? other.stride() : stride();
    long otherStride = other.rows() == 1 ? stride : other.stride();
    if (stride != otherStride || stride < Math.max(columns(), other.columns())) {
      return true;
    }
    // Row j of the other begins so far behind row i; the two j − i nearest to 0 from either side
    // decide.
    long distance = (long) other.offset - offset;
    long nearest = Math.floorDiv(-distance, stride);
    for (long apart = nearest; apart <= nearest + 1; apart++) {
      long behind = distance + Math.clamp(apart, 1L - rows(), other.rows() - 1L) * stride;
      if (-other.columns() < behind && behind < columns()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return isLine()
        ? "%s (offset %d)".formatted(name, offset)
        : "%s (offset %d, stride %d)".formatted(name, offset, stride());
  }
}
