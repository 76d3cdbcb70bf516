package dev.carrylane.jmh.cold;

import com.sun.management.ThreadMXBean;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Run in a new JVM: what steps allocate on their thread, from the second on. Arguments: the model file, then the
 * marks. A program of its own, since it takes as long as some steps to load what counts the bytes.
 */
final class LstmAllocation {
  private LstmAllocation() {}

  public static void main(String[] args) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    int[] marks = Inputs.marks(args, 1);
    Model model = Model.load(Path.of(args[0]));
    ModelState state = model.newState(Engine.singleThreaded());
    float[] y = new float[1];
    long[] bytes = Steps.bytes(threads, state, y, marks);
    Figures figures = new Figures(model.backend().name(), y[0]);
    for (int i = 0; i < marks.length; i++) {
      figures.add("steps-" + marks[i], bytes[i]);
    }
    figures.print();
  }

  /**
   * The loop, in a class without string constants: the virtual machine makes those of a class on the thread that
   * asks for its compilation.
   */
  private static final class Steps {
    private Steps() {}

    static long[] bytes(ThreadMXBean threads, ModelState state, float[] y, int... marks) {
      long[] bytes = new long[marks.length];
      float[] x = Inputs.frames();
      long start = 0;
      int next = 0;
      for (int step = 1; next < marks.length; step++) {
        state.step(x, (step - 1) % Inputs.FRAMES * Inputs.CHANNELS, y, 0);
        if (step == 1) {
          start = threads.getCurrentThreadAllocatedBytes();
        }
        if (step == marks[next]) {
          bytes[next++] = threads.getCurrentThreadAllocatedBytes() - start;
        }
      }
      return bytes;
    }
  }
}
