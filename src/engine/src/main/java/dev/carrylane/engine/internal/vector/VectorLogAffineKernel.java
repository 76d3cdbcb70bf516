package dev.carrylane.engine.internal.vector;

import static dev.carrylane.engine.internal.ActivationFunctions.EXPONENT_SHIFT;
import static dev.carrylane.engine.internal.ActivationFunctions.EXP_C2;
import static dev.carrylane.engine.internal.ActivationFunctions.EXP_C3;
import static dev.carrylane.engine.internal.ActivationFunctions.EXP_C4;
import static dev.carrylane.engine.internal.ActivationFunctions.EXP_C5;
import static dev.carrylane.engine.internal.ActivationFunctions.EXP_C6;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C10;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C2;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C3;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C4;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C5;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C6;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C7;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C8;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG1P_C9;
import static dev.carrylane.engine.internal.ActivationFunctions.LOG2_E;
import static dev.carrylane.engine.internal.ActivationFunctions.MINUS_LN2_HIGH;
import static dev.carrylane.engine.internal.ActivationFunctions.MINUS_LN2_LOW;
import static dev.carrylane.engine.internal.ActivationFunctions.ROUND_WHOLE;
import static dev.carrylane.engine.internal.ActivationFunctions.TINY;
import static dev.carrylane.engine.internal.LogAffineFunctions.EXPONENT_LOWEST;
import static dev.carrylane.engine.internal.LogAffineFunctions.EXPONENT_OF_ZERO;
import static dev.carrylane.engine.internal.vector.VectorWidth.FLOATS;
import static dev.carrylane.engine.internal.vector.VectorWidth.FLOAT_LANES;

import dev.carrylane.engine.internal.FloatAffine;
import dev.carrylane.engine.internal.LogAffineKernel;
import dev.carrylane.engine.internal.scalar.ScalarLogAffineKernel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Scans of logarithms with channels on lanes: the operations of {@link
 * dev.carrylane.engine.internal.LogAffineFunctions}, one by one.
 *
 * <p>A step is a chain of 66 operations, about 54 ns from state to state, while a vector's operations by
 * themselves would take 14 ns at the rate at which those of softplus run. So two vectors of a row are taken side by
 * side, with their states in memory: the
 * processor works on several such pairs at once by itself, as far ahead as its buffers reach. With 16 lanes, 64 and
 * 1024 channels take 1.3 ns an element, 1.5 and 1.6 when the vectors are taken one by one, and 21 in a plain loop over
 * rows with the JDK's functions, which does without remainders.
 *
 * <p>Channels that do not fill a vector are covered by one that ends at the last channel and overlaps its
 * left neighbour, with a copy of its states in working memory; where a pair lacks its second vector, it is
 * this one again. Both compute the same values there, and each vector is loaded before the one ahead of it is
 * stored, so that this holds in place too.
 *
 * <p>Channels that do not lie side by side, or are fewer than a vector's, are copied to working memory, some rows
 * at a time: 3.5 ns an element for 64 channels, of which 2.2 are for the copies.
 */
final class VectorLogAffineKernel implements LogAffineKernel {
  /** Rows copied at a time, a cache line of each channel that lies in lines of its own. */
  private static final int COPIED_ROWS = 16;

  /** Channels copied at a time: enough vectors to be worked on at once. */
  private static final int COPIED_CHANNELS = 4 * FLOAT_LANES;

  /**
   * Fewer channels are as fast or faster in the scalar kernel: 4 take 13 ns an element there and 16 on 16 lanes, 13
   * on 8; 8 take 14 there and 9 on 16 lanes, 6 on 8.
   */
  private static final int MIN_COPIED_CHANNELS = 6;

  private final LogAffineKernel scalar = new ScalarLogAffineKernel();

  @Override
  public int workLength(int channels) {
    return Math.max(3 * (channels + FLOAT_LANES), 2 * (COPIED_ROWS + 1) * COPIED_CHANNELS);
  }

  @Override
  public void scan(
      FloatAffine on,
      boolean stored,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      float[] low,
      int stateAt,
      float[] work,
      int workAt) {
    if (channels >= FLOAT_LANES && on.channelsTouch()) {
      inPlace(on, stored, steps, channels, pAt, gAt, hAt, state, low, stateAt, work, workAt);
    } else if (channels < MIN_COPIED_CHANNELS) {
      scalar.scan(on, stored, steps, channels, pAt, gAt, hAt, state, low, stateAt, work, workAt);
    } else {
      for (int c = 0; c < channels; c += COPIED_CHANNELS) {
        copied(
            on,
            stored,
            steps,
            Math.min(COPIED_CHANNELS, channels - c),
            pAt + c * on.pChannel,
            gAt + c * on.gChannel,
            hAt + c * on.hChannel,
            state,
            low,
            stateAt + c,
            work,
            workAt);
      }
    }
    LogAffineKernel.settle(state, low, stateAt, channels);
  }

  private static void inPlace(
      FloatAffine on,
      boolean stored,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      float[] low,
      int stateAt,
      float[] work,
      int workAt) {
    int width = Math.ceilDiv(channels, FLOAT_LANES) * FLOAT_LANES;
    int overlapping = width - FLOAT_LANES;
    int last = channels - FLOAT_LANES;
    int lowAt = workAt + width;
    int unused = lowAt + width;
    System.arraycopy(state, stateAt, work, workAt, overlapping);
    System.arraycopy(state, stateAt + last, work, workAt + overlapping, FLOAT_LANES);
    System.arraycopy(low, stateAt, work, lowAt, overlapping);
    System.arraycopy(low, stateAt + last, work, lowAt + overlapping, FLOAT_LANES);
    float[] h = stored ? on.h : work;
    int hi = stored ? hAt : unused;
    int hStep = stored ? on.hStep : 0;
    rows(steps, width, last, on.p, pAt, on.pStep, on.g, gAt, on.gStep, h, hi, hStep, work, workAt);
    System.arraycopy(work, workAt, state, stateAt, overlapping);
    System.arraycopy(work, workAt + overlapping, state, stateAt + last, FLOAT_LANES);
    System.arraycopy(work, lowAt, low, stateAt, overlapping);
    System.arraycopy(work, lowAt + overlapping, low, stateAt + last, FLOAT_LANES);
  }

  /** Lanes without a channel stay at the logarithm of 0. */
  private static void copied(
      FloatAffine on,
      boolean stored,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      float[] low,
      int stateAt,
      float[] work,
      int workAt) {
    int width = Math.ceilDiv(channels, FLOAT_LANES) * FLOAT_LANES;
    int lowAt = workAt + width;
    int p = lowAt + width;
    int g = p + COPIED_ROWS * width;
    Arrays.fill(work, workAt, g + COPIED_ROWS * width, Float.NEGATIVE_INFINITY);
    System.arraycopy(state, stateAt, work, workAt, channels);
    System.arraycopy(low, stateAt, work, lowAt, channels);
    for (int t = 0; t < steps; t += COPIED_ROWS) {
      int rows = Math.min(COPIED_ROWS, steps - t);
      copy(rows, channels, on.p, pi, on.pStep, on.pChannel, work, p, width, 1);
      copy(rows, channels, on.g, gi, on.gStep, on.gChannel, work, g, width, 1);
      int last = width - FLOAT_LANES;
      rows(rows, width, last, work, p, width, work, g, width, work, g, width, work, workAt);
      if (stored) {
        copy(rows, channels, work, g, width, 1, on.h, hi, on.hStep, on.hChannel);
      }
      pi += rows * on.pStep;
      gi += rows * on.gStep;
      hi += rows * on.hStep;
    }
    System.arraycopy(work, workAt, state, stateAt, channels);
    System.arraycopy(work, lowAt, low, stateAt, channels);
  }

  private static void copy(
      int rows,
      int channels,
      float[] from,
      int fromAt,
      int fromStep,
      int fromChannel,
      float[] to,
      int toAt,
      int toStep,
      int toChannel) {
    for (int c = 0; c < channels; c++) {
      int source = fromAt + c * fromChannel;
      int target = toAt + c * toChannel;
      for (int t = 0; t < rows; t++) {
        to[target] = from[source];
        source += fromStep;
        target += toStep;
      }
    }
  }

  /**
   * Steps of vectors that begin at channels 0, LANES, … and, the last one, {@code last}.
   *
   * @param width lanes of all vectors
   * @param work their states, then what these lack
   */
  private static void rows(
      int rows,
      int width,
      int last,
      float[] p,
      int pi,
      int pStep,
      float[] g,
      int gi,
      int gStep,
      float[] h,
      int hi,
      int hStep,
      float[] work,
      int workAt) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector lowest = FloatVector.broadcast(FLOATS, EXPONENT_LOWEST);
    FloatVector ofZero = FloatVector.broadcast(FLOATS, EXPONENT_OF_ZERO);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector round = FloatVector.broadcast(FLOATS, ROUND_WHOLE);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector c2 = FloatVector.broadcast(FLOATS, EXP_C2);
    FloatVector c3 = FloatVector.broadcast(FLOATS, EXP_C3);
    FloatVector c4 = FloatVector.broadcast(FLOATS, EXP_C4);
    FloatVector c5 = FloatVector.broadcast(FLOATS, EXP_C5);
    FloatVector c6 = FloatVector.broadcast(FLOATS, EXP_C6);
    FloatVector l2 = FloatVector.broadcast(FLOATS, LOG1P_C2);
    FloatVector l3 = FloatVector.broadcast(FLOATS, LOG1P_C3);
    FloatVector l4 = FloatVector.broadcast(FLOATS, LOG1P_C4);
    FloatVector l5 = FloatVector.broadcast(FLOATS, LOG1P_C5);
    FloatVector l6 = FloatVector.broadcast(FLOATS, LOG1P_C6);
    FloatVector l7 = FloatVector.broadcast(FLOATS, LOG1P_C7);
    FloatVector l8 = FloatVector.broadcast(FLOATS, LOG1P_C8);
    FloatVector l9 = FloatVector.broadcast(FLOATS, LOG1P_C9);
    FloatVector l10 = FloatVector.broadcast(FLOATS, LOG1P_C10);
    int lastState = width - FLOAT_LANES;
    for (int t = 0; t < rows; t++) {
      int at1 = Math.min(FLOAT_LANES, last);
      FloatVector nextP0 = FloatVector.fromArray(FLOATS, p, pi);
      FloatVector nextG0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector nextP1 = FloatVector.fromArray(FLOATS, p, pi + at1);
      FloatVector nextG1 = FloatVector.fromArray(FLOATS, g, gi + at1);
      int at0 = 0;
      for (int v0 = 0; v0 < width; v0 += 2 * FLOAT_LANES) {
        FloatVector vp0 = nextP0;
        FloatVector vg0 = nextG0;
        FloatVector vp1 = nextP1;
        FloatVector vg1 = nextG1;
        int following0 = Math.min(v0 + 2 * FLOAT_LANES, last);
        int following1 = Math.min(v0 + 3 * FLOAT_LANES, last);
        nextP0 = FloatVector.fromArray(FLOATS, p, pi + following0);
        nextG0 = FloatVector.fromArray(FLOATS, g, gi + following0);
        nextP1 = FloatVector.fromArray(FLOATS, p, pi + following1);
        nextG1 = FloatVector.fromArray(FLOATS, g, gi + following1);

        int v1 = Math.min(v0 + FLOAT_LANES, lastState);
        FloatVector before0 = FloatVector.fromArray(FLOATS, work, workAt + v0);
        FloatVector low0 = FloatVector.fromArray(FLOATS, work, workAt + width + v0);
        FloatVector before1 = FloatVector.fromArray(FLOATS, work, workAt + v1);
        FloatVector low1 = FloatVector.fromArray(FLOATS, work, workAt + width + v1);
        FloatVector carried0 = vp0.add(before0);
        FloatVector carried1 = vp1.add(before1);
        FloatVector back0 = carried0.sub(vp0);
        FloatVector back1 = carried1.sub(vp1);
        FloatVector carriedRest0 = vp0.sub(carried0.sub(back0)).add(before0.sub(back0)).add(low0);
        FloatVector carriedRest1 = vp1.sub(carried1.sub(back1)).add(before1.sub(back1)).add(low1);
        FloatVector gap0 = carried0.sub(vg0);
        FloatVector gap1 = carried1.sub(vg1);
        back0 = gap0.sub(carried0);
        back1 = gap1.sub(carried1);
        FloatVector gapRest0 = carried0.sub(gap0.sub(back0)).sub(vg0.add(back0)).add(carriedRest0);
        FloatVector gapRest1 = carried1.sub(gap1.sub(back1)).sub(vg1.add(back1)).add(carriedRest1);
        gapRest0 = gapRest0.blend(zero, gapRest0.compare(VectorOperators.NE, gapRest0));
        gapRest1 = gapRest1.blend(zero, gapRest1.compare(VectorOperators.NE, gapRest1));
        FloatVector difference0 = gap0.add(gapRest0);
        FloatVector difference1 = gap1.add(gapRest1);
        FloatVector rest0 = gapRest0.sub(difference0.sub(gap0));
        FloatVector rest1 = gapRest1.sub(difference1.sub(gap1));
        VectorMask<Float> below0 = difference0.compare(VectorOperators.LT, zero);
        VectorMask<Float> below1 = difference1.compare(VectorOperators.LT, zero);
        FloatVector greater0 = carried0.blend(vg0, below0);
        FloatVector greater1 = carried1.blend(vg1, below1);
        greater0 = greater0.blend(vg0, vg0.compare(VectorOperators.NE, vg0));
        greater1 = greater1.blend(vg1, vg1.compare(VectorOperators.NE, vg1));
        FloatVector greaterRest0 = carriedRest0.blend(zero, below0);
        FloatVector greaterRest1 = carriedRest1.blend(zero, below1);
        FloatVector exponent0 = difference0.abs().neg();
        FloatVector exponent1 = difference1.abs().neg();
        FloatVector exponentRest0 = rest0.neg().blend(rest0, below0);
        FloatVector exponentRest1 = rest1.neg().blend(rest1, below1);
        VectorMask<Float> counts0 = exponent0.compare(VectorOperators.GE, lowest);
        VectorMask<Float> counts1 = exponent1.compare(VectorOperators.GE, lowest);
        exponent0 = ofZero.blend(exponent0, counts0);
        exponent1 = ofZero.blend(exponent1, counts1);
        exponentRest0 = zero.blend(exponentRest0, counts0);
        exponentRest1 = zero.blend(exponentRest1, counts1);
        FloatVector rounded0 = exponent0.fma(log2e, round);
        FloatVector rounded1 = exponent1.fma(log2e, round);
        FloatVector n0 = rounded0.sub(round);
        FloatVector n1 = rounded1.sub(round);
        FloatVector r0 = n0.fma(ln2Low, n0.fma(ln2High, exponent0)).add(exponentRest0);
        FloatVector r1 = n1.fma(ln2Low, n1.fma(ln2High, exponent1)).add(exponentRest1);
        FloatVector q0 = c6.fma(r0, c5).fma(r0, c4).fma(r0, c3).fma(r0, c2);
        FloatVector q1 = c6.fma(r1, c5).fma(r1, c4).fma(r1, c3).fma(r1, c2);
        FloatVector power0 = q0.fma(r0.fma(r0, tiny), r0).add(one);
        FloatVector power1 = q1.fma(r1.fma(r1, tiny), r1).add(one);
        FloatVector scale0 =
            rounded0
                .reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .reinterpretAsFloats();
        FloatVector scale1 =
            rounded1
                .reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .reinterpretAsFloats();
        FloatVector z0 = power0.mul(scale0);
        FloatVector z1 = power1.mul(scale1);
        FloatVector l0 = l10.fma(z0, l9).fma(z0, l8).fma(z0, l7).fma(z0, l6);
        FloatVector l1 = l10.fma(z1, l9).fma(z1, l8).fma(z1, l7).fma(z1, l6);
        l0 = l0.fma(z0, l5).fma(z0, l4).fma(z0, l3).fma(z0, l2);
        l1 = l1.fma(z1, l5).fma(z1, l4).fma(z1, l3).fma(z1, l2);
        FloatVector added0 = l0.mul(z0).fma(z0, z0);
        FloatVector added1 = l1.mul(z1).fma(z1, z1);
        FloatVector sum0 = greater0.add(added0);
        FloatVector sum1 = greater1.add(added1);
        back0 = sum0.sub(greater0);
        back1 = sum1.sub(greater1);
        FloatVector sumRest0 =
            greater0.sub(sum0.sub(back0)).add(added0.sub(back0)).add(greaterRest0);
        FloatVector sumRest1 =
            greater1.sub(sum1.sub(back1)).add(added1.sub(back1)).add(greaterRest1);
        sumRest0 = sumRest0.blend(zero, sumRest0.compare(VectorOperators.NE, sumRest0));
        sumRest1 = sumRest1.blend(zero, sumRest1.compare(VectorOperators.NE, sumRest1));
        FloatVector after0 = sum0.add(sumRest0);
        FloatVector after1 = sum1.add(sumRest1);

        after0.intoArray(h, hi + at0);
        after1.intoArray(h, hi + at1);
        after0.intoArray(work, workAt + v0);
        after1.intoArray(work, workAt + v1);
        sumRest0.sub(after0.sub(sum0)).intoArray(work, workAt + width + v0);
        sumRest1.sub(after1.sub(sum1)).intoArray(work, workAt + width + v1);
        at0 = following0;
        at1 = following1;
      }
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
  }
}
