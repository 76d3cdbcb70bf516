package dev.carrylane.engine.internal.kernel;

/**
 * Sums of multi-word binary numbers, words little-endian. The sum may take the place of an operand: the
 * same array and offset. Nothing is allocated.
 */
public interface AdderKernel {
  /**
   * sum = a + b + carry, or with the complement a + ~b + carry, which is a − b with a borrow of 1 − carry; from the lowest
   * words at the offsets on. Returns the carry out, with no words the carry in.
   */
  int add(
      int words,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      boolean complement,
      long[] sum,
      int sumOffset,
      int carry);
}
