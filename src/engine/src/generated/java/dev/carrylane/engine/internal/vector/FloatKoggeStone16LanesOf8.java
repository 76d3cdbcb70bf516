package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 8 channels with their steps on lanes, 16 elements in 1 registers; generated. */
final class FloatKoggeStone16LanesOf8 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_512;
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(SPECIES).getClass();
  private static final Class<? extends IntVector> BIT_VECTOR = IntVector.zero(BITS).getClass();
  private static final int LANES = 16;

  private static final IntVector DOWN_8 = lanes(LANES - 8);
  private static final IntVector UP_8 = lanes(8);

  private FloatKoggeStone16LanesOf8() {}

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
    IntVector p8_0Old = oneBits;
    IntVector g8_0Old = zeroBits;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t));
      IntVector p8_0Bits = p8_0.reinterpretAsInts();
      FloatVector g8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t));
      IntVector g8_0Bits = g8_0.reinterpretAsInts();
      FloatVector p16_0 = p8_0.mul(DOWN_8.selectFrom(p8_0Old, p8_0Bits).reinterpretAsFloats());
      FloatVector g16_0 =
          p8_0.fma(DOWN_8.selectFrom(g8_0Old, g8_0Bits).reinterpretAsFloats(), g8_0);
      p8_0Old = p8_0Bits;
      g8_0Old = g8_0Bits;
      h0 = p16_0.fma(h0, g16_0);
      smallest = BIT_VECTOR.cast(smallest).and(p16_0.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p8_0Bits);
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
    IntVector p8_0Old = oneBits;
    IntVector g8_0Old = zeroBits;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t));
      IntVector p8_0Bits = p8_0.reinterpretAsInts();
      FloatVector g8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t));
      IntVector g8_0Bits = g8_0.reinterpretAsInts();
      FloatVector p16_0 = p8_0.mul(UP_8.selectFrom(p8_0Bits, p8_0Old).reinterpretAsFloats());
      FloatVector g16_0 = p8_0.fma(UP_8.selectFrom(g8_0Bits, g8_0Old).reinterpretAsFloats(), g8_0);
      p8_0Old = p8_0Bits;
      g8_0Old = g8_0Bits;
      h0 = p16_0.fma(h0, g16_0);
      smallest = BIT_VECTOR.cast(smallest).and(p16_0.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p8_0Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1 << 29)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1 << 30)) == 0;
  }
}
