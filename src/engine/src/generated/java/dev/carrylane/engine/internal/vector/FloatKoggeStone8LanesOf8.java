package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Scans of 8 channels with their steps on lanes, 16 elements in 2 registers; generated. */
final class FloatKoggeStone8LanesOf8 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_256;
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(SPECIES).getClass();
  private static final Class<? extends IntVector> BIT_VECTOR = IntVector.zero(BITS).getClass();
  private static final int LANES = 8;

  private FloatKoggeStone8LanesOf8() {}

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
    FloatVector p8_1Old = one;
    FloatVector g8_1Old = zero;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t));
      IntVector p8_0Bits = p8_0.reinterpretAsInts();
      FloatVector g8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t));
      FloatVector p8_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt + t + 8));
      IntVector p8_1Bits = p8_1.reinterpretAsInts();
      FloatVector g8_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt + t + 8));
      FloatVector p16_0 = p8_0.mul(p8_1Old);
      FloatVector g16_0 = p8_0.fma(g8_1Old, g8_0);
      FloatVector p16_1 = p8_1.mul(p8_0);
      FloatVector g16_1 = p8_1.fma(g8_0, g8_1);
      p8_1Old = p8_1;
      g8_1Old = g8_1;
      h0 = p16_0.fma(h0, g16_0);
      h1 = p16_1.fma(h1, g16_1);
      smallest =
          BIT_VECTOR.cast(smallest).and(p16_0.reinterpretAsInts()).and(p16_1.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p8_0Bits).or(p8_1Bits);
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
    FloatVector p8_1Old = one;
    FloatVector g8_1Old = zero;
    IntVector smallest = oneBits;
    IntVector largest = zeroBits;
    for (int t = 0; t < count; t += 16) {
      FloatVector p8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t + 8));
      IntVector p8_0Bits = p8_0.reinterpretAsInts();
      FloatVector g8_0 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t + 8));
      FloatVector p8_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pAt - t));
      IntVector p8_1Bits = p8_1.reinterpretAsInts();
      FloatVector g8_1 = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gAt - t));
      FloatVector p16_0 = p8_0.mul(p8_1Old);
      FloatVector g16_0 = p8_0.fma(g8_1Old, g8_0);
      FloatVector p16_1 = p8_1.mul(p8_0);
      FloatVector g16_1 = p8_1.fma(g8_0, g8_1);
      p8_1Old = p8_1;
      g8_1Old = g8_1;
      h0 = p16_0.fma(h0, g16_0);
      h1 = p16_1.fma(h1, g16_1);
      smallest =
          BIT_VECTOR.cast(smallest).and(p16_0.reinterpretAsInts()).and(p16_1.reinterpretAsInts());
      largest = BIT_VECTOR.cast(largest).or(p8_0Bits).or(p8_1Bits);
      VECTOR.cast(h0).intoArray(h, hAt - t + 8);
      VECTOR.cast(h1).intoArray(h, hAt - t);
    }
    return (BIT_VECTOR.cast(smallest).reduceLanes(VectorOperators.AND) & (1 << 29)) != 0
        && (BIT_VECTOR.cast(largest).reduceLanes(VectorOperators.OR) & (1 << 30)) == 0;
  }
}
