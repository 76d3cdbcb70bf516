package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 1 channels with their steps on lanes, 8 elements in 1 registers; generated. */
final class FloatKoggeStone8LanesOf1 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_256;
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(SPECIES).getClass();
  private static final Class<? extends IntVector> BIT_VECTOR = IntVector.zero(BITS).getClass();
  private static final int LANES = 8;

  private static final IntVector DOWN_1 = lanes(LANES - 1);
  private static final IntVector UP_1 = lanes(1);
  private static final IntVector DOWN_2 = lanes(LANES - 2);
  private static final IntVector UP_2 = lanes(2);
  private static final IntVector DOWN_4 = lanes(LANES - 4);
  private static final IntVector UP_4 = lanes(4);

  private FloatKoggeStone8LanesOf1() {}

  private static IntVector lanes(int first) {
    return BIT_VECTOR.cast(IntVector.fromArray(BITS, FloatKoggeStone.LANE, first));
  }

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
    IntVector p1_0Old = oneBits;
    IntVector g1_0Old = zeroBits;
    IntVector p2_0Old = oneBits;
    IntVector g2_0Old = zeroBits;
    IntVector p4_0Old = oneBits;
    IntVector g4_0Old = zeroBits;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 8) {
      FloatVector p1_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t));
      IntVector p1_0Bits = p1_0.reinterpretAsInts();
      FloatVector g1_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t));
      IntVector g1_0Bits = g1_0.reinterpretAsInts();
      FloatVector p2_0 = p1_0.mul(DOWN_1.selectFrom(p1_0Old, p1_0Bits).reinterpretAsFloats());
      FloatVector g2_0 = p1_0.fma(DOWN_1.selectFrom(g1_0Old, g1_0Bits).reinterpretAsFloats(), g1_0);
      IntVector p2_0Bits = p2_0.reinterpretAsInts();
      IntVector g2_0Bits = g2_0.reinterpretAsInts();
      FloatVector p4_0 = p2_0.mul(DOWN_2.selectFrom(p2_0Old, p2_0Bits).reinterpretAsFloats());
      FloatVector g4_0 = p2_0.fma(DOWN_2.selectFrom(g2_0Old, g2_0Bits).reinterpretAsFloats(), g2_0);
      IntVector p4_0Bits = p4_0.reinterpretAsInts();
      IntVector g4_0Bits = g4_0.reinterpretAsInts();
      FloatVector p8_0 = p4_0.mul(DOWN_4.selectFrom(p4_0Old, p4_0Bits).reinterpretAsFloats());
      FloatVector g8_0 = p4_0.fma(DOWN_4.selectFrom(g4_0Old, g4_0Bits).reinterpretAsFloats(), g4_0);
      p1_0Old = p1_0Bits;
      g1_0Old = g1_0Bits;
      p2_0Old = p2_0Bits;
      g2_0Old = g2_0Bits;
      p4_0Old = p4_0Bits;
      g4_0Old = g4_0Bits;
      h0 = p8_0.fma(h0, g8_0);
      smallest = BIT_VECTOR.cast(smallest).and(p8_0.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p1_0Bits);
      VECTOR.cast(h0).intoArray(h, hAt + t);
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
    FloatVector h0 = FloatVector.fromArray(SPECIES, old, oldAt);
    IntVector p1_0Old = oneBits;
    IntVector g1_0Old = zeroBits;
    IntVector p2_0Old = oneBits;
    IntVector g2_0Old = zeroBits;
    IntVector p4_0Old = oneBits;
    IntVector g4_0Old = zeroBits;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 8) {
      FloatVector p1_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t));
      IntVector p1_0Bits = p1_0.reinterpretAsInts();
      FloatVector g1_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t));
      IntVector g1_0Bits = g1_0.reinterpretAsInts();
      FloatVector p2_0 = p1_0.mul(UP_1.selectFrom(p1_0Bits, p1_0Old).reinterpretAsFloats());
      FloatVector g2_0 = p1_0.fma(UP_1.selectFrom(g1_0Bits, g1_0Old).reinterpretAsFloats(), g1_0);
      IntVector p2_0Bits = p2_0.reinterpretAsInts();
      IntVector g2_0Bits = g2_0.reinterpretAsInts();
      FloatVector p4_0 = p2_0.mul(UP_2.selectFrom(p2_0Bits, p2_0Old).reinterpretAsFloats());
      FloatVector g4_0 = p2_0.fma(UP_2.selectFrom(g2_0Bits, g2_0Old).reinterpretAsFloats(), g2_0);
      IntVector p4_0Bits = p4_0.reinterpretAsInts();
      IntVector g4_0Bits = g4_0.reinterpretAsInts();
      FloatVector p8_0 = p4_0.mul(UP_4.selectFrom(p4_0Bits, p4_0Old).reinterpretAsFloats());
      FloatVector g8_0 = p4_0.fma(UP_4.selectFrom(g4_0Bits, g4_0Old).reinterpretAsFloats(), g4_0);
      p1_0Old = p1_0Bits;
      g1_0Old = g1_0Bits;
      p2_0Old = p2_0Bits;
      g2_0Old = g2_0Bits;
      p4_0Old = p4_0Bits;
      g4_0Old = g4_0Bits;
      h0 = p8_0.fma(h0, g8_0);
      smallest = BIT_VECTOR.cast(smallest).and(p8_0.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p1_0Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1 << 29)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1 << 30)) == 0;
  }
}
