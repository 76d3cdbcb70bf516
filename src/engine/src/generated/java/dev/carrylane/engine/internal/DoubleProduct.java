package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/** As {@link FloatProduct}, whose comments hold here; generated. */
public final class DoubleProduct {
  public double[] a;
  public boolean aTransposed;
  public int[] segmentOffsets;
  public int[] segmentFirstRows;
  public int segments;
  public int segmentLength;
  public int aStride;
  public double[][] rows;
  public DoublePanels panels;
  public double[] b;
  public int bOffset;
  public int bStride;
  public boolean bTransposed;
  public int panelsInPlace;
  public int depth;
  public double[] bias;
  public double[] c;
  public int cOffset;
  public int cStride;
  public int columns;
  public boolean accumulate;
  public Activation activation;
  public DoubleEpilogue epilogue;
  public DoubleWorkspace[] workspaces;
}
