package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.Backend;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM. The species are constants, which is what lets the JIT turn each
 * vector operation into an instruction; that is why a JVM runs one width and a test of several widths
 * starts several JVMs.
 *
 * <p><b>Receivers.</b> The classes of the vectors are constants as well, and kernels cast to them every vector that has
 * come from {@code fromArray}, {@code broadcast}, {@code zero} or {@code reinterpretAs…}, or around a loop, and on which
 * a method is called. While it parses a kernel, C2 knows such a vector by its declared type alone, so it looks up the
 * call in the profiles of the Vector API, which the whole JVM shares. In a JVM that has vectors of several widths they
 * guess another class, or none; some of these calls then stay calls, and their vectors objects, until the JVM ends.
 * {@code Class.cast} of a constant is an intrinsic that leaves nothing behind. Operands that are arguments do not need
 * it.
 */
final class VectorWidth {
  static final int BITS = Backend.vector().orElseThrow().vectorBits();

  static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
  static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(BITS));
  static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
  static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(BITS));

  static final Class<? extends FloatVector> FLOAT_VECTOR = FloatVector.zero(FLOATS).getClass();
  static final Class<? extends DoubleVector> DOUBLE_VECTOR = DoubleVector.zero(DOUBLES).getClass();
  static final Class<? extends IntVector> INT_VECTOR = IntVector.zero(INTS).getClass();
  static final Class<? extends LongVector> LONG_VECTOR = LongVector.zero(LONGS).getClass();

  static final int FLOAT_LANES = BITS / Float.SIZE;
  static final int DOUBLE_LANES = BITS / Double.SIZE;
  static final int LONG_LANES = BITS / Long.SIZE;

  private static final int HALF_BITS = Math.max(128, BITS / 2);
  private static final int QUARTER_BITS = Math.max(128, BITS / 4);

  /** For rows too short for whole vectors; not less than 128 bits. */
  static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(HALF_BITS));

  static final VectorSpecies<Float> QUARTER_FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(QUARTER_BITS));
  static final VectorSpecies<Double> HALF_DOUBLES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(HALF_BITS));
  static final VectorSpecies<Double> QUARTER_DOUBLES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(QUARTER_BITS));
  static final Class<? extends FloatVector> HALF_FLOAT_VECTOR =
      FloatVector.zero(HALF_FLOATS).getClass();
  static final Class<? extends FloatVector> QUARTER_FLOAT_VECTOR =
      FloatVector.zero(QUARTER_FLOATS).getClass();
  static final Class<? extends DoubleVector> HALF_DOUBLE_VECTOR =
      DoubleVector.zero(HALF_DOUBLES).getClass();
  static final Class<? extends DoubleVector> QUARTER_DOUBLE_VECTOR =
      DoubleVector.zero(QUARTER_DOUBLES).getClass();
  static final int HALF_FLOAT_LANES = HALF_BITS / Float.SIZE;
  static final int QUARTER_FLOAT_LANES = QUARTER_BITS / Float.SIZE;
  static final int HALF_DOUBLE_LANES = HALF_BITS / Double.SIZE;
  static final int QUARTER_DOUBLE_LANES = QUARTER_BITS / Double.SIZE;

  private VectorWidth() {}
}
