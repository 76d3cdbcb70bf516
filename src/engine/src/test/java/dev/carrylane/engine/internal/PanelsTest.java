package dev.carrylane.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PanelsTest {
  /**
   * An operation packs one operand after another into the same memory. What an earlier one leaves where a
   * later one has no columns would not change a result, but might slow it down: denormals do.
   */
  @Test
  void columnsThatDoNotExistAreZeroAfterALargerMatrix() {
    float[] b = new float[150 * 150];
    double[] d = new double[b.length];
    Arrays.fill(b, Float.MIN_VALUE);
    Arrays.fill(d, Double.MIN_VALUE);
    for (Backend backend : Backends.all()) {
      FloatGemmKernel floats = Kernels.of(backend).floatGemm();
      DoubleGemmKernel doubles = Kernels.of(backend).doubleGemm();
      FloatPanels panels = FloatPanels.empty(backend);
      DoublePanels twins = DoublePanels.empty(backend);
      for (boolean transposed : new boolean[] {false, true}) {
        for (int[] shape : new int[][] {{150, 150}, {7, 33}, {100, 1}, {150, 149}}) {
          int depth = shape[0];
          int columns = shape[1];
          panels.shape(depth, columns);
          floats.pack(
              panels,
              0,
              panels.panelCount(),
              b,
              0,
              150,
              transposed,
              new float[floats.scratchSize()],
              0);
          twins.shape(depth, columns);
          doubles.pack(
              twins,
              0,
              twins.panelCount(),
              d,
              0,
              150,
              transposed,
              new double[doubles.scratchSize()],
              0);
          String what = backend + ": " + depth + "×" + columns;
          check(
              floats.panelWidth(), panels.panelCount(), depth, columns, what, at -> of(panels, at));
          check(
              doubles.panelWidth(), twins.panelCount(), depth, columns, what, at -> of(twins, at));
        }
      }
    }
  }

  /** An element, counted from the first. */
  private interface Packed {
    double at(int index);
  }

  private static double of(FloatPanels panels, int at) {
    return panels.backend().isVector()
        ? panels.memory().getAtIndex(ValueLayout.JAVA_FLOAT, at)
        : panels.array()[at];
  }

  private static double of(DoublePanels panels, int at) {
    return panels.backend().isVector()
        ? panels.memory().getAtIndex(ValueLayout.JAVA_DOUBLE, at)
        : panels.array()[at];
  }

  private static void check(
      int width, int panelCount, int depth, int columns, String what, Packed packed) {
    for (int at = 0; at < panelCount * depth * width; at++) {
      int column = at / (depth * width) * width + at % width;
      assertEquals(column < columns, packed.at(at) != 0, what + ", column " + column);
    }
  }
}
