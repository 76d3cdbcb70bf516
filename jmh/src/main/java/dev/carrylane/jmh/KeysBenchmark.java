package dev.carrylane.jmh;

import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.StateTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Many sequences of an LSTM step together, in one pass over its weights; {@code steps} is what counts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class KeysBenchmark {
  private static final int UNITS = 128;

  /** Sequences that step together. */
  @Param({"1", "8", "64"})
  public int rows;

  private StateTable table;
  private int[] numbers;
  private float[] x;
  private float[] y;

  /** Made by JMH. */
  public KeysBenchmark() {}

  /** Makes a table. */
  @Setup
  public void prepare() {
    Engine engine = Benchmarks.engine(1);
    ModelDescription description =
        ModelDescription.of(UNITS).then(lstm(UNITS)).then(linear(1)).output(Output.SIGMOID);
    Model model = Model.of(description, Initialization.of(description, 1), engine.backend());
    table = model.newTable(engine);
    numbers = new int[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = table.add();
    }
    x = Benchmarks.values(rows * UNITS, 2);
    y = new float[rows];
  }

  /**
   * One frame of each.
   *
   * @param rate receives the steps
   * @return the predictions
   */
  @Benchmark
  public float[] stepAll(StepRate rate) {
    table.stepAll(rows, numbers, x, 0, y, 0);
    rate.steps += rows;
    return y;
  }
}
