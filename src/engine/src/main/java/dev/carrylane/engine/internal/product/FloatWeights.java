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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A right operand that is used again and again, with its bias, in the layout of the kernel that runs now: an array
 * for each of its rows for the scalar kernel, {@link FloatPanels} for the vector kernel. Where the vector kernel has
 * yet to be proved, rows come first, panels are packed on the thread that proves it, and rows are dropped when no
 * call can need them any more. Shared by any number of threads, until one closes it: calls under way are completed or
 * refused, later ones refused.
 *
 * <p>A part has some of the rows of a whole, in both layouts where the whole has them: the whole knows its parts, and
 * gives and takes their layouts with its own.
 */
public final class FloatWeights {
  /** Panels of the widest vectors have so many columns; the bias reaches to the end of the last one. */
  private static final int WIDEST_PANEL = 2 * 512 / Float.SIZE;

  private final Kernels kernels;
  private final Backend backend;
  private final int depth;
  private final int columns;
  private final FloatStorage storage;

  /** These weights themselves, or what they are a part of, whose memory must remain for as long. */
  private final FloatWeights whole;

  /** The row of the whole that these begin with. */
  private final int first;

  /** Of a whole, each range of rows once; guarded by it. */
  private final List<FloatWeights> parts = new ArrayList<>(0);

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
    whole = this;
    first = 0;
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

  /** A part; the caller has locked the whole. */
  private FloatWeights(FloatWeights whole, int first, int depth) {
    this.whole = whole;
    this.first = first;
    this.depth = depth;
    kernels = whole.kernels;
    backend = whole.backend;
    columns = whole.columns;
    storage = whole.storage;
    bias = first == 0 ? whole.bias : new float[whole.bias.length];
    float[][] given = whole.rows;
    if (given != null) {
      rows = columns == 0 ? given : Arrays.copyOfRange(given, first, first + depth);
    }
    FloatPanels packed = whole.panels;
    if (packed != null) {
      panels = packed.part(first, depth);
    }
  }

  /**
   * Some of the rows, on the same memory; closing either closes both. The chains begin at the bias in a part with the
   * first row of all, else at zero.
   */
  public FloatWeights part(int firstRow, int count) {
    return whole.ownPart(first + firstRow, count);
  }

  private synchronized FloatWeights ownPart(int firstRow, int count) {
    requireOpen();
    for (FloatWeights part : parts) {
      if (part.first == firstRow && part.depth == count) {
        return part;
      }
    }
    FloatWeights part = new FloatWeights(this, firstRow, count);
    parts.add(part);
    return part;
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
      Reference.reachabilityFence(this);
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
    if (!whole.asked) {
      whole.asked = true;
      WeakReference<FloatWeights> reference = new WeakReference<>(whole);
      choice.later(() -> packLater(reference));
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
      weights.dropRows();
    }
  }

  private synchronized void dropRows() {
    rows = null;
    for (FloatWeights part : parts) {
      part.rows = null;
    }
  }

  /** Packs once, and never what is closed. */
  private synchronized void packPanels() {
    float[][] given = rows;
    if (given != null && panels == null) {
      int width = kernels.floatGemm().vector().panelWidth();
      FloatPanels packed = FloatPanels.of(width, given, depth, columns, storage);
      // Parts last: should memory not suffice for one, the memory of the others is still kept.
      panels = packed;
      for (FloatWeights part : parts) {
        part.panels = packed.part(part.first, part.depth);
      }
    }
  }

  /** Lets go of all memory, that of the whole with a part; may be called more than once. */
  public void close() {
    whole.closeAll();
  }

  private synchronized void closeAll() {
    FloatPanels packed = panels;
    letGo();
    for (FloatWeights part : parts) {
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

  /** The elements that are there now, in bytes, padding included; none in a part, which has those of its whole. */
  public long bytes() {
    if (whole != this) {
      return 0;
    }
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
