package dev.carrylane.jmh.cold;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelState;
import java.io.IOException;
import java.nio.file.Path;

/** Run in a new JVM: loads a model and steps it. Arguments: the model file, then the marks. */
final class LstmSteps {
  private LstmSteps() {}

  public static void main(String[] args) throws IOException {
    int[] marks = Inputs.marks(args, 1);
    long[] times = new long[marks.length];
    float[] x = Inputs.frames();
    float[] y = new float[1];

    long start = System.nanoTime();
    Model model = Model.load(Path.of(args[0]));
    long loaded = System.nanoTime();
    ModelState state = model.newState(Engine.singleThreaded());
    int next = 0;
    for (int step = 1; next < marks.length; step++) {
      state.step(x, (step - 1) % Inputs.FRAMES * Inputs.CHANNELS, y, 0);
      if (step == marks[next]) {
        times[next++] = System.nanoTime();
      }
    }

    Figures figures = new Figures(model.backend().name(), y[0]).addMoment("first", times[0]);
    figures.add("load", loaded - start);
    for (int i = 0; i < marks.length; i++) {
      figures.add("steps-" + marks[i], times[i] - start);
      figures.add("alone-" + marks[i], times[i] - loaded);
    }
    figures.print();
  }
}
