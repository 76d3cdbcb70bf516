package dev.carrylane.engine.internal;

/** As {@link FloatAffine}, whose comments hold here; generated. */
public final class DoubleAffine {
  public double[] p;
  public int pStep;
  public int pChannel;
  public double[] g;
  public int gStep;
  public int gChannel;
  public double[] h;
  public int hStep;
  public int hChannel;

  public DoubleAffine() {}

  public boolean channelsTouch() {
    return pChannel == 1 && gChannel == 1 && hChannel == 1;
  }

  public void clear() {
    p = null;
    g = null;
    h = null;
  }
}
