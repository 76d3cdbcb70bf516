package dev.carrylane.network;

import com.sun.management.ThreadMXBean;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.LayerKind;
import java.lang.management.ManagementFactory;

/**
 * Steps a model of one kind of layer, alone and in a table, from the first call of its JVM on until everything is compiled,
 * and prints what that allocated on its thread from the second sequence on, or the second call where none has a length. Started by {@link FirstModelStepsTest}, in a JVM of
 * its own.
 */
final class FirstModelSteps {
  private static final int STEPS = 30_000;
  private static final int ROWS = 3;

  private FirstModelSteps() {}

  public static void main(String[] args) {
    ModelDescription description = Examples.models(LayerKind.valueOf(args[0])).get(0);
    Model model = Model.of(description, Initialization.of(description, 1), Backend.active());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    ModelState state = model.newState(Engine.of(model.backend()), 1);
    StateTable table = model.newTable(Engine.of(model.backend()));
    int[] rows = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = table.add();
    }
    int length = Math.max(1, description.sequenceLength());
    float[] x = new float[ROWS * description.inputs()];
    float[] y = new float[ROWS * description.outputs()];
    System.out.println(Loop.bytes(threads, state, table, rows, length, x, y) + " bytes");
  }

  /**
   * The loop, in a class without string constants: the virtual machine makes those of a class on the thread that asks for
   * its compilation.
   */
  private static final class Loop {
    private Loop() {}

    static long bytes(
        ThreadMXBean threads,
        ModelState state,
        StateTable table,
        int[] rows,
        int length,
        float[] x,
        float[] y) {
      long start = 0;
      for (int step = 0; step < STEPS; step++) {
        if (step % length == 0) {
          state.reset();
          for (int row : rows) {
            table.reset(row);
          }
        }
        state.step(x, 0, y, 0);
        table.stepAll(rows.length, rows, x, 0, y, 0);
        if (step == length - 1) {
          start = threads.getCurrentThreadAllocatedBytes();
        }
      }
      return threads.getCurrentThreadAllocatedBytes() - start;
    }
  }
}
