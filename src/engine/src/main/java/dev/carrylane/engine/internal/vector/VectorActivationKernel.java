package dev.carrylane.engine.internal.vector;

import static dev.carrylane.engine.internal.kernel.ActivationFunctions.*;
import static dev.carrylane.engine.internal.vector.VectorWidth.*;

import dev.carrylane.engine.internal.kernel.ActivationFunctions;
import dev.carrylane.engine.internal.kernel.ActivationKernel;
import dev.carrylane.engine.internal.scalar.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementwise functions on lanes: the operations of {@link ActivationFunctions}, one by one.
 *
 * <p>A range that is not a whole number of vectors ends with one vector that overlaps the one before it. As the range may
 * be transformed in place, each vector is loaded before the one ahead of it is stored. Only ranges shorter than a vector
 * run scalar code.
 *
 * <p>Every loop is written out, and methods take arrays, never vectors: a vector is an object wherever it crosses a call
 * that is not inlined, and in every method that the JIT has not compiled yet. Methods without a loop are compiled last,
 * so none of them touches a vector.
 */
final class VectorActivationKernel implements ActivationKernel {
  /** For ranges shorter than a vector. */
  private static final ActivationKernel SHORT = ScalarKernels.SET.activation();

  @Override
  public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < FLOAT_LANES) {
      SHORT.relu(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    int whole = FLOATS.loopBound(length);
    for (int i = 0; i < whole; i += FLOAT_LANES) {
      FloatVector v = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, x, xOffset + i));
      v.blend(zero, v.compare(VectorOperators.LE, zero)).intoArray(y, yOffset + i);
    }
    if (whole < length) {
      // Where this meets results instead of arguments, nothing changes: relu(relu(x)) = relu(x).
      int end = length - FLOAT_LANES;
      FloatVector v = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, x, xOffset + end));
      v.blend(zero, v.compare(VectorOperators.LE, zero)).intoArray(y, yOffset + end);
    }
  }

  @Override
  public void logSoftmax(float[] x, int xOffset, float[] y, int yOffset, int columns) {
    int whole = FLOATS.loopBound(columns);
    FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += FLOAT_LANES) {
      FloatVector v = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, x, xOffset + i));
      greatest = FLOAT_VECTOR.cast(greatest).blend(v, v.compare(VectorOperators.GT, greatest));
    }
    // A maximum is exact in any order. That of +0 and −0 is either, and no result depends on which.
    float max = FLOAT_VECTOR.cast(greatest).reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < columns; i++) {
      float value = x[xOffset + i];
      max = value > max ? value : max;
    }
    double sum = 0;
    for (int i = 0; i < whole; i += FLOAT_LANES) {
      // y holds the powers only until they are added, as it may be x.
      FloatVector v = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, x, xOffset + i));
      int at = yOffset + i;
      v.sub(max).intoArray(y, at);
      exp(y, at, y, at, FLOAT_LANES);
      for (int lane = 0; lane < FLOAT_LANES; lane++) {
        sum += y[at + lane];
      }
      v.intoArray(y, at);
    }
    for (int i = whole; i < columns; i++) {
      float value = x[xOffset + i];
      sum += ActivationFunctions.exp(value - max);
      y[yOffset + i] = value;
    }
    double log = StrictMath.log(sum);
    for (int i = 0; i < columns; i++) {
      y[yOffset + i] = (float) ((double) y[yOffset + i] - max - log);
    }
  }

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < FLOAT_LANES) {
      SHORT.exp(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector highest = FloatVector.broadcast(FLOATS, EXP_HIGHEST);
    FloatVector lowest = FloatVector.broadcast(FLOATS, EXP_LOWEST);
    FloatVector ofZero = FloatVector.broadcast(FLOATS, EXP_OF_ZERO);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector round = FloatVector.broadcast(FLOATS, ROUND_HALVES);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector c2 = FloatVector.broadcast(FLOATS, EXP_C2);
    FloatVector c3 = FloatVector.broadcast(FLOATS, EXP_C3);
    FloatVector c4 = FloatVector.broadcast(FLOATS, EXP_C4);
    FloatVector c5 = FloatVector.broadcast(FLOATS, EXP_C5);
    FloatVector c6 = FloatVector.broadcast(FLOATS, EXP_C6);
    int end = length - FLOAT_LANES;
    int at = 0;
    FloatVector next = FloatVector.fromArray(FLOATS, x, xOffset);
    for (int vectors = Math.ceilDiv(length, FLOAT_LANES); vectors > 0; vectors--) {
      FloatVector argument = FLOAT_VECTOR.cast(next);
      int following = at + Math.min(FLOAT_LANES, end - at);
      next = FloatVector.fromArray(FLOATS, x, xOffset + following);
      FloatVector v = argument.blend(highest, argument.compare(VectorOperators.GT, highest));
      v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
      FloatVector rounded = v.fma(log2e, round);
      FloatVector n = rounded.sub(round);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
      FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
      FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
      IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
      IntVector first =
          bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
      power
          .mul(first.reinterpretAsFloats())
          .mul(second.reinterpretAsFloats())
          .intoArray(y, yOffset + at);
      at = following;
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < FLOAT_LANES) {
      SHORT.tanh(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector highest = FloatVector.broadcast(FLOATS, TANH_HIGHEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector round = FloatVector.broadcast(FLOATS, ROUND_WHOLE);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
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
    int end = length - FLOAT_LANES;
    int at = 0;
    FloatVector next = FloatVector.fromArray(FLOATS, x, xOffset);
    for (int vectors = Math.ceilDiv(length, FLOAT_LANES); vectors > 0; vectors--) {
      FloatVector argument = FLOAT_VECTOR.cast(next);
      int following = at + Math.min(FLOAT_LANES, end - at);
      next = FloatVector.fromArray(FLOATS, x, xOffset + following);
      FloatVector a = argument.abs();
      FloatVector v = a.blend(highest, a.compare(VectorOperators.GT, highest));
      v = v.add(v);
      FloatVector rounded = v.fma(log2e, round);
      FloatVector n = rounded.sub(round);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
      FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
      FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
      FloatVector scale =
          INT_VECTOR
              .cast(rounded.reinterpretAsInts())
              .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector far =
          FLOAT_VECTOR.cast(one).sub(FLOAT_VECTOR.cast(two).div(power.fma(scale, one)));

      FloatVector u = a.fma(a, tiny);
      FloatVector t = FLOAT_VECTOR.cast(t11).fma(u, t9).fma(u, t7).fma(u, t5).fma(u, t3);
      FloatVector near = t.mul(u).fma(a, a);

      FloatVector result = far.blend(near, a.compare(VectorOperators.LT, split));
      FLOAT_VECTOR
          .cast(
              INT_VECTOR
                  .cast(result.reinterpretAsInts())
                  .or(INT_VECTOR.cast(argument.reinterpretAsInts()).and(SIGN))
                  .reinterpretAsFloats())
          .intoArray(y, yOffset + at);
      at = following;
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < FLOAT_LANES) {
      SHORT.sigmoid(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector lowestOfNegative = FloatVector.broadcast(FLOATS, EXP_LOWEST);
    FloatVector lowestOfPositive = FloatVector.broadcast(FLOATS, SIGMOID_LOWEST);
    FloatVector ofZero = FloatVector.broadcast(FLOATS, EXP_OF_ZERO);
    FloatVector log2e = FloatVector.broadcast(FLOATS, LOG2_E);
    FloatVector round = FloatVector.broadcast(FLOATS, ROUND_HALVES);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, MINUS_LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, MINUS_LN2_LOW);
    FloatVector tiny = FloatVector.broadcast(FLOATS, TINY);
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector c2 = FloatVector.broadcast(FLOATS, EXP_C2);
    FloatVector c3 = FloatVector.broadcast(FLOATS, EXP_C3);
    FloatVector c4 = FloatVector.broadcast(FLOATS, EXP_C4);
    FloatVector c5 = FloatVector.broadcast(FLOATS, EXP_C5);
    FloatVector c6 = FloatVector.broadcast(FLOATS, EXP_C6);
    int end = length - FLOAT_LANES;
    int at = 0;
    FloatVector next = FloatVector.fromArray(FLOATS, x, xOffset);
    for (int vectors = Math.ceilDiv(length, FLOAT_LANES); vectors > 0; vectors--) {
      FloatVector argument = FLOAT_VECTOR.cast(next);
      int following = at + Math.min(FLOAT_LANES, end - at);
      next = FloatVector.fromArray(FLOATS, x, xOffset + following);
      VectorMask<Float> negative = argument.compare(VectorOperators.LT, zero);
      FloatVector lowest = FLOAT_VECTOR.cast(lowestOfPositive).blend(lowestOfNegative, negative);
      FloatVector v =
          FLOAT_VECTOR.cast(
              INT_VECTOR.cast(argument.reinterpretAsInts()).or(SIGN).reinterpretAsFloats());
      v = v.blend(ofZero, v.compare(VectorOperators.LT, lowest));
      FloatVector rounded = v.fma(log2e, round);
      FloatVector n = rounded.sub(round);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
      FloatVector q = FLOAT_VECTOR.cast(c6).fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2);
      FloatVector power = q.fma(r.fma(r, tiny), r).add(one);
      IntVector bits = INT_VECTOR.cast(rounded.reinterpretAsInts());
      IntVector first =
          bits.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      IntVector second = bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).sub(first);
      FloatVector z = power.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
      FloatVector main = FLOAT_VECTOR.cast(one).blend(z, negative);
      FloatVector quotient = z.div(z.add(one));
      quotient.neg().fma(main, main).intoArray(y, yOffset + at);
      at = following;
    }
  }
}
