package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.testkit.Allocation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag(Allocation.TAG)
class AllocationTest {
  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void runStepAndStepAllAllocateNothing(LayerKind kind) {
    for (ModelDescription example : Examples.models(kind)) {
      ModelDescription description = example.output(Output.LOG_SOFTMAX);
      boolean causal = description.isCausal();
      float[] x = Examples.input(description, 4, Examples.FRAMES);
      float[] y = new float[Examples.FRAMES * description.outputs()];
      for (Backend backend : Examples.backends()) {
        Model model = Examples.model(description, backend);
        int block = causal ? 8 : 1;
        ModelState state = model.newState(Engine.of(backend), block);
        Allocation.assertNone(
            () -> {
              state.reset();
              state.run(Examples.FRAMES - 1, x, 0, y, 0);
              if (causal) {
                state.step(x, 0, y, 0);
              }
            });
        if (causal) {
          stepAll(model, backend, x, y);
        }
      }
    }
  }

  private static void stepAll(Model model, Backend backend, float[] x, float[] y) {
    StateTable table = model.newTable(Engine.of(backend), 8, false);
    int[] rows = new int[Examples.FRAMES];
    for (int i = 0; i < rows.length; i++) {
      rows[rows.length - 1 - i] = table.add();
    }
    Allocation.assertNone(
        () -> {
          for (int row : rows) {
            table.reset(row);
          }
          table.stepAll(rows.length, rows, x, 0, y, 0);
          table.stepAll(3, rows, x, 0, y, 0);
          table.run(rows[0], 2, x, 0, y, 0);
        });
  }
}
