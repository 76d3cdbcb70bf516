package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
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

/** The CL-RNN of the music task over whole sequences; {@code giga} is GFLOP/s. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ForwardBenchmark {
  /** Frames in a sequence. */
  @Param({"60", "256", "1024"})
  public int frames;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private ModelState state;
  private float[] x;
  private float[] y;

  /** Made by JMH. */
  public ForwardBenchmark() {}

  /** Makes a model. */
  @Setup
  public void prepare() {
    Engine engine = Benchmarks.engine(threads);
    state = MusicModel.of(engine.backend()).newState(engine);
    x = MusicModel.frames(frames);
    y = new float[frames * MusicModel.NOTES];
  }

  /**
   * One sequence.
   *
   * @param rate receives the work
   * @return the output frames
   */
  @Benchmark
  public float[] forward(WorkRate rate) {
    state.reset();
    state.run(frames, x, 0, y, 0);
    rate.add(frames * MusicModel.operationsPerFrame());
    return y;
  }
}
