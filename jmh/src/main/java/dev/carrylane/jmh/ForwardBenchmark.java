package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
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

/** Whole models over whole sequences: all frames at once, and frame by frame. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ForwardBenchmark {
  /** One of {@link Models}. */
  @Param("clrnn")
  public String model;

  /** Frames in a sequence. */
  @Param({"60", "256", "1024"})
  public int frames;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private Sequence sequence;

  /** Made by JMH. */
  public ForwardBenchmark() {}

  /**
   * Makes the model.
   *
   * @param running which benchmark is run: only the steps are checked, so that the whole sequence is compiled for itself
   */
  @Setup
  public void prepare(BenchmarkParams running) {
    Engine engine = Benchmarks.engine(threads);
    Model loaded = Models.of(model, engine.backend());
    float[] x = Models.frames(model, frames);
    sequence = new Sequence(loaded.description(), loaded.newState(engine), frames, x);
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
