package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 4 channels with their steps on lanes, 16 elements in 2 registers; generated. */
final class FloatKoggeStone8LanesOf4 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_256;
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(SPECIES).getClass();
  private static final Class<? extends IntVector> BIT_VECTOR = IntVector.zero(BITS).getClass();
  private static final int LANES = 8;

  private static final IntVector DOWN_4 = lanes(LANES - 4);
  private static final IntVector UP_4 = lanes(4);

  private FloatKoggeStone8LanesOf4() {}

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
    FloatVector h1 = FloatVector.fromArray(SPECIES, old, oldAt + 8);
    IntVector p4_1Old = oneBits;
    IntVector g4_1Old = zeroBits;
    FloatVector p8_1Old = one;
    FloatVector g8_1Old = zero;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t));
      IntVector p4_0Bits = p4_0.reinterpretAsInts();
      FloatVector g4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t));
      IntVector g4_0Bits = g4_0.reinterpretAsInts();
      FloatVector p4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t + 8));
      IntVector p4_1Bits = p4_1.reinterpretAsInts();
      FloatVector g4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t + 8));
      IntVector g4_1Bits = g4_1.reinterpretAsInts();
      FloatVector p8_0 = p4_0.mul(DOWN_4.selectFrom(p4_1Old, p4_0Bits).reinterpretAsFloats());
      FloatVector g8_0 = p4_0.fma(DOWN_4.selectFrom(g4_1Old, g4_0Bits).reinterpretAsFloats(), g4_0);
      FloatVector p8_1 = p4_1.mul(DOWN_4.selectFrom(p4_0Bits, p4_1Bits).reinterpretAsFloats());
      FloatVector g8_1 =
          p4_1.fma(DOWN_4.selectFrom(g4_0Bits, g4_1Bits).reinterpretAsFloats(), g4_1);
      FloatVector p16_0 = p8_0.mul(p8_1Old);
      FloatVector g16_0 = p8_0.fma(g8_1Old, g8_0);
      FloatVector p16_1 = p8_1.mul(p8_0);
      FloatVector g16_1 = p8_1.fma(g8_0, g8_1);
      p4_1Old = p4_1Bits;
      g4_1Old = g4_1Bits;
      p8_1Old = p8_1;
      g8_1Old = g8_1;
      h0 = p16_0.fma(h0, g16_0);
      h1 = p16_1.fma(h1, g16_1);
      smallest =
          BIT_VECTOR.cast(smallest).and(p16_0.reinterpretAsInts()).and(p16_1.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits).or(p4_1Bits);
      VECTOR.cast(h0).intoArray(h, hAt + t);
      VECTOR.cast(h1).intoArray(h, hAt + t + 8);
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
    FloatVector h0 = FloatVector.fromArray(SPECIES, old, oldAt + 8);
    FloatVector h1 = FloatVector.fromArray(SPECIES, old, oldAt);
    IntVector p4_1Old = oneBits;
    IntVector g4_1Old = zeroBits;
    FloatVector p8_1Old = one;
    FloatVector g8_1Old = zero;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t + 8));
      IntVector p4_0Bits = p4_0.reinterpretAsInts();
      FloatVector g4_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t + 8));
      IntVector g4_0Bits = g4_0.reinterpretAsInts();
      FloatVector p4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t));
      IntVector p4_1Bits = p4_1.reinterpretAsInts();
      FloatVector g4_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t));
      IntVector g4_1Bits = g4_1.reinterpretAsInts();
      FloatVector p8_0 = p4_0.mul(UP_4.selectFrom(p4_0Bits, p4_1Old).reinterpretAsFloats());
      FloatVector g8_0 = p4_0.fma(UP_4.selectFrom(g4_0Bits, g4_1Old).reinterpretAsFloats(), g4_0);
      FloatVector p8_1 = p4_1.mul(UP_4.selectFrom(p4_1Bits, p4_0Bits).reinterpretAsFloats());
      FloatVector g8_1 = p4_1.fma(UP_4.selectFrom(g4_1Bits, g4_0Bits).reinterpretAsFloats(), g4_1);
      FloatVector p16_0 = p8_0.mul(p8_1Old);
      FloatVector g16_0 = p8_0.fma(g8_1Old, g8_0);
      FloatVector p16_1 = p8_1.mul(p8_0);
      FloatVector g16_1 = p8_1.fma(g8_0, g8_1);
      p4_1Old = p4_1Bits;
      g4_1Old = g4_1Bits;
      p8_1Old = p8_1;
      g8_1Old = g8_1;
      h0 = p16_0.fma(h0, g16_0);
      h1 = p16_1.fma(h1, g16_1);
      smallest =
          BIT_VECTOR.cast(smallest).and(p16_0.reinterpretAsInts()).and(p16_1.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p4_0Bits).or(p4_1Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t + 8);
      VECTOR.cast(h1).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1 << 29)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1 << 30)) == 0;
  }
}
