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

  /** How it lies, from the check of a call on. */
  private int rows;

  private long columns;
  private long stride;

  /** An operand with so many elements for each channel and step. */
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
        : offset + at.place((int) stride, width, sequence, step, channel);
  }

  /** Elements from a step to the next in the direction of the scan. */
  int timeStride() {
    int forward = at.channelMajor ? width : (int) stride;
    return at.reversed ? -forward : forward;
  }

  /** Elements from a channel to the next. */
  int channelStride() {
    return at.channelMajor ? (int) stride : width;
  }

  private boolean isLine() {
    return kind == Kind.EDGE || kind == Kind.BLOCK;
  }

  /** States of one sequence; 2<sup>31</sup> for all that is more than an array holds. */
  private long edge() {
    return Math.min(1L << 31, (long) at.channels * width);
  }

  private void lie() {
    if (isLine()) {
      rows = 1;
      columns = kind == Kind.EDGE ? edge() * at.count : (long) elements * width;
      stride = columns;
    } else {
      rows = at.rows();
      columns = at.columns(width);
      int given =
          kind == Kind.PROPAGATE
              ? at.propagateStride
              : kind == Kind.GENERATE ? at.generateStride : at.stateStride;
      stride = given >= 0 ? given : columns;
    }
  }

  private boolean isEmpty() {
    return !isGiven() || rows == 0 || columns == 0;
  }

  /** Where its last element ends. */
  private long end() {
    return offset + (rows - 1L) * stride + columns;
  }

  /** Checks that its rows lie in its array, which must be there. To be called first, for all that is given. */
  void check() {
    check(false);
  }

  /** As {@link #check}, where one row, a stride of 0, may serve all steps. */
  void checkConstant() {
    check(!at.channelMajor);
  }

  private void check(boolean constant) {
    Objects.requireNonNull(array, name);
    lie();
    if (rows > 1 && stride < columns && !(constant && stride == 0)) {
      throw ScanRefusals.stride(name, stride, columns);
    }
    if (offset < 0 || (isEmpty() ? offset : end()) > length) {
      boolean edge = kind == Kind.EDGE;
      long each = edge ? edge() : columns;
      throw ScanRefusals.rows(
          name, array, length, edge ? at.count : rows, each, offset, edge ? each : stride);
    }
  }

  /** As {@link #check}, if it is there. */
  void checkIfGiven() {
    if (isGiven()) {
      check();
    }
  }

  /** Checks that it has no element in common with another. Rows of one may lie between those of the other. */
  void checkApart(Region<?> other) {
    if (array == other.array && meets(other)) {
      throw ScanRefusals.overlap(this, other);
    }
  }

  /** Checks that a result is the same elements, or has none in common. */
  void checkInPlace(Region<?> result) {
    if (array == result.array && !isSame(result) && meets(result)) {
      throw ScanRefusals.halfInPlace(result, this);
    }
  }

  boolean isSame(Region<?> other) {
    return array == other.array
        && offset == other.offset
        && width == other.width
        && (stride == other.stride || rows <= 1);
  }

  /**
   * Whether the two share an element: exactly where the rows of both are equally far apart, or one is a single row no
   * longer than that, or else whether their spans meet.
   */
  private boolean meets(Region<?> other) {
    if (isEmpty() || other.isEmpty()) {
      return false;
    }
    if (offset >= other.end() || other.offset >= end()) {
      return false;
    }
    long step = rows == 1 ? other.stride : stride;
    long otherStep = other.rows == 1 ? step : other.stride;
    if (step != otherStep || step < Math.max(columns, other.columns)) {
      return true;
    }
    // Row j of the other begins so far behind row i; the two j − i nearest to 0 from either side
    // decide.
    long distance = (long) other.offset - offset;
    long nearest = Math.floorDiv(-distance, step);
    for (long apart = nearest; apart <= nearest + 1; apart++) {
      long behind = distance + Math.clamp(apart, 1L - rows, other.rows - 1L) * step;
      if (-other.columns < behind && behind < columns) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return ScanRefusals.describe(name, offset, isLine() ? -1 : stride);
  }
}
