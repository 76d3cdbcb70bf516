package dev.carrylane.engine.internal.vector;

import static dev.carrylane.engine.internal.kernel.ActivationFunctions.*;
import static dev.carrylane.engine.internal.vector.VectorWidth.*;

import dev.carrylane.engine.internal.kernel.GateFunctions;
import dev.carrylane.engine.internal.kernel.GateKernel;
import dev.carrylane.engine.internal.scalar.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * State updates of gated cells, units on lanes: the operations of {@link GateFunctions}, one by one.
 *
 * <p>A loop does several gates of a vector of units, so that every gate is read once and none is stored: all of the
 * GRU, the LSTM in two, the cells and the hidden values. One loop of all the LSTM would hold more constants and values
 * than there are registers, and its graph grow beyond the nodes at which the JIT takes in no further calls, which
 * leaves vectors objects.
 *
 * <p>The end of a row overlaps the vector before it, and the state may be updated in place: so each vector of the state
 * is loaded before the one ahead of it is stored. Only rows shorter than a vector run scalar code. The loops are
 * methods of their own that take arrays, never vectors, and each activation is written out in them, for the reason
 * given in {@link VectorActivationKernel}.
 */
final class VectorGateKernel implements GateKernel {
  /** For rows shorter than a vector. */
  private static final GateKernel SHORT = ScalarKernels.SET.gates();

  @Override
  public void lstm(int units, float[] gates, int i, float[] cell, int c, float[] hidden, int h) {
    if (units >= FLOAT_LANES) {
      cells(units, gates, i, cell, c);
      hidden(units, gates, i + 3 * units, cell, c, hidden, h);
      return;
    }
    SHORT.lstm(units, gates, i, cell, c, hidden, h);
  }

  /** The cells after the step. */
  private static void cells(
      int units, float[] gates, int gatesOffset, float[] cell, int cellOffset) {
    FloatVector lowestOfNegative = FloatVector.broadcast(FLOATS, EXP_LOWEST);
    FloatVector lowestOfPositive = FloatVector.broadcast(FLOATS, SIGMOID_LOWEST);
    FloatVector ofZero = FloatVector.broadcast(FLOATS, EXP_OF_ZERO);
    FloatVector highest = FloatVector.broadcast(FLOATS, TANH_HIGHEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector halves = FloatVector.broadcast(FLOATS, ROUND_HALVES);
    FloatVector whole = FloatVector.broadcast(FLOATS, ROUND_WHOLE);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector split = FloatVector.broadcast(FLOATS, TANH_SPLIT);
    FloatVector c2 = FloatVector.broadcast(FLOATS, EXP_C2);
    FloatVector c3 = FloatVector.broadcast(FLOATS, EXP_C3);
    FloatVector c4 = FloatVector.broadcast(FLOATS, EXP_C4);
    FloatVector c5 = FloatVector.broadcast(FLOATS, EXP_C5);
    FloatVector c6 = FloatVector.broadcast(FLOATS, EXP_C6);
    FloatVector t3 = FloatVector.broadcast(FLOATS, TANH_C3);
    FloatVector t5 = FloatVector.broadcast(FLOATS, TANH_C5);
    FloatVector t7 = FloatVector.broadcast(FLOATS, TANH_C7);
    FloatVector t9 = FloatVector.broadcast(FLOATS, TANH_C9);
    FloatVector t11 = FloatVector.broadcast(FLOATS, TANH_C11);
    int forget = gatesOffset + units;
    int candidate = forget + units;
    int end = units - FLOAT_LANES;
    int at = 0;
    FloatVector next = FloatVector.fromArray(FLOATS, cell, cellOffset);
    for (int vectors = Math.ceilDiv(units, FLOAT_LANES); vectors > 0; vectors--) {
      FloatVector before = next;
      int following = at + Math.min(FLOAT_LANES, end - at);
      next = FloatVector.fromArray(FLOATS, cell, cellOffset + following);
      // Input gate: sigmoid.
      FloatVector i;
      {
        FloatVector argument =
            FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, gates, gatesOffset + at));
        VectorMask<Float> negative = argument.compare(VectorOperators.LT, zero);
        FloatVector lowest = FLOAT_VECTOR.cast(lowestOfPositive).blend(lowestOfNegative, negative);
        FloatVector v =
            FLOAT_VECTOR.cast(
                INT_VECTOR.cast(argument.reinterpretAsInts()).or(SIGN).reinterpretAsFloats());
        v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
        FloatVector rounded = v.fma(log2e, halves);
        FloatVector n = rounded.sub(halves);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
        IntVector first =
            bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
        FloatVector e = power.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        FloatVector main = FLOAT_VECTOR.cast(one).blend(e, negative);
        i = e.div(e.add(one)).neg().fma(main, main);
      }

      // Candidate: tanh.
      FloatVector g;
      {
        FloatVector argument =
            FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, gates, candidate + at));
        FloatVector a = argument.abs();
        FloatVector v = a.blend(highest, a.compare(VectorOperators.GT, highest));
        v = v.add(v);
        FloatVector rounded = v.fma(log2e, whole);
        FloatVector n = rounded.sub(whole);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector scale =
            INT_VECTOR
                .cast(rounded.reinterpretAsInts())
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        FloatVector far =
            FLOAT_VECTOR
                .cast(one)
                .sub(FLOAT_VECTOR.cast(two).div(power.fma(scale.reinterpretAsFloats(), one)));
        FloatVector u = a.fma(a, tiny);
        FloatVector t = FLOAT_VECTOR.cast(t11).fma(u, t9).fma(u, t7).fma(u, t5).fma(u, t3);
        FloatVector near = t.mul(u).fma(a, a);
        FloatVector size = far.blend(near, a.compare(VectorOperators.LT, split));
        IntVector sign = INT_VECTOR.cast(argument.reinterpretAsInts()).and(SIGN);
        g = INT_VECTOR.cast(size.reinterpretAsInts()).or(sign).reinterpretAsFloats();
      }

      // Forget gate: sigmoid.
      FloatVector f;
      {
        FloatVector argument = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, gates, forget + at));
        VectorMask<Float> negative = argument.compare(VectorOperators.LT, zero);
        FloatVector lowest = FLOAT_VECTOR.cast(lowestOfPositive).blend(lowestOfNegative, negative);
        FloatVector v =
            FLOAT_VECTOR.cast(
                INT_VECTOR.cast(argument.reinterpretAsInts()).or(SIGN).reinterpretAsFloats());
        v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
        FloatVector rounded = v.fma(log2e, halves);
        FloatVector n = rounded.sub(halves);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
        IntVector first =
            bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
        FloatVector e = power.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        FloatVector main = FLOAT_VECTOR.cast(one).blend(e, negative);
        f = e.div(e.add(one)).neg().fma(main, main);
      }

      FloatVector c = f.fma(before, i.mul(g));
      c.intoArray(cell, cellOffset + at);
      at = following;
    }
  }

  /** The hidden values of cells, whose output gates start at an offset. */
  private static void hidden(
      int units,
      float[] gates,
      int gatesOffset,
      float[] cell,
      int cellOffset,
      float[] hidden,
      int hiddenOffset) {
    FloatVector lowestOfNegative = FloatVector.broadcast(FLOATS, EXP_LOWEST);
    FloatVector lowestOfPositive = FloatVector.broadcast(FLOATS, SIGMOID_LOWEST);
    FloatVector ofZero = FloatVector.broadcast(FLOATS, EXP_OF_ZERO);
    FloatVector highest = FloatVector.broadcast(FLOATS, TANH_HIGHEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector halves = FloatVector.broadcast(FLOATS, ROUND_HALVES);
    FloatVector whole = FloatVector.broadcast(FLOATS, ROUND_WHOLE);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector split = FloatVector.broadcast(FLOATS, TANH_SPLIT);
    FloatVector c2 = FloatVector.broadcast(FLOATS, EXP_C2);
    FloatVector c3 = FloatVector.broadcast(FLOATS, EXP_C3);
    FloatVector c4 = FloatVector.broadcast(FLOATS, EXP_C4);
    FloatVector c5 = FloatVector.broadcast(FLOATS, EXP_C5);
    FloatVector c6 = FloatVector.broadcast(FLOATS, EXP_C6);
    FloatVector t3 = FloatVector.broadcast(FLOATS, TANH_C3);
    FloatVector t5 = FloatVector.broadcast(FLOATS, TANH_C5);
    FloatVector t7 = FloatVector.broadcast(FLOATS, TANH_C7);
    FloatVector t9 = FloatVector.broadcast(FLOATS, TANH_C9);
    FloatVector t11 = FloatVector.broadcast(FLOATS, TANH_C11);
    int end = units - FLOAT_LANES;
    int at = 0;
    for (int vectors = Math.ceilDiv(units, FLOAT_LANES); vectors > 0; vectors--) {
      // The cell: tanh.
      FloatVector y;
      {
        FloatVector argument =
            FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, cell, cellOffset + at));
        FloatVector a = argument.abs();
        FloatVector v = a.blend(highest, a.compare(VectorOperators.GT, highest));
        v = v.add(v);
        FloatVector rounded = v.fma(log2e, whole);
        FloatVector n = rounded.sub(whole);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector scale =
            INT_VECTOR
                .cast(rounded.reinterpretAsInts())
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        FloatVector far =
            FLOAT_VECTOR
                .cast(one)
                .sub(FLOAT_VECTOR.cast(two).div(power.fma(scale.reinterpretAsFloats(), one)));
        FloatVector u = a.fma(a, tiny);
        FloatVector t = FLOAT_VECTOR.cast(t11).fma(u, t9).fma(u, t7).fma(u, t5).fma(u, t3);
        FloatVector near = t.mul(u).fma(a, a);
        FloatVector size = far.blend(near, a.compare(VectorOperators.LT, split));
        IntVector sign = INT_VECTOR.cast(argument.reinterpretAsInts()).and(SIGN);
        y = INT_VECTOR.cast(size.reinterpretAsInts()).or(sign).reinterpretAsFloats();
      }

      // Output gate: sigmoid.
      FloatVector o;
      {
        FloatVector argument =
            FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, gates, gatesOffset + at));
        VectorMask<Float> negative = argument.compare(VectorOperators.LT, zero);
        FloatVector lowest = FLOAT_VECTOR.cast(lowestOfPositive).blend(lowestOfNegative, negative);
        FloatVector v =
            FLOAT_VECTOR.cast(
                INT_VECTOR.cast(argument.reinterpretAsInts()).or(SIGN).reinterpretAsFloats());
        v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
        FloatVector rounded = v.fma(log2e, halves);
        FloatVector n = rounded.sub(halves);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
        IntVector first =
            bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
        FloatVector e = power.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        FloatVector main = FLOAT_VECTOR.cast(one).blend(e, negative);
        o = e.div(e.add(one)).neg().fma(main, main);
      }

      o.mul(y).intoArray(hidden, hiddenOffset + at);
      at += Math.min(FLOAT_LANES, end - at);
    }
  }

  @Override
  public void gru(
      int units,
      float[] input,
      int x,
      float[] recurrent,
      int y,
      float[] before,
      int from,
      float[] after,
      int to) {
    if (units < FLOAT_LANES) {
      SHORT.gru(units, input, x, recurrent, y, before, from, after, to);
      return;
    }
    FloatVector lowestOfNegative = FloatVector.broadcast(FLOATS, EXP_LOWEST);
    FloatVector lowestOfPositive = FloatVector.broadcast(FLOATS, SIGMOID_LOWEST);
    FloatVector ofZero = FloatVector.broadcast(FLOATS, EXP_OF_ZERO);
    FloatVector highest = FloatVector.broadcast(FLOATS, TANH_HIGHEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector halves = FloatVector.broadcast(FLOATS, ROUND_HALVES);
    FloatVector whole = FloatVector.broadcast(FLOATS, ROUND_WHOLE);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector split = FloatVector.broadcast(FLOATS, TANH_SPLIT);
    FloatVector c2 = FloatVector.broadcast(FLOATS, EXP_C2);
    FloatVector c3 = FloatVector.broadcast(FLOATS, EXP_C3);
    FloatVector c4 = FloatVector.broadcast(FLOATS, EXP_C4);
    FloatVector c5 = FloatVector.broadcast(FLOATS, EXP_C5);
    FloatVector c6 = FloatVector.broadcast(FLOATS, EXP_C6);
    FloatVector t3 = FloatVector.broadcast(FLOATS, TANH_C3);
    FloatVector t5 = FloatVector.broadcast(FLOATS, TANH_C5);
    FloatVector t7 = FloatVector.broadcast(FLOATS, TANH_C7);
    FloatVector t9 = FloatVector.broadcast(FLOATS, TANH_C9);
    FloatVector t11 = FloatVector.broadcast(FLOATS, TANH_C11);
    int end = units - FLOAT_LANES;
    int at = 0;
    FloatVector next = FloatVector.fromArray(FLOATS, before, from);
    for (int vectors = Math.ceilDiv(units, FLOAT_LANES); vectors > 0; vectors--) {
      FloatVector h = next;
      int following = at + Math.min(FLOAT_LANES, end - at);
      next = FloatVector.fromArray(FLOATS, before, from + following);
      int i = x + at;
      int j = y + at;
      // Reset gate: sigmoid.
      FloatVector reset;
      {
        FloatVector argument =
            FLOAT_VECTOR
                .cast(FloatVector.fromArray(FLOATS, input, i))
                .add(FloatVector.fromArray(FLOATS, recurrent, j));
        VectorMask<Float> negative = argument.compare(VectorOperators.LT, zero);
        FloatVector lowest = FLOAT_VECTOR.cast(lowestOfPositive).blend(lowestOfNegative, negative);
        FloatVector v =
            FLOAT_VECTOR.cast(
                INT_VECTOR.cast(argument.reinterpretAsInts()).or(SIGN).reinterpretAsFloats());
        v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
        FloatVector rounded = v.fma(log2e, halves);
        FloatVector n = rounded.sub(halves);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
        IntVector first =
            bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
        FloatVector e = power.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        FloatVector main = FLOAT_VECTOR.cast(one).blend(e, negative);
        reset = e.div(e.add(one)).neg().fma(main, main);
      }

      // Candidate: tanh.
      FloatVector candidate;
      {
        FloatVector argument =
            reset.fma(
                FloatVector.fromArray(FLOATS, recurrent, j + 2 * units),
                FloatVector.fromArray(FLOATS, input, i + 2 * units));
        FloatVector a = argument.abs();
        FloatVector v = a.blend(highest, a.compare(VectorOperators.GT, highest));
        v = v.add(v);
        FloatVector rounded = v.fma(log2e, whole);
        FloatVector n = rounded.sub(whole);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector scale =
            INT_VECTOR
                .cast(rounded.reinterpretAsInts())
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        FloatVector far =
            FLOAT_VECTOR
                .cast(one)
                .sub(FLOAT_VECTOR.cast(two).div(power.fma(scale.reinterpretAsFloats(), one)));
        FloatVector u = a.fma(a, tiny);
        FloatVector t = FLOAT_VECTOR.cast(t11).fma(u, t9).fma(u, t7).fma(u, t5).fma(u, t3);
        FloatVector near = t.mul(u).fma(a, a);
        FloatVector size = far.blend(near, a.compare(VectorOperators.LT, split));
        IntVector sign = INT_VECTOR.cast(argument.reinterpretAsInts()).and(SIGN);
        candidate = INT_VECTOR.cast(size.reinterpretAsInts()).or(sign).reinterpretAsFloats();
      }

      // Update gate: sigmoid.
      FloatVector update;
      {
        FloatVector argument =
            FLOAT_VECTOR
                .cast(FloatVector.fromArray(FLOATS, input, i + units))
                .add(FloatVector.fromArray(FLOATS, recurrent, j + units));
        VectorMask<Float> negative = argument.compare(VectorOperators.LT, zero);
        FloatVector lowest = FLOAT_VECTOR.cast(lowestOfPositive).blend(lowestOfNegative, negative);
        FloatVector v =
            FLOAT_VECTOR.cast(
                INT_VECTOR.cast(argument.reinterpretAsInts()).or(SIGN).reinterpretAsFloats());
        v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
        FloatVector rounded = v.fma(log2e, halves);
        FloatVector n = rounded.sub(halves);
        FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
        FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
        FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
        IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
        IntVector first =
            bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
        FloatVector e = power.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        FloatVector main = FLOAT_VECTOR.cast(one).blend(e, negative);
        update = e.div(e.add(one)).neg().fma(main, main);
      }

      FloatVector fresh = update.neg().fma(candidate, candidate);
      update.fma(h, fresh).intoArray(after, to + at);
      at = following;
    }
  }
}
