package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DenseKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Time steps h = P·h + g with the rows of P on lanes, so that every lane holds a chain. What the chains need
 * at a time is a column of P, which is stored by rows: vectors of it are unzipped, two side by side into the
 * even elements and the odd ones, and those again, until each holds one column.
 *
 * <p>Generated: a method for each number of columns. Each reads what a step needs of g before it writes h
 * there, and the state before a step from where the step before put it.
 */
final class DenseSteps {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final Class<? extends FloatVector> VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final VectorSpecies<Integer> BITS = VectorWidth.INTS;
  private static final Class<? extends IntVector> BIT_VECTOR = VectorWidth.INT_VECTOR;
  private static final int[] EVEN = new int[LANES];
  private static final int[] ODD = new int[LANES];
  private static final int[] PICK2 = pick(2);
  private static final int[] PICK4 = pick(4);
  private static final int[] PICK8 = pick(8);

  static {
    for (int i = 0; i < LANES; i++) {
      EVEN[i] = 2 * i;
      ODD[i] = 2 * i + 1;
    }
  }

  private DenseSteps() {}

  /** For each j, the lanes of the j-th elements of the blocks that the lanes belong to. */
  private static int[] pick(int n) {
    int[] lanes = new int[n * LANES];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = i % LANES / n * n + i / LANES;
    }
    return lanes;
  }

  private static void small2(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    IntVector pick0 = IntVector.fromArray(BITS, PICK2, 0 * LANES);
    IntVector pick1 = IntVector.fromArray(BITS, PICK2, 1 * LANES);
    int count = channels * 2;
    int tail = count - LANES;
    float[] before = state;
    int bi = si;
    for (int t = 0; t < steps; t++) {
      // The last vector overlaps the one before it; its start goes to safety if h is g.
      VECTOR.cast(FloatVector.fromArray(SPECIES, g, gi + tail)).intoArray(scratch, xi);
      for (int e = 0; e < count; e += LANES) {
        boolean whole = e <= tail;
        int at = whole ? e : tail;
        IntVector x =
            VECTOR.cast(FloatVector.fromArray(SPECIES, before, bi + at)).reinterpretAsInts();
        FloatVector sum = FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gi + e : xi);
        IntVector p0 =
            VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at * 2)).reinterpretAsInts();
        IntVector p1 =
            VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at * 2 + LANES)).reinterpretAsInts();
        FloatVector c0 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(p0, p1).reinterpretAsFloats());
        FloatVector c1 = VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(p0, p1).reinterpretAsFloats());
        sum = c0.fma(BIT_VECTOR.cast(pick0).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c1.fma(BIT_VECTOR.cast(pick1).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum.intoArray(h, hi + at);
      }
      before = h;
      bi = hi;
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    System.arraycopy(before, bi, state, si, count);
  }

  private static void small4(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    IntVector pick0 = IntVector.fromArray(BITS, PICK4, 0 * LANES);
    IntVector pick1 = IntVector.fromArray(BITS, PICK4, 1 * LANES);
    IntVector pick2 = IntVector.fromArray(BITS, PICK4, 2 * LANES);
    IntVector pick3 = IntVector.fromArray(BITS, PICK4, 3 * LANES);
    int count = channels * 4;
    int tail = count - LANES;
    float[] before = state;
    int bi = si;
    for (int t = 0; t < steps; t++) {
      // The last vector overlaps the one before it; its start goes to safety if h is g.
      VECTOR.cast(FloatVector.fromArray(SPECIES, g, gi + tail)).intoArray(scratch, xi);
      for (int e = 0; e < count; e += LANES) {
        boolean whole = e <= tail;
        int at = whole ? e : tail;
        IntVector x =
            VECTOR.cast(FloatVector.fromArray(SPECIES, before, bi + at)).reinterpretAsInts();
        FloatVector sum = FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gi + e : xi);
        IntVector p0 =
            VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at * 4)).reinterpretAsInts();
        IntVector p1 =
            VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at * 4 + LANES)).reinterpretAsInts();
        IntVector p2 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 4 + 2 * LANES))
                .reinterpretAsInts();
        IntVector p3 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 4 + 3 * LANES))
                .reinterpretAsInts();
        IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
        IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
        FloatVector c0 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pe0, pe1).reinterpretAsFloats());
        FloatVector c2 =
            VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pe0, pe1).reinterpretAsFloats());
        IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
        IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
        FloatVector c1 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(po0, po1).reinterpretAsFloats());
        FloatVector c3 =
            VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(po0, po1).reinterpretAsFloats());
        sum = c0.fma(BIT_VECTOR.cast(pick0).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c1.fma(BIT_VECTOR.cast(pick1).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c2.fma(BIT_VECTOR.cast(pick2).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c3.fma(BIT_VECTOR.cast(pick3).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum.intoArray(h, hi + at);
      }
      before = h;
      bi = hi;
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    System.arraycopy(before, bi, state, si, count);
  }

  private static void small8(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    IntVector pick0 = IntVector.fromArray(BITS, PICK8, 0 * LANES);
    IntVector pick1 = IntVector.fromArray(BITS, PICK8, 1 * LANES);
    IntVector pick2 = IntVector.fromArray(BITS, PICK8, 2 * LANES);
    IntVector pick3 = IntVector.fromArray(BITS, PICK8, 3 * LANES);
    IntVector pick4 = IntVector.fromArray(BITS, PICK8, 4 * LANES);
    IntVector pick5 = IntVector.fromArray(BITS, PICK8, 5 * LANES);
    IntVector pick6 = IntVector.fromArray(BITS, PICK8, 6 * LANES);
    IntVector pick7 = IntVector.fromArray(BITS, PICK8, 7 * LANES);
    int count = channels * 8;
    int tail = count - LANES;
    float[] before = state;
    int bi = si;
    for (int t = 0; t < steps; t++) {
      // The last vector overlaps the one before it; its start goes to safety if h is g.
      VECTOR.cast(FloatVector.fromArray(SPECIES, g, gi + tail)).intoArray(scratch, xi);
      for (int e = 0; e < count; e += LANES) {
        boolean whole = e <= tail;
        int at = whole ? e : tail;
        IntVector x =
            VECTOR.cast(FloatVector.fromArray(SPECIES, before, bi + at)).reinterpretAsInts();
        FloatVector sum = FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gi + e : xi);
        IntVector p0 =
            VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at * 8)).reinterpretAsInts();
        IntVector p1 =
            VECTOR.cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + LANES)).reinterpretAsInts();
        IntVector p2 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + 2 * LANES))
                .reinterpretAsInts();
        IntVector p3 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + 3 * LANES))
                .reinterpretAsInts();
        IntVector p4 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + 4 * LANES))
                .reinterpretAsInts();
        IntVector p5 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + 5 * LANES))
                .reinterpretAsInts();
        IntVector p6 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + 6 * LANES))
                .reinterpretAsInts();
        IntVector p7 =
            VECTOR
                .cast(FloatVector.fromArray(SPECIES, p, pi + at * 8 + 7 * LANES))
                .reinterpretAsInts();
        IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
        IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
        IntVector pe2 = BIT_VECTOR.cast(even).selectFrom(p4, p5);
        IntVector pe3 = BIT_VECTOR.cast(even).selectFrom(p6, p7);
        IntVector pee0 = BIT_VECTOR.cast(even).selectFrom(pe0, pe1);
        IntVector pee1 = BIT_VECTOR.cast(even).selectFrom(pe2, pe3);
        FloatVector c0 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pee0, pee1).reinterpretAsFloats());
        FloatVector c4 =
            VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pee0, pee1).reinterpretAsFloats());
        IntVector peo0 = BIT_VECTOR.cast(odd).selectFrom(pe0, pe1);
        IntVector peo1 = BIT_VECTOR.cast(odd).selectFrom(pe2, pe3);
        FloatVector c2 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peo0, peo1).reinterpretAsFloats());
        FloatVector c6 =
            VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peo0, peo1).reinterpretAsFloats());
        IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
        IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
        IntVector po2 = BIT_VECTOR.cast(odd).selectFrom(p4, p5);
        IntVector po3 = BIT_VECTOR.cast(odd).selectFrom(p6, p7);
        IntVector poe0 = BIT_VECTOR.cast(even).selectFrom(po0, po1);
        IntVector poe1 = BIT_VECTOR.cast(even).selectFrom(po2, po3);
        FloatVector c1 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poe0, poe1).reinterpretAsFloats());
        FloatVector c5 =
            VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poe0, poe1).reinterpretAsFloats());
        IntVector poo0 = BIT_VECTOR.cast(odd).selectFrom(po0, po1);
        IntVector poo1 = BIT_VECTOR.cast(odd).selectFrom(po2, po3);
        FloatVector c3 =
            VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poo0, poo1).reinterpretAsFloats());
        FloatVector c7 =
            VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poo0, poo1).reinterpretAsFloats());
        sum = c0.fma(BIT_VECTOR.cast(pick0).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c1.fma(BIT_VECTOR.cast(pick1).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c2.fma(BIT_VECTOR.cast(pick2).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c3.fma(BIT_VECTOR.cast(pick3).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c4.fma(BIT_VECTOR.cast(pick4).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c5.fma(BIT_VECTOR.cast(pick5).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c6.fma(BIT_VECTOR.cast(pick6).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum = c7.fma(BIT_VECTOR.cast(pick7).selectFrom(x, x).reinterpretAsFloats(), sum);
        sum.intoArray(h, hi + at);
      }
      before = h;
      bi = hi;
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    System.arraycopy(before, bi, state, si, count);
  }

  private static void square4(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    int n = on.n;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        float[] before = t == 0 ? state : h;
        int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
        int gc = gi + c * on.gChannel;
        int hc = hi + c * on.hChannel;
        for (int r = 0; r < n; r += LANES) {
          int pr = pi + c * on.pChannel + r * n;
          FloatVector sum = FloatVector.fromArray(SPECIES, g, gc + r);
          for (int k = 0; k < n; k += LANES) {
            IntVector p0 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k)).reinterpretAsInts();
            IntVector p1 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + n)).reinterpretAsInts();
            IntVector p2 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 2 * n)).reinterpretAsInts();
            IntVector p3 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 3 * n)).reinterpretAsInts();
            IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
            IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
            FloatVector c0 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pe0, pe1).reinterpretAsFloats());
            FloatVector c2 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pe0, pe1).reinterpretAsFloats());
            IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
            IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
            FloatVector c1 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(po0, po1).reinterpretAsFloats());
            FloatVector c3 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(po0, po1).reinterpretAsFloats());
            sum = c0.fma(FloatVector.broadcast(SPECIES, before[bi + k + 0]), sum);
            sum = c1.fma(FloatVector.broadcast(SPECIES, before[bi + k + 1]), sum);
            sum = c2.fma(FloatVector.broadcast(SPECIES, before[bi + k + 2]), sum);
            sum = c3.fma(FloatVector.broadcast(SPECIES, before[bi + k + 3]), sum);
          }
          VECTOR.cast(sum).intoArray(h, hc + r);
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    for (int c = 0; c < channels; c++) {
      System.arraycopy(h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
    }
  }

  private static void square8(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    int n = on.n;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        float[] before = t == 0 ? state : h;
        int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
        int gc = gi + c * on.gChannel;
        int hc = hi + c * on.hChannel;
        for (int r = 0; r < n; r += LANES) {
          int pr = pi + c * on.pChannel + r * n;
          FloatVector sum = FloatVector.fromArray(SPECIES, g, gc + r);
          for (int k = 0; k < n; k += LANES) {
            IntVector p0 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k)).reinterpretAsInts();
            IntVector p1 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + n)).reinterpretAsInts();
            IntVector p2 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 2 * n)).reinterpretAsInts();
            IntVector p3 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 3 * n)).reinterpretAsInts();
            IntVector p4 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 4 * n)).reinterpretAsInts();
            IntVector p5 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 5 * n)).reinterpretAsInts();
            IntVector p6 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 6 * n)).reinterpretAsInts();
            IntVector p7 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 7 * n)).reinterpretAsInts();
            IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
            IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
            IntVector pe2 = BIT_VECTOR.cast(even).selectFrom(p4, p5);
            IntVector pe3 = BIT_VECTOR.cast(even).selectFrom(p6, p7);
            IntVector pee0 = BIT_VECTOR.cast(even).selectFrom(pe0, pe1);
            IntVector pee1 = BIT_VECTOR.cast(even).selectFrom(pe2, pe3);
            FloatVector c0 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pee0, pee1).reinterpretAsFloats());
            FloatVector c4 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pee0, pee1).reinterpretAsFloats());
            IntVector peo0 = BIT_VECTOR.cast(odd).selectFrom(pe0, pe1);
            IntVector peo1 = BIT_VECTOR.cast(odd).selectFrom(pe2, pe3);
            FloatVector c2 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peo0, peo1).reinterpretAsFloats());
            FloatVector c6 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peo0, peo1).reinterpretAsFloats());
            IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
            IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
            IntVector po2 = BIT_VECTOR.cast(odd).selectFrom(p4, p5);
            IntVector po3 = BIT_VECTOR.cast(odd).selectFrom(p6, p7);
            IntVector poe0 = BIT_VECTOR.cast(even).selectFrom(po0, po1);
            IntVector poe1 = BIT_VECTOR.cast(even).selectFrom(po2, po3);
            FloatVector c1 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poe0, poe1).reinterpretAsFloats());
            FloatVector c5 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poe0, poe1).reinterpretAsFloats());
            IntVector poo0 = BIT_VECTOR.cast(odd).selectFrom(po0, po1);
            IntVector poo1 = BIT_VECTOR.cast(odd).selectFrom(po2, po3);
            FloatVector c3 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poo0, poo1).reinterpretAsFloats());
            FloatVector c7 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poo0, poo1).reinterpretAsFloats());
            sum = c0.fma(FloatVector.broadcast(SPECIES, before[bi + k + 0]), sum);
            sum = c1.fma(FloatVector.broadcast(SPECIES, before[bi + k + 1]), sum);
            sum = c2.fma(FloatVector.broadcast(SPECIES, before[bi + k + 2]), sum);
            sum = c3.fma(FloatVector.broadcast(SPECIES, before[bi + k + 3]), sum);
            sum = c4.fma(FloatVector.broadcast(SPECIES, before[bi + k + 4]), sum);
            sum = c5.fma(FloatVector.broadcast(SPECIES, before[bi + k + 5]), sum);
            sum = c6.fma(FloatVector.broadcast(SPECIES, before[bi + k + 6]), sum);
            sum = c7.fma(FloatVector.broadcast(SPECIES, before[bi + k + 7]), sum);
          }
          VECTOR.cast(sum).intoArray(h, hc + r);
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    for (int c = 0; c < channels; c++) {
      System.arraycopy(h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
    }
  }

  private static void square16(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    int n = on.n;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        float[] before = t == 0 ? state : h;
        int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
        int gc = gi + c * on.gChannel;
        int hc = hi + c * on.hChannel;
        for (int r = 0; r < n; r += LANES) {
          int pr = pi + c * on.pChannel + r * n;
          FloatVector sum = FloatVector.fromArray(SPECIES, g, gc + r);
          for (int k = 0; k < n; k += LANES) {
            IntVector p0 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k)).reinterpretAsInts();
            IntVector p1 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + n)).reinterpretAsInts();
            IntVector p2 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 2 * n)).reinterpretAsInts();
            IntVector p3 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 3 * n)).reinterpretAsInts();
            IntVector p4 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 4 * n)).reinterpretAsInts();
            IntVector p5 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 5 * n)).reinterpretAsInts();
            IntVector p6 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 6 * n)).reinterpretAsInts();
            IntVector p7 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 7 * n)).reinterpretAsInts();
            IntVector p8 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 8 * n)).reinterpretAsInts();
            IntVector p9 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 9 * n)).reinterpretAsInts();
            IntVector p10 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 10 * n)).reinterpretAsInts();
            IntVector p11 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 11 * n)).reinterpretAsInts();
            IntVector p12 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 12 * n)).reinterpretAsInts();
            IntVector p13 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 13 * n)).reinterpretAsInts();
            IntVector p14 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 14 * n)).reinterpretAsInts();
            IntVector p15 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + k + 15 * n)).reinterpretAsInts();
            IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
            IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
            IntVector pe2 = BIT_VECTOR.cast(even).selectFrom(p4, p5);
            IntVector pe3 = BIT_VECTOR.cast(even).selectFrom(p6, p7);
            IntVector pe4 = BIT_VECTOR.cast(even).selectFrom(p8, p9);
            IntVector pe5 = BIT_VECTOR.cast(even).selectFrom(p10, p11);
            IntVector pe6 = BIT_VECTOR.cast(even).selectFrom(p12, p13);
            IntVector pe7 = BIT_VECTOR.cast(even).selectFrom(p14, p15);
            IntVector pee0 = BIT_VECTOR.cast(even).selectFrom(pe0, pe1);
            IntVector pee1 = BIT_VECTOR.cast(even).selectFrom(pe2, pe3);
            IntVector pee2 = BIT_VECTOR.cast(even).selectFrom(pe4, pe5);
            IntVector pee3 = BIT_VECTOR.cast(even).selectFrom(pe6, pe7);
            IntVector peee0 = BIT_VECTOR.cast(even).selectFrom(pee0, pee1);
            IntVector peee1 = BIT_VECTOR.cast(even).selectFrom(pee2, pee3);
            FloatVector c0 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peee0, peee1).reinterpretAsFloats());
            FloatVector c8 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peee0, peee1).reinterpretAsFloats());
            IntVector peeo0 = BIT_VECTOR.cast(odd).selectFrom(pee0, pee1);
            IntVector peeo1 = BIT_VECTOR.cast(odd).selectFrom(pee2, pee3);
            FloatVector c4 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peeo0, peeo1).reinterpretAsFloats());
            FloatVector c12 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peeo0, peeo1).reinterpretAsFloats());
            IntVector peo0 = BIT_VECTOR.cast(odd).selectFrom(pe0, pe1);
            IntVector peo1 = BIT_VECTOR.cast(odd).selectFrom(pe2, pe3);
            IntVector peo2 = BIT_VECTOR.cast(odd).selectFrom(pe4, pe5);
            IntVector peo3 = BIT_VECTOR.cast(odd).selectFrom(pe6, pe7);
            IntVector peoe0 = BIT_VECTOR.cast(even).selectFrom(peo0, peo1);
            IntVector peoe1 = BIT_VECTOR.cast(even).selectFrom(peo2, peo3);
            FloatVector c2 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peoe0, peoe1).reinterpretAsFloats());
            FloatVector c10 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peoe0, peoe1).reinterpretAsFloats());
            IntVector peoo0 = BIT_VECTOR.cast(odd).selectFrom(peo0, peo1);
            IntVector peoo1 = BIT_VECTOR.cast(odd).selectFrom(peo2, peo3);
            FloatVector c6 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peoo0, peoo1).reinterpretAsFloats());
            FloatVector c14 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peoo0, peoo1).reinterpretAsFloats());
            IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
            IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
            IntVector po2 = BIT_VECTOR.cast(odd).selectFrom(p4, p5);
            IntVector po3 = BIT_VECTOR.cast(odd).selectFrom(p6, p7);
            IntVector po4 = BIT_VECTOR.cast(odd).selectFrom(p8, p9);
            IntVector po5 = BIT_VECTOR.cast(odd).selectFrom(p10, p11);
            IntVector po6 = BIT_VECTOR.cast(odd).selectFrom(p12, p13);
            IntVector po7 = BIT_VECTOR.cast(odd).selectFrom(p14, p15);
            IntVector poe0 = BIT_VECTOR.cast(even).selectFrom(po0, po1);
            IntVector poe1 = BIT_VECTOR.cast(even).selectFrom(po2, po3);
            IntVector poe2 = BIT_VECTOR.cast(even).selectFrom(po4, po5);
            IntVector poe3 = BIT_VECTOR.cast(even).selectFrom(po6, po7);
            IntVector poee0 = BIT_VECTOR.cast(even).selectFrom(poe0, poe1);
            IntVector poee1 = BIT_VECTOR.cast(even).selectFrom(poe2, poe3);
            FloatVector c1 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poee0, poee1).reinterpretAsFloats());
            FloatVector c9 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poee0, poee1).reinterpretAsFloats());
            IntVector poeo0 = BIT_VECTOR.cast(odd).selectFrom(poe0, poe1);
            IntVector poeo1 = BIT_VECTOR.cast(odd).selectFrom(poe2, poe3);
            FloatVector c5 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poeo0, poeo1).reinterpretAsFloats());
            FloatVector c13 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poeo0, poeo1).reinterpretAsFloats());
            IntVector poo0 = BIT_VECTOR.cast(odd).selectFrom(po0, po1);
            IntVector poo1 = BIT_VECTOR.cast(odd).selectFrom(po2, po3);
            IntVector poo2 = BIT_VECTOR.cast(odd).selectFrom(po4, po5);
            IntVector poo3 = BIT_VECTOR.cast(odd).selectFrom(po6, po7);
            IntVector pooe0 = BIT_VECTOR.cast(even).selectFrom(poo0, poo1);
            IntVector pooe1 = BIT_VECTOR.cast(even).selectFrom(poo2, poo3);
            FloatVector c3 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pooe0, pooe1).reinterpretAsFloats());
            FloatVector c11 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pooe0, pooe1).reinterpretAsFloats());
            IntVector pooo0 = BIT_VECTOR.cast(odd).selectFrom(poo0, poo1);
            IntVector pooo1 = BIT_VECTOR.cast(odd).selectFrom(poo2, poo3);
            FloatVector c7 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pooo0, pooo1).reinterpretAsFloats());
            FloatVector c15 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pooo0, pooo1).reinterpretAsFloats());
            sum = c0.fma(FloatVector.broadcast(SPECIES, before[bi + k + 0]), sum);
            sum = c1.fma(FloatVector.broadcast(SPECIES, before[bi + k + 1]), sum);
            sum = c2.fma(FloatVector.broadcast(SPECIES, before[bi + k + 2]), sum);
            sum = c3.fma(FloatVector.broadcast(SPECIES, before[bi + k + 3]), sum);
            sum = c4.fma(FloatVector.broadcast(SPECIES, before[bi + k + 4]), sum);
            sum = c5.fma(FloatVector.broadcast(SPECIES, before[bi + k + 5]), sum);
            sum = c6.fma(FloatVector.broadcast(SPECIES, before[bi + k + 6]), sum);
            sum = c7.fma(FloatVector.broadcast(SPECIES, before[bi + k + 7]), sum);
            sum = c8.fma(FloatVector.broadcast(SPECIES, before[bi + k + 8]), sum);
            sum = c9.fma(FloatVector.broadcast(SPECIES, before[bi + k + 9]), sum);
            sum = c10.fma(FloatVector.broadcast(SPECIES, before[bi + k + 10]), sum);
            sum = c11.fma(FloatVector.broadcast(SPECIES, before[bi + k + 11]), sum);
            sum = c12.fma(FloatVector.broadcast(SPECIES, before[bi + k + 12]), sum);
            sum = c13.fma(FloatVector.broadcast(SPECIES, before[bi + k + 13]), sum);
            sum = c14.fma(FloatVector.broadcast(SPECIES, before[bi + k + 14]), sum);
            sum = c15.fma(FloatVector.broadcast(SPECIES, before[bi + k + 15]), sum);
          }
          VECTOR.cast(sum).intoArray(h, hc + r);
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    for (int c = 0; c < channels; c++) {
      System.arraycopy(h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
    }
  }

  private static void ragged8(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    int n = on.n;
    int tail = n - LANES;
    int start = xi + LANES * LANES;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        float[] before = t == 0 ? state : h;
        int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
        int gc = gi + c * on.gChannel;
        int hc = hi + c * on.hChannel;
        // The last vector overlaps the one before it; its start goes to safety if h is g.
        VECTOR.cast(FloatVector.fromArray(SPECIES, g, gc + tail)).intoArray(scratch, start);
        for (int e = 0; e < n; e += LANES) {
          boolean whole = e <= tail;
          int r = whole ? e : tail;
          int pr = pi + c * on.pChannel + r * n;
          FloatVector sum =
              FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gc + e : start);
          for (int k = 0; k < n; k += LANES) {
            int kr = Math.min(k, tail);
            IntVector p0 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr)).reinterpretAsInts();
            IntVector p1 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + n)).reinterpretAsInts();
            IntVector p2 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 2 * n)).reinterpretAsInts();
            IntVector p3 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 3 * n)).reinterpretAsInts();
            IntVector p4 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 4 * n)).reinterpretAsInts();
            IntVector p5 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 5 * n)).reinterpretAsInts();
            IntVector p6 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 6 * n)).reinterpretAsInts();
            IntVector p7 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 7 * n)).reinterpretAsInts();
            IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
            IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
            IntVector pe2 = BIT_VECTOR.cast(even).selectFrom(p4, p5);
            IntVector pe3 = BIT_VECTOR.cast(even).selectFrom(p6, p7);
            IntVector pee0 = BIT_VECTOR.cast(even).selectFrom(pe0, pe1);
            IntVector pee1 = BIT_VECTOR.cast(even).selectFrom(pe2, pe3);
            FloatVector c0 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pee0, pee1).reinterpretAsFloats());
            FloatVector c4 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pee0, pee1).reinterpretAsFloats());
            IntVector peo0 = BIT_VECTOR.cast(odd).selectFrom(pe0, pe1);
            IntVector peo1 = BIT_VECTOR.cast(odd).selectFrom(pe2, pe3);
            FloatVector c2 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peo0, peo1).reinterpretAsFloats());
            FloatVector c6 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peo0, peo1).reinterpretAsFloats());
            IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
            IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
            IntVector po2 = BIT_VECTOR.cast(odd).selectFrom(p4, p5);
            IntVector po3 = BIT_VECTOR.cast(odd).selectFrom(p6, p7);
            IntVector poe0 = BIT_VECTOR.cast(even).selectFrom(po0, po1);
            IntVector poe1 = BIT_VECTOR.cast(even).selectFrom(po2, po3);
            FloatVector c1 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poe0, poe1).reinterpretAsFloats());
            FloatVector c5 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poe0, poe1).reinterpretAsFloats());
            IntVector poo0 = BIT_VECTOR.cast(odd).selectFrom(po0, po1);
            IntVector poo1 = BIT_VECTOR.cast(odd).selectFrom(po2, po3);
            FloatVector c3 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poo0, poo1).reinterpretAsFloats());
            FloatVector c7 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poo0, poo1).reinterpretAsFloats());
            c0.intoArray(scratch, xi + 0 * LANES);
            c1.intoArray(scratch, xi + 1 * LANES);
            c2.intoArray(scratch, xi + 2 * LANES);
            c3.intoArray(scratch, xi + 3 * LANES);
            c4.intoArray(scratch, xi + 4 * LANES);
            c5.intoArray(scratch, xi + 5 * LANES);
            c6.intoArray(scratch, xi + 6 * LANES);
            c7.intoArray(scratch, xi + 7 * LANES);
            for (int j = k - kr; j < LANES; j++) {
              FloatVector x = FloatVector.broadcast(SPECIES, before[bi + kr + j]);
              sum =
                  VECTOR.cast(FloatVector.fromArray(SPECIES, scratch, xi + j * LANES)).fma(x, sum);
            }
          }
          VECTOR.cast(sum).intoArray(h, hc + r);
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    for (int c = 0; c < channels; c++) {
      System.arraycopy(h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
    }
  }

  private static void ragged16(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    IntVector even = IntVector.fromArray(BITS, EVEN, 0);
    IntVector odd = IntVector.fromArray(BITS, ODD, 0);
    int n = on.n;
    int tail = n - LANES;
    int start = xi + LANES * LANES;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        float[] before = t == 0 ? state : h;
        int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
        int gc = gi + c * on.gChannel;
        int hc = hi + c * on.hChannel;
        // The last vector overlaps the one before it; its start goes to safety if h is g.
        VECTOR.cast(FloatVector.fromArray(SPECIES, g, gc + tail)).intoArray(scratch, start);
        for (int e = 0; e < n; e += LANES) {
          boolean whole = e <= tail;
          int r = whole ? e : tail;
          int pr = pi + c * on.pChannel + r * n;
          FloatVector sum =
              FloatVector.fromArray(SPECIES, whole ? g : scratch, whole ? gc + e : start);
          for (int k = 0; k < n; k += LANES) {
            int kr = Math.min(k, tail);
            IntVector p0 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr)).reinterpretAsInts();
            IntVector p1 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + n)).reinterpretAsInts();
            IntVector p2 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 2 * n)).reinterpretAsInts();
            IntVector p3 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 3 * n)).reinterpretAsInts();
            IntVector p4 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 4 * n)).reinterpretAsInts();
            IntVector p5 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 5 * n)).reinterpretAsInts();
            IntVector p6 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 6 * n)).reinterpretAsInts();
            IntVector p7 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 7 * n)).reinterpretAsInts();
            IntVector p8 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 8 * n)).reinterpretAsInts();
            IntVector p9 =
                VECTOR.cast(FloatVector.fromArray(SPECIES, p, pr + kr + 9 * n)).reinterpretAsInts();
            IntVector p10 =
                VECTOR
                    .cast(FloatVector.fromArray(SPECIES, p, pr + kr + 10 * n))
                    .reinterpretAsInts();
            IntVector p11 =
                VECTOR
                    .cast(FloatVector.fromArray(SPECIES, p, pr + kr + 11 * n))
                    .reinterpretAsInts();
            IntVector p12 =
                VECTOR
                    .cast(FloatVector.fromArray(SPECIES, p, pr + kr + 12 * n))
                    .reinterpretAsInts();
            IntVector p13 =
                VECTOR
                    .cast(FloatVector.fromArray(SPECIES, p, pr + kr + 13 * n))
                    .reinterpretAsInts();
            IntVector p14 =
                VECTOR
                    .cast(FloatVector.fromArray(SPECIES, p, pr + kr + 14 * n))
                    .reinterpretAsInts();
            IntVector p15 =
                VECTOR
                    .cast(FloatVector.fromArray(SPECIES, p, pr + kr + 15 * n))
                    .reinterpretAsInts();
            IntVector pe0 = BIT_VECTOR.cast(even).selectFrom(p0, p1);
            IntVector pe1 = BIT_VECTOR.cast(even).selectFrom(p2, p3);
            IntVector pe2 = BIT_VECTOR.cast(even).selectFrom(p4, p5);
            IntVector pe3 = BIT_VECTOR.cast(even).selectFrom(p6, p7);
            IntVector pe4 = BIT_VECTOR.cast(even).selectFrom(p8, p9);
            IntVector pe5 = BIT_VECTOR.cast(even).selectFrom(p10, p11);
            IntVector pe6 = BIT_VECTOR.cast(even).selectFrom(p12, p13);
            IntVector pe7 = BIT_VECTOR.cast(even).selectFrom(p14, p15);
            IntVector pee0 = BIT_VECTOR.cast(even).selectFrom(pe0, pe1);
            IntVector pee1 = BIT_VECTOR.cast(even).selectFrom(pe2, pe3);
            IntVector pee2 = BIT_VECTOR.cast(even).selectFrom(pe4, pe5);
            IntVector pee3 = BIT_VECTOR.cast(even).selectFrom(pe6, pe7);
            IntVector peee0 = BIT_VECTOR.cast(even).selectFrom(pee0, pee1);
            IntVector peee1 = BIT_VECTOR.cast(even).selectFrom(pee2, pee3);
            FloatVector c0 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peee0, peee1).reinterpretAsFloats());
            FloatVector c8 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peee0, peee1).reinterpretAsFloats());
            IntVector peeo0 = BIT_VECTOR.cast(odd).selectFrom(pee0, pee1);
            IntVector peeo1 = BIT_VECTOR.cast(odd).selectFrom(pee2, pee3);
            FloatVector c4 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peeo0, peeo1).reinterpretAsFloats());
            FloatVector c12 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peeo0, peeo1).reinterpretAsFloats());
            IntVector peo0 = BIT_VECTOR.cast(odd).selectFrom(pe0, pe1);
            IntVector peo1 = BIT_VECTOR.cast(odd).selectFrom(pe2, pe3);
            IntVector peo2 = BIT_VECTOR.cast(odd).selectFrom(pe4, pe5);
            IntVector peo3 = BIT_VECTOR.cast(odd).selectFrom(pe6, pe7);
            IntVector peoe0 = BIT_VECTOR.cast(even).selectFrom(peo0, peo1);
            IntVector peoe1 = BIT_VECTOR.cast(even).selectFrom(peo2, peo3);
            FloatVector c2 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peoe0, peoe1).reinterpretAsFloats());
            FloatVector c10 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peoe0, peoe1).reinterpretAsFloats());
            IntVector peoo0 = BIT_VECTOR.cast(odd).selectFrom(peo0, peo1);
            IntVector peoo1 = BIT_VECTOR.cast(odd).selectFrom(peo2, peo3);
            FloatVector c6 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(peoo0, peoo1).reinterpretAsFloats());
            FloatVector c14 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(peoo0, peoo1).reinterpretAsFloats());
            IntVector po0 = BIT_VECTOR.cast(odd).selectFrom(p0, p1);
            IntVector po1 = BIT_VECTOR.cast(odd).selectFrom(p2, p3);
            IntVector po2 = BIT_VECTOR.cast(odd).selectFrom(p4, p5);
            IntVector po3 = BIT_VECTOR.cast(odd).selectFrom(p6, p7);
            IntVector po4 = BIT_VECTOR.cast(odd).selectFrom(p8, p9);
            IntVector po5 = BIT_VECTOR.cast(odd).selectFrom(p10, p11);
            IntVector po6 = BIT_VECTOR.cast(odd).selectFrom(p12, p13);
            IntVector po7 = BIT_VECTOR.cast(odd).selectFrom(p14, p15);
            IntVector poe0 = BIT_VECTOR.cast(even).selectFrom(po0, po1);
            IntVector poe1 = BIT_VECTOR.cast(even).selectFrom(po2, po3);
            IntVector poe2 = BIT_VECTOR.cast(even).selectFrom(po4, po5);
            IntVector poe3 = BIT_VECTOR.cast(even).selectFrom(po6, po7);
            IntVector poee0 = BIT_VECTOR.cast(even).selectFrom(poe0, poe1);
            IntVector poee1 = BIT_VECTOR.cast(even).selectFrom(poe2, poe3);
            FloatVector c1 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poee0, poee1).reinterpretAsFloats());
            FloatVector c9 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poee0, poee1).reinterpretAsFloats());
            IntVector poeo0 = BIT_VECTOR.cast(odd).selectFrom(poe0, poe1);
            IntVector poeo1 = BIT_VECTOR.cast(odd).selectFrom(poe2, poe3);
            FloatVector c5 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(poeo0, poeo1).reinterpretAsFloats());
            FloatVector c13 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(poeo0, poeo1).reinterpretAsFloats());
            IntVector poo0 = BIT_VECTOR.cast(odd).selectFrom(po0, po1);
            IntVector poo1 = BIT_VECTOR.cast(odd).selectFrom(po2, po3);
            IntVector poo2 = BIT_VECTOR.cast(odd).selectFrom(po4, po5);
            IntVector poo3 = BIT_VECTOR.cast(odd).selectFrom(po6, po7);
            IntVector pooe0 = BIT_VECTOR.cast(even).selectFrom(poo0, poo1);
            IntVector pooe1 = BIT_VECTOR.cast(even).selectFrom(poo2, poo3);
            FloatVector c3 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pooe0, pooe1).reinterpretAsFloats());
            FloatVector c11 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pooe0, pooe1).reinterpretAsFloats());
            IntVector pooo0 = BIT_VECTOR.cast(odd).selectFrom(poo0, poo1);
            IntVector pooo1 = BIT_VECTOR.cast(odd).selectFrom(poo2, poo3);
            FloatVector c7 =
                VECTOR.cast(BIT_VECTOR.cast(even).selectFrom(pooo0, pooo1).reinterpretAsFloats());
            FloatVector c15 =
                VECTOR.cast(BIT_VECTOR.cast(odd).selectFrom(pooo0, pooo1).reinterpretAsFloats());
            c0.intoArray(scratch, xi + 0 * LANES);
            c1.intoArray(scratch, xi + 1 * LANES);
            c2.intoArray(scratch, xi + 2 * LANES);
            c3.intoArray(scratch, xi + 3 * LANES);
            c4.intoArray(scratch, xi + 4 * LANES);
            c5.intoArray(scratch, xi + 5 * LANES);
            c6.intoArray(scratch, xi + 6 * LANES);
            c7.intoArray(scratch, xi + 7 * LANES);
            c8.intoArray(scratch, xi + 8 * LANES);
            c9.intoArray(scratch, xi + 9 * LANES);
            c10.intoArray(scratch, xi + 10 * LANES);
            c11.intoArray(scratch, xi + 11 * LANES);
            c12.intoArray(scratch, xi + 12 * LANES);
            c13.intoArray(scratch, xi + 13 * LANES);
            c14.intoArray(scratch, xi + 14 * LANES);
            c15.intoArray(scratch, xi + 15 * LANES);
            for (int j = k - kr; j < LANES; j++) {
              FloatVector x = FloatVector.broadcast(SPECIES, before[bi + kr + j]);
              sum =
                  VECTOR.cast(FloatVector.fromArray(SPECIES, scratch, xi + j * LANES)).fma(x, sum);
            }
          }
          VECTOR.cast(sum).intoArray(h, hc + r);
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    for (int c = 0; c < channels; c++) {
      System.arraycopy(h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
    }
  }

  /** Runs steps, 1 or more, of blocks of 2, 4 or 8 that touch, together a vector or more. */
  static void small(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    switch (on.n) {
      case 2 -> small2(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
      case 4 -> small4(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
      default -> small8(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
    }
  }

  /** Runs steps, 1 or more, of blocks of one or several vectors, all of them full. */
  static void square(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    switch (LANES) {
      case 4 -> square4(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
      case 8 -> square8(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
      default -> square16(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
    }
  }

  /** Runs steps, 1 or more, of other blocks larger than a vector of 8 lanes or more. */
  static void ragged(
      DenseKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      float[] scratch,
      int xi) {
    switch (LANES) {
      case 8 -> ragged8(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
      default -> ragged16(on, steps, channels, pi, gi, hi, state, si, scratch, xi);
    }
  }
}
