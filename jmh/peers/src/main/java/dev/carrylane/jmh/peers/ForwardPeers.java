package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtException;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.jmh.FmaPeak;
import dev.carrylane.jmh.MusicModel;
import dev.carrylane.jmh.WorkRate;
import dev.carrylane.network.ModelState;
import java.nio.FloatBuffer;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The CL-RNN of the music task over whole sequences, beside ONNX Runtime on the same weights; {@code giga}
 * is GFLOP/s.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ForwardPeers {
  /** Made by JMH. */
  public ForwardPeers() {}

  /** The sequence. */
  @State(Scope.Benchmark)
  public static class Sequence {
    /** Frames in a sequence. */
    @Param({"60", "256", "1024"})
    public int frames;

    /** Threads at work, the caller included. */
    @Param({"1", "2"})
    public int threads = 1;

    float[] x;

    /** Made by JMH. */
    public Sequence() {}

    /** Makes the frames. */
    @Setup
    public void prepare() {
      x = MusicModel.frames(frames);
    }

    double operations() {
      return frames * MusicModel.operationsPerFrame();
    }
  }

  /** A factor that the JIT cannot know. */
  @State(Scope.Benchmark)
  public static class Peak {
    float factor = 0.999f;

    /** Made by JMH. */
    public Peak() {}
  }

  /** Carrylane's state. */
  @State(Scope.Benchmark)
  public static class Carrylane {
    ModelState state;
    float[] y;

    /** Made by JMH. */
    public Carrylane() {}

    /**
     * Makes the model.
     *
     * @param sequence the sequence
     */
    @Setup
    public void prepare(Sequence sequence) {
      Engine engine = Benchmarks.engine(sequence.threads);
      state = MusicModel.of(engine.backend()).newState(engine);
      y = new float[sequence.frames * MusicModel.NOTES];
    }
  }

  /** ONNX Runtime's session. */
  @State(Scope.Benchmark)
  public static class OnnxRuntime {
    OnnxForward session;

    /** Made by JMH. */
    public OnnxRuntime() {}

    /**
     * Translates the model and loads it.
     *
     * @param sequence the sequence
     * @throws OrtException if it cannot be loaded
     */
    @Setup
    public void prepare(Sequence sequence) throws OrtException {
      long[] shape = {1, sequence.frames, MusicModel.NOTES};
      byte[] model = OnnxGraph.of(MusicModel.file(), sequence.frames);
      session = new OnnxForward(model, sequence.threads, shape, shape);
      session.input().put(0, sequence.x);
    }

    /**
     * Ends the session and its threads.
     *
     * @throws OrtException if it cannot be ended
     */
    @TearDown
    public void close() throws OrtException {
      session.close();
    }
  }

  /**
   * The peak of the core.
   *
   * @param peak where the chains start
   * @param rate receives the work
   * @return something that depends on all of it
   */
  @Benchmark
  public float peak(Peak peak, WorkRate rate) {
    return FmaPeak.floats(peak.factor, rate);
  }

  /**
   * One sequence in Carrylane.
   *
   * @param sequence the sequence
   * @param carrylane the state
   * @param rate receives the work
   * @return the output frames
   */
  @Benchmark
  public float[] carrylane(Sequence sequence, Carrylane carrylane, WorkRate rate) {
    carrylane.state.reset();
    carrylane.state.run(sequence.frames, sequence.x, 0, carrylane.y, 0);
    rate.add(sequence.operations());
    return carrylane.y;
  }

  /**
   * One sequence in ONNX Runtime.
   *
   * @param sequence the sequence
   * @param onnxRuntime the session
   * @param rate receives the work
   * @return the output frames
   * @throws OrtException if it fails
   */
  @Benchmark
  public FloatBuffer onnxRuntime(Sequence sequence, OnnxRuntime onnxRuntime, WorkRate rate)
      throws OrtException {
    FloatBuffer y = onnxRuntime.session.run();
    rate.add(sequence.operations());
    return y;
  }
}
