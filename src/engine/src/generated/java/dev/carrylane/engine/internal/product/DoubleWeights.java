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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** As {@link FloatWeights}, whose comments hold here; generated. */
public final class DoubleWeights {
  private static final int WIDEST_PANEL = 2 * 512 / Double.SIZE;
  private final Kernels kernels;
  private final Backend backend;
  private final int depth;
  private final int columns;
  private final DoubleStorage storage;
  private final DoubleWeights whole;
  private final int first;
  private final List<DoubleWeights> parts = new ArrayList<>(0);
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
    whole = this;
    first = 0;
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

  private DoubleWeights(DoubleWeights whole, int first, int depth) {
    this.whole = whole;
    this.first = first;
    this.depth = depth;
    kernels = whole.kernels;
    backend = whole.backend;
    columns = whole.columns;
    storage = whole.storage;
    bias = first == 0 ? whole.bias : new double[whole.bias.length];
    double[][] given = whole.rows;
    if (given != null) {
      rows = columns == 0 ? given : Arrays.copyOfRange(given, first, first + depth);
    }
    DoublePanels packed = whole.panels;
    if (packed != null) {
      panels = packed.part(first, depth);
    }
  }

  public DoubleWeights part(int firstRow, int count) {
    return whole.ownPart(first + firstRow, count);
  }

  private synchronized DoubleWeights ownPart(int firstRow, int count) {
    requireOpen();
    for (DoubleWeights part : parts) {
      if (part.first == firstRow && part.depth == count) {
        return part;
      }
    }
    DoubleWeights part = new DoubleWeights(this, firstRow, count);
    parts.add(part);
    return part;
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
      Reference.reachabilityFence(this);
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
    if (!whole.asked) {
      whole.asked = true;
      WeakReference<DoubleWeights> reference = new WeakReference<>(whole);
      choice.later(() -> packLater(reference));
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
      weights.dropRows();
    }
  }

  private synchronized void dropRows() {
    rows = null;
    for (DoubleWeights part : parts) {
      part.rows = null;
    }
  }

  private synchronized void packPanels() {
    double[][] given = rows;
    if (given != null && panels == null) {
      int width = kernels.doubleGemm().vector().panelWidth();
      DoublePanels packed = DoublePanels.of(width, given, depth, columns, storage);
      panels = packed;
      for (DoubleWeights part : parts) {
        part.panels = packed.part(part.first, part.depth);
      }
    }
  }

  public void close() {
    whole.closeAll();
  }

  private synchronized void closeAll() {
    DoublePanels packed = panels;
    letGo();
    for (DoubleWeights part : parts) {
      part.letGo();
    }
    parts.clear();
    if (packed != null) {
      packed.close();
    }
  }

  private void letGo() {
    bias = null;
    rows = null;
    panels = null;
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
    if (whole != this) {
      return 0;
    }
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
