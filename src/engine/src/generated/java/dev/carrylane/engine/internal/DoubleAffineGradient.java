package dev.carrylane.engine.internal;

/** As {@link FloatAffineGradient}, whose comments hold here; generated. */
public final class DoubleAffineGradient {
  public double[] p;
  public double[] dp;
  public int pStep;
  public int pChannel;
  public double[] dg;
  public int gStep;
  public int gChannel;
  public double[] h;
  public double[] dh;
  public int hStep;
  public int hChannel;

  public DoubleAffineGradient() {}

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
