package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.LongSemiringKernel;
import dev.carrylane.engine.internal.scalar.LongScalarSemiringKernel;
import dev.carrylane.engine.scan.Semiring;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scans of semirings on vectors. Generated: the same loops for each.
 *
 * <p>Channels that lie side by side go on lanes, four vectors at a time down the rows. Those that do not
 * fill a vector are covered by one that ends at the last channel and overlaps its left neighbour: both
 * go down the rows together and read a row before they write it, so that this holds in place too.
 *
 * <p>Steps that lie side by side go on lanes where the grouping of steps changes nothing: a vector of
 * them is scanned in the register, with a shift by 1, 2, 4, … lanes for each doubling (Kogge and Stone,
 * "A parallel algorithm for the efficient solution of a general class of recurrence equations", 1973).
 * The carry from vector to vector waits for one operation alone, because it meets the vector's total, not
 * its last state. Two lanes are too few for that. Everything else goes to the scalar kernel.
 */
final class LongVectorSemiringKernel implements LongSemiringKernel {
  private static final VectorSpecies<Long> SPECIES = VectorWidth.LONGS;
  private static final int LANES = VectorWidth.LONG_LANES;
  private static final Class<? extends LongVector> VECTOR = VectorWidth.LONG_VECTOR;

  /** Rows taken at a time where they are wider than four vectors: few, for the prefetchers' sake. */
  private static final int TILE_ROWS = 8;

  /** Each lane from the one 1, 2, 4, … before it, the first ones from lane 0. */
  private static final VectorShuffle<Long> BACK1 = back(1);

  private static final VectorShuffle<Long> BACK2 = back(2);
  private static final VectorShuffle<Long> BACK4 = back(4);
  private static final VectorShuffle<Long> LAST = VectorShuffle.fromOp(SPECIES, i -> LANES - 1);

  private final LongSemiringKernel scalar = new LongScalarSemiringKernel();

  private static VectorShuffle<Long> back(int lanes) {
    return VectorShuffle.fromOp(SPECIES, i -> Math.max(0, i - lanes));
  }

  /** The first 1, 2, 4 lanes. */
  private static final VectorMask<Long> HEAD1 = head(1);

  private static final VectorMask<Long> HEAD2 = head(2);
  private static final VectorMask<Long> HEAD4 = head(4);

  private static VectorMask<Long> head(int lanes) {
    return SPECIES.indexInRange(0, Math.min(lanes, LANES));
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
      long[] state,
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
          case SUM -> sumInTime(done, on.g, gi, on.h, hi, state, si);
          case PRODUCT -> productInTime(done, on.g, gi, on.h, hi, state, si);
          case MAX -> maxInTime(done, on.g, gi, on.h, hi, state, si);
          case MIN -> minInTime(done, on.g, gi, on.h, hi, state, si);
          case OR_AND -> orAndInTime(done, on.p, pi, on.g, gi, on.h, hi, state, si);
          case PLUS_TIMES -> plusTimesInTime(done, on.p, pi, on.g, gi, on.h, hi, state, si);
          default -> throw new IllegalArgumentException(semiring.toString());
        }
      }
    }
    int pi = pAt + done * on.pStep;
    int gi = gAt + done * on.gStep;
    int hi = hAt + done * on.hStep;
    scalar.scan(semiring, on, steps - done, channels, pi, gi, hi, state, stateAt);
  }

  /**
   * Whether the JIT makes good code of channels on lanes. On JDK 25 it does not of a comparison of two
   * lanes, which allocates a mask in every row.
   */
  private static boolean channelsFit(Semiring semiring) {
    return LANES > 2 || semiring != Semiring.MAX_PLUS && semiring != Semiring.MIN_PLUS;
  }

  /** Whether a vector of steps may be read at once, and scanned in the register. */
  private static boolean stepsTouch(Semiring semiring, Operands on) {
    return LANES > 2
        && on.gStep == 1
        && on.pStep == 1
        && semiring != Semiring.MAX_PLUS
        && semiring != Semiring.MIN_PLUS;
  }

  @Override
  public void advance(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      long[] state,
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
          case SUM -> sumOnward(done, on.g, gi, state, si);
          case PRODUCT -> productOnward(done, on.g, gi, state, si);
          case MAX -> maxOnward(done, on.g, gi, state, si);
          case MIN -> minOnward(done, on.g, gi, state, si);
          case OR_AND -> orAndOnward(done, on.p, pi, on.g, gi, state, si);
          case PLUS_TIMES -> plusTimesOnward(done, on.p, pi, on.g, gi, state, si);
          default -> throw new IllegalArgumentException(semiring.toString());
        }
      }
    }
    int pi = pAt + done * on.pStep;
    int gi = gAt + done * on.gStep;
    scalar.advance(semiring, on, steps - done, channels, pi, gi, state, stateAt);
  }

  /** Rows of at least one vector of channels. Where h is the state, that takes what nobody keeps. */
  private static void tile(
      Semiring semiring,
      Operands on,
      int rows,
      int channels,
      int pi,
      int gi,
      long[] h,
      int hi,
      long[] state,
      int si) {
    for (int c = 0; c < channels; ) {
      int left = channels - c;
      // Of more than four vectors, a last one that is not whole stays with its neighbour.
      int whole = left >= 5 * LANES ? 4 : 3;
      int taken = left <= 4 * LANES ? left : whole * LANES;
      int last = taken - LANES;
      switch (semiring) {
        case SUM -> sum(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case PRODUCT -> product(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MAX -> max(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MIN -> min(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case OR_AND -> orAnd(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case PLUS_TIMES -> plusTimes(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MAX_PLUS -> maxPlus(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
        case MIN_PLUS -> minPlus(on, rows, pi + c, gi + c, h, hi + c, state, si + c, last);
      }
      c += taken;
    }
  }

  @Override
  public void multiply(
      Semiring semiring, Operands on, int steps, int channels, int pAt, long[] product, int at) {
    boolean tropical = semiring == Semiring.MAX_PLUS || semiring == Semiring.MIN_PLUS;
    int done = on.pStep == 1 && LANES > 2 && !tropical ? steps - steps % LANES : 0;
    if (done > 0) {
      for (int c = 0; c < channels; c++) {
        int pi = pAt + c * on.pChannel;
        if (semiring == Semiring.OR_AND) {
          product[at + c] &= conjunction(done, on.p, pi);
        } else {
          product[at + c] *= product(done, on.p, pi);
        }
      }
    }
    scalar.multiply(semiring, on, steps - done, channels, pAt + done * on.pStep, product, at);
  }

  private static long conjunction(int steps, long[] p, int pi) {
    LongVector all = LongVector.broadcast(SPECIES, -1);
    for (int t = 0; t < steps; t += LANES) {
      all = VECTOR.cast(all).and(LongVector.fromArray(SPECIES, p, pi + t));
    }
    return VECTOR.cast(all).reduceLanes(VectorOperators.AND);
  }

  private static long product(int steps, long[] p, int pi) {
    LongVector all = LongVector.broadcast(SPECIES, 1);
    for (int t = 0; t < steps; t += LANES) {
      all = VECTOR.cast(all).mul(LongVector.fromArray(SPECIES, p, pi + t));
    }
    // Without AVX-512 the JIT multiplies no lanes of long with each other.
    LongVector sum = VECTOR.cast(all);
    sum = sum.mul(sum.rearrange(BACK1).blend(1, HEAD1));
    sum = sum.mul(sum.rearrange(BACK2).blend(1, HEAD2));
    if (LANES > 4) {
      sum = sum.mul(sum.rearrange(BACK4).blend(1, HEAD4));
    }
    return sum.lane(LANES - 1);
  }

  private static void sum(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
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

  private static void sumInTime(
      int steps, long[] g, int gi, long[] h, int hi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      sum = sum.add(sum.rearrange(BACK1).blend(0, HEAD1));
      sum = sum.add(sum.rearrange(BACK2).blend(0, HEAD2));
      if (LANES > 4) {
        sum = sum.add(sum.rearrange(BACK4).blend(0, HEAD4));
      }
      VECTOR.cast(carry).add(sum).intoArray(h, hi + t);
      carry = VECTOR.cast(carry).add(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void sumOnward(int steps, long[] g, int gi, long[] state, int si) {
    LongVector folded = LongVector.fromArray(SPECIES, g, gi);
    for (int t = LANES; t < steps; t += LANES) {
      folded = VECTOR.cast(folded).add(LongVector.fromArray(SPECIES, g, gi + t));
    }
    LongVector sum = VECTOR.cast(folded);
    sum = sum.add(sum.rearrange(BACK1).blend(0, HEAD1));
    sum = sum.add(sum.rearrange(BACK2).blend(0, HEAD2));
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(BACK4).blend(0, HEAD4));
    }
    LongVector before = VECTOR.cast(LongVector.broadcast(SPECIES, state[si]));
    state[si] = before.add(sum).lane(LANES - 1);
  }

  private static void product(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
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

  private static void productInTime(
      int steps, long[] g, int gi, long[] h, int hi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      sum = sum.mul(sum.rearrange(BACK1).blend(1, HEAD1));
      sum = sum.mul(sum.rearrange(BACK2).blend(1, HEAD2));
      if (LANES > 4) {
        sum = sum.mul(sum.rearrange(BACK4).blend(1, HEAD4));
      }
      VECTOR.cast(carry).mul(sum).intoArray(h, hi + t);
      carry = VECTOR.cast(carry).mul(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void productOnward(int steps, long[] g, int gi, long[] state, int si) {
    LongVector folded = LongVector.fromArray(SPECIES, g, gi);
    for (int t = LANES; t < steps; t += LANES) {
      folded = VECTOR.cast(folded).mul(LongVector.fromArray(SPECIES, g, gi + t));
    }
    LongVector sum = VECTOR.cast(folded);
    sum = sum.mul(sum.rearrange(BACK1).blend(1, HEAD1));
    sum = sum.mul(sum.rearrange(BACK2).blend(1, HEAD2));
    if (LANES > 4) {
      sum = sum.mul(sum.rearrange(BACK4).blend(1, HEAD4));
    }
    LongVector before = VECTOR.cast(LongVector.broadcast(SPECIES, state[si]));
    state[si] = before.mul(sum).lane(LANES - 1);
  }

  private static void max(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
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
      int steps, long[] g, int gi, long[] h, int hi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      sum = sum.max(sum.rearrange(BACK1));
      sum = sum.max(sum.rearrange(BACK2));
      if (LANES > 4) {
        sum = sum.max(sum.rearrange(BACK4));
      }
      VECTOR.cast(carry).max(sum).intoArray(h, hi + t);
      carry = VECTOR.cast(carry).max(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void maxOnward(int steps, long[] g, int gi, long[] state, int si) {
    LongVector folded = LongVector.fromArray(SPECIES, g, gi);
    for (int t = LANES; t < steps; t += LANES) {
      folded = VECTOR.cast(folded).max(LongVector.fromArray(SPECIES, g, gi + t));
    }
    LongVector sum = VECTOR.cast(folded);
    sum = sum.max(sum.rearrange(BACK1));
    sum = sum.max(sum.rearrange(BACK2));
    if (LANES > 4) {
      sum = sum.max(sum.rearrange(BACK4));
    }
    LongVector before = VECTOR.cast(LongVector.broadcast(SPECIES, state[si]));
    state[si] = before.max(sum).lane(LANES - 1);
  }

  private static void min(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
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
      int steps, long[] g, int gi, long[] h, int hi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      sum = sum.min(sum.rearrange(BACK1));
      sum = sum.min(sum.rearrange(BACK2));
      if (LANES > 4) {
        sum = sum.min(sum.rearrange(BACK4));
      }
      VECTOR.cast(carry).min(sum).intoArray(h, hi + t);
      carry = VECTOR.cast(carry).min(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void minOnward(int steps, long[] g, int gi, long[] state, int si) {
    LongVector folded = LongVector.fromArray(SPECIES, g, gi);
    for (int t = LANES; t < steps; t += LANES) {
      folded = VECTOR.cast(folded).min(LongVector.fromArray(SPECIES, g, gi + t));
    }
    LongVector sum = VECTOR.cast(folded);
    sum = sum.min(sum.rearrange(BACK1));
    sum = sum.min(sum.rearrange(BACK2));
    if (LANES > 4) {
      sum = sum.min(sum.rearrange(BACK4));
    }
    LongVector before = VECTOR.cast(LongVector.broadcast(SPECIES, state[si]));
    state[si] = before.min(sum).lane(LANES - 1);
  }

  private static void orAnd(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] p = on.p;
    int pStride = on.pStep;
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector p0 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi));
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector p1 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at1));
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector p2 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at2));
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
      LongVector p3 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at3));
      h0 = p0.and(h0).or(g0);
      h1 = p1.and(h1).or(g1);
      h2 = p2.and(h2).or(g2);
      h3 = p3.and(h3).or(g3);
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

  private static void orAndInTime(
      int steps, long[] p, int pi, long[] g, int gi, long[] h, int hi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      LongVector product = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + t));
      sum = product.and(sum.rearrange(BACK1)).or(sum);
      product = product.and(product.rearrange(BACK1));
      sum = product.and(sum.rearrange(BACK2)).or(sum);
      product = product.and(product.rearrange(BACK2));
      if (LANES > 4) {
        sum = product.and(sum.rearrange(BACK4)).or(sum);
        product = product.and(product.rearrange(BACK4));
      }
      product.and(carry).or(sum).intoArray(h, hi + t);
      carry = product.rearrange(LAST).and(carry).or(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void orAndOnward(
      int steps, long[] p, int pi, long[] g, int gi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      LongVector product = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + t));
      sum = product.and(sum.rearrange(BACK1)).or(sum);
      product = product.and(product.rearrange(BACK1));
      sum = product.and(sum.rearrange(BACK2)).or(sum);
      product = product.and(product.rearrange(BACK2));
      if (LANES > 4) {
        sum = product.and(sum.rearrange(BACK4)).or(sum);
        product = product.and(product.rearrange(BACK4));
      }
      carry = product.rearrange(LAST).and(carry).or(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void plusTimes(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] p = on.p;
    int pStride = on.pStep;
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector p0 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi));
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector p1 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at1));
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector p2 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at2));
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
      LongVector p3 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at3));
      h0 = p0.mul(h0).add(g0);
      h1 = p1.mul(h1).add(g1);
      h2 = p2.mul(h2).add(g2);
      h3 = p3.mul(h3).add(g3);
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

  private static void plusTimesInTime(
      int steps, long[] p, int pi, long[] g, int gi, long[] h, int hi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      LongVector product = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + t));
      sum = product.mul(sum.rearrange(BACK1).blend(0, HEAD1)).add(sum);
      product = product.mul(product.rearrange(BACK1).blend(1, HEAD1));
      sum = product.mul(sum.rearrange(BACK2).blend(0, HEAD2)).add(sum);
      product = product.mul(product.rearrange(BACK2).blend(1, HEAD2));
      if (LANES > 4) {
        sum = product.mul(sum.rearrange(BACK4).blend(0, HEAD4)).add(sum);
        product = product.mul(product.rearrange(BACK4).blend(1, HEAD4));
      }
      product.mul(carry).add(sum).intoArray(h, hi + t);
      carry = product.rearrange(LAST).mul(carry).add(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void plusTimesOnward(
      int steps, long[] p, int pi, long[] g, int gi, long[] state, int si) {
    LongVector carry = LongVector.broadcast(SPECIES, state[si]);
    for (int t = 0; t < steps; t += LANES) {
      LongVector sum = VECTOR.cast(LongVector.fromArray(SPECIES, g, gi + t));
      LongVector product = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + t));
      sum = product.mul(sum.rearrange(BACK1).blend(0, HEAD1)).add(sum);
      product = product.mul(product.rearrange(BACK1).blend(1, HEAD1));
      sum = product.mul(sum.rearrange(BACK2).blend(0, HEAD2)).add(sum);
      product = product.mul(product.rearrange(BACK2).blend(1, HEAD2));
      if (LANES > 4) {
        sum = product.mul(sum.rearrange(BACK4).blend(0, HEAD4)).add(sum);
        product = product.mul(product.rearrange(BACK4).blend(1, HEAD4));
      }
      carry = product.rearrange(LAST).mul(carry).add(sum.rearrange(LAST));
    }
    state[si] = VECTOR.cast(carry).lane(0);
  }

  private static void maxPlus(
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] p = on.p;
    int pStride = on.pStep;
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector p0 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi));
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector p1 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at1));
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector p2 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at2));
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
      LongVector p3 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at3));
      h0 =
          p0.add(h0)
              .blend(Long.MIN_VALUE, p0.eq(Long.MIN_VALUE).or(VECTOR.cast(h0).eq(Long.MIN_VALUE)))
              .max(g0);
      h1 =
          p1.add(h1)
              .blend(Long.MIN_VALUE, p1.eq(Long.MIN_VALUE).or(VECTOR.cast(h1).eq(Long.MIN_VALUE)))
              .max(g1);
      h2 =
          p2.add(h2)
              .blend(Long.MIN_VALUE, p2.eq(Long.MIN_VALUE).or(VECTOR.cast(h2).eq(Long.MIN_VALUE)))
              .max(g2);
      h3 =
          p3.add(h3)
              .blend(Long.MIN_VALUE, p3.eq(Long.MIN_VALUE).or(VECTOR.cast(h3).eq(Long.MIN_VALUE)))
              .max(g3);
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
      Operands on, int rows, int pi, int gi, long[] h, int hi, long[] state, int si, int last) {
    int at1 = Math.min(1 * LANES, last);
    int at2 = Math.min(2 * LANES, last);
    int at3 = Math.min(3 * LANES, last);
    long[] p = on.p;
    int pStride = on.pStep;
    long[] g = on.g;
    int gStride = on.gStep;
    int hStride = h == state ? 0 : on.hStep;
    LongVector h0 = LongVector.fromArray(SPECIES, state, si);
    LongVector h1 = LongVector.fromArray(SPECIES, state, si + at1);
    LongVector h2 = LongVector.fromArray(SPECIES, state, si + at2);
    LongVector h3 = LongVector.fromArray(SPECIES, state, si + at3);
    for (int t = 0; t < rows; t++) {
      LongVector g0 = LongVector.fromArray(SPECIES, g, gi);
      LongVector p0 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi));
      LongVector g1 = LongVector.fromArray(SPECIES, g, gi + at1);
      LongVector p1 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at1));
      LongVector g2 = LongVector.fromArray(SPECIES, g, gi + at2);
      LongVector p2 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at2));
      LongVector g3 = LongVector.fromArray(SPECIES, g, gi + at3);
      LongVector p3 = VECTOR.cast(LongVector.fromArray(SPECIES, p, pi + at3));
      h0 =
          p0.add(h0)
              .blend(Long.MAX_VALUE, p0.eq(Long.MAX_VALUE).or(VECTOR.cast(h0).eq(Long.MAX_VALUE)))
              .min(g0);
      h1 =
          p1.add(h1)
              .blend(Long.MAX_VALUE, p1.eq(Long.MAX_VALUE).or(VECTOR.cast(h1).eq(Long.MAX_VALUE)))
              .min(g1);
      h2 =
          p2.add(h2)
              .blend(Long.MAX_VALUE, p2.eq(Long.MAX_VALUE).or(VECTOR.cast(h2).eq(Long.MAX_VALUE)))
              .min(g2);
      h3 =
          p3.add(h3)
              .blend(Long.MAX_VALUE, p3.eq(Long.MAX_VALUE).or(VECTOR.cast(h3).eq(Long.MAX_VALUE)))
              .min(g3);
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
