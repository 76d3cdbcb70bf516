package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
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

/** One streaming step of a model: the distribution of the time that a single event takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class StepBenchmark {
  /** Frames that are stepped through, over and over. */
  public static final int FRAMES = 64;

  /** One of {@link Models}. */
  @Param({
    "clrnn",
    "clrnn-exact",
    "lstm-64",
    "lstm-128",
    "lstm-256",
    "lstm-256-bfloat16",
    "gru-128",
    "silero"
  })
  public String model;

  private ModelState state;
  private int inputs;
  private float[] x;
  private float[] y;
  private int frame;

  /** Made by JMH. */
  public StepBenchmark() {}

  /** Makes the model. */
  @Setup
  public void prepare() {
    Engine engine = Benchmarks.engine(1);
    Model loaded = Models.of(model, engine.backend());
    state = loaded.newState(engine, 1);
    inputs = loaded.description().inputs();
    x = Models.frames(model, FRAMES);
    y = new float[loaded.description().outputs()];
  }

  /**
   * One frame in, one frame out.
   *
   * @return the output frame
   */
  @Benchmark
  public float[] step() {
    state.step(x, frame * inputs, y, 0);
    frame = frame + 1 == FRAMES ? 0 : frame + 1;
    return y;
  }
}
