package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatSemiringKernel;
import dev.carrylane.engine.internal.scalar.FloatScalarSemiringKernel;
import dev.carrylane.engine.scan.Semiring;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** As {@link LongVectorSemiringKernel}, whose comments hold here; generated. */
final class FloatVectorSemiringKernel implements FloatSemiringKernel {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final Class<? extends FloatVector> VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int TILE_ROWS = 8;
  private static final VectorShuffle<Float> BACK1 = back(1);
  private static final VectorShuffle<Float> BACK2 = back(2);
  private static final VectorShuffle<Float> BACK4 = back(4);
  private static final VectorShuffle<Float> BACK8 = back(8);
  private static final VectorShuffle<Float> LAST = VectorShuffle.fromOp(SPECIES, i -> LANES - 1);
  private final FloatSemiringKernel scalar = new FloatScalarSemiringKernel();

  private static VectorShuffle<Float> back(int lanes) {
    return VectorShuffle.fromOp(SPECIES, i -> Math.max(0, i - lanes));
  }

  @Override
  public void scan(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    if (channels >= LANES && on.channelsTouch() && channelsFit(semiring)) {
      int tile = channels <= 4 * LANES ? steps : TILE_ROWS;
      for (int t = 0; t < steps; ) {
        int rows = Math.min(tile, steps - t);
        int pi = pAt + t * on.pStep;
        int gi = gAt + t * on.gStep;
        int hi = hAt + t * on.hStep;
        tile(semiring, on, rows, channels, pi, gi, on.h, hi, state, stateAt);
        t += rows;
      }
      return;
    }
    int done = stepsTouch(semiring, on) && on.hStep == 1 ? steps - steps % LANES : 0;
    if (done > 0) {
      for (int c = 0; c < channels; c++) {
        int pi = pAt + c * on.pChannel;
        int gi = gAt + c * on.gChannel;
        int hi = hAt + c * on.hChannel;
        int si = stateAt + c;
        switch (semiring) {
          case MAX -> maxInTime(done, on.g, gi, on.h, hi, state, si);
          case MIN -> minInTime(done, on.g, gi, on.h, hi, state, si);
          default -> throw new IllegalArgumentException(semiring.toString());
        }
      }
    }
    int pi = pAt + done * on.pStep;
    int gi = gAt + done * on.gStep;
    int hi = hAt + done * on.hStep;
    scalar.scan(semiring, on, steps - done, channels, pi, gi, hi, state, stateAt);
  }

  private static boolean channelsFit(Semiring semiring) {
    return true;
  }

  private static boolean stepsTouch(Semiring semiring, Operands on) {
    return LANES > 2 && on.gStep == 1 && on.pStep == 1 && FloatSemiringKernel.isExact(semiring);
  }

  @Override
  public void advance(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] state,
      int stateAt) {
    if (channels >= LANES && on.channelsTouch() && channelsFit(semiring)) {
      tile(semiring, on, steps, channels, pAt, gAt, state, stateAt, state, stateAt);
      return;
    }
    int done = stepsTouch(semiring, on) ? steps - steps % LANES : 0;
    if (done > 0) {
      for (int c = 0; c < channels; c++) {
        int pi = pAt + c * on.pChannel;
        int gi = gAt + c * on.gChannel;
        int si = stateAt + c;
        switch (semiring) {
          case MAX -> maxOnward(done, on.g, gi, state, si);
          case MIN -> minOnward(done, on.g, gi, state, si);
          default -> throw new IllegalArgumentException(semiring.toString());
        }
      }
    }
    int pi = pAt + done * on.pStep;
    int gi = gAt + done * on.gStep;
    scalar.advance(semiring, on, steps - done, channels, pi, gi, state, stateAt);
  }

  private static void tile(
      Semiring semiring,
      Operands on,
      int rows,
      int channels,
      int pi,
      int gi,
      float[] h,
      int hi,
      float[] state,
      int si) {
    for (int c = 0; c < channels; ) {
      int left = channels - c;
      int whole = left >= 5 * LANES ? 4 : 3;
      int taken = left <= 4 * LANES ? left : whole * LANES;
      int last = taken - LANES;
      switch (semiring) {
        case SUM -> sum(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case PRODUCT -> product(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MAX -> max(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MIN -> min(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MAX_PLUS -> maxPlus(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MIN_PLUS -> minPlus(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        default -> throw new IllegalArgumentException(semiring.toString());
      }
      c += taken;
    }
  }

  private static void sum(
      Operands on, int rows, int pi, int gi, float[] h, int hi, float[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    float[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    FloatVector h0 = FloatVector.fromArray(SPECIES, state, si);
    FloatVector h1 = FloatVector.fromArray(SPECIES, state, si + at1);
    FloatVector h2 = FloatVector.fromArray(SPECIES, state, si + at2);
    FloatVector h3 = FloatVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, gi);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, gi + at1);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, gi + at2);
      FloatVector g3 = FloatVector.fromArray(SPECIES, g, gi + at3);
      h0 = VECTOR.cast(h0).add(g0);
      h1 = VECTOR.cast(h1).add(g1);
      h2 = VECTOR.cast(h2).add(g2);
      h3 = VECTOR.cast(h3).add(g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + at1);
      h2.intoArray(h, hi + at2);
      h3.intoArray(h, hi + at3);
      gi += gStride;
      hi += hStride;
    }
    VECTOR.cast(h0).intoArray(state, si);
    VECTOR.cast(h1).intoArray(state, si + at1);
    VECTOR.cast(h2).intoArray(state, si + at2);
    VECTOR.cast(h3).intoArray(state, si + at3);
  }

  private static void product(
      Operands on, int rows, int pi, int gi, float[] h, int hi, float[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    float[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    FloatVector h0 = FloatVector.fromArray(SPECIES, state, si);
    FloatVector h1 = FloatVector.fromArray(SPECIES, state, si + at1);
    FloatVector h2 = FloatVector.fromArray(SPECIES, state, si + at2);
    FloatVector h3 = FloatVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, gi);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, gi + at1);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, gi + at2);
      FloatVector g3 = FloatVector.fromArray(SPECIES, g, gi + at3);
      h0 = VECTOR.cast(h0).mul(g0);
      h1 = VECTOR.cast(h1).mul(g1);
      h2 = VECTOR.cast(h2).mul(g2);
      h3 = VECTOR.cast(h3).mul(g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + at1);
      h2.intoArray(h, hi + at2);
      h3.intoArray(h, hi + at3);
      gi += gStride;
      hi += hStride;
    }
    VECTOR.cast(h0).intoArray(state, si);
    VECTOR.cast(h1).intoArray(state, si + at1);
    VECTOR.cast(h2).intoArray(state, si + at2);
    VECTOR.cast(h3).intoArray(state, si + at3);
  }

  private static void max(
      Operands on, int rows, int pi, int gi, float[] h, int hi, float[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    float[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    FloatVector h0 = FloatVector.fromArray(SPECIES, state, si);
    FloatVector h1 = FloatVector.fromArray(SPECIES, state, si + at1);
    FloatVector h2 = FloatVector.fromArray(SPECIES, state, si + at2);
    FloatVector h3 = FloatVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, gi);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, gi + at1);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, gi + at2);
      FloatVector g3 = FloatVector.fromArray(SPECIES, g, gi + at3);
      h0 = VECTOR.cast(h0).max(g0);
      h1 = VECTOR.cast(h1).max(g1);
      h2 = VECTOR.cast(h2).max(g2);
      h3 = VECTOR.cast(h3).max(g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + at1);
      h2.intoArray(h, hi + at2);
      h3.intoArray(h, hi + at3);
      gi += gStride;
      hi += hStride;
    }
    VECTOR.cast(h0).intoArray(state, si);
    VECTOR.cast(h1).intoArray(state, si + at1);
    VECTOR.cast(h2).intoArray(state, si + at2);
    VECTOR.cast(h3).intoArray(state, si + at3);
  }

  private static void maxInTime(
      int steps, float[] g, int gi, float[] h, int hi, float[] state, int si) {
    FloatVector carry = FloatVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      FloatVector sum = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gi + t));
      sum = sum.max(sum.rearrange(BACK1));
      sum = sum.max(sum.rearrange(BACK2));
      if (LANES > 4) {
        sum = sum.max(sum.rearrange(BACK4));
      }
      if (LANES > 8) {
        sum = sum.max(sum.rearrange(BACK8));
      }
      VECTOR.cast(carry).max(sum).intoArray(h, hi + t);
      carry = VECTOR.cast(carry).max(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void maxOnward(int steps, float[] g, int gi, float[] state, int si) {
    FloatVector folded = FloatVector.fromArray(SPECIES, g, gi);
    for (int t = LANES; t < steps; t += LANES) {
      folded = VECTOR.cast(folded).max(FloatVector.fromArray(SPECIES, g, gi + t));
    }
    FloatVector sum = VECTOR.cast(folded);
    sum = sum.max(sum.rearrange(BACK1));
    sum = sum.max(sum.rearrange(BACK2));
    if (LANES > 4) {
      sum = sum.max(sum.rearrange(BACK4));
    }
    if (LANES > 8) {
      sum = sum.max(sum.rearrange(BACK8));
    }
    FloatVector before = VECTOR.cast(FloatVector.broadcast(SPECIES, state[si]));
    state[si] = before.max(sum).lane(LANES - 1);
  }

  private static void min(
      Operands on, int rows, int pi, int gi, float[] h, int hi, float[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    float[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    FloatVector h0 = FloatVector.fromArray(SPECIES, state, si);
    FloatVector h1 = FloatVector.fromArray(SPECIES, state, si + at1);
    FloatVector h2 = FloatVector.fromArray(SPECIES, state, si + at2);
    FloatVector h3 = FloatVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, gi);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, gi + at1);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, gi + at2);
      FloatVector g3 = FloatVector.fromArray(SPECIES, g, gi + at3);
      h0 = VECTOR.cast(h0).min(g0);
      h1 = VECTOR.cast(h1).min(g1);
      h2 = VECTOR.cast(h2).min(g2);
      h3 = VECTOR.cast(h3).min(g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + at1);
      h2.intoArray(h, hi + at2);
      h3.intoArray(h, hi + at3);
      gi += gStride;
      hi += hStride;
    }
    VECTOR.cast(h0).intoArray(state, si);
    VECTOR.cast(h1).intoArray(state, si + at1);
    VECTOR.cast(h2).intoArray(state, si + at2);
    VECTOR.cast(h3).intoArray(state, si + at3);
  }

  private static void minInTime(
      int steps, float[] g, int gi, float[] h, int hi, float[] state, int si) {
    FloatVector carry = FloatVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      FloatVector sum = VECTOR.cast(FloatVector.fromArray(SPECIES, g, gi + t));
      sum = sum.min(sum.rearrange(BACK1));
      sum = sum.min(sum.rearrange(BACK2));
      if (LANES > 4) {
        sum = sum.min(sum.rearrange(BACK4));
      }
      if (LANES > 8) {
        sum = sum.min(sum.rearrange(BACK8));
      }
      VECTOR.cast(carry).min(sum).intoArray(h, hi + t);
      carry = VECTOR.cast(carry).min(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void minOnward(int steps, float[] g, int gi, float[] state, int si) {
    FloatVector folded = FloatVector.fromArray(SPECIES, g, gi);
    for (int t = LANES; t < steps; t += LANES) {
      folded = VECTOR.cast(folded).min(FloatVector.fromArray(SPECIES, g, gi + t));
    }
    FloatVector sum = VECTOR.cast(folded);
    sum = sum.min(sum.rearrange(BACK1));
    sum = sum.min(sum.rearrange(BACK2));
    if (LANES > 4) {
      sum = sum.min(sum.rearrange(BACK4));
    }
    if (LANES > 8) {
      sum = sum.min(sum.rearrange(BACK8));
    }
    FloatVector before = VECTOR.cast(FloatVector.broadcast(SPECIES, state[si]));
    state[si] = before.min(sum).lane(LANES - 1);
  }

  private static void maxPlus(
      Operands on, int rows, int pi, int gi, float[] h, int hi, float[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    float[] p = on.p;
    int pStride = on.pStep;
    float[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    FloatVector h0 = FloatVector.fromArray(SPECIES, state, si);
    FloatVector h1 = FloatVector.fromArray(SPECIES, state, si + at1);
    FloatVector h2 = FloatVector.fromArray(SPECIES, state, si + at2);
    FloatVector h3 = FloatVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, gi);
      FloatVector p0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi));
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, gi + at1);
      FloatVector p1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at1));
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, gi + at2);
      FloatVector p2 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at2));
      FloatVector g3 = FloatVector.fromArray(SPECIES, g, gi + at3);
      FloatVector p3 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at3));
      h0 = p0.add(h0).max(g0);
      h1 = p1.add(h1).max(g1);
      h2 = p2.add(h2).max(g2);
      h3 = p3.add(h3).max(g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + at1);
      h2.intoArray(h, hi + at2);
      h3.intoArray(h, hi + at3);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    VECTOR.cast(h0).intoArray(state, si);
    VECTOR.cast(h1).intoArray(state, si + at1);
    VECTOR.cast(h2).intoArray(state, si + at2);
    VECTOR.cast(h3).intoArray(state, si + at3);
  }

  private static void minPlus(
      Operands on, int rows, int pi, int gi, float[] h, int hi, float[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    float[] p = on.p;
    int pStride = on.pStep;
    float[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    FloatVector h0 = FloatVector.fromArray(SPECIES, state, si);
    FloatVector h1 = FloatVector.fromArray(SPECIES, state, si + at1);
    FloatVector h2 = FloatVector.fromArray(SPECIES, state, si + at2);
    FloatVector h3 = FloatVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, gi);
      FloatVector p0 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi));
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, gi + at1);
      FloatVector p1 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at1));
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, gi + at2);
      FloatVector p2 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at2));
      FloatVector g3 = FloatVector.fromArray(SPECIES, g, gi + at3);
      FloatVector p3 = VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at3));
      h0 = p0.add(h0).min(g0);
      h1 = p1.add(h1).min(g1);
      h2 = p2.add(h2).min(g2);
      h3 = p3.add(h3).min(g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + at1);
      h2.intoArray(h, hi + at2);
      h3.intoArray(h, hi + at3);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    VECTOR.cast(h0).intoArray(state, si);
    VECTOR.cast(h1).intoArray(state, si + at1);
    VECTOR.cast(h2).intoArray(state, si + at2);
    VECTOR.cast(h3).intoArray(state, si + at3);
  }
}
