package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 4 channels with their steps on lanes, 16 elements in 4 registers; generated. */
final class FloatKoggeStone4LanesOf4 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_128;
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(SPECIES).getClass();
  private static final Class<? extends IntVector> BIT_VECTOR = IntVector.zero(BITS).getClass();
  private static final int LANES = 4;

  private FloatKoggeStone4LanesOf4() {}

  static boolean forward(
      int count,
      FloatAffineKernel.Operands on,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      float[] old,
      int oldAt) {
    float[] p = on.p;
    float[] g = on.g;
    FloatVector one = VECTOR.cast(FloatVector.broadcast(SPECIES, 1));
    FloatVector zero = VECTOR.cast(FloatVector.broadcast(SPECIES, 0));
    IntVector oneBits = one.reinterpretAsInts();
    IntVector zeroBits = zero.reinterpretAsInts();
    FloatVector h0 = FloatVector.fromArray(SPECIES, old, oldAt);
    FloatVector h1 = FloatVector.fromArray(SPECIES, old, oldAt + 4);
    FloatVector h2 = FloatVector.fromArray(SPECIES, old, oldAt + 8);
    FloatVector h3 = FloatVector.fromArray(SPECIES, old, oldAt + 12);
    FloatVector p4_3Old = one;
    FloatVector g4_3Old = zero;
    FloatVector p8_2Old = one;
    FloatVector g8_2Old = zero;
    FloatVector p8_3Old = one;
    FloatVector g8_3Old = zero;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t));
      IntVector p4_0Bits = p4_0.reinterpretAsInts();
      FloatVector g4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t));
      FloatVector p4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t + 4));
      IntVector p4_1Bits = p4_1.reinterpretAsInts();
      FloatVector g4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t + 4));
      FloatVector p4_2 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t + 8));
      IntVector p4_2Bits = p4_2.reinterpretAsInts();
      FloatVector g4_2 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t + 8));
      FloatVector p4_3 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t + 12));
      IntVector p4_3Bits = p4_3.reinterpretAsInts();
      FloatVector g4_3 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t + 12));
      FloatVector p8_0 = p4_0.mul(p4_3Old);
      FloatVector g8_0 = p4_0.fma(g4_3Old, g4_0);
      FloatVector p8_1 = p4_1.mul(p4_0);
      FloatVector g8_1 = p4_1.fma(g4_0, g4_1);
      FloatVector p8_2 = p4_2.mul(p4_1);
      FloatVector g8_2 = p4_2.fma(g4_1, g4_2);
      FloatVector p8_3 = p4_3.mul(p4_2);
      FloatVector g8_3 = p4_3.fma(g4_2, g4_3);
      FloatVector p16_0 = p8_0.mul(p8_2Old);
      FloatVector g16_0 = p8_0.fma(g8_2Old, g8_0);
      FloatVector p16_1 = p8_1.mul(p8_3Old);
      FloatVector g16_1 = p8_1.fma(g8_3Old, g8_1);
      FloatVector p16_2 = p8_2.mul(p8_0);
      FloatVector g16_2 = p8_2.fma(g8_0, g8_2);
      FloatVector p16_3 = p8_3.mul(p8_1);
      FloatVector g16_3 = p8_3.fma(g8_1, g8_3);
      p4_3Old = p4_3;
      g4_3Old = g4_3;
      p8_2Old = p8_2;
      g8_2Old = g8_2;
      p8_3Old = p8_3;
      g8_3Old = g8_3;
      h0 = p16_0.fma(h0, g16_0);
      h1 = p16_1.fma(h1, g16_1);
      h2 = p16_2.fma(h2, g16_2);
      h3 = p16_3.fma(h3, g16_3);
      smallest =
          BIT_VECTOR
              .cast(smallest)
              .and(p16_0.reinterpretAsInts())
              .and(p16_1.reinterpretAsInts())
              .and(p16_2.reinterpretAsInts())
              .and(p16_3.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits).or(p4_1Bits).or(p4_2Bits).or(p4_3Bits);
      VECTOR.cast(h0).intoArray(h, hAt + t);
      VECTOR.cast(h1).intoArray(h, hAt + t + 4);
      VECTOR.cast(h2).intoArray(h, hAt + t + 8);
      VECTOR.cast(h3).intoArray(h, hAt + t + 12);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1 << 29)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1 << 30)) == 0;
  }

  static boolean backward(
      int count,
      FloatAffineKernel.Operands on,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      float[] old,
      int oldAt) {
    float[] p = on.p;
    float[] g = on.g;
    FloatVector one = VECTOR.cast(FloatVector.broadcast(SPECIES, 1));
    FloatVector zero = VECTOR.cast(FloatVector.broadcast(SPECIES, 0));
    IntVector oneBits = one.reinterpretAsInts();
    IntVector zeroBits = zero.reinterpretAsInts();
    FloatVector h0 = FloatVector.fromArray(SPECIES, old, oldAt + 12);
    FloatVector h1 = FloatVector.fromArray(SPECIES, old, oldAt + 8);
    FloatVector h2 = FloatVector.fromArray(SPECIES, old, oldAt + 4);
    FloatVector h3 = FloatVector.fromArray(SPECIES, old, oldAt);
    FloatVector p4_3Old = one;
    FloatVector g4_3Old = zero;
    FloatVector p8_2Old = one;
    FloatVector g8_2Old = zero;
    FloatVector p8_3Old = one;
    FloatVector g8_3Old = zero;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t + 12));
      IntVector p4_0Bits = p4_0.reinterpretAsInts();
      FloatVector g4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t + 12));
      FloatVector p4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t + 8));
      IntVector p4_1Bits = p4_1.reinterpretAsInts();
      FloatVector g4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t + 8));
      FloatVector p4_2 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t + 4));
      IntVector p4_2Bits = p4_2.reinterpretAsInts();
      FloatVector g4_2 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t + 4));
      FloatVector p4_3 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t));
      IntVector p4_3Bits = p4_3.reinterpretAsInts();
      FloatVector g4_3 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t));
      FloatVector p8_0 = p4_0.mul(p4_3Old);
      FloatVector g8_0 = p4_0.fma(g4_3Old, g4_0);
      FloatVector p8_1 = p4_1.mul(p4_0);
      FloatVector g8_1 = p4_1.fma(g4_0, g4_1);
      FloatVector p8_2 = p4_2.mul(p4_1);
      FloatVector g8_2 = p4_2.fma(g4_1, g4_2);
      FloatVector p8_3 = p4_3.mul(p4_2);
      FloatVector g8_3 = p4_3.fma(g4_2, g4_3);
      FloatVector p16_0 = p8_0.mul(p8_2Old);
      FloatVector g16_0 = p8_0.fma(g8_2Old, g8_0);
      FloatVector p16_1 = p8_1.mul(p8_3Old);
      FloatVector g16_1 = p8_1.fma(g8_3Old, g8_1);
      FloatVector p16_2 = p8_2.mul(p8_0);
      FloatVector g16_2 = p8_2.fma(g8_0, g8_2);
      FloatVector p16_3 = p8_3.mul(p8_1);
      FloatVector g16_3 = p8_3.fma(g8_1, g8_3);
      p4_3Old = p4_3;
      g4_3Old = g4_3;
      p8_2Old = p8_2;
      g8_2Old = g8_2;
      p8_3Old = p8_3;
      g8_3Old = g8_3;
      h0 = p16_0.fma(h0, g16_0);
      h1 = p16_1.fma(h1, g16_1);
      h2 = p16_2.fma(h2, g16_2);
      h3 = p16_3.fma(h3, g16_3);
      smallest =
          BIT_VECTOR
              .cast(smallest)
              .and(p16_0.reinterpretAsInts())
              .and(p16_1.reinterpretAsInts())
              .and(p16_2.reinterpretAsInts())
              .and(p16_3.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits).or(p4_1Bits).or(p4_2Bits).or(p4_3Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t + 12);
      VECTOR.cast(h1).intoArray(h, hAt - t + 8);
      VECTOR.cast(h2).intoArray(h, hAt - t + 4);
      VECTOR.cast(h3).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1 << 29)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1 << 30)) == 0;
  }
}
