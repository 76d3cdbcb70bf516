package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
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

/** Many sequences of one model, each with a key: stepping them together, making them, putting one away and taking it up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KeysBenchmark {
  /** One of {@link Models}. */
  @Param("lstm-128")
  public String model;

  /** Keys of the table. */
  @Param({"1", "8", "64", "1024"})
  public int rows;

  private Engine engine;
  private Model loaded;
  private StateTable table;
  private int[] numbers;
  private float[] x;
  private float[] y;
  private int next;

  /** Made by JMH. */
  public KeysBenchmark() {}

  /** Makes a table of so many keys. */
  @Setup
  public void prepare() {
    engine = Benchmarks.engine(1);
    loaded = Models.of(model, engine.backend());
    table = loaded.newTable(engine);
    numbers = new int[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = table.add();
    }
    x = Models.frames(model, rows);
    y = new float[rows * loaded.description().outputs()];
  }

  /**
   * One frame of each key, in passes over the weights that several keys share.
   *
   * @return the predictions
   */
  @Benchmark
  public float[] stepAll() {
    table.stepAll(rows, numbers, x, 0, y, 0);
    return y;
  }

  /**
   * A new table with so many new keys: what it allocates is what they cost in memory.
   *
   * @return the table
   */
  @Benchmark
  public StateTable addKeys() {
    StateTable added = loaded.newTable(engine);
    for (int i = 0; i < rows; i++) {
      added.add();
    }
    return added;
  }

  /**
   * Puts one key's state into bytes and takes it up from them, as a service that moves a key does.
   *
   * @return the bytes
   */
  @Benchmark
  public byte[] saveAndRestore() {
    byte[] saved = table.save(numbers[next]);
    next = next + 1 == rows ? 0 : next + 1;
    table.restore(numbers[next], saved);
    return saved;
  }
}
