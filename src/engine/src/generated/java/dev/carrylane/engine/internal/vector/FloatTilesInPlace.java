package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles on a right operand that is read where the caller has it. Chains go on from C. (A test whether to begin at a bias, as for panels,
 * made the JIT spill the chains: 37 % of FMA peak instead of 89.)
 *
 * <p>Generated: a method for each number of rows and of vectors in a row.
 */
final class FloatTilesInPlace {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final Class<? extends FloatVector> VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int STRIDE = FloatRows.STRIDE;

  private FloatTilesInPlace() {}

  private static void rows1By8(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * LANES);
    FloatVector c0_4 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * LANES);
    FloatVector c0_5 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * LANES);
    FloatVector c0_6 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * LANES);
    FloatVector c0_7 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 3 * LANES);
      FloatVector b4 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 4 * LANES);
      FloatVector b5 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 5 * LANES);
      FloatVector b6 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 6 * LANES);
      FloatVector b7 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 7 * LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      c0_4 = x0.fma(b4, c0_4);
      c0_5 = x0.fma(b5, c0_5);
      c0_6 = x0.fma(b6, c0_6);
      c0_7 = x0.fma(b7, c0_7);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(c, cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(c, cOffset + 3 * LANES);
    VECTOR.cast(c0_4).intoArray(c, cOffset + 4 * LANES);
    VECTOR.cast(c0_5).intoArray(c, cOffset + 5 * LANES);
    VECTOR.cast(c0_6).intoArray(c, cOffset + 6 * LANES);
    VECTOR.cast(c0_7).intoArray(c, cOffset + 7 * LANES);
  }

  private static void rows1By4(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 3 * LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(c, cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(c, cOffset + 3 * LANES);
  }

  private static void rows1By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
  }

  private static void rows1By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
  }

  private static void rows2By4(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c1_2 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + 2 * LANES);
    FloatVector c1_3 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 3 * LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(c, cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(c, cOffset + 3 * LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c1_2).intoArray(c, cOffset + cStride + 2 * LANES);
    VECTOR.cast(c1_3).intoArray(c, cOffset + cStride + 3 * LANES);
  }

  private static void rows2By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
  }

  private static void rows2By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
  }

  private static void rows3By4(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c0_2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * LANES);
    FloatVector c0_3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c1_2 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + 2 * LANES);
    FloatVector c1_3 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + 3 * LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c2_2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + 2 * LANES);
    FloatVector c2_3 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + 3 * LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      c2_3 = x2.fma(b3, c2_3);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c0_2).intoArray(c, cOffset + 2 * LANES);
    VECTOR.cast(c0_3).intoArray(c, cOffset + 3 * LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c1_2).intoArray(c, cOffset + cStride + 2 * LANES);
    VECTOR.cast(c1_3).intoArray(c, cOffset + cStride + 3 * LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c2_2).intoArray(c, cOffset + 2 * cStride + 2 * LANES);
    VECTOR.cast(c2_3).intoArray(c, cOffset + 2 * cStride + 3 * LANES);
  }

  private static void rows3By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
  }

  private static void rows3By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
  }

  private static void rows4By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
  }

  private static void rows4By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
  }

  private static void rows5By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
  }

  private static void rows5By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
  }

  private static void rows6By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
  }

  private static void rows6By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
  }

  private static void rows7By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
  }

  private static void rows7By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c6_1 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c6_1).intoArray(c, cOffset + 6 * cStride + LANES);
  }

  private static void rows8By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
  }

  private static void rows8By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c6_1 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride + LANES);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c7_1 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c6_1).intoArray(c, cOffset + 6 * cStride + LANES);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c7_1).intoArray(c, cOffset + 7 * cStride + LANES);
  }

  private static void rows9By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
  }

  private static void rows9By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c6_1 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride + LANES);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c7_1 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride + LANES);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c8_1 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      c8_1 = x8.fma(b1, c8_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c6_1).intoArray(c, cOffset + 6 * cStride + LANES);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c7_1).intoArray(c, cOffset + 7 * cStride + LANES);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c8_1).intoArray(c, cOffset + 8 * cStride + LANES);
  }

  private static void rows10By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c9_0 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c9_0).intoArray(c, cOffset + 9 * cStride);
  }

  private static void rows10By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c6_1 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride + LANES);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c7_1 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride + LANES);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c8_1 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride + LANES);
    FloatVector c9_0 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride);
    FloatVector c9_1 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      c8_1 = x8.fma(b1, c8_1);
      FloatVector x9 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
      c9_1 = x9.fma(b1, c9_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c6_1).intoArray(c, cOffset + 6 * cStride + LANES);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c7_1).intoArray(c, cOffset + 7 * cStride + LANES);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c8_1).intoArray(c, cOffset + 8 * cStride + LANES);
    VECTOR.cast(c9_0).intoArray(c, cOffset + 9 * cStride);
    VECTOR.cast(c9_1).intoArray(c, cOffset + 9 * cStride + LANES);
  }

  private static void rows11By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c9_0 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride);
    FloatVector c10_0 = FloatVector.fromArray(SPECIES, c, cOffset + 10 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
      FloatVector x10 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 10 * STRIDE + k]));
      c10_0 = x10.fma(b0, c10_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c9_0).intoArray(c, cOffset + 9 * cStride);
    VECTOR.cast(c10_0).intoArray(c, cOffset + 10 * cStride);
  }

  private static void rows11By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c6_1 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride + LANES);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c7_1 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride + LANES);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c8_1 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride + LANES);
    FloatVector c9_0 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride);
    FloatVector c9_1 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride + LANES);
    FloatVector c10_0 = FloatVector.fromArray(SPECIES, c, cOffset + 10 * cStride);
    FloatVector c10_1 = FloatVector.fromArray(SPECIES, c, cOffset + 10 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      c8_1 = x8.fma(b1, c8_1);
      FloatVector x9 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
      c9_1 = x9.fma(b1, c9_1);
      FloatVector x10 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 10 * STRIDE + k]));
      c10_0 = x10.fma(b0, c10_0);
      c10_1 = x10.fma(b1, c10_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c6_1).intoArray(c, cOffset + 6 * cStride + LANES);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c7_1).intoArray(c, cOffset + 7 * cStride + LANES);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c8_1).intoArray(c, cOffset + 8 * cStride + LANES);
    VECTOR.cast(c9_0).intoArray(c, cOffset + 9 * cStride);
    VECTOR.cast(c9_1).intoArray(c, cOffset + 9 * cStride + LANES);
    VECTOR.cast(c10_0).intoArray(c, cOffset + 10 * cStride);
    VECTOR.cast(c10_1).intoArray(c, cOffset + 10 * cStride + LANES);
  }

  private static void rows12By1(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c9_0 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride);
    FloatVector c10_0 = FloatVector.fromArray(SPECIES, c, cOffset + 10 * cStride);
    FloatVector c11_0 = FloatVector.fromArray(SPECIES, c, cOffset + 11 * cStride);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
      FloatVector x10 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 10 * STRIDE + k]));
      c10_0 = x10.fma(b0, c10_0);
      FloatVector x11 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 11 * STRIDE + k]));
      c11_0 = x11.fma(b0, c11_0);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c9_0).intoArray(c, cOffset + 9 * cStride);
    VECTOR.cast(c10_0).intoArray(c, cOffset + 10 * cStride);
    VECTOR.cast(c11_0).intoArray(c, cOffset + 11 * cStride);
  }

  private static void rows12By2(
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector c0_0 = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector c0_1 = FloatVector.fromArray(SPECIES, c, cOffset + LANES);
    FloatVector c1_0 = FloatVector.fromArray(SPECIES, c, cOffset + cStride);
    FloatVector c1_1 = FloatVector.fromArray(SPECIES, c, cOffset + cStride + LANES);
    FloatVector c2_0 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride);
    FloatVector c2_1 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * cStride + LANES);
    FloatVector c3_0 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride);
    FloatVector c3_1 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * cStride + LANES);
    FloatVector c4_0 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride);
    FloatVector c4_1 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * cStride + LANES);
    FloatVector c5_0 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride);
    FloatVector c5_1 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * cStride + LANES);
    FloatVector c6_0 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride);
    FloatVector c6_1 = FloatVector.fromArray(SPECIES, c, cOffset + 6 * cStride + LANES);
    FloatVector c7_0 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride);
    FloatVector c7_1 = FloatVector.fromArray(SPECIES, c, cOffset + 7 * cStride + LANES);
    FloatVector c8_0 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride);
    FloatVector c8_1 = FloatVector.fromArray(SPECIES, c, cOffset + 8 * cStride + LANES);
    FloatVector c9_0 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride);
    FloatVector c9_1 = FloatVector.fromArray(SPECIES, c, cOffset + 9 * cStride + LANES);
    FloatVector c10_0 = FloatVector.fromArray(SPECIES, c, cOffset + 10 * cStride);
    FloatVector c10_1 = FloatVector.fromArray(SPECIES, c, cOffset + 10 * cStride + LANES);
    FloatVector c11_0 = FloatVector.fromArray(SPECIES, c, cOffset + 11 * cStride);
    FloatVector c11_1 = FloatVector.fromArray(SPECIES, c, cOffset + 11 * cStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + k * bStep + LANES);
      FloatVector x0 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + k]));
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + STRIDE + k]));
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 2 * STRIDE + k]));
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 3 * STRIDE + k]));
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 4 * STRIDE + k]));
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 5 * STRIDE + k]));
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 6 * STRIDE + k]));
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      FloatVector x7 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 7 * STRIDE + k]));
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      FloatVector x8 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 8 * STRIDE + k]));
      c8_0 = x8.fma(b0, c8_0);
      c8_1 = x8.fma(b1, c8_1);
      FloatVector x9 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 9 * STRIDE + k]));
      c9_0 = x9.fma(b0, c9_0);
      c9_1 = x9.fma(b1, c9_1);
      FloatVector x10 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 10 * STRIDE + k]));
      c10_0 = x10.fma(b0, c10_0);
      c10_1 = x10.fma(b1, c10_1);
      FloatVector x11 = VECTOR.cast(FloatVector.broadcast(SPECIES, a[aOffset + 11 * STRIDE + k]));
      c11_0 = x11.fma(b0, c11_0);
      c11_1 = x11.fma(b1, c11_1);
    }
    VECTOR.cast(c0_0).intoArray(c, cOffset);
    VECTOR.cast(c0_1).intoArray(c, cOffset + LANES);
    VECTOR.cast(c1_0).intoArray(c, cOffset + cStride);
    VECTOR.cast(c1_1).intoArray(c, cOffset + cStride + LANES);
    VECTOR.cast(c2_0).intoArray(c, cOffset + 2 * cStride);
    VECTOR.cast(c2_1).intoArray(c, cOffset + 2 * cStride + LANES);
    VECTOR.cast(c3_0).intoArray(c, cOffset + 3 * cStride);
    VECTOR.cast(c3_1).intoArray(c, cOffset + 3 * cStride + LANES);
    VECTOR.cast(c4_0).intoArray(c, cOffset + 4 * cStride);
    VECTOR.cast(c4_1).intoArray(c, cOffset + 4 * cStride + LANES);
    VECTOR.cast(c5_0).intoArray(c, cOffset + 5 * cStride);
    VECTOR.cast(c5_1).intoArray(c, cOffset + 5 * cStride + LANES);
    VECTOR.cast(c6_0).intoArray(c, cOffset + 6 * cStride);
    VECTOR.cast(c6_1).intoArray(c, cOffset + 6 * cStride + LANES);
    VECTOR.cast(c7_0).intoArray(c, cOffset + 7 * cStride);
    VECTOR.cast(c7_1).intoArray(c, cOffset + 7 * cStride + LANES);
    VECTOR.cast(c8_0).intoArray(c, cOffset + 8 * cStride);
    VECTOR.cast(c8_1).intoArray(c, cOffset + 8 * cStride + LANES);
    VECTOR.cast(c9_0).intoArray(c, cOffset + 9 * cStride);
    VECTOR.cast(c9_1).intoArray(c, cOffset + 9 * cStride + LANES);
    VECTOR.cast(c10_0).intoArray(c, cOffset + 10 * cStride);
    VECTOR.cast(c10_1).intoArray(c, cOffset + 10 * cStride + LANES);
    VECTOR.cast(c11_0).intoArray(c, cOffset + 11 * cStride);
    VECTOR.cast(c11_1).intoArray(c, cOffset + 11 * cStride + LANES);
  }

  /**
   * One tile.
   *
   * @param height rows, 1 to 12
   * @param vectors vectors in a row: 2; 1 if not half; 4 for up to 3 rows; 8 for one
   * @param a left operand
   * @param aOffset where its first element is
   * @param depth steps of the chains
   * @param b right operand
   * @param bOffset its element for the first step and column
   * @param bStep distance between its rows
   * @param c result
   * @param cOffset where its first row starts
   * @param cStride distance between its rows
   */
  static void multiply(
      int height,
      int vectors,
      float[] a,
      int aOffset,
      int depth,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int cStride) {
    switch (height) {
      case 1 -> {
        switch (vectors) {
          case 8 -> rows1By8(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          case 4 -> rows1By4(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          case 1 -> rows1By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows1By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 2 -> {
        switch (vectors) {
          case 4 -> rows2By4(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          case 1 -> rows2By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows2By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 3 -> {
        switch (vectors) {
          case 4 -> rows3By4(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          case 1 -> rows3By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows3By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 4 -> {
        switch (vectors) {
          case 1 -> rows4By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows4By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 5 -> {
        switch (vectors) {
          case 1 -> rows5By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows5By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 6 -> {
        switch (vectors) {
          case 1 -> rows6By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows6By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 7 -> {
        switch (vectors) {
          case 1 -> rows7By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows7By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 8 -> {
        switch (vectors) {
          case 1 -> rows8By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows8By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 9 -> {
        switch (vectors) {
          case 1 -> rows9By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows9By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 10 -> {
        switch (vectors) {
          case 1 -> rows10By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows10By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      case 11 -> {
        switch (vectors) {
          case 1 -> rows11By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows11By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
      default -> {
        switch (vectors) {
          case 1 -> rows12By1(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
          default -> rows12By2(a, aOffset, depth, b, bOffset, bStep, c, cOffset, cStride);
        }
      }
    }
  }
}
