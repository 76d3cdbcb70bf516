package dev.carrylane.engine;

import jdk.incubator.vector.VectorShape;

/** Loaded only after the module is known to be there. */
final class PreferredVectors {
  static final int BITS = Math.min(VectorShape.preferredShape().vectorBitSize(), 512);

  private PreferredVectors() {}
}
