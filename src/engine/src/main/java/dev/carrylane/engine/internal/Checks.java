package dev.carrylane.engine.internal;

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
      throw new IllegalArgumentException(name + " is " + value + "; it must not be negative");
    }
    return value;
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
    if (array == null) {
      throw new IllegalArgumentException(name + " is null");
    }
    if (rows > 1 && stride < columns) {
      throw new IllegalArgumentException(
          "the row stride of %s is %d, less than its %d columns".formatted(name, stride, columns));
    }
    long end = rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * stride + columns;
    if (offset < 0 || end > array.length) {
      throw new IllegalArgumentException(
          "%s holds %d floats, but %d rows of %d at offset %d with row stride %d end at %d"
              .formatted(name, array.length, rows, columns, offset, stride, end));
    }
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
      float[] array,
      int offset,
      int rows,
      int columns,
      int stride,
      String otherName,
      float[] other,
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
      throw new IllegalArgumentException(
          "%s [%d, %d) and %s [%d, %d) overlap in one array; they must not"
              .formatted(name, offset, end, otherName, otherOffset, otherEnd));
    }
  }
}
