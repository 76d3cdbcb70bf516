package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
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

/**
 * An exact carry of 150 channels over a whole sequence of 88 notes, beside its own steps and an LSTM of 150 units: what carry
 * lookahead gains where the carry comes from any distance.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ExactCarryBenchmark {
  private static final int INPUTS = 88;
  private static final int CHANNELS = 150;

  /** Frames in a sequence. */
  @Param("4096")
  public int frames;

  /** Threads at work, the caller included. */
  @Param({"1", "2"})
  public int threads;

  /** Whether scans have the bits of steps, or cut time into blocks. */
  @Param({"serial", "blocked"})
  public String scans;

  private ModelState carry;
  private ModelState lstm;
  private float[] x;
  private float[] y;

  /** Made by JMH. */
  public ExactCarryBenchmark() {}

  /** Makes both models. */
  @Setup
  public void prepare() {
    Engine engine = Benchmarks.engine(threads);
    carry = state(engine, Layers.exactCarry(CHANNELS));
    lstm = state(engine, Layers.lstm(CHANNELS));
    x = Benchmarks.values(frames * INPUTS, 2);
    y = new float[frames * CHANNELS];
  }

  private ModelState state(Engine engine, LayerDescription layer) {
    ModelDescription description = ModelDescription.of(INPUTS).then(layer);
    ModelOptions options = ModelOptions.defaults().backend(engine.backend());
    if (scans.equals("blocked")) {
      options = options.blockedScans();
    }
    ModelFile file = new ModelFile(description, Initialization.of(description, 1));
    return Model.of(file, options).newState(engine);
  }

  /**
   * The exact carry, all frames at once.
   *
   * @return the output frames
   */
  @Benchmark
  public float[] run() {
    carry.reset();
    carry.run(frames, x, 0, y, 0);
    return y;
  }

  /**
   * The exact carry, frame by frame.
   *
   * @return the output frames
   */
  @Benchmark
  public float[] steps() {
    carry.reset();
    for (int frame = 0; frame < frames; frame++) {
      carry.step(x, frame * INPUTS, y, frame * CHANNELS);
    }
    return y;
  }

  /**
   * The LSTM, all frames at once.
   *
   * @return the output frames
   */
  @Benchmark
  public float[] lstm() {
    lstm.reset();
    lstm.run(frames, x, 0, y, 0);
    return y;
  }
}
