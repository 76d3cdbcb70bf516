package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import java.lang.ref.WeakReference;

/**
 * A right operand that is used again and again, with its bias, in the layout of the kernel that runs now: an array
 * for each of its rows for the scalar kernel, {@link DoublePanels} for the vector kernel. Where the vector kernel has
 * yet to be proved, rows come first, panels are packed on the thread that proves it, and rows are dropped when no
 * call can need them any more. Shared by any number of threads.
 */
public final class DoubleWeights {
  /** Panels of the widest vectors have so many columns; the bias reaches to the end of the last one. */
  private static final int WIDEST_PANEL = 2 * 512 / Double.SIZE;

  private final Kernels kernels;
  private final Backend backend;
  private final int depth;
  private final int columns;
  private final DoubleStorage storage;
  private final double[] bias;
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

  /**
   * Packs a matrix that is given as its transpose, in one or several segments: element (k, j) of segment s is {@code
   * weight[offset + s · segmentStep + k · rowStep + j · columnStep]}, and segments follow each other along the chains.
   *
   * @param backend whose kernels will multiply
   * @param columns columns of the matrix, 0 or more
   * @param segments how many
   * @param segmentLength rows of each
   * @param weight the elements
   * @param offset the first of them
   * @param segmentStep elements from a segment to the next
   * @param rowStep elements from a row to the next
   * @param columnStep elements from a column to the next
   * @param bias start values of the chains, or null for zeros
   * @param biasOffset where they start
   * @return a copy
   */
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
      throw new IllegalArgumentException(
          "weights of %d × %d take %d packed doubles, more than an array holds; split the columns"
              .formatted(depth, columns, size));
    }
  }

  /**
   * A copy with every element, but not the bias, rounded to what a storage keeps. The chains are the same fused
   * operations on the rounded elements.
   *
   * @param kept how the copy keeps its elements
   * @return weights that give the same bits on every backend
   */
  public DoubleWeights storedAs(DoubleStorage kept) {
    if (storage == kept) {
      return this;
    }
    double[][] given = rows;
    double[][] rounded = new double[columns == 0 ? 0 : depth][columns];
    for (int k = 0; k < rounded.length; k++) {
      double[] row = given != null ? given[k] : panels.row(k);
      for (int j = 0; j < columns; j++) {
        rounded[k][j] = kept.round(row[j]);
      }
    }
    return new DoubleWeights(backend, depth, columns, kept, bias, rounded);
  }

  /**
   * Describes the right operand of a product, for the kernel that is to run now.
   *
   * @param product the product
   * @param productRows its rows
   * @return the kernel
   */
  DoubleGemmKernel describe(DoubleProduct product, int productRows) {
    product.depth = depth;
    product.columns = columns;
    product.bias = bias;
    product.panelsInPlace = 0;
    DoubleGemmChoice choice = kernels.doubleGemm();
    DoubleGemmKernel kernel = choice.packed(storage, productRows);
    if (!asked) {
      asked = true;
      WeakReference<DoubleWeights> self = new WeakReference<>(this);
      choice.later(() -> packLater(self));
    }
    // Rows are read first: they are dropped only after panels are there and every vector kernel is
    // proved.
    double[][] kept = rows;
    DoublePanels packed = panels;
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
  private static void packLater(WeakReference<DoubleWeights> reference) {
    DoubleWeights weights = reference.get();
    if (weights != null && weights.kernels.doubleGemm().isProvedForSome(weights.storage)) {
      weights.packPanels();
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

  private void packPanels() {
    panels =
        DoublePanels.of(kernels.doubleGemm().vector().panelWidth(), rows, depth, columns, storage);
  }

  /**
   * Refuses weights whose layout the kernels of a backend do not read.
   *
   * @param engine what the operation runs on
   */
  public void requireBackend(Backend engine) {
    if (Kernels.of(engine) != kernels) {
      throw new IllegalArgumentException(
          "these weights are packed for the %s backend, and this operation runs on %s; pack them for that"
              .formatted(backend, engine));
    }
  }

  /**
   * The backend packed for.
   *
   * @return the backend
   */
  public Backend backend() {
    return backend;
  }

  /**
   * The length of the chains.
   *
   * @return rows of the matrix
   */
  public int depth() {
    return depth;
  }

  /**
   * The width of the result.
   *
   * @return columns of the matrix
   */
  public int columns() {
    return columns;
  }
}
