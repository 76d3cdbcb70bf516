package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.AdderKernel;
import dev.carrylane.engine.internal.scalar.ScalarKernels;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The carry-lookahead adder. Words of 64 bits are added lane by lane as if there were no carries. A lane
 * whose sum is less than an operand generates a carry (g), one whose sum is all ones propagates the carry
 * that comes into it (p), and no lane does both. With a bit for each lane, one addition of ordinary numbers
 * is the lookahead: in t = (g·2 + carry) + p a carry that is generated, or comes in, runs through the ones
 * of p as far as it propagates, t ^ p has a one for each lane that receives a carry, and the bit of t
 * above all lanes is the carry out. The chain from carry to carry is three operations for four vectors.
 *
 * <p>The carries go back onto lanes by a shift of each lane by its own number, which is fast without mask registers, too.
 *
 * <p>Vectors of 128 bits are left to the scalar kernel: on JDK 25 the mask of two lanes stays an object.
 */
final class VectorAdderKernel implements AdderKernel {
  private static final VectorSpecies<Long> LONGS = VectorWidth.LONGS;
  private static final Class<? extends LongVector> LONG_VECTOR = VectorWidth.LONG_VECTOR;
  private static final int LANES = VectorWidth.LONG_LANES;

  private static final int LEAST_LANES = 4;

  private final AdderKernel scalar = ScalarKernels.scans().adder();

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
    int done = LANES < LEAST_LANES ? 0 : words - words % LANES;
    int onward =
        done == 0
            ? carry
            : lookahead(done, a, aOffset, b, bOffset, complement ? -1 : 0, sum, sumOffset, carry);
    return scalar.add(
        words - done,
        a,
        aOffset + done,
        b,
        bOffset + done,
        complement,
        sum,
        sumOffset + done,
        onward);
  }

  /** Whole vectors. */
  private static int lookahead(
      int words, long[] a, int ai, long[] b, int bi, long flip, long[] sum, int si, int carryIn) {
    LongVector inverted = LongVector.broadcast(LONGS, flip);
    LongVector lane0 = LONG_VECTOR.cast(LongVector.zero(LONGS)).addIndex(1);
    LongVector lane1 = lane0.add(LANES);
    LongVector lane2 = lane0.add(2 * LANES);
    LongVector lane3 = lane0.add(3 * LANES);
    long carry = carryIn;
    int i = 0;
    for (; i <= words - 4 * LANES; i += 4 * LANES) {
      LongVector a0 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, a, ai + i));
      LongVector a1 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, a, ai + i + LANES));
      LongVector a2 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, a, ai + i + 2 * LANES));
      LongVector a3 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, a, ai + i + 3 * LANES));
      LongVector b0 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, b, bi + i));
      LongVector b1 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, b, bi + i + LANES));
      LongVector b2 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, b, bi + i + 2 * LANES));
      LongVector b3 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, b, bi + i + 3 * LANES));
      LongVector s0 = a0.add(b0.lanewise(VectorOperators.XOR, inverted));
      LongVector s1 = a1.add(b1.lanewise(VectorOperators.XOR, inverted));
      LongVector s2 = a2.add(b2.lanewise(VectorOperators.XOR, inverted));
      LongVector s3 = a3.add(b3.lanewise(VectorOperators.XOR, inverted));
      long g =
          s0.compare(VectorOperators.ULT, a0).toLong()
              | s1.compare(VectorOperators.ULT, a1).toLong() << LANES
              | s2.compare(VectorOperators.ULT, a2).toLong() << 2 * LANES
              | s3.compare(VectorOperators.ULT, a3).toLong() << 3 * LANES;
      long p =
          s0.eq(-1).toLong()
              | s1.eq(-1).toLong() << LANES
              | s2.eq(-1).toLong() << 2 * LANES
              | s3.eq(-1).toLong() << 3 * LANES;
      long t = (g << 1 | carry) + p;
      LongVector carries = LONG_VECTOR.cast(LongVector.broadcast(LONGS, t ^ p));
      s0.add(carries.lanewise(VectorOperators.LSHR, lane0).and(1)).intoArray(sum, si + i);
      s1.add(carries.lanewise(VectorOperators.LSHR, lane1).and(1)).intoArray(sum, si + i + LANES);
      s2.add(carries.lanewise(VectorOperators.LSHR, lane2).and(1))
          .intoArray(sum, si + i + 2 * LANES);
      s3.add(carries.lanewise(VectorOperators.LSHR, lane3).and(1))
          .intoArray(sum, si + i + 3 * LANES);
      carry = t >>> 4 * LANES;
    }
    for (; i < words; i += LANES) {
      LongVector a0 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, a, ai + i));
      LongVector b0 = LONG_VECTOR.cast(LongVector.fromArray(LONGS, b, bi + i));
      LongVector s0 = a0.add(b0.lanewise(VectorOperators.XOR, inverted));
      long p = s0.eq(-1).toLong();
      long t = (s0.compare(VectorOperators.ULT, a0).toLong() << 1 | carry) + p;
      LongVector carries = LONG_VECTOR.cast(LongVector.broadcast(LONGS, t ^ p));
      s0.add(carries.lanewise(VectorOperators.LSHR, lane0).and(1)).intoArray(sum, si + i);
      carry = t >>> LANES;
    }
    return (int) carry;
  }
}
