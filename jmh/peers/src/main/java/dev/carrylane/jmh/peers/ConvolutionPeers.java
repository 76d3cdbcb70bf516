package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtException;
import dev.carrylane.jmh.ConvolutionSizes;
import dev.carrylane.jmh.peers.OnnxModelWriter.Integers;
import java.nio.FloatBuffer;
import java.util.List;
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
 * Causal dilated convolutions in ONNX Runtime, one thread, channels first as it wants them: no transposition is timed. The result is
 * compared with the exact one before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ConvolutionPeers {
  /** A level of which model. */
  @Param("music")
  public String level;

  /** Frames of the sequence. */
  @Param("60")
  public int frames;

  private OnnxForward session;

  /** Made by JMH. */
  public ConvolutionPeers() {}

  /**
   * Translates the level and loads it.
   *
   * @throws OrtException if it cannot be loaded
   */
  @Setup
  public void prepare() throws OrtException {
    ConvolutionSizes sizes = ConvolutionSizes.of(level);
    int channels = sizes.channels();
    int taps = sizes.taps();
    float[] weight = sizes.weight();
    float[] x = sizes.x(frames);
    long[] shape = {1, channels, frames};
    session = new OnnxForward(model(sizes, weight, shape), 1, shape, shape);
    for (int i = 0; i < x.length; i++) {
      session.input().put(i % channels * frames + i / channels, x[i]);
    }
    FloatBuffer y = session.run();
    Agreement.require(
        "ONNX Runtime",
        x.length,
        channels * taps,
        (i, k) -> {
          int frame = i % frames - (taps - 1 - k % taps) * sizes.dilation();
          return frame < 0
              ? 0
              : (double) x[frame * channels + k / taps] * weight[i / frames * channels * taps + k];
        },
        y::get);
  }

  private static byte[] model(ConvolutionSizes sizes, float[] weight, long[] shape) {
    int channels = sizes.channels();
    int taps = sizes.taps();
    OnnxModelWriter writer = new OnnxModelWriter();
    writer.input(OnnxGraph.INPUT, shape);
    writer.output(OnnxGraph.OUTPUT, shape);
    writer.node(
        "Conv",
        OnnxGraph.OUTPUT,
        List.of(OnnxGraph.INPUT, writer.constant("weight", weight, channels, channels, taps)),
        new Integers("dilations", sizes.dilation()),
        new Integers("kernel_shape", taps),
        new Integers("pads", (taps - 1L) * sizes.dilation(), 0),
        new Integers("strides", 1));
    return writer.toByteArray();
  }

  /**
   * Ends the session.
   *
   * @throws OrtException if it cannot be ended
   */
  @TearDown
  public void close() throws OrtException {
    session.close();
  }

  /**
   * All frames.
   *
   * @return what the level puts out, {@code [channel][frame]}
   * @throws OrtException if it fails
   */
  @Benchmark
  public FloatBuffer onnxRuntime() throws OrtException {
    return session.run();
  }
}
