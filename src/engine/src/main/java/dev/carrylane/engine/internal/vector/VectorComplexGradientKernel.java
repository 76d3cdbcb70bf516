package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.ComplexGradientKernel;
import dev.carrylane.engine.internal.scalar.ScalarComplexGradientKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients of complex scans with channels on lanes, two vectors at a time: three operands are read and two results
 * written, so that this is bound by memory sooner than the scan.
 *
 * <p>What an exclusive scan adds elsewhere than an inclusive one is, in the other place, a row of −0: a branch
 * in the loop would do, too, but leaves it to the JIT whether vectors that it assigns become objects.
 *
 * <p>The edges of rows are covered as in {@link VectorComplexAffineKernel}.
 */
final class VectorComplexGradientKernel implements ComplexGradientKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /** Every real part twice, in the place of its number. */
  private static final VectorShuffle<Float> REAL = VectorShuffle.fromOp(FLOATS, i -> i & ~1);

  /** Every imaginary part twice. */
  private static final VectorShuffle<Float> IMAGINARY = VectorShuffle.fromOp(FLOATS, i -> i | 1);

  /** Real and imaginary parts exchanged. */
  private static final VectorShuffle<Float> SWAPPED = VectorShuffle.fromOp(FLOATS, i -> i ^ 1);

  /** 1 for real parts, −1 for imaginary ones. */
  private static final float[] SIGNS = new float[LANES];

  static {
    for (int i = 0; i < LANES; i++) {
      SIGNS[i] = i % 2 == 0 ? 1 : -1;
    }
  }

  /** Rows taken at a time where they are wider than four vectors: with 8 rows at a time, these are slower by a tenth. */
  private static final int TILE_ROWS = 8;

  private final ComplexGradientKernel scalar = new ScalarComplexGradientKernel();

  @Override
  public void scan(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int beforeAt,
      int afterAt,
      int aheadAt,
      int dpAt,
      int dgAt,
      float[] carry,
      int carryAt) {
    int wide = 2 * channels;
    if (!on.channelsTouch() || wide < LANES) {
      scalar.scan(on, steps, channels, pAt, beforeAt, afterAt, aheadAt, dpAt, dgAt, carry, carryAt);
      return;
    }
    int tile = wide <= 4 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int pi = pAt + t * on.p.step;
      int bi = beforeAt + t * on.before.step;
      int fi = afterAt + t * on.after.step;
      int hi = aheadAt + t * on.ahead.step;
      int ui = dpAt + t * on.dp.step;
      int vi = dgAt + t * on.dg.step;
      rows(on, rows, wide, pi, bi, fi, hi, ui, vi, carry, carryAt);
      t += rows;
    }
  }

  private static void rows(
      Operands on,
      int rows,
      int wide,
      int pi,
      int bi,
      int fi,
      int hi,
      int ui,
      int vi,
      float[] carry,
      int ci) {
    int whole = wide / LANES;
    boolean overlap = whole * LANES < wide;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int i = 0;
    for (; i + 2 * LANES <= alone; i += 2 * LANES) {
      strip2(on, rows, pi + i, bi + i, fi + i, hi + i, ui + i, vi + i, carry, ci + i, LANES);
    }
    if (i < alone) {
      strip2(on, rows, pi + i, bi + i, fi + i, hi + i, ui + i, vi + i, carry, ci + i, 0);
      i += LANES;
    }
    if (overlap) {
      strip2(
          on,
          rows,
          pi + i,
          bi + i,
          fi + i,
          hi + i,
          ui + i,
          vi + i,
          carry,
          ci + i,
          wide - LANES - i);
    }
  }

  /** Two vectors, the second {@code step} elements after the first; they may overlap or be the same. */
  private static void strip2(
      Operands on,
      int rows,
      int pi,
      int bi,
      int fi,
      int hi,
      int ui,
      int vi,
      float[] carry,
      int ci,
      int step) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.array;
    float[] before = on.before.array;
    float[] after = on.after.array;
    float[] ahead = on.ahead.array;
    float[] dp = on.dp.array;
    float[] dg = on.dg.array;
    FloatVector c0 = FloatVector.fromArray(FLOATS, carry, ci);
    FloatVector c1 = FloatVector.fromArray(FLOATS, carry, ci + step);
    for (int t = 0; t < rows; t++) {
      c0 = FLOAT_VECTOR.cast(c0).add(FloatVector.fromArray(FLOATS, after, fi));
      c1 = FLOAT_VECTOR.cast(c1).add(FloatVector.fromArray(FLOATS, after, fi + step));
      FloatVector s0 = FLOAT_VECTOR.cast(c0).rearrange(SWAPPED).mul(signs);
      FloatVector b0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, before, bi));
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector h0 = FloatVector.fromArray(FLOATS, ahead, hi);
      FloatVector s1 = FLOAT_VECTOR.cast(c1).rearrange(SWAPPED).mul(signs);
      FloatVector b1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, before, bi + step));
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      FloatVector h1 = FloatVector.fromArray(FLOATS, ahead, hi + step);
      b0 = FLOAT_VECTOR.cast(c0).fma(b0.rearrange(REAL), s0.mul(b0.rearrange(IMAGINARY)));
      b1 = FLOAT_VECTOR.cast(c1).fma(b1.rearrange(REAL), s1.mul(b1.rearrange(IMAGINARY)));
      FLOAT_VECTOR.cast(c0).intoArray(dg, vi);
      FLOAT_VECTOR.cast(c1).intoArray(dg, vi + step);
      b0.intoArray(dp, ui);
      b1.intoArray(dp, ui + step);
      c0 = FLOAT_VECTOR.cast(c0).fma(p0.rearrange(REAL), s0.mul(p0.rearrange(IMAGINARY))).add(h0);
      c1 = FLOAT_VECTOR.cast(c1).fma(p1.rearrange(REAL), s1.mul(p1.rearrange(IMAGINARY))).add(h1);
      pi += on.p.step;
      bi += on.before.step;
      fi += on.after.step;
      hi += on.ahead.step;
      ui += on.dp.step;
      vi += on.dg.step;
    }
    FLOAT_VECTOR.cast(c0).intoArray(carry, ci);
    FLOAT_VECTOR.cast(c1).intoArray(carry, ci + step);
  }
}
