package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.kernel.DoubleGemmKernel;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.kernel.DoubleWorkspace;
import dev.carrylane.engine.internal.kernel.KernelSet;
import dev.carrylane.engine.internal.kernel.TileHeights;
import dev.carrylane.engine.internal.pack.DoublePanels;
import dev.carrylane.engine.internal.pack.DoubleStorage;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** As {@link FloatGemmChoice}, whose comments hold here; generated. */
public final class DoubleGemmChoice {
  private enum Rows {
    ONE("1 row", 1, 1, 7),
    FEW("2 or 3 rows", 2, 3, 3),
    MANY("4 rows or more", 2, 12, 3);
    private final String words;
    private final int most;
    private final int[] heights;
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
  private final Map<DoubleStorage, List<Choice<DoubleGemmKernel>>> packed =
      new EnumMap<>(DoubleStorage.class);
  private final List<Choice<DoubleGemmKernel>> inPlace;

  DoubleGemmChoice(Choices<KernelSet> maker) {
    this.maker = maker;
    for (DoubleStorage storage : DoubleStorage.values()) {
      packed.put(storage, choices(storage.words, storage, false));
    }
    inPlace = choices("nothing packed", DoubleStorage.FULL, true);
  }

  private List<Choice<DoubleGemmKernel>> choices(
      String words, DoubleStorage storage, boolean inPlace) {
    List<Choice<DoubleGemmKernel>> list = new ArrayList<>();
    for (Rows rows : Rows.values()) {
      String name = "product of doubles, ".concat(words).concat(", ").concat(rows.words);
      list.add(
          maker.of(
              name,
              KernelSet::doubleGemm,
              () -> new Performance(vector(), storage, inPlace, rows)));
    }
    return list;
  }

  public DoubleGemmKernel packed(DoubleStorage storage, int rows) {
    return packed.get(storage).get(Rows.of(rows).ordinal()).get();
  }

  public DoubleGemmKernel unpacked(int rows) {
    DoubleGemmKernel some = packed(DoubleStorage.FULL, rows);
    DoubleGemmKernel none = inPlace.get(Rows.of(rows).ordinal()).get();
    return some == none ? some : scalar();
  }

  public void wantAll(DoubleStorage storage) {
    packed.get(storage).forEach(Choice::get);
  }

  public boolean isProved(DoubleStorage storage) {
    return packed.get(storage).stream().allMatch(Choice::isLast);
  }

  public boolean isProvedForSome(DoubleStorage storage) {
    return packed.get(storage).stream().anyMatch(Choice::isLast);
  }

  public DoubleGemmKernel scalar() {
    return maker.first(KernelSet::doubleGemm);
  }

  public DoubleGemmKernel vector() {
    return maker.last(KernelSet::doubleGemm);
  }

  public void later(Runnable task) {
    maker.later(task);
  }

  private static final class Performance implements Rehearsal<DoubleGemmKernel> {
    private static final int DEPTH = 32;
    private final DoubleProduct product = new DoubleProduct();
    private final boolean inPlace;
    private final Rows rows;
    private final int columns;
    private final int width;
    private final DoublePanels packed;

    Performance(DoubleGemmKernel vector, DoubleStorage storage, boolean inPlace, Rows rows) {
      this.inPlace = inPlace;
      this.rows = rows;
      width = vector.panelWidth();
      columns = rows.panels * width + 1;
      double[][] right = new double[DEPTH][columns];
      for (int k = 0; k < DEPTH; k++) {
        for (int j = 0; j < columns; j++) {
          right[k][j] = 1f / (1 << (k + j) % 7);
        }
      }
      packed = DoublePanels.of(width, right, DEPTH, columns, storage);
      product.rows = inPlace ? null : right;
      product.a = new double[rows.most * DEPTH];
      product.segmentOffsets = new int[1];
      product.segmentFirstRows = new int[1];
      product.segments = 1;
      product.segmentLength = DEPTH;
      product.aStride = DEPTH;
      product.panels = packed;
      product.b = new double[DEPTH * columns];
      product.bStride = columns;
      product.depth = DEPTH;
      product.bias = new double[columns + width];
      product.c = new double[rows.most * columns];
      product.cStride = columns;
      product.columns = columns;
      product.activation = Activation.NONE;
      product.epilogue = (done, rowFrom, rowTo, columnFrom, columnTo) -> {};
      product.workspaces = new DoubleWorkspace[] {new DoubleWorkspace()};
    }

    @Override
    public void run(DoubleGemmKernel kernel) {
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
