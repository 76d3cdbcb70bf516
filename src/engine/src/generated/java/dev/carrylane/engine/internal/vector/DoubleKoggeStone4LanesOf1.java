package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 1 channels with their steps on lanes, 4 elements in 1 registers; generated. */
final class DoubleKoggeStone4LanesOf1 {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;
  private static final VectorSpecies<Long> BITS = LongVector.SPECIES_256;
  private static final Class<? extends DoubleVector> VECTOR = DoubleVector.zero(SPECIES).getClass();
  private static final Class<? extends LongVector> BIT_VECTOR = LongVector.zero(BITS).getClass();
  private static final int LANES = 4;

  private static final LongVector DOWN_1 = lanes(LANES - 1);
  private static final LongVector UP_1 = lanes(1);
  private static final LongVector DOWN_2 = lanes(LANES - 2);
  private static final LongVector UP_2 = lanes(2);

  private DoubleKoggeStone4LanesOf1() {}

  private static LongVector lanes(int first) {
    return BIT_VECTOR.cast(LongVector.fromArray(BITS, DoubleKoggeStone.LANE, first));
  }

  static boolean forward(
      int count,
      DoubleAffineKernel.Operands on,
      int pAt,
      int gAt,
      double[] h,
      int hAt,
      double[] old,
      int oldAt) {
    double[] p = on.p;
    double[] g = on.g;
    DoubleVector one = VECTOR.cast(DoubleVector.broadcast(SPECIES, 1));
    DoubleVector zero = VECTOR.cast(DoubleVector.broadcast(SPECIES, 0));
    LongVector oneBits = one.reinterpretAsLongs();
    LongVector zeroBits = zero.reinterpretAsLongs();
    DoubleVector h0 = DoubleVector.fromArray(SPECIES, old, oldAt);
    LongVector p1_0Old = oneBits;
    LongVector g1_0Old = zeroBits;
    LongVector p2_0Old = oneBits;
    LongVector g2_0Old = zeroBits;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 4) {
      DoubleVector p1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t));
      LongVector p1_0Bits = p1_0.reinterpretAsLongs();
      DoubleVector g1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t));
      LongVector g1_0Bits = g1_0.reinterpretAsLongs();
      DoubleVector p2_0 = p1_0.mul(DOWN_1.selectFrom(p1_0Old, p1_0Bits).reinterpretAsDoubles());
      DoubleVector g2_0 =
          p1_0.fma(DOWN_1.selectFrom(g1_0Old, g1_0Bits).reinterpretAsDoubles(), g1_0);
      LongVector p2_0Bits = p2_0.reinterpretAsLongs();
      LongVector g2_0Bits = g2_0.reinterpretAsLongs();
      DoubleVector p4_0 = p2_0.mul(DOWN_2.selectFrom(p2_0Old, p2_0Bits).reinterpretAsDoubles());
      DoubleVector g4_0 =
          p2_0.fma(DOWN_2.selectFrom(g2_0Old, g2_0Bits).reinterpretAsDoubles(), g2_0);
      p1_0Old = p1_0Bits;
      g1_0Old = g1_0Bits;
      p2_0Old = p2_0Bits;
      g2_0Old = g2_0Bits;
      h0 = p4_0.fma(h0, g4_0);
      smallest = BIT_VECTOR.cast(smallest).and(p4_0.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p1_0Bits);
      VECTOR.cast(h0).intoArray(h, hAt + t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1L << 61)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1L << 62)) == 0;
  }

  static boolean backward(
      int count,
      DoubleAffineKernel.Operands on,
      int pAt,
      int gAt,
      double[] h,
      int hAt,
      double[] old,
      int oldAt) {
    double[] p = on.p;
    double[] g = on.g;
    DoubleVector one = VECTOR.cast(DoubleVector.broadcast(SPECIES, 1));
    DoubleVector zero = VECTOR.cast(DoubleVector.broadcast(SPECIES, 0));
    LongVector oneBits = one.reinterpretAsLongs();
    LongVector zeroBits = zero.reinterpretAsLongs();
    DoubleVector h0 = DoubleVector.fromArray(SPECIES, old, oldAt);
    LongVector p1_0Old = oneBits;
    LongVector g1_0Old = zeroBits;
    LongVector p2_0Old = oneBits;
    LongVector g2_0Old = zeroBits;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 4) {
      DoubleVector p1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t));
      LongVector p1_0Bits = p1_0.reinterpretAsLongs();
      DoubleVector g1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t));
      LongVector g1_0Bits = g1_0.reinterpretAsLongs();
      DoubleVector p2_0 = p1_0.mul(UP_1.selectFrom(p1_0Bits, p1_0Old).reinterpretAsDoubles());
      DoubleVector g2_0 = p1_0.fma(UP_1.selectFrom(g1_0Bits, g1_0Old).reinterpretAsDoubles(), g1_0);
      LongVector p2_0Bits = p2_0.reinterpretAsLongs();
      LongVector g2_0Bits = g2_0.reinterpretAsLongs();
      DoubleVector p4_0 = p2_0.mul(UP_2.selectFrom(p2_0Bits, p2_0Old).reinterpretAsDoubles());
      DoubleVector g4_0 = p2_0.fma(UP_2.selectFrom(g2_0Bits, g2_0Old).reinterpretAsDoubles(), g2_0);
      p1_0Old = p1_0Bits;
      g1_0Old = g1_0Bits;
      p2_0Old = p2_0Bits;
      g2_0Old = g2_0Bits;
      h0 = p4_0.fma(h0, g4_0);
      smallest = BIT_VECTOR.cast(smallest).and(p4_0.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p1_0Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1L << 61)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1L << 62)) == 0;
  }
}
