package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 4 channels with their steps on lanes, 8 elements in 4 registers; generated. */
final class DoubleKoggeStone2LanesOf4 {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_128;
  private static final VectorSpecies<Long> BITS = LongVector.SPECIES_128;
  private static final Class<? extends DoubleVector> VECTOR = DoubleVector.zero(SPECIES).getClass();
  private static final Class<? extends LongVector> BIT_VECTOR = LongVector.zero(BITS).getClass();
  private static final int LANES = 2;

  private DoubleKoggeStone2LanesOf4() {}

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
    DoubleVector h2 = DoubleVector.fromArray(SPECIES, old, oldAt + 4);
    DoubleVector h3 = DoubleVector.fromArray(SPECIES, old, oldAt + 6);
    DoubleVector p4_2Old = one;
    DoubleVector g4_2Old = zero;
    DoubleVector p4_3Old = one;
    DoubleVector g4_3Old = zero;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 8) {
      DoubleVector p4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t));
      LongVector p4_0Bits = p4_0.reinterpretAsLongs();
      DoubleVector g4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t));
      DoubleVector p4_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t + 2));
      LongVector p4_1Bits = p4_1.reinterpretAsLongs();
      DoubleVector g4_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t + 2));
      DoubleVector p4_2 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t + 4));
      LongVector p4_2Bits = p4_2.reinterpretAsLongs();
      DoubleVector g4_2 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t + 4));
      DoubleVector p4_3 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt + t + 6));
      LongVector p4_3Bits = p4_3.reinterpretAsLongs();
      DoubleVector g4_3 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt + t + 6));
      DoubleVector p8_0 = p4_0.mul(p4_2Old);
      DoubleVector g8_0 = p4_0.fma(g4_2Old, g4_0);
      DoubleVector p8_1 = p4_1.mul(p4_3Old);
      DoubleVector g8_1 = p4_1.fma(g4_3Old, g4_1);
      DoubleVector p8_2 = p4_2.mul(p4_0);
      DoubleVector g8_2 = p4_2.fma(g4_0, g4_2);
      DoubleVector p8_3 = p4_3.mul(p4_1);
      DoubleVector g8_3 = p4_3.fma(g4_1, g4_3);
      p4_2Old = p4_2;
      g4_2Old = g4_2;
      p4_3Old = p4_3;
      g4_3Old = g4_3;
      h0 = p8_0.fma(h0, g8_0);
      h1 = p8_1.fma(h1, g8_1);
      h2 = p8_2.fma(h2, g8_2);
      h3 = p8_3.fma(h3, g8_3);
      smallest =
          BIT_VECTOR
              .cast(smallest)
              .and(p8_0.reinterpretAsLongs())
              .and(p8_1.reinterpretAsLongs())
              .and(p8_2.reinterpretAsLongs())
              .and(p8_3.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits).or(p4_1Bits).or(p4_2Bits).or(p4_3Bits);
      VECTOR.cast(h0).intoArray(h, hAt + t);
      VECTOR.cast(h1).intoArray(h, hAt + t + 2);
      VECTOR.cast(h2).intoArray(h, hAt + t + 4);
      VECTOR.cast(h3).intoArray(h, hAt + t + 6);
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
    DoubleVector h0 = DoubleVector.fromArray(SPECIES, old, oldAt + 6);
    DoubleVector h1 = DoubleVector.fromArray(SPECIES, old, oldAt + 4);
    DoubleVector h2 = DoubleVector.fromArray(SPECIES, old, oldAt + 2);
    DoubleVector h3 = DoubleVector.fromArray(SPECIES, old, oldAt);
    DoubleVector p4_2Old = one;
    DoubleVector g4_2Old = zero;
    DoubleVector p4_3Old = one;
    DoubleVector g4_3Old = zero;
    LongVector smallest = oneBits;
    LongVector largest = zeroBits;
    for (int t = 0; t < count; t += 8) {
      DoubleVector p4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t + 6));
      LongVector p4_0Bits = p4_0.reinterpretAsLongs();
      DoubleVector g4_0 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t + 6));
      DoubleVector p4_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t + 4));
      LongVector p4_1Bits = p4_1.reinterpretAsLongs();
      DoubleVector g4_1 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t + 4));
      DoubleVector p4_2 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t + 2));
      LongVector p4_2Bits = p4_2.reinterpretAsLongs();
      DoubleVector g4_2 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t + 2));
      DoubleVector p4_3 = VECTOR.cast(DoubleVector.fromArray(SPECIES, p, pAt - t));
      LongVector p4_3Bits = p4_3.reinterpretAsLongs();
      DoubleVector g4_3 = VECTOR.cast(DoubleVector.fromArray(SPECIES, g, gAt - t));
      DoubleVector p8_0 = p4_0.mul(p4_2Old);
      DoubleVector g8_0 = p4_0.fma(g4_2Old, g4_0);
      DoubleVector p8_1 = p4_1.mul(p4_3Old);
      DoubleVector g8_1 = p4_1.fma(g4_3Old, g4_1);
      DoubleVector p8_2 = p4_2.mul(p4_0);
      DoubleVector g8_2 = p4_2.fma(g4_0, g4_2);
      DoubleVector p8_3 = p4_3.mul(p4_1);
      DoubleVector g8_3 = p4_3.fma(g4_1, g4_3);
      p4_2Old = p4_2;
      g4_2Old = g4_2;
      p4_3Old = p4_3;
      g4_3Old = g4_3;
      h0 = p8_0.fma(h0, g8_0);
      h1 = p8_1.fma(h1, g8_1);
      h2 = p8_2.fma(h2, g8_2);
      h3 = p8_3.fma(h3, g8_3);
      smallest =
          BIT_VECTOR
              .cast(smallest)
              .and(p8_0.reinterpretAsLongs())
              .and(p8_1.reinterpretAsLongs())
              .and(p8_2.reinterpretAsLongs())
              .and(p8_3.reinterpretAsLongs());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits).or(p4_1Bits).or(p4_2Bits).or(p4_3Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t + 6);
      VECTOR.cast(h1).intoArray(h, hAt - t + 4);
      VECTOR.cast(h2).intoArray(h, hAt - t + 2);
      VECTOR.cast(h3).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1L << 61)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1L << 62)) == 0;
  }
}
