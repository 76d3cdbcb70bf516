package dev.carrylane.engine.internal.check;

import java.lang.reflect.Array;
import java.util.Objects;

/**
 * Argument checks that every public operation makes once, before anything is written. Names are what the caller calls
 * its arguments. A matrix of rows is where row 0 starts, how many rows, elements of each, and the distance between
 * them.
 */
public final class Checks {
  private Checks() {}

  /** Checks that a count is not negative, and returns it. */
  public static int count(String name, int value) {
    if (value < 0) {
      throw Refusals.negative(name, value);
    }
    return value;
  }

  /** Checks the number of units of a gated cell, and returns the gates of all units. */
  public static int gates(int units, int gates) {
    long width = (long) gates * units;
    if (units < 0 || width > Integer.MAX_VALUE) {
      throw Refusals.units(units, gates);
    }
    return (int) width;
  }

  /** Checks that rows lie within an array of floats, doubles or longs, and returns where the last one ends. */
  public static long rows(
      String name, Object array, int offset, int rows, int columns, int stride) {
    Objects.requireNonNull(array, name);
    long end = end(offset, rows, columns, stride);
    if (rows > 1 && stride < columns || offset < 0 || end > Array.getLength(array)) {
      throw Refusals.rows(name, array, offset, rows, columns, stride);
    }
    return end;
  }

  /** Checks that rows lie within so many elements of a kind. */
  public static void rows(
      String name, int length, String unit, int offset, int rows, int columns, int stride) {
    if (rows > 1 && stride < columns || offset < 0 || end(offset, rows, columns, stride) > length) {
      throw Refusals.rows(name, length, unit, offset, rows, columns, stride);
    }
  }

  /** Checks that consecutive elements, 0 or more, lie within so many of a kind. */
  public static void range(String name, int length, String unit, int offset, int count) {
    if (offset < 0 || offset > length - count) {
      throw Refusals.range(name, length, unit, offset, count);
    }
  }

  /** Where the last row ends; nowhere but at the offset, without elements. */
  static long end(int offset, int rows, int columns, int stride) {
    return rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * stride + columns;
  }

  /**
   * Checks that two ranges of what may be the same array, each from an offset to an end, share no element. Rows that
   * their strides interleave count as one range, from the first to the last element.
   */
  public static void disjoint(
      String name,
      Object array,
      int offset,
      long end,
      String otherName,
      Object other,
      int otherOffset,
      long otherEnd) {
    boolean some = offset < end && otherOffset < otherEnd;
    if (array == other && some && offset < otherEnd && otherOffset < end) {
      throw Refusals.overlap(name, offset, end, otherName, otherOffset, otherEnd);
    }
  }

  /** As {@link #disjoint(String, Object, int, long, String, Object, int, long)}, of the ranges of rows. */
  public static void disjoint(
      String name,
      Object array,
      int offset,
      int rows,
      int columns,
      int stride,
      String otherName,
      Object other,
      int otherOffset,
      int otherRows,
      int otherColumns,
      int otherStride) {
    long end = end(offset, rows, columns, stride);
    long otherEnd = end(otherOffset, otherRows, otherColumns, otherStride);
    disjoint(name, array, offset, end, otherName, other, otherOffset, otherEnd);
  }

  /**
   * Checks that an operation may read one range, the first, and write another of what may be the same array as it
   * goes: the two are the same, or share no element.
   */
  public static void sameOrDisjoint(
      String name,
      Object array,
      int offset,
      String otherName,
      Object other,
      int otherOffset,
      int count) {
    if (array == other && offset != otherOffset && Math.abs(offset - otherOffset) < count) {
      throw Refusals.overlap(name, offset, otherName, otherOffset, count);
    }
  }

  /** The same of rows, as many and as long in both. */
  public static void sameOrDisjoint(
      String name,
      Object array,
      int offset,
      int stride,
      String otherName,
      Object other,
      int otherOffset,
      int otherStride,
      int rows,
      int columns) {
    boolean same = offset == otherOffset && (stride == otherStride || rows <= 1);
    if (array == other
        && !same
        && overlap(offset, stride, rows, otherOffset, otherStride, rows, columns)) {
      throw Refusals.overlap(name, offset, stride, otherName, otherOffset, otherStride);
    }
  }

  /**
   * Whether two row ranges of one array share an element: exactly where the strides are equal, so that operands may be
   * interleaved; with different strides whether their spans meet.
   */
  public static boolean overlap(
      int offset,
      int stride,
      int rows,
      int otherOffset,
      int otherStride,
      int otherRows,
      int columns) {
    if (rows == 0 || otherRows == 0 || columns == 0) {
      return false;
    }
    if (stride != otherStride || stride == 0) {
      return offset < end(otherOffset, otherRows, columns, otherStride)
          && otherOffset < end(offset, rows, columns, stride);
    }
    // Row j of the second begins (otherOffset − offset) + (j − i) · stride behind row i of the
    // first. They share
    // elements if that is less than the columns either way; the two nearest j − i decide.
    long distance = (long) otherOffset - offset;
    long nearest = Math.floorDiv(-distance, stride);
    return meet(distance, stride, Math.clamp(nearest, 1 - rows, otherRows - 1), columns)
        || meet(distance, stride, Math.clamp(nearest + 1, 1 - rows, otherRows - 1), columns);
  }

  private static boolean meet(long distance, int stride, int rowsApart, int columns) {
    return Math.abs(distance + (long) rowsApart * stride) < columns;
  }
}
