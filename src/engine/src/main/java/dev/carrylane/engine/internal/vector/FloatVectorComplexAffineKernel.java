package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.FloatComplexAffine;
import dev.carrylane.engine.internal.FloatComplexAffineKernel;
import dev.carrylane.engine.internal.scalar.FloatScalarComplexAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Complex scans with channels on lanes, whose states stay in registers on the way down the rows.
 *
 * <p>Where parts take turns, the inner product of both parts is one fused multiply-add of p's imaginary
 * parts, each twice and the first negated, with h's parts exchanged; the outer one takes p's real parts twice.
 * The three rearrangements are an instruction each, on one port, and with the two operations a chain of about
 * eleven cycles a step. Eight vectors of sixteen lanes side by side reach 0.95 to 0.98 of a triad on [4096, 64]
 * from the third-level cache, four at a time in tiles of rows 0.92 to 0.94; on [100, 64], in the second-level
 * cache, both 0.58, where [100, 128] of real numbers has 0.8.
 *
 * <p>Split numbers need no rearrangement, but six streams of rows. With 512 bits, strips of four pairs of
 * vectors have 21 to 27 GB/s on [4096, 64], depending on where the arrays lie, and strips of two pairs 26 to
 * 29, of 30 for a triad; with 256 bits strips of four have 28 to 30 and strips of two 25 to 28. To compute and
 * store each pair before the next is loaded changes neither.
 *
 * <p>Channels that do not fill a vector are covered by one that ends at the last channel and overlaps its
 * left neighbour. Both compute the same values there; they go down the rows together and read a row before
 * they write it, so that this holds in place too. A single vector goes with itself in this way. Rows shorter
 * than a vector go to the scalar kernel.
 */
final class FloatVectorComplexAffineKernel implements FloatComplexAffineKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /**
   * Whether pairs of lanes are for numbers with parts by turns. On JDK 25 a rearrangement of the two lanes of a
   * 128-bit vector of doubles stays a call, which allocates.
   */
  private static final boolean PAIRS = LANES > 2;

  /** Every real part twice, in the place of its number. */
  private static final VectorShuffle<Float> REAL = VectorShuffle.fromOp(FLOATS, i -> i & ~1);

  /** Every imaginary part twice. */
  private static final VectorShuffle<Float> IMAGINARY = VectorShuffle.fromOp(FLOATS, i -> i | 1);

  /** Real and imaginary parts exchanged. */
  private static final VectorShuffle<Float> SWAPPED = VectorShuffle.fromOp(FLOATS, i -> i ^ 1);

  /** −1 for real parts, 1 for imaginary ones. */
  private static final float[] SIGNS = new float[LANES];

  static {
    for (int i = 0; i < LANES; i++) {
      SIGNS[i] = i % 2 == 0 ? -1 : 1;
    }
  }

  /** Whether four pairs of vectors of split numbers go down the rows together, or two. */
  private static final boolean FOURS = VectorWidth.BITS < 512;

  /**
   * Rows taken at a time where they are wider than the states that stay in registers, as in {@link
   * FloatVectorAffineKernel}.
   */
  private static final int TILE_ROWS = 8;

  /**
   * Bytes of results from which on rows are gone through one after the other: 3 MB with p and g, more than a
   * second-level cache. [4096, 64] in the third-level cache of a Zen 4 core has 0.99 of a triad in this way, 0.69
   * with states in registers, whose stores cross cache lines.
   */
  private static final long LEAST_STREAM_BYTES = 1 << 20;

  private final FloatComplexAffineKernel scalar = new FloatScalarComplexAffineKernel();

  @Override
  public void scan(
      FloatComplexAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    boolean interleaved = PAIRS && on.isInterleaved() && 2 * channels >= LANES;
    if (!interleaved && !(on.isSplit() && channels >= LANES)) {
      scalar.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    int wide = interleaved ? 2 * channels : channels;
    int rowsOfParts = interleaved ? steps : 2 * steps;
    if (FloatAffineStreams.suit(rowsOfParts, wide, on.h.step, LEAST_STREAM_BYTES)) {
      if (interleaved) {
        FloatComplexStreams.interleaved(on, steps, wide, pAt, gAt, hAt, state, stateAt);
      } else {
        FloatComplexStreams.split(on, steps, wide, pAt, gAt, hAt, state, stateAt);
      }
      return;
    }
    int inRegisters = (interleaved ? 8 : FOURS ? 4 : 2) * LANES;
    int tile = wide <= inRegisters ? steps : TILE_ROWS;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int pi = pAt + t * on.p.step;
      int gi = gAt + t * on.g.step;
      int hi = hAt + t * on.h.step;
      if (interleaved) {
        interleaved(on, rows, wide, pi, gi, hi, state, stateAt);
      } else {
        split(on, rows, wide, pi, gi, hi, state, stateAt);
      }
      t += rows;
    }
  }

  private static void interleaved(
      FloatComplexAffine on, int rows, int wide, int pi, int gi, int hi, float[] state, int si) {
    int whole = wide / LANES;
    boolean overlap = whole * LANES < wide;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int i = 0;
    for (; i + 8 * LANES <= alone; i += 8 * LANES) {
      interleaved8(on, rows, pi + i, gi + i, hi + i, state, si + i);
    }
    if (i + 4 * LANES <= alone) {
      interleaved4(on, rows, pi + i, gi + i, hi + i, state, si + i);
      i += 4 * LANES;
    }
    if (i + 2 * LANES <= alone) {
      interleaved2(on, rows, pi + i, gi + i, hi + i, state, si + i, LANES);
      i += 2 * LANES;
    }
    if (i < alone) {
      interleaved2(on, rows, pi + i, gi + i, hi + i, state, si + i, 0);
      i += LANES;
    }
    if (overlap) {
      int step = wide - LANES - i;
      interleaved2(on, rows, pi + i, gi + i, hi + i, state, si + i, step);
    }
  }

  private static void split(
      FloatComplexAffine on, int rows, int wide, int pi, int gi, int hi, float[] state, int si) {
    int whole = wide / LANES;
    boolean overlap = whole * LANES < wide;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int i = 0;
    for (; FOURS && i + 4 * LANES <= alone; i += 4 * LANES) {
      split4(on, rows, pi + i, gi + i, hi + i, state, si + i);
    }
    for (; i + 2 * LANES <= alone; i += 2 * LANES) {
      split2(on, rows, pi + i, gi + i, hi + i, state, si + i, LANES);
    }
    if (i < alone) {
      split2(on, rows, pi + i, gi + i, hi + i, state, si + i, 0);
      i += LANES;
    }
    if (overlap) {
      int step = wide - LANES - i;
      split2(on, rows, pi + i, gi + i, hi + i, state, si + i, step);
    }
  }

  private static void interleaved8(
      FloatComplexAffine on, int rows, int pi, int gi, int hi, float[] state, int si) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.re;
    float[] g = on.g.re;
    float[] h = on.h.re;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    FloatVector h4 = FloatVector.fromArray(FLOATS, state, si + 4 * LANES);
    FloatVector h5 = FloatVector.fromArray(FLOATS, state, si + 5 * LANES);
    FloatVector h6 = FloatVector.fromArray(FLOATS, state, si + 6 * LANES);
    FloatVector h7 = FloatVector.fromArray(FLOATS, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES));
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector p2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES));
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector p3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES));
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      FloatVector p4 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 4 * LANES));
      FloatVector g4 = FloatVector.fromArray(FLOATS, g, gi + 4 * LANES);
      FloatVector p5 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 5 * LANES));
      FloatVector g5 = FloatVector.fromArray(FLOATS, g, gi + 5 * LANES);
      FloatVector p6 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 6 * LANES));
      FloatVector g6 = FloatVector.fromArray(FLOATS, g, gi + 6 * LANES);
      FloatVector p7 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 7 * LANES));
      FloatVector g7 = FloatVector.fromArray(FLOATS, g, gi + 7 * LANES);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      g2 = p2.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h2).rearrange(SWAPPED), g2);
      g3 = p3.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h3).rearrange(SWAPPED), g3);
      g4 = p4.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h4).rearrange(SWAPPED), g4);
      g5 = p5.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h5).rearrange(SWAPPED), g5);
      g6 = p6.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h6).rearrange(SWAPPED), g6);
      g7 = p7.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h7).rearrange(SWAPPED), g7);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
      h2 = p2.rearrange(REAL).fma(h2, g2);
      h3 = p3.rearrange(REAL).fma(h3, g3);
      h4 = p4.rearrange(REAL).fma(h4, g4);
      h5 = p5.rearrange(REAL).fma(h5, g5);
      h6 = p6.rearrange(REAL).fma(h6, g6);
      h7 = p7.rearrange(REAL).fma(h7, g7);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      h4.intoArray(h, hi + 4 * LANES);
      h5.intoArray(h, hi + 5 * LANES);
      h6.intoArray(h, hi + 6 * LANES);
      h7.intoArray(h, hi + 7 * LANES);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
    FLOAT_VECTOR.cast(h4).intoArray(state, si + 4 * LANES);
    FLOAT_VECTOR.cast(h5).intoArray(state, si + 5 * LANES);
    FLOAT_VECTOR.cast(h6).intoArray(state, si + 6 * LANES);
    FLOAT_VECTOR.cast(h7).intoArray(state, si + 7 * LANES);
  }

  private static void interleaved4(
      FloatComplexAffine on, int rows, int pi, int gi, int hi, float[] state, int si) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.re;
    float[] g = on.g.re;
    float[] h = on.h.re;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES));
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector p2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES));
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector p3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES));
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      g2 = p2.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h2).rearrange(SWAPPED), g2);
      g3 = p3.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h3).rearrange(SWAPPED), g3);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
      h2 = p2.rearrange(REAL).fma(h2, g2);
      h3 = p3.rearrange(REAL).fma(h3, g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
  }

  /** Two vectors, the second {@code step} elements after the first; they may overlap or be the same. */
  private static void interleaved2(
      FloatComplexAffine on, int rows, int pi, int gi, int hi, float[] state, int si, int step) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.re;
    float[] g = on.g.re;
    float[] h = on.h.re;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + step);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + step);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + step);
  }

  private static void split4(
      FloatComplexAffine on, int rows, int pi, int gi, int hi, float[] state, int si) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    float[] hRe = on.h.re;
    float[] hIm = on.h.im;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    int pj = pi + on.p.imaginary;
    int gj = gi + on.g.imaginary;
    int hj = hi + on.h.imaginary;
    int sj = si + on.stateImaginary;
    FloatVector x0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector y0 = FloatVector.fromArray(FLOATS, state, sj);
    FloatVector x1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector y1 = FloatVector.fromArray(FLOATS, state, sj + LANES);
    FloatVector x2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector y2 = FloatVector.fromArray(FLOATS, state, sj + 2 * LANES);
    FloatVector x3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    FloatVector y3 = FloatVector.fromArray(FLOATS, state, sj + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi));
      FloatVector q0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj));
      FloatVector re0 = FloatVector.fromArray(FLOATS, gRe, gi);
      FloatVector im0 = FloatVector.fromArray(FLOATS, gIm, gj);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi + LANES));
      FloatVector q1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj + LANES));
      FloatVector re1 = FloatVector.fromArray(FLOATS, gRe, gi + LANES);
      FloatVector im1 = FloatVector.fromArray(FLOATS, gIm, gj + LANES);
      FloatVector p2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi + 2 * LANES));
      FloatVector q2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj + 2 * LANES));
      FloatVector re2 = FloatVector.fromArray(FLOATS, gRe, gi + 2 * LANES);
      FloatVector im2 = FloatVector.fromArray(FLOATS, gIm, gj + 2 * LANES);
      FloatVector p3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi + 3 * LANES));
      FloatVector q3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj + 3 * LANES));
      FloatVector re3 = FloatVector.fromArray(FLOATS, gRe, gi + 3 * LANES);
      FloatVector im3 = FloatVector.fromArray(FLOATS, gIm, gj + 3 * LANES);
      re0 = q0.neg().fma(y0, re0);
      im0 = q0.fma(x0, im0);
      re1 = q1.neg().fma(y1, re1);
      im1 = q1.fma(x1, im1);
      re2 = q2.neg().fma(y2, re2);
      im2 = q2.fma(x2, im2);
      re3 = q3.neg().fma(y3, re3);
      im3 = q3.fma(x3, im3);
      x0 = p0.fma(x0, re0);
      y0 = p0.fma(y0, im0);
      x1 = p1.fma(x1, re1);
      y1 = p1.fma(y1, im1);
      x2 = p2.fma(x2, re2);
      y2 = p2.fma(y2, im2);
      x3 = p3.fma(x3, re3);
      y3 = p3.fma(y3, im3);
      x0.intoArray(hRe, hi);
      y0.intoArray(hIm, hj);
      x1.intoArray(hRe, hi + LANES);
      y1.intoArray(hIm, hj + LANES);
      x2.intoArray(hRe, hi + 2 * LANES);
      y2.intoArray(hIm, hj + 2 * LANES);
      x3.intoArray(hRe, hi + 3 * LANES);
      y3.intoArray(hIm, hj + 3 * LANES);
      pi += pStep;
      pj += pStep;
      gi += gStep;
      gj += gStep;
      hi += hStep;
      hj += hStep;
    }
    FLOAT_VECTOR.cast(x0).intoArray(state, si);
    FLOAT_VECTOR.cast(y0).intoArray(state, sj);
    FLOAT_VECTOR.cast(x1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(y1).intoArray(state, sj + LANES);
    FLOAT_VECTOR.cast(x2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(y2).intoArray(state, sj + 2 * LANES);
    FLOAT_VECTOR.cast(x3).intoArray(state, si + 3 * LANES);
    FLOAT_VECTOR.cast(y3).intoArray(state, sj + 3 * LANES);
  }

  /** Two pairs of vectors, the second {@code step} channels after the first; they may overlap or be the same. */
  private static void split2(
      FloatComplexAffine on, int rows, int pi, int gi, int hi, float[] state, int si, int step) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    float[] hRe = on.h.re;
    float[] hIm = on.h.im;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    int pj = pi + on.p.imaginary;
    int gj = gi + on.g.imaginary;
    int hj = hi + on.h.imaginary;
    int sj = si + on.stateImaginary;
    FloatVector x0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector y0 = FloatVector.fromArray(FLOATS, state, sj);
    FloatVector x1 = FloatVector.fromArray(FLOATS, state, si + step);
    FloatVector y1 = FloatVector.fromArray(FLOATS, state, sj + step);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi));
      FloatVector q0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj));
      FloatVector re0 = FloatVector.fromArray(FLOATS, gRe, gi);
      FloatVector im0 = FloatVector.fromArray(FLOATS, gIm, gj);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi + step));
      FloatVector q1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj + step));
      FloatVector re1 = FloatVector.fromArray(FLOATS, gRe, gi + step);
      FloatVector im1 = FloatVector.fromArray(FLOATS, gIm, gj + step);
      re0 = q0.neg().fma(y0, re0);
      im0 = q0.fma(x0, im0);
      re1 = q1.neg().fma(y1, re1);
      im1 = q1.fma(x1, im1);
      x0 = p0.fma(x0, re0);
      y0 = p0.fma(y0, im0);
      x1 = p1.fma(x1, re1);
      y1 = p1.fma(y1, im1);
      x0.intoArray(hRe, hi);
      y0.intoArray(hIm, hj);
      x1.intoArray(hRe, hi + step);
      y1.intoArray(hIm, hj + step);
      pi += pStep;
      pj += pStep;
      gi += gStep;
      gj += gStep;
      hi += hStep;
      hj += hStep;
    }
    FLOAT_VECTOR.cast(x0).intoArray(state, si);
    FLOAT_VECTOR.cast(y0).intoArray(state, sj);
    FLOAT_VECTOR.cast(x1).intoArray(state, si + step);
    FLOAT_VECTOR.cast(y1).intoArray(state, sj + step);
  }

  @Override
  public void reduce(
      FloatComplexAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at) {
    if (PAIRS && on.isInterleaved() && 2 * channels >= LANES) {
      // Only sums are written here, so that the last vectors may overlap any others.
      for (int c = 0; c < 2 * channels; c += 2 * LANES) {
        int i = Math.min(c, 2 * channels - LANES);
        int step = Math.min(i + LANES, 2 * channels - LANES) - i;
        sumInterleaved(on, steps, pAt + i, gAt + i, sum, at + i, step);
      }
    } else if (on.isSplit() && channels >= LANES) {
      for (int c = 0; c < channels; c += 2 * LANES) {
        int i = Math.min(c, channels - LANES);
        int step = Math.min(i + LANES, channels - LANES) - i;
        sumSplit(on, steps, pAt + i, gAt + i, sum, at + i, step);
      }
    } else {
      scalar.reduce(on, steps, channels, pAt, gAt, product, sum, at);
      return;
    }
    FloatScalarComplexAffineKernel.multiply(on, steps, channels, pAt, product, at);
  }

  private static void sumInterleaved(
      FloatComplexAffine on, int steps, int pi, int gi, float[] sum, int si, int step) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.re;
    float[] g = on.g.re;
    int pStep = on.p.step;
    int gStep = on.g.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, g, gi);
    FloatVector h1 = FloatVector.fromArray(FLOATS, g, gi + step);
    for (int t = 1; t < steps; t++) {
      pi += pStep;
      gi += gStep;
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
    }
    FLOAT_VECTOR.cast(h0).intoArray(sum, si);
    FLOAT_VECTOR.cast(h1).intoArray(sum, si + step);
  }

  private static void sumSplit(
      FloatComplexAffine on, int steps, int pi, int gi, float[] sum, int si, int step) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int pj = pi + on.p.imaginary;
    int gj = gi + on.g.imaginary;
    int sj = si + on.stateImaginary;
    FloatVector x0 = FloatVector.fromArray(FLOATS, gRe, gi);
    FloatVector y0 = FloatVector.fromArray(FLOATS, gIm, gj);
    FloatVector x1 = FloatVector.fromArray(FLOATS, gRe, gi + step);
    FloatVector y1 = FloatVector.fromArray(FLOATS, gIm, gj + step);
    for (int t = 1; t < steps; t++) {
      pi += pStep;
      pj += pStep;
      gi += gStep;
      gj += gStep;
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi));
      FloatVector q0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj));
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi + step));
      FloatVector q1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj + step));
      FloatVector re0 = q0.neg().fma(y0, FloatVector.fromArray(FLOATS, gRe, gi));
      FloatVector im0 = q0.fma(x0, FloatVector.fromArray(FLOATS, gIm, gj));
      FloatVector re1 = q1.neg().fma(y1, FloatVector.fromArray(FLOATS, gRe, gi + step));
      FloatVector im1 = q1.fma(x1, FloatVector.fromArray(FLOATS, gIm, gj + step));
      x0 = p0.fma(x0, re0);
      y0 = p0.fma(y0, im0);
      x1 = p1.fma(x1, re1);
      y1 = p1.fma(y1, im1);
    }
    FLOAT_VECTOR.cast(x0).intoArray(sum, si);
    FLOAT_VECTOR.cast(y0).intoArray(sum, sj);
    FLOAT_VECTOR.cast(x1).intoArray(sum, si + step);
    FLOAT_VECTOR.cast(y1).intoArray(sum, sj + step);
  }
}
