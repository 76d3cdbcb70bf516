package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.choice.FloatGemmChoice;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.FloatGemmKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.pack.FloatPanels;
import dev.carrylane.engine.internal.pack.FloatStorage;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/**
 * A right operand that is used again and again, with its bias, in the layout of the kernel that runs now: an array
 * for each of its rows for the scalar kernel, {@link FloatPanels} for the vector kernel. Where the vector kernel has
 * yet to be proved, rows come first, panels are packed on the thread that proves it, and rows are dropped when no
 * call can need them any more. Shared by any number of threads, until one closes it: calls under way are completed or
 * refused, later ones refused.
 */
public final class FloatWeights {
  /** Panels of the widest vectors have so many columns; the bias reaches to the end of the last one. */
  private static final int WIDEST_PANEL = 2 * 512 / Float.SIZE;

  private final Kernels kernels;
  private final Backend backend;
  private final int depth;
  private final int columns;
  private final FloatStorage storage;

  /** Null once closed, as all that follow. */
  private float[] bias;

  private volatile float[][] rows;
  private volatile FloatPanels panels;
  private volatile boolean asked;

  private FloatWeights(
      Backend backend, int depth, int columns, FloatStorage storage, float[] bias, float[][] rows) {
    this.backend = backend;
    this.depth = depth;
    this.columns = columns;
    this.storage = storage;
    this.bias = bias;
    kernels = Kernels.of(backend);
    this.rows = rows;
    FloatGemmChoice choice = kernels.floatGemm();
    if (choice.isProved(storage)) {
      asked = true;
      if (choice.vector().readsPanels()) {
        packPanels();
        this.rows = null;
      }
    }
  }

  /**
   * Packs a matrix that is given as its transpose, in one or several segments: element (k, j) of segment s is {@code
   * weight[offset + s · segmentStep + k · rowStep + j · columnStep]}, and segments follow each other along the chains.
   */
  public static FloatWeights pack(
      Backend backend,
      int columns,
      int segments,
      int segmentLength,
      float[] weight,
      int offset,
      int segmentStep,
      int rowStep,
      int columnStep,
      float[] bias,
      int biasOffset) {
    int depth = segments * segmentLength;
    checkSize(depth, columns);
    float[][] rows = new float[columns == 0 ? 0 : depth][];
    for (int k = 0; k < rows.length; k++) {
      int first = offset + k / segmentLength * segmentStep + k % segmentLength * rowStep;
      rows[k] = row(weight, first, columnStep, columns);
    }
    float[] padded = new float[Math.ceilDiv(columns, WIDEST_PANEL) * WIDEST_PANEL];
    if (bias != null) {
      System.arraycopy(bias, biasOffset, padded, 0, columns);
    }
    return new FloatWeights(backend, depth, columns, FloatStorage.FULL, padded, rows);
  }

  /** The same of one segment. */
  public static FloatWeights pack(
      Backend backend,
      int columns,
      int depth,
      float[] weight,
      int offset,
      int rowStep,
      int columnStep,
      float[] bias,
      int biasOffset) {
    return pack(
        backend, columns, 1, depth, weight, offset, 0, rowStep, columnStep, bias, biasOffset);
  }

  private static float[] row(float[] weight, int first, int step, int columns) {
    float[] row = new float[columns];
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

  /**
   * A copy with every element, but not the bias, rounded to what a storage keeps. The chains are the same fused
   * operations on the rounded elements.
   */
  public FloatWeights storedAs(FloatStorage kept) {
    requireOpen();
    if (storage == kept) {
      return this;
    }
    float[] start = bias;
    float[][] given = rows;
    FloatPanels packed = panels;
    if (start == null || given == null && packed == null) {
      throw Refusals.closed(depth, columns);
    }
    float[][] rounded = new float[columns == 0 ? 0 : depth][columns];
    try {
      for (int k = 0; k < rounded.length; k++) {
        float[] row = given != null ? given[k] : packed.row(k);
        for (int j = 0; j < columns; j++) {
          rounded[k][j] = kept.round(row[j]);
        }
      }
    } catch (IllegalStateException thrown) {
      throw refusal(thrown);
    } finally {
      Reference.reachabilityFence(packed);
    }
    return new FloatWeights(backend, depth, columns, kept, start, rounded);
  }

  /** Describes the right operand of a product, for the kernel that is to run now. */
  FloatGemmKernel describe(FloatProduct product, int productRows) {
    product.depth = depth;
    product.columns = columns;
    product.panelsInPlace = 0;
    float[] start = bias;
    FloatGemmChoice choice = kernels.floatGemm();
    FloatGemmKernel kernel = choice.packed(storage, productRows);
    if (!asked) {
      asked = true;
      WeakReference<FloatWeights> self = new WeakReference<>(this);
      choice.later(() -> packLater(self));
    }
    // Rows are read first: they are dropped only after panels are there and every vector kernel is
    // proved.
    float[][] kept = rows;
    FloatPanels packed = panels;
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

  /** Weights that nobody has any more are not packed. */
  private static void packLater(WeakReference<FloatWeights> reference) {
    FloatWeights weights = reference.get();
    if (weights != null && weights.kernels.floatGemm().isProvedForSome(weights.storage)) {
      try {
        weights.packPanels();
      } catch (OutOfMemoryError full) {
        // Nobody is here to be told. Rows remain, and with them the scalar kernel.
        return;
      }
      weights.kernels.floatGemm().wantAll(weights.storage);
      weights.kernels.floatGemm().later(() -> dropLater(reference));
    }
  }

  private static void dropLater(WeakReference<FloatWeights> reference) {
    FloatWeights weights = reference.get();
    if (weights != null && weights.kernels.floatGemm().isProved(weights.storage)) {
      weights.rows = null;
    }
  }

  /** Packs once, and never what is closed. */
  private synchronized void packPanels() {
    float[][] given = rows;
    if (given != null && panels == null) {
      int width = kernels.floatGemm().vector().panelWidth();
      panels = FloatPanels.of(width, given, depth, columns, storage);
    }
  }

  /** Lets go of all memory; may be called more than once. */
  public synchronized void close() {
    bias = null;
    rows = null;
    FloatPanels packed = panels;
    panels = null;
    if (packed != null) {
      packed.close();
    }
  }

  /** Refuses weights that are closed, and those whose layout the kernels of a backend do not read. */
  public void requireUsable(Backend engine) {
    requireOpen();
    if (Kernels.of(engine) != kernels) {
      throw Refusals.backend(backend, engine);
    }
  }

  /** Refuses weights that are closed. */
  public void requireOpen() {
    // Rows are read first, as above.
    if (rows == null && panels == null) {
      throw Refusals.closed(depth, columns);
    }
  }

  /** What to throw in place of what a call has thrown that was under way while weights were perhaps closed. */
  IllegalStateException refusal(IllegalStateException thrown) {
    return rows == null && panels == null ? Refusals.closed(depth, columns) : thrown;
  }

  /** The elements that are there now, in bytes, padding included. */
  public long bytes() {
    float[] start = bias;
    float[][] kept = rows;
    FloatPanels packed = panels;
    long bytes = start == null ? 0 : (long) start.length * Float.BYTES;
    if (kept != null) {
      bytes += (long) kept.length * columns * Float.BYTES;
    }
    if (packed != null) {
      bytes += packed.memory().byteSize();
    }
    return bytes;
  }

  /** The backend packed for. */
  public Backend backend() {
    return backend;
  }

  /** The length of the chains. */
  public int depth() {
    return depth;
  }

  /** The width of the result. */
  public int columns() {
    return columns;
  }
}
