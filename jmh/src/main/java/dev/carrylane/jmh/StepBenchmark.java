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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One streaming step of the CL-RNN of the music task: the time distribution of a single event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class StepBenchmark {
  private static final int FRAMES = 64;

  private ModelState state;
  private float[] x;
  private float[] y;
  private int frame;

  /** Made by JMH. */
  public StepBenchmark() {}

  /** Makes a model. */
  @Setup
  public void prepare() {
    Engine engine = Benchmarks.engine(1);
    state = MusicModel.of(engine.backend()).newState(engine, 1);
    x = MusicModel.frames(FRAMES);
    y = new float[MusicModel.NOTES];
  }

  /**
   * One frame in, one frame out.
   *
   * @return the output frame
   */
  @Benchmark
  public float[] step() {
    frame = frame + 1 == FRAMES ? 0 : frame + 1;
    state.step(x, frame * MusicModel.NOTES, y, 0);
    return y;
  }
}
