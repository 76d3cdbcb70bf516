package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.pack.DoublePanels;

/** As {@link FloatProduct}, whose comments hold here; generated. */
public final class DoubleProduct {
  public interface Epilogue {
    void apply(DoubleProduct product, int rowFrom, int rowTo, int columnFrom, int columnTo);
  }

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
  public Epilogue epilogue;
  public DoubleWorkspace[] workspaces;
}
