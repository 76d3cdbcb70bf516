package dev.carrylane.engine.internal;

/** As {@link FloatAffineGradientKernel}, whose comments hold here; generated. */
public interface DoubleAffineGradientKernel {
  void run(
      DoubleAffineGradient on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dhAt,
      int dpAt,
      int dgAt,
      double[] state,
      int stateAt);
}
