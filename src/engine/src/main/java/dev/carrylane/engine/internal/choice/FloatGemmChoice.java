package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.kernel.FloatGemmKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.kernel.FloatWorkspace;
import dev.carrylane.engine.internal.kernel.KernelSet;
import dev.carrylane.engine.internal.kernel.TileHeights;
import dev.carrylane.engine.internal.pack.FloatPanels;
import dev.carrylane.engine.internal.pack.FloatStorage;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which kernel runs a product now. The register tiles of one row, of two or three, and of more are proved each for
 * themselves, so that a stream need not wait for the tiles of whole sequences; and so are those of each form of the
 * right operand.
 */
public final class FloatGemmChoice {
  /** Numbers of rows that share a proof. */
  private enum Rows {
    ONE("1 row", 1, 1, 7),
    FEW("2 or 3 rows", 2, 3, 3),
    MANY("4 rows or more", 2, 12, 3);

    private final String words;

    /** The tallest tile. */
    private final int most;

    /** The tiles that such products are divided into. */
    private final int[] heights;

    /** Full panels that a rehearsal needs, so that they are taken in groups of every size. */
    private final int panels;

    Rows(String words, int least, int most, int panels) {
      this.words = words;
      this.most = most;
      heights = TileHeights.within(least, most);
      this.panels = panels;
    }

    static Rows of(int rows) {
      return rows <= ONE.most ? ONE : rows <= FEW.most ? FEW : MANY;
    }
  }

  private final Choices<KernelSet> maker;

  /** For packed weights, by how they keep their elements, then by rows. */
  private final Map<FloatStorage, List<Choice<FloatGemmKernel>>> packed =
      new EnumMap<>(FloatStorage.class);

  /** For right operands of which nothing is packed, by rows. */
  private final List<Choice<FloatGemmKernel>> inPlace;

  /** The choice of a backend. */
  FloatGemmChoice(Choices<KernelSet> maker) {
    this.maker = maker;
    for (FloatStorage storage : FloatStorage.values()) {
      packed.put(storage, choices(storage.words, storage, false));
    }
    inPlace = choices("nothing packed", FloatStorage.FULL, true);
  }

  private List<Choice<FloatGemmKernel>> choices(
      String words, FloatStorage storage, boolean inPlace) {
    List<Choice<FloatGemmKernel>> list = new ArrayList<>();
    for (Rows rows : Rows.values()) {
      String name = "product of floats, ".concat(words).concat(", ").concat(rows.words);
      list.add(
          maker.of(
              name, KernelSet::floatGemm, () -> new Performance(vector(), storage, inPlace, rows)));
    }
    return list;
  }

  /** The kernel for packed weights. */
  public FloatGemmKernel packed(FloatStorage storage, int rows) {
    return packed.get(storage).get(Rows.of(rows).ordinal()).get();
  }

  /** The kernel for a right operand of which only some panels, or none, are packed for the call. */
  public FloatGemmKernel unpacked(int rows) {
    FloatGemmKernel some = packed(FloatStorage.FULL, rows);
    FloatGemmKernel none = inPlace.get(Rows.of(rows).ordinal()).get();
    return some == none ? some : scalar();
  }

  /** Asks for the proofs of every number of rows. */
  public void wantAll(FloatStorage storage) {
    packed.get(storage).forEach(Choice::get);
  }

  /** Whether the vector kernel runs now on packed weights, whatever the number of rows. */
  public boolean isProved(FloatStorage storage) {
    return packed.get(storage).stream().allMatch(Choice::isLast);
  }

  /** Whether the vector kernel runs now on packed weights for some number of rows. */
  public boolean isProvedForSome(FloatStorage storage) {
    return packed.get(storage).stream().anyMatch(Choice::isLast);
  }

  /** The kernel that runs where nothing is proved. */
  public FloatGemmKernel scalar() {
    return maker.first(KernelSet::floatGemm);
  }

  /** The kernel that runs where all is proved. */
  public FloatGemmKernel vector() {
    return maker.last(KernelSet::floatGemm);
  }

  /** Has something done after the proofs that were asked for; nothing, where there is no choice. */
  public void later(Runnable task) {
    maker.later(task);
  }

  /**
   * Products of every height of tile in a range, with panels in groups of every size and columns that fill none, from
   * the bias and onwards from C.
   */
  private static final class Performance implements Rehearsal<FloatGemmKernel> {
    /** Long enough for loops to be compiled as loops. */
    private static final int DEPTH = 32;

    private final FloatProduct product = new FloatProduct();
    private final boolean inPlace;
    private final Rows rows;
    private final int columns;
    private final int width;
    private final FloatPanels packed;

    Performance(FloatGemmKernel vector, FloatStorage storage, boolean inPlace, Rows rows) {
      this.inPlace = inPlace;
      this.rows = rows;
      width = vector.panelWidth();
      columns = rows.panels * width + 1;
      float[][] right = new float[DEPTH][columns];
      for (int k = 0; k < DEPTH; k++) {
        for (int j = 0; j < columns; j++) {
          right[k][j] = 1f / (1 << (k + j) % 7);
        }
      }
      packed = FloatPanels.of(width, right, DEPTH, columns, storage);
      product.rows = inPlace ? null : right;
      product.a = new float[rows.most * DEPTH];
      product.segmentOffsets = new int[1];
      product.segmentFirstRows = new int[1];
      product.segments = 1;
      product.segmentLength = DEPTH;
      product.aStride = DEPTH;
      product.panels = packed;
      product.b = new float[DEPTH * columns];
      product.bStride = columns;
      product.depth = DEPTH;
      product.bias = new float[columns + width];
      product.c = new float[rows.most * columns];
      product.cStride = columns;
      product.columns = columns;
      product.activation = Activation.NONE;
      product.epilogue = (done, rowFrom, rowTo, columnFrom, columnTo) -> {};
      product.workspaces = new FloatWorkspace[] {new FloatWorkspace()};
    }

    @Override
    public void run(FloatGemmKernel kernel) {
      int all = Math.ceilDiv(columns, kernel.panelWidth());
      if (inPlace) {
        product.panelsInPlace = kernel.readsPanels() ? columns / width : all;
        if (kernel.readsPanels()) {
          packed.shape(DEPTH, columns - product.panelsInPlace * width);
          kernel.pack(product, packed, 0, packed.panelCount(), 0);
        }
      }
      for (int height : rows.heights) {
        product.accumulate = false;
        kernel.multiply(product, 0, 0, height, 0, all, 0);
        product.accumulate = true;
        kernel.multiply(product, 0, 0, height, 0, all, 0);
      }
    }
  }
}
