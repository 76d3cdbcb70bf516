package dev.carrylane.jmh.peers;

import dev.ludovic.netlib.blas.JavaBLAS;

/** netlib's BLAS on the Vector API. */
final class Netlib {
  private static final String VECTOR = "VectorBLAS";

  private Netlib() {}

  /**
   * The implementation on the Vector API, its name printed. The library falls back to plain Java without
   * a word; such a figure would stand for something else.
   */
  static JavaBLAS vector() {
    JavaBLAS blas = JavaBLAS.getInstance();
    String name = blas.getClass().getSimpleName();
    if (!name.equals(VECTOR)) {
      throw new IllegalStateException(
          "netlib runs %s, not %s; add --add-modules jdk.incubator.vector".formatted(name, VECTOR));
    }
    System.out.println("# netlib: " + name);
    return blas;
  }
}
