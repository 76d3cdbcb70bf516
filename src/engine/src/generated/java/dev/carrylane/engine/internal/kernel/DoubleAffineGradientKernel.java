package dev.carrylane.engine.internal.kernel;

/** As {@link FloatAffineGradientKernel}, whose comments hold here; generated. */
public interface DoubleAffineGradientKernel {
  void run(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dgAt,
      double[] state,
      int stateAt);

  final class Operands {
    public double[] p;
    public double[] dp;
    public int dpFurther;
    public int pStep;
    public int pChannel;
    public double[] dg;
    public int gStep;
    public int gChannel;
    public double[] h;
    public double[] dh;
    public int dhFurther;
    public int hStep;
    public int hChannel;

    public boolean channelsTouch() {
      return pChannel == 1 && gChannel == 1 && hChannel == 1;
    }

    public void clear() {
      p = null;
      dp = null;
      dg = null;
      h = null;
      dh = null;
    }
  }
}
