package dev.carrylane.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/** As {@link FloatTile}, whose comments hold here; generated. */
public final class DoubleTile {
  public double[] a;
  public int depth;
  public MemorySegment memory;
  public long place;
  public long panelBytes;
  public double[] b;
  public int bOffset;
  public int bStride;
  public double[] start;
  public int first;
  public int step;
  public double[] c;
  public int cOffset;
  public int cStride;

  public void clear() {
    memory = null;
    b = null;
    start = null;
    c = null;
  }
}
