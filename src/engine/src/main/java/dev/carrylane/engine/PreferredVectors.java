package dev.carrylane.engine;

import jdk.incubator.vector.FloatVector;

/** Loaded only after the module is known to be there. */
final class PreferredVectors {
  static final int BITS = Math.min(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 512);

  private PreferredVectors() {}
}
