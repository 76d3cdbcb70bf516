package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 4 channels with their steps on lanes, 8 elements in 1 registers; generated. */
final class DoubleKoggeStone8LanesOf4 {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Long> BITS = LongVector.SPECIES_512;
  private static final Class<? extends DoubleVector> VECTOR = DoubleVector.zero(SPECIES).getClass();
  private static final Class<? extends LongVector> BIT_VECTOR = LongVector.zero(BITS).getClass();
  private static final int LANES = 8;

  private static final LongVector DOWN_4 = lanes(LANES - 4);
  private static final LongVector UP_4 = lanes(4);

  private DoubleKoggeStone8LanesOf4() {}

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
    LongVector p4_0Old = oneBits;
    LongVector g4_0Old = zeroBits;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 8) {
      DoubleVector p4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t));
      LongVector p4_0Bits = p4_0.reinterpretAsLongs();
      DoubleVector g4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t));
      LongVector g4_0Bits = g4_0.reinterpretAsLongs();
      DoubleVector p8_0 = p4_0.mul(DOWN_4.selectFrom(p4_0Old, p4_0Bits).reinterpretAsDoubles());
      DoubleVector g8_0 =
          p4_0.fma(DOWN_4.selectFrom(g4_0Old, g4_0Bits).reinterpretAsDoubles(), g4_0);
      p4_0Old = p4_0Bits;
      g4_0Old = g4_0Bits;
      h0 = p8_0.fma(h0, g8_0);
      smallest = BIT_VECTOR.cast(smallest).and(p8_0.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits);
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
    LongVector p4_0Old = oneBits;
    LongVector g4_0Old = zeroBits;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 8) {
      DoubleVector p4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t));
      LongVector p4_0Bits = p4_0.reinterpretAsLongs();
      DoubleVector g4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t));
      LongVector g4_0Bits = g4_0.reinterpretAsLongs();
      DoubleVector p8_0 = p4_0.mul(UP_4.selectFrom(p4_0Bits, p4_0Old).reinterpretAsDoubles());
      DoubleVector g8_0 = p4_0.fma(UP_4.selectFrom(g4_0Bits, g4_0Old).reinterpretAsDoubles(), g4_0);
      p4_0Old = p4_0Bits;
      g4_0Old = g4_0Bits;
      h0 = p8_0.fma(h0, g8_0);
      smallest = BIT_VECTOR.cast(smallest).and(p8_0.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1L << 61)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1L << 62)) == 0;
  }
}
