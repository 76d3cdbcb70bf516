package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtException;
import dev.carrylane.jmh.Models;
import dev.carrylane.network.ModelFile;
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

/** Whole models over whole sequences in ONNX Runtime, beside {@link dev.carrylane.jmh.ForwardBenchmark} on the same weights. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ForwardPeers {
  /**
   * Both sides' outputs are probabilities, of sums whose terms are added in another order and of functions within some units in the last
   * place; a wrong tap, gate or padding changes them by more than a thousandth.
   */
  private static final double BOUND = 1e-5;

  /** One of {@link Models}: the CL-RNN, or an LSTM or GRU with a linear decoder. */
  @Param({"clrnn", "lstm-128"})
  public String model;

  /** Frames in a sequence. */
  @Param({"60", "256", "1024"})
  public int frames;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private OnnxForward session;

  /** Made by JMH. */
  public ForwardPeers() {}

  /**
   * Translates the model, loads it and compares its outputs with Carrylane's.
   *
   * @throws OrtException if it cannot be loaded
   * @throws IllegalStateException if it computes something else
   */
  @Setup
  public void prepare() throws OrtException {
    ModelFile file = Models.file(model);
    long inputs = file.description().inputs();
    long outputs = file.description().outputs();
    float[] x = Models.frames(model, frames);
    if (model.startsWith("clrnn")) {
      long[] inputShape = {1, frames, inputs};
      long[] outputShape = {1, frames, outputs};
      session = new OnnxForward(OnnxGraph.of(file, frames), threads, inputShape, outputShape);
    } else {
      long[] inputShape = {frames, 1, inputs};
      long[] outputShape = {frames, 1, 1, outputs};
      session = new OnnxForward(OnnxCell.sequence(file, frames), threads, inputShape, outputShape);
    }
    session.input().put(0, x);
    Ours.require("ONNX Runtime", model, Ours.outputs(model, x), session.run(), BOUND);
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

  /**
   * One sequence.
   *
   * @return the output frames
   * @throws OrtException if it fails
   */
  @Benchmark
  public FloatBuffer onnxRuntime() throws OrtException {
    return session.run();
  }
}
