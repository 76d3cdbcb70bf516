package dev.carrylane.engine.internal;

/** As {@link FloatAffine}, whose comments hold here; generated. */
public final class LongAffine {
  public long[] p;
  public int pStep;
  public int pChannel;
  public long[] g;
  public int gStep;
  public int gChannel;
  public long[] h;
  public int hStep;
  public int hChannel;

  public LongAffine() {}

  public boolean channelsTouch() {
    return pChannel == 1 && gChannel == 1 && hChannel == 1;
  }

  public void clear() {
    p = null;
    g = null;
    h = null;
  }
}
