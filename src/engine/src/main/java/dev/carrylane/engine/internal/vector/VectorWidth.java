package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.Backend;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM. The species are constants, which is what lets the JIT turn each
 * vector operation into an instruction; that is why a JVM runs one width and a test of several widths
 * starts several JVMs.
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

  static final int FLOAT_LANES = BITS / Float.SIZE;
  static final int DOUBLE_LANES = BITS / Double.SIZE;
  static final int INT_LANES = BITS / Integer.SIZE;
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
  static final int HALF_FLOAT_LANES = HALF_BITS / Float.SIZE;
  static final int QUARTER_FLOAT_LANES = QUARTER_BITS / Float.SIZE;
  static final int HALF_DOUBLE_LANES = HALF_BITS / Double.SIZE;
  static final int QUARTER_DOUBLE_LANES = QUARTER_BITS / Double.SIZE;

  private VectorWidth() {}
}
