package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 1 channels with their steps on lanes, 4 elements in 2 registers; generated. */
final class DoubleKoggeStone2LanesOf1 {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_128;
  private static final VectorSpecies<Long> BITS = LongVector.SPECIES_128;
  private static final Class<? extends DoubleVector> VECTOR = DoubleVector.zero(SPECIES).getClass();
  private static final Class<? extends LongVector> BIT_VECTOR = LongVector.zero(BITS).getClass();
  private static final int LANES = 2;

  private static final LongVector DOWN_1 = lanes(LANES - 1);
  private static final LongVector UP_1 = lanes(1);

  private DoubleKoggeStone2LanesOf1() {}

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
    DoubleVector h1 = DoubleVector.fromArray(SPECIES, old, oldAt + 2);
    LongVector p1_1Old = oneBits;
    LongVector g1_1Old = zeroBits;
    DoubleVector p2_1Old = one;
    DoubleVector g2_1Old = zero;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 4) {
      DoubleVector p1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t));
      LongVector p1_0Bits = p1_0.reinterpretAsLongs();
      DoubleVector g1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t));
      LongVector g1_0Bits = g1_0.reinterpretAsLongs();
      DoubleVector p1_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t + 2));
      LongVector p1_1Bits = p1_1.reinterpretAsLongs();
      DoubleVector g1_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t + 2));
      LongVector g1_1Bits = g1_1.reinterpretAsLongs();
      DoubleVector p2_0 = p1_0.mul(DOWN_1.selectFrom(p1_1Old, p1_0Bits).reinterpretAsDoubles());
      DoubleVector g2_0 =
          p1_0.fma(DOWN_1.selectFrom(g1_1Old, g1_0Bits).reinterpretAsDoubles(), g1_0);
      DoubleVector p2_1 = p1_1.mul(DOWN_1.selectFrom(p1_0Bits, p1_1Bits).reinterpretAsDoubles());
      DoubleVector g2_1 =
          p1_1.fma(DOWN_1.selectFrom(g1_0Bits, g1_1Bits).reinterpretAsDoubles(), g1_1);
      DoubleVector p4_0 = p2_0.mul(p2_1Old);
      DoubleVector g4_0 = p2_0.fma(g2_1Old, g2_0);
      DoubleVector p4_1 = p2_1.mul(p2_0);
      DoubleVector g4_1 = p2_1.fma(g2_0, g2_1);
      p1_1Old = p1_1Bits;
      g1_1Old = g1_1Bits;
      p2_1Old = p2_1;
      g2_1Old = g2_1;
      h0 = p4_0.fma(h0, g4_0);
      h1 = p4_1.fma(h1, g4_1);
      smallest =
          BIT_VECTOR.cast(smallest).and(p4_0.reinterpretAsLongs()).and(p4_1.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p1_0Bits).or(p1_1Bits);
      VECTOR.cast(h0).intoArray(h, hAt + t);
      VECTOR.cast(h1).intoArray(h, hAt + t + 2);
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
    DoubleVector h0 = DoubleVector.fromArray(SPECIES, old, oldAt + 2);
    DoubleVector h1 = DoubleVector.fromArray(SPECIES, old, oldAt);
    LongVector p1_1Old = oneBits;
    LongVector g1_1Old = zeroBits;
    DoubleVector p2_1Old = one;
    DoubleVector g2_1Old = zero;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 4) {
      DoubleVector p1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t + 2));
      LongVector p1_0Bits = p1_0.reinterpretAsLongs();
      DoubleVector g1_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t + 2));
      LongVector g1_0Bits = g1_0.reinterpretAsLongs();
      DoubleVector p1_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t));
      LongVector p1_1Bits = p1_1.reinterpretAsLongs();
      DoubleVector g1_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t));
      LongVector g1_1Bits = g1_1.reinterpretAsLongs();
      DoubleVector p2_0 = p1_0.mul(UP_1.selectFrom(p1_0Bits, p1_1Old).reinterpretAsDoubles());
      DoubleVector g2_0 = p1_0.fma(UP_1.selectFrom(g1_0Bits, g1_1Old).reinterpretAsDoubles(), g1_0);
      DoubleVector p2_1 = p1_1.mul(UP_1.selectFrom(p1_1Bits, p1_0Bits).reinterpretAsDoubles());
      DoubleVector g2_1 =
          p1_1.fma(UP_1.selectFrom(g1_1Bits, g1_0Bits).reinterpretAsDoubles(), g1_1);
      DoubleVector p4_0 = p2_0.mul(p2_1Old);
      DoubleVector g4_0 = p2_0.fma(g2_1Old, g2_0);
      DoubleVector p4_1 = p2_1.mul(p2_0);
      DoubleVector g4_1 = p2_1.fma(g2_0, g2_1);
      p1_1Old = p1_1Bits;
      g1_1Old = g1_1Bits;
      p2_1Old = p2_1;
      g2_1Old = g2_1;
      h0 = p4_0.fma(h0, g4_0);
      h1 = p4_1.fma(h1, g4_1);
      smallest =
          BIT_VECTOR.cast(smallest).and(p4_0.reinterpretAsLongs()).and(p4_1.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p1_0Bits).or(p1_1Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t + 2);
      VECTOR.cast(h1).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1L << 61)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1L << 62)) == 0;
  }
}
