package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.choice.DoubleGemmChoice;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DoubleGemmKernel;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.pack.DoublePanels;
import dev.carrylane.engine.internal.pack.DoubleStorage;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/** As {@link FloatWeights}, whose comments hold here; generated. */
public final class DoubleWeights {
  private static final int WIDEST_PANEL = 2 * 512 / Double.SIZE;
  private final Kernels kernels;
  private final Backend backend;
  private final int depth;
  private final int columns;
  private final DoubleStorage storage;
  private double[] bias;
  private volatile double[][] rows;
  private volatile DoublePanels panels;
  private volatile boolean asked;

  private DoubleWeights(
      Backend backend,
      int depth,
      int columns,
      DoubleStorage storage,
      double[] bias,
      double[][] rows) {
    this.backend = backend;
    this.depth = depth;
    this.columns = columns;
    this.storage = storage;
    this.bias = bias;
    kernels = Kernels.of(backend);
    this.rows = rows;
    DoubleGemmChoice choice = kernels.doubleGemm();
    if (choice.isProved(storage)) {
      asked = true;
      if (choice.vector().readsPanels()) {
        packPanels();
        this.rows = null;
      }
    }
  }

  public static DoubleWeights pack(
      Backend backend,
      int columns,
      int segments,
      int segmentLength,
      double[] weight,
      int offset,
      int segmentStep,
      int rowStep,
      int columnStep,
      double[] bias,
      int biasOffset) {
    int depth = segments * segmentLength;
    checkSize(depth, columns);
    double[][] rows = new double[columns == 0 ? 0 : depth][];
    for (int k = 0; k < rows.length; k++) {
      int first = offset + k / segmentLength * segmentStep + k % segmentLength * rowStep;
      rows[k] = row(weight, first, columnStep, columns);
    }
    double[] padded = new double[Math.ceilDiv(columns, WIDEST_PANEL) * WIDEST_PANEL];
    if (bias != null) {
      System.arraycopy(bias, biasOffset, padded, 0, columns);
    }
    return new DoubleWeights(backend, depth, columns, DoubleStorage.FULL, padded, rows);
  }

  public static DoubleWeights pack(
      Backend backend,
      int columns,
      int depth,
      double[] weight,
      int offset,
      int rowStep,
      int columnStep,
      double[] bias,
      int biasOffset) {
    return pack(
        backend, columns, 1, depth, weight, offset, 0, rowStep, columnStep, bias, biasOffset);
  }

  private static double[] row(double[] weight, int first, int step, int columns) {
    double[] row = new double[columns];
    if (step == 1) {
      System.arraycopy(weight, first, row, 0, columns);
    } else {
      for (int j = 0; j < columns; j++) {
        row[j] = weight[first + j * step];
      }
    }
    return row;
  }

  private static void checkSize(int depth, int columns) {
    long padded = Math.ceilDiv((long) columns, WIDEST_PANEL) * WIDEST_PANEL;
    long size = padded * depth;
    if (Math.max(size, padded) > Integer.MAX_VALUE - WIDEST_PANEL) {
      throw Refusals.weights(depth, columns, Math.max(size, padded));
    }
  }

  public DoubleWeights storedAs(DoubleStorage kept) {
    requireOpen();
    if (storage == kept) {
      return this;
    }
    double[] start = bias;
    double[][] given = rows;
    DoublePanels packed = panels;
    if (start == null || given == null && packed == null) {
      throw Refusals.closed(depth, columns);
    }
    double[][] rounded = new double[columns == 0 ? 0 : depth][columns];
    try {
      for (int k = 0; k < rounded.length; k++) {
        double[] row = given != null ? given[k] : packed.row(k);
        for (int j = 0; j < columns; j++) {
          rounded[k][j] = kept.round(row[j]);
        }
      }
    } catch (IllegalStateException thrown) {
      throw refusal(thrown);
    } finally {
      Reference.reachabilityFence(packed);
    }
    return new DoubleWeights(backend, depth, columns, kept, start, rounded);
  }

  DoubleGemmKernel describe(DoubleProduct product, int productRows) {
    product.depth = depth;
    product.columns = columns;
    product.panelsInPlace = 0;
    double[] start = bias;
    DoubleGemmChoice choice = kernels.doubleGemm();
    DoubleGemmKernel kernel = choice.packed(storage, productRows);
    if (!asked) {
      asked = true;
      WeakReference<DoubleWeights> self = new WeakReference<>(this);
      choice.later(() -> packLater(self));
    }
    double[][] kept = rows;
    DoublePanels packed = panels;
    if (start == null || kept == null && packed == null) {
      throw Refusals.closed(depth, columns);
    }
    product.bias = start;
    if (kept == null || packed != null && kernel.readsPanels()) {
      product.rows = null;
      product.panels = packed;
      return choice.vector();
    }
    product.rows = kept;
    product.panels = null;
    return choice.scalar();
  }

  private static void packLater(WeakReference<DoubleWeights> reference) {
    DoubleWeights weights = reference.get();
    if (weights != null && weights.kernels.doubleGemm().isProvedForSome(weights.storage)) {
      try {
        weights.packPanels();
      } catch (OutOfMemoryError full) {
        return;
      }
      weights.kernels.doubleGemm().wantAll(weights.storage);
      weights.kernels.doubleGemm().later(() -> dropLater(reference));
    }
  }

  private static void dropLater(WeakReference<DoubleWeights> reference) {
    DoubleWeights weights = reference.get();
    if (weights != null && weights.kernels.doubleGemm().isProved(weights.storage)) {
      weights.rows = null;
    }
  }

  private synchronized void packPanels() {
    double[][] given = rows;
    if (given != null && panels == null) {
      int width = kernels.doubleGemm().vector().panelWidth();
      panels = DoublePanels.of(width, given, depth, columns, storage);
    }
  }

  public synchronized void close() {
    bias = null;
    rows = null;
    DoublePanels packed = panels;
    panels = null;
    if (packed != null) {
      packed.close();
    }
  }

  public void requireUsable(Backend engine) {
    requireOpen();
    if (Kernels.of(engine) != kernels) {
      throw Refusals.backend(backend, engine);
    }
  }

  public void requireOpen() {
    if (rows == null && panels == null) {
      throw Refusals.closed(depth, columns);
    }
  }

  IllegalStateException refusal(IllegalStateException thrown) {
    return rows == null && panels == null ? Refusals.closed(depth, columns) : thrown;
  }

  public long bytes() {
    double[] start = bias;
    double[][] kept = rows;
    DoublePanels packed = panels;
    long bytes = start == null ? 0 : (long) start.length * Double.BYTES;
    if (kept != null) {
      bytes += (long) kept.length * columns * Double.BYTES;
    }
    if (packed != null) {
      bytes += packed.memory().byteSize();
    }
    return bytes;
  }

  public Backend backend() {
    return backend;
  }

  public int depth() {
    return depth;
  }

  public int columns() {
    return columns;
  }
}
