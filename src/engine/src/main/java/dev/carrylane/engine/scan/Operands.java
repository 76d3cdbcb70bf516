package dev.carrylane.engine.scan;

/** The arguments of the scan that is running, all of them checked. */
final class Operands {
  int steps;
  int channels;
  float[] p;
  int pOffset;
  int pStride;
  float[] g;
  int gOffset;
  int gStride;
  float[] h;
  int hOffset;
  int hStride;

  /** Lets go of the caller's arrays. */
  void clear() {
    p = null;
    g = null;
    h = null;
  }
}
