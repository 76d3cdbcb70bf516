package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.AdderKernel;

/**
 * The ripple-carry adder, which is the definition: each word waits for the carry out of the word below
 * it. That chain is what the time goes into, about four cycles for 64 bits.
 */
final class ScalarAdderKernel implements AdderKernel {
  @Override
  public int add(
      int words,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      boolean complement,
      long[] sum,
      int sumOffset,
      int carry) {
    long flip = complement ? -1 : 0;
    long chain = carry;
    for (int i = 0; i < words; i++) {
      long x = a[aOffset + i];
      long y = b[bOffset + i] ^ flip;
      long z = x + y + chain;
      sum[sumOffset + i] = z;
      // A carry leaves the highest bit if both operands have it, or one of them and the sum has
      // not.
      chain = (x & y | (x | y) & ~z) >>> 63;
    }
    return (int) chain;
  }
}
