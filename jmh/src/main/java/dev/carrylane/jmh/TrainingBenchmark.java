package dev.carrylane.jmh;

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

/** One training step of a music model on a sequence of 60 frames: forward, back and Adam. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class TrainingBenchmark {
  /** One of the music models of {@link Models}. */
  @Param({"clrnn-dropout", "clrnn-exact", "music-lstm"})
  public String model;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private MusicTraining training;

  /** Made by JMH. */
  public TrainingBenchmark() {}

  /** Makes the trainer. */
  @Setup
  public void prepare() {
    training = MusicTraining.of(model, Benchmarks.engine(threads));
  }

  /**
   * One step.
   *
   * @return the loss before it
   */
  @Benchmark
  public double step() {
    return training.step();
  }
}
