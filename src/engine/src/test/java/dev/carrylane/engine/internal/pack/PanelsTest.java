package dev.carrylane.engine.internal.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DoubleGemmKernel;
import dev.carrylane.engine.internal.kernel.DoubleProduct;
import dev.carrylane.engine.internal.kernel.DoubleWorkspace;
import dev.carrylane.engine.internal.kernel.FloatGemmKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.kernel.FloatWorkspace;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PanelsTest {
  private static final int SIZE = 150;

  /**
   * An operation packs one operand after another into the same memory. What an earlier one leaves where a
   * later one has no columns would not change a result, but might slow it down: denormals do.
   */
  @Test
  void columnsThatDoNotExistAreZeroAfterALargerMatrix() {
    assumeTrue(Backend.vector().isPresent(), "no vector backend here");
    Kernels kernels = Kernels.of(Backend.vector().orElseThrow());
    FloatGemmKernel floats = kernels.floatGemm().vector();
    DoubleGemmKernel doubles = kernels.doubleGemm().vector();
    FloatProduct product = new FloatProduct();
    product.b = new float[SIZE * SIZE];
    Arrays.fill(product.b, Float.MIN_VALUE);
    product.bStride = SIZE;
    product.workspaces = new FloatWorkspace[] {new FloatWorkspace()};
    DoubleProduct twin = new DoubleProduct();
    twin.b = new double[SIZE * SIZE];
    Arrays.fill(twin.b, Double.MIN_VALUE);
    twin.bStride = SIZE;
    twin.workspaces = new DoubleWorkspace[] {new DoubleWorkspace()};
    FloatPanels panels = FloatPanels.empty(floats.panelWidth());
    DoublePanels twins = DoublePanels.empty(doubles.panelWidth());
    for (boolean transposed : new boolean[] {false, true}) {
      product.bTransposed = transposed;
      twin.bTransposed = transposed;
      for (int[] shape : new int[][] {{150, 150}, {7, 33}, {100, 1}, {150, 149}}) {
        int depth = shape[0];
        int columns = shape[1];
        panels.shape(depth, columns);
        floats.pack(product, panels, 0, panels.panelCount(), 0);
        twins.shape(depth, columns);
        doubles.pack(twin, twins, 0, twins.panelCount(), 0);
        String what = depth + "×" + columns + (transposed ? " transposed" : "");
        check(
            floats.panelWidth(),
            panels.panelCount(),
            depth,
            columns,
            what,
            at -> panels.memory().getAtIndex(ValueLayout.JAVA_FLOAT, at));
        check(
            doubles.panelWidth(),
            twins.panelCount(),
            depth,
            columns,
            what,
            at -> twins.memory().getAtIndex(ValueLayout.JAVA_DOUBLE, at));
      }
    }
  }

  /** An element, counted from the first. */
  private interface Packed {
    double at(int index);
  }

  private static void check(
      int width, int panelCount, int depth, int columns, String what, Packed packed) {
    for (int at = 0; at < panelCount * depth * width; at++) {
      int column = at / (depth * width) * width + at % width;
      assertEquals(column < columns, packed.at(at) != 0, what + ", column " + column);
    }
  }
}
