package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/** As {@link FloatProduct}, whose comments hold here; generated. */
public final class DoubleProduct {
  public double[] a;
  public int[] segmentOffsets;
  public int aStride;
  public boolean aTransposed;
  public int[] segmentFirstRows;
  public int segments;
  public int segmentLength;
  public double[][] rows;
  public DoublePanels panels;
  public int panelsInPlace;
  public double[] b;
  public int bOffset;
  public int bStride;
  public boolean bTransposed;
  public int depth;
  public int columns;
  public double[] bias;
  public double[] c;
  public int cOffset;
  public int cStride;
  public boolean accumulate;
  public Activation activation;
  public DoubleEpilogue epilogue;
  public DoubleWorkspace[] workspaces;
}
