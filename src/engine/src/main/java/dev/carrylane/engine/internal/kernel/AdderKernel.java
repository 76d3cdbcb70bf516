package dev.carrylane.engine.internal.kernel;

/**
 * Sums of multi-word binary numbers, words little-endian. The sum may take the place of an operand: the
 * same array and offset. Nothing is allocated.
 */
public interface AdderKernel {
  /**
   * sum = a + b + carry, or a + ~b + carry, which is a − b with a borrow of 1 − carry.
   *
   * @param words the length of a, b and the sum, 0 or more
   * @param a the first operand
   * @param aOffset its lowest word
   * @param b the second operand
   * @param bOffset its lowest word
   * @param complement whether every bit of b is inverted
   * @param sum receives the lower bits of the sum
   * @param sumOffset its lowest word
   * @param carry the carry into the lowest bit, 0 or 1
   * @return the carry out of the highest bit, 0 or 1; with no words the carry in
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
