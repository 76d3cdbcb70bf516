package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/** One recurrent layer, as wide as its input, over a whole sequence: all frames at once, and frame by frame. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CellBenchmark {
  /** What {@link Models#layer} calls the layer. */
  @Param({"lstm", "gru", "rnn", "exact-carry", "exact-carry-matrix", "min-gru", "min-lstm", "lru"})
  public String kind;

  /** Its width. */
  @Param("128")
  public int units;

  /** Frames in a sequence. */
  @Param("1024")
  public int frames;

  private Sequence sequence;

  /** Made by JMH. */
  public CellBenchmark() {}

  /**
   * Makes the layer.
   *
   * @param running which benchmark is run: only the steps are checked, so that the whole sequence is compiled for itself
   */
  @Setup
  public void prepare(BenchmarkParams running) {
    Engine engine = Benchmarks.engine(1);
    ModelDescription description = ModelDescription.of(units).then(Models.layer(kind, units));
    Model model = Model.of(Models.file(description), Models.options(kind, engine.backend()));
    ModelState state = model.newState(engine);
    sequence = new Sequence(description, state, frames, Benchmarks.values(frames * units, 2));
    if (running.getBenchmark().endsWith(".steps")) {
      sequence.requireEqualBits();
    }
  }

  /**
   * All frames at once.
   *
   * @return the output frames
   */
  @Benchmark
  public float[] run() {
    return sequence.run();
  }

  /**
   * Frame by frame: the serial recurrence, with the same bits.
   *
   * @return the output frames
   */
  @Benchmark
  public float[] steps() {
    return sequence.steps();
  }
}
