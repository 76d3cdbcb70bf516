package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import java.util.ArrayList;
import java.util.List;

/**
 * Which kernel runs a product now. The register tiles of one row, of two or three, and of more are proved each for
 * themselves, so that a stream need not wait for the tiles of whole sequences; and so are those of each form of the
 * right operand.
 */
public final class FloatGemmChoice {
  /** How the right operand lies. */
  private enum Form {
    PACKED("packed weights"),
    // #float
    HALF("bfloat16 weights"),
    // #end
    IN_PLACE("nothing packed");

    private final String words;

    Form(String words) {
      this.words = words;
    }
  }

  /** Numbers of rows that share a proof. */
  private enum Rows {
    ONE("1 row", 1, 1, 7),
    FEW("2 or 3 rows", 2, 3, 3),
    MANY("4 rows or more", 4, 12, 1);

    private final String words;
    private final int least;

    /** The tallest tile. */
    private final int most;

    /** Full panels that a rehearsal needs, so that they are taken in groups of every size. */
    private final int panels;

    Rows(String words, int least, int most, int panels) {
      this.words = words;
      this.least = least;
      this.most = most;
      this.panels = panels;
    }

    static Rows of(int rows) {
      return rows <= ONE.most ? ONE : rows <= FEW.most ? FEW : MANY;
    }
  }

  private final Choices maker;

  /** By form, then by rows. */
  private final List<List<Choice<FloatGemmKernel>>> choices = new ArrayList<>();

  /**
   * The choice of a backend.
   *
   * @param maker makes it
   */
  FloatGemmChoice(Choices maker) {
    this.maker = maker;
    for (Form form : Form.values()) {
      List<Choice<FloatGemmKernel>> list = new ArrayList<>();
      for (Rows rows : Rows.values()) {
        String name = "product of floats, ".concat(form.words).concat(", ").concat(rows.words);
        list.add(maker.of(name, KernelSet::floatGemm, () -> new Performance(vector(), form, rows)));
      }
      choices.add(list);
    }
  }

  /** The kernel for packed weights. */
  FloatGemmKernel packed(boolean half, int rows) {
    return of(packed(half), Rows.of(rows)).get();
  }

  /** The kernel for a right operand of which only some panels, or none, are packed for the call. */
  FloatGemmKernel unpacked(int rows) {
    FloatGemmKernel packed = of(Form.PACKED, Rows.of(rows)).get();
    FloatGemmKernel inPlace = of(Form.IN_PLACE, Rows.of(rows)).get();
    return packed == inPlace ? packed : scalar();
  }

  private Choice<FloatGemmKernel> of(Form form, Rows rows) {
    return choices.get(form.ordinal()).get(rows.ordinal());
  }

  /** Asks for the proofs of every number of rows. */
  void wantAll(boolean half) {
    of(half).forEach(Choice::get);
  }

  /** Whether the vector kernel runs now on packed weights, whatever the number of rows. */
  boolean isProved(boolean half) {
    return of(half).stream().allMatch(Choice::isLast);
  }

  /** Whether the vector kernel runs now on packed weights for some number of rows. */
  boolean isProvedForSome(boolean half) {
    return of(half).stream().anyMatch(Choice::isLast);
  }

  private List<Choice<FloatGemmKernel>> of(boolean half) {
    return choices.get(packed(half).ordinal());
  }

  private static Form packed(boolean half) {
    // #float
    if (half) {
      return Form.HALF;
    }
    // #end
    return Form.PACKED;
  }

  /** The kernel that runs where nothing is proved. */
  FloatGemmKernel scalar() {
    return maker.first(KernelSet::floatGemm);
  }

  /** The kernel that runs where all is proved. */
  FloatGemmKernel vector() {
    return maker.last(KernelSet::floatGemm);
  }

  /** Has something done after the proofs that were asked for; nothing, where there is no choice. */
  void later(Runnable task) {
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
    private final Form form;
    private final Rows rows;
    private final int columns;
    private final int width;
    private final FloatPanels packed;

    Performance(FloatGemmKernel vector, Form form, Rows rows) {
      this.form = form;
      this.rows = rows;
      width = vector.panelWidth();
      columns = rows.panels * width + 1;
      float[][] right = new float[DEPTH][columns];
      for (int k = 0; k < DEPTH; k++) {
        for (int j = 0; j < columns; j++) {
          right[k][j] = 1f / (1 << (k + j) % 7);
        }
      }
      boolean inPlace = form == Form.IN_PLACE;
      boolean half = false;
      // #float
      half = form == Form.HALF;
      // #end
      packed = FloatPanels.of(width, right, DEPTH, columns, half);
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
      product.epilogue = new FloatEpilogue(null);
      product.workspaces = new FloatWorkspace[] {new FloatWorkspace()};
    }

    @Override
    public void run(FloatGemmKernel kernel) {
      int all = Math.ceilDiv(columns, kernel.panelWidth());
      if (form == Form.IN_PLACE) {
        product.panelsInPlace = kernel.readsPanels() ? columns / width : all;
        if (kernel.readsPanels()) {
          packed.shape(DEPTH, columns - product.panelsInPlace * width);
          kernel.pack(product, packed, 0, packed.panelCount(), 0);
        }
      }
      for (int height = rows.least; height <= rows.most; height++) {
        product.accumulate = false;
        kernel.multiply(product, 0, 0, height, 0, all, 0);
        product.accumulate = true;
        kernel.multiply(product, 0, 0, height, 0, all, 0);
      }
    }
  }
}
