package dev.carrylane.engine.internal;

import java.util.Objects;

/** Argument checks that every public operation makes once, before anything is written. */
public final class Checks {
  private Checks() {}

  /**
   * Checks that a count is not negative.
   *
   * @param name what the caller calls it
   * @param value the count
   * @return the count
   */
  public static int count(String name, int value) {
    if (value < 0) {
      throw Refusals.negative(name, value);
    }
    return value;
  }

  /**
   * Checks the number of units of a gated cell.
   *
   * @param units units of the cell
   * @param gates gates of a unit
   * @return gates of all units
   */
  public static int gates(int units, int gates) {
    long width = (long) gates * units;
    if (units < 0 || width > Integer.MAX_VALUE) {
      throw Refusals.units(units, gates);
    }
    return (int) width;
  }

  /**
   * Checks that a matrix of rows lies within an array.
   *
   * @param name what the caller calls the array
   * @param array the array
   * @param offset where row 0 starts
   * @param rows the number of rows
   * @param columns floats in a row
   * @param stride distance between rows
   */
  public static void rows(
      String name, float[] array, int offset, int rows, int columns, int stride) {
    Objects.requireNonNull(array, name);
    if (!holds(array.length, offset, rows, columns, stride)) {
      throw Refusals.rows(name, array, offset, rows, columns, stride);
    }
  }

  /**
   * Checks that a matrix of rows lies within an array.
   *
   * @param name what the caller calls the array
   * @param array the array
   * @param offset where row 0 starts
   * @param rows the number of rows
   * @param columns doubles in a row
   * @param stride distance between rows
   */
  public static void rows(
      String name, double[] array, int offset, int rows, int columns, int stride) {
    Objects.requireNonNull(array, name);
    if (!holds(array.length, offset, rows, columns, stride)) {
      throw Refusals.rows(name, array, offset, rows, columns, stride);
    }
  }

  /**
   * Checks that a matrix of rows lies within an array.
   *
   * @param name what the caller calls the array
   * @param array the array
   * @param offset where row 0 starts
   * @param rows the number of rows
   * @param columns longs in a row
   * @param stride distance between rows
   */
  public static void rows(
      String name, long[] array, int offset, int rows, int columns, int stride) {
    Objects.requireNonNull(array, name);
    if (!holds(array.length, offset, rows, columns, stride)) {
      throw Refusals.rows(name, array, offset, rows, columns, stride);
    }
  }

  /**
   * Checks that consecutive elements lie within an array.
   *
   * @param name what the caller calls the array
   * @param length its length
   * @param unit what its elements are called
   * @param offset the first element
   * @param count how many elements, 0 or more
   */
  public static void range(String name, int length, String unit, int offset, int count) {
    if (offset < 0 || offset > length - count) {
      throw Refusals.range(name, length, unit, offset, count);
    }
  }

  /**
   * Checks that an operation may read one range and write another of what may be the same array as it
   * goes: the two are the same range, or share no element.
   *
   * @param name what the caller calls the range that is read
   * @param array its array
   * @param offset its first element
   * @param otherName what the caller calls the range that is written
   * @param other its array
   * @param otherOffset its first element
   * @param count elements in either
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

  /**
   * Checks that a matrix of rows lies within so many elements.
   *
   * @param name what the caller calls the elements
   * @param length how many there are
   * @param unit what they are
   * @param offset where row 0 starts
   * @param rows the number of rows
   * @param columns elements in a row
   * @param stride distance between rows
   */
  public static void rows(
      String name, int length, String unit, int offset, int rows, int columns, int stride) {
    if (!holds(length, offset, rows, columns, stride)) {
      throw Refusals.rows(name, length, unit, offset, rows, columns, stride);
    }
  }

  private static boolean holds(int length, int offset, int rows, int columns, int stride) {
    return (rows <= 1 || stride >= columns)
        && offset >= 0
        && end(offset, rows, columns, stride) <= length;
  }

  /** Where the last row ends; nowhere but at the offset, without elements. */
  static long end(int offset, int rows, int columns, int stride) {
    return rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * stride + columns;
  }

  /**
   * Checks that two row ranges of what may be the same array share no element. Rows interleaved by
   * their strides count as overlapping.
   *
   * @param name what the caller calls the first array
   * @param array the first array
   * @param offset where its row 0 starts
   * @param rows its rows
   * @param columns floats in a row
   * @param stride distance between rows
   * @param otherName what the caller calls the second array
   * @param other the second array
   * @param otherOffset where its row 0 starts
   * @param otherRows its rows
   * @param otherColumns floats in a row
   * @param otherStride distance between rows
   */
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
    if (array != other || rows == 0 || columns == 0 || otherRows == 0 || otherColumns == 0) {
      return;
    }
    long end = offset + (rows - 1L) * stride + columns;
    long otherEnd = otherOffset + (otherRows - 1L) * otherStride + otherColumns;
    if (offset < otherEnd && otherOffset < end) {
      throw Refusals.overlap(name, offset, end, otherName, otherOffset, otherEnd);
    }
  }

  /**
   * Checks that an operation may read rows of one array and write rows of what may be the same one as it
   * goes: the two are the same rows, or share no element.
   *
   * @param name what the caller calls the rows that are read
   * @param array their array
   * @param offset where they start
   * @param stride distance between them
   * @param otherName what the caller calls the rows that are written
   * @param other their array
   * @param otherOffset where they start
   * @param otherStride distance between them
   * @param rows how many there are of each
   * @param columns floats in a row
   */
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
   * Whether two row ranges of one array share an element: exactly where the strides are equal, so that
   * operands may be interleaved; with different strides whether their spans meet.
   *
   * @param offset where row 0 of the first starts
   * @param stride distance between its rows
   * @param rows its rows
   * @param otherOffset where row 0 of the second starts
   * @param otherStride distance between its rows
   * @param otherRows its rows
   * @param columns floats in a row of either
   * @return true if they do
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
      return offset < otherOffset + (otherRows - 1L) * otherStride + columns
          && otherOffset < offset + (rows - 1L) * stride + columns;
    }
    // Row j of the second begins (otherOffset − offset) + (j − i) · stride behind row i of the
    // first. They
    // share elements if that is less than the columns either way; the two nearest j − i decide.
    long distance = (long) otherOffset - offset;
    long nearest = Math.floorDiv(-distance, stride);
    return meet(distance, stride, Math.clamp(nearest, 1 - rows, otherRows - 1), columns)
        || meet(distance, stride, Math.clamp(nearest + 1, 1 - rows, otherRows - 1), columns);
  }

  private static boolean meet(long distance, int stride, int rowsApart, int columns) {
    return Math.abs(distance + (long) rowsApart * stride) < columns;
  }
}
