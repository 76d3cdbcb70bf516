package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.FloatAffine;
import dev.carrylane.engine.internal.FloatAffineKernel;
import dev.carrylane.engine.internal.scalar.FloatScalarAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scans with channels on lanes. The state of up to eight vectors of channels stays in registers on
 * the way down the rows, which hides the four cycles of a fused multiply-add twice over; measured
 * with 16 lanes, four vectors are as fast where a row has no more, and up to 10 % slower on wide rows.
 *
 * <p>Channels that do not fill a vector are covered by one that ends at the last channel and overlaps
 * its left neighbour. Both compute the same values there; they go down the rows together and read a
 * row before they write it, so that this holds in place too. Rows shorter than a vector go to the
 * scalar kernel.
 */
final class FloatVectorAffineKernel implements FloatAffineKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /**
   * Rows taken at a time where they are wider than eight vectors. Each row is then read in pieces of
   * eight vectors with the other rows' pieces in between, and the prefetchers follow as long as there
   * are few rows: [32768, 1024] from memory runs at 92 % of a triad with 8 rows at a time, 67 % with
   * 256, 45 % with all.
   */
  private static final int TILE_ROWS = 8;

  private final FloatAffineKernel scalar = new FloatScalarAffineKernel();

  @Override
  public boolean lookahead(
      FloatAffine on,
      int tiles,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      boolean advance,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt) {
    int step = on.pStep;
    boolean touching = step == on.gStep && (!advance || step == on.hStep);
    if (!touching || Math.abs(step) != 1) {
      return scalar.lookahead(
          on, tiles, pAt, gAt, h, hAt, advance, state, stateAt, scratch, scratchAt);
    }
    int registers = LOOKAHEAD_TILE / LANES;
    if (step == 1) {
      return advance
          ? forward(registers, tiles, on, pAt, gAt, h, hAt, state, stateAt)
          : forwardLast(registers, tiles, on, pAt, gAt, h, hAt, state, stateAt);
    }
    int down = LOOKAHEAD_TILE - 1;
    return advance
        ? backward(registers, tiles, on, pAt - down, gAt - down, h, hAt - down, state, stateAt)
        : backwardLast(registers, tiles, on, pAt - down, gAt - down, h, hAt - down, state, stateAt);
  }

  private static boolean forward(
      int registers,
      int tiles,
      FloatAffine on,
      int p,
      int g,
      float[] h,
      int hAt,
      float[] state,
      int at) {
    return switch (registers) {
      case 1 -> FloatKoggeStoneBy1.forward(tiles, on.p, p, on.g, g, h, hAt, state, at);
      case 2 -> FloatKoggeStoneBy2.forward(tiles, on.p, p, on.g, g, h, hAt, state, at);
      default -> FloatKoggeStoneBy4.forward(tiles, on.p, p, on.g, g, h, hAt, state, at);
    };
  }

  private static boolean forwardLast(
      int registers,
      int tiles,
      FloatAffine on,
      int p,
      int g,
      float[] h,
      int hAt,
      float[] state,
      int at) {
    return switch (registers) {
      case 1 -> FloatKoggeStoneBy1.forwardLast(tiles, on.p, p, on.g, g, h, hAt, state, at);
      case 2 -> FloatKoggeStoneBy2.forwardLast(tiles, on.p, p, on.g, g, h, hAt, state, at);
      default -> FloatKoggeStoneBy4.forwardLast(tiles, on.p, p, on.g, g, h, hAt, state, at);
    };
  }

  private static boolean backward(
      int registers,
      int tiles,
      FloatAffine on,
      int p,
      int g,
      float[] h,
      int hAt,
      float[] state,
      int at) {
    return switch (registers) {
      case 1 -> FloatKoggeStoneBy1.backward(tiles, on.p, p, on.g, g, h, hAt, state, at);
      case 2 -> FloatKoggeStoneBy2.backward(tiles, on.p, p, on.g, g, h, hAt, state, at);
      default -> FloatKoggeStoneBy4.backward(tiles, on.p, p, on.g, g, h, hAt, state, at);
    };
  }

  private static boolean backwardLast(
      int registers,
      int tiles,
      FloatAffine on,
      int p,
      int g,
      float[] h,
      int hAt,
      float[] state,
      int at) {
    return switch (registers) {
      case 1 -> FloatKoggeStoneBy1.backwardLast(tiles, on.p, p, on.g, g, h, hAt, state, at);
      case 2 -> FloatKoggeStoneBy2.backwardLast(tiles, on.p, p, on.g, g, h, hAt, state, at);
      default -> FloatKoggeStoneBy4.backwardLast(tiles, on.p, p, on.g, g, h, hAt, state, at);
    };
  }

  @Override
  public void scan(
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    if (channels < LANES || !on.channelsTouch()) {
      scalar.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    int tile = channels <= 8 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      tile(
          rows,
          channels,
          on.p,
          pAt + t * on.pStep,
          on.pStep,
          on.g,
          gAt + t * on.gStep,
          on.gStep,
          on.h,
          hAt + t * on.hStep,
          on.hStep,
          state,
          stateAt);
      t += rows;
    }
  }

  private static void tile(
      int rows,
      int channels,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int c = 0;
    for (; c + 8 * LANES <= alone; c += 8 * LANES) {
      scan8(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
    }
    if (c + 4 * LANES <= alone) {
      scan4(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
      c += 4 * LANES;
    }
    if (c + 2 * LANES <= alone) {
      scan2(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c, LANES);
      c += 2 * LANES;
    }
    if (c + LANES <= alone) {
      scan1(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
      c += LANES;
    }
    if (overlap) {
      int step = channels - LANES - c;
      scan2(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c, step);
    }
  }

  private static void scan8(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    FloatVector h4 = FloatVector.fromArray(FLOATS, state, si + 4 * LANES);
    FloatVector h5 = FloatVector.fromArray(FLOATS, state, si + 5 * LANES);
    FloatVector h6 = FloatVector.fromArray(FLOATS, state, si + 6 * LANES);
    FloatVector h7 = FloatVector.fromArray(FLOATS, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      FloatVector g4 = FloatVector.fromArray(FLOATS, g, gi + 4 * LANES);
      FloatVector g5 = FloatVector.fromArray(FLOATS, g, gi + 5 * LANES);
      FloatVector g6 = FloatVector.fromArray(FLOATS, g, gi + 6 * LANES);
      FloatVector g7 = FloatVector.fromArray(FLOATS, g, gi + 7 * LANES);
      h0 = FloatVector.fromArray(FLOATS, p, pi).fma(h0, g0);
      h1 = FloatVector.fromArray(FLOATS, p, pi + LANES).fma(h1, g1);
      h2 = FloatVector.fromArray(FLOATS, p, pi + 2 * LANES).fma(h2, g2);
      h3 = FloatVector.fromArray(FLOATS, p, pi + 3 * LANES).fma(h3, g3);
      h4 = FloatVector.fromArray(FLOATS, p, pi + 4 * LANES).fma(h4, g4);
      h5 = FloatVector.fromArray(FLOATS, p, pi + 5 * LANES).fma(h5, g5);
      h6 = FloatVector.fromArray(FLOATS, p, pi + 6 * LANES).fma(h6, g6);
      h7 = FloatVector.fromArray(FLOATS, p, pi + 7 * LANES).fma(h7, g7);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      h4.intoArray(h, hi + 4 * LANES);
      h5.intoArray(h, hi + 5 * LANES);
      h6.intoArray(h, hi + 6 * LANES);
      h7.intoArray(h, hi + 7 * LANES);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    h0.intoArray(state, si);
    h1.intoArray(state, si + LANES);
    h2.intoArray(state, si + 2 * LANES);
    h3.intoArray(state, si + 3 * LANES);
    h4.intoArray(state, si + 4 * LANES);
    h5.intoArray(state, si + 5 * LANES);
    h6.intoArray(state, si + 6 * LANES);
    h7.intoArray(state, si + 7 * LANES);
  }

  private static void scan4(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      h0 = FloatVector.fromArray(FLOATS, p, pi).fma(h0, g0);
      h1 = FloatVector.fromArray(FLOATS, p, pi + LANES).fma(h1, g1);
      h2 = FloatVector.fromArray(FLOATS, p, pi + 2 * LANES).fma(h2, g2);
      h3 = FloatVector.fromArray(FLOATS, p, pi + 3 * LANES).fma(h3, g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    h0.intoArray(state, si);
    h1.intoArray(state, si + LANES);
    h2.intoArray(state, si + 2 * LANES);
    h3.intoArray(state, si + 3 * LANES);
  }

  /** Two vectors, the second {@code step} channels after the first; they may overlap. */
  private static void scan2(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si,
      int step) {
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + step);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      h0 = FloatVector.fromArray(FLOATS, p, pi).fma(h0, g0);
      h1 = FloatVector.fromArray(FLOATS, p, pi + step).fma(h1, g1);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + step);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    h0.intoArray(state, si);
    h1.intoArray(state, si + step);
  }

  private static void scan1(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      h0 = FloatVector.fromArray(FLOATS, p, pi).fma(h0, g0);
      h0.intoArray(h, hi);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    h0.intoArray(state, si);
  }

  @Override
  public void reduce(
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at) {
    if (channels < LANES || !on.channelsTouch()) {
      scalar.reduce(on, steps, channels, pAt, gAt, product, sum, at);
      return;
    }
    for (int c = 0; c < channels; c += 2 * LANES) {
      // Only sums are written here, so the last vectors may overlap any others.
      int c0 = Math.min(c, channels - LANES);
      int step = Math.min(c0 + LANES, channels - LANES) - c0;
      sum2(steps, on.p, pAt + c0, on.pStep, on.g, gAt + c0, on.gStep, sum, at + c0, step);
    }
    multiply(steps, channels, on.p, pAt, on.pStep, product, at);
  }

  /** Two vectors, the second {@code step} channels after the first; they may overlap. */
  private static void sum2(
      int steps,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] sum,
      int oi,
      int step) {
    FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
    FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
    for (int t = 1; t < steps; t++) {
      pi += pStride;
      gi += gStride;
      FloatVector p0 = FloatVector.fromArray(FLOATS, p, pi);
      FloatVector p1 = FloatVector.fromArray(FLOATS, p, pi + step);
      g0 = p0.fma(g0, FloatVector.fromArray(FLOATS, g, gi));
      g1 = p1.fma(g1, FloatVector.fromArray(FLOATS, g, gi + step));
    }
    g0.intoArray(sum, oi);
    g1.intoArray(sum, oi + step);
  }

  /**
   * Plain loops, which the JIT turns into vector code by itself. Not with the Vector API: on JDK 25 a
   * conversion from {@code float} to {@code double} in a kernel of this size stays a call in some runs,
   * and so does a mask of the two lanes of a 128-bit vector; both allocate in every row.
   */
  private static void multiply(
      int steps, int channels, float[] p, int pi, int pStride, double[] product, int oi) {
    for (int c = 0; c < channels; c++) {
      product[oi + c] = p[pi + c];
    }
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += pStride;
        for (int c = 0; c < channels; c++) {
          product[oi + c] *= p[pi + c];
        }
      }
      for (int c = 0; c < channels; c++) {
        product[oi + c] = Math.abs(product[oi + c]) < NEGLIGIBLE_PRODUCT ? 0 : product[oi + c];
      }
    }
  }
}
