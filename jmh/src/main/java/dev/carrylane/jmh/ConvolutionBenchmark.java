package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
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

/** Causal dilated convolutions of whole sequences, one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ConvolutionBenchmark {
  /** A level of which model. */
  @Param("music")
  public String level;

  /** Frames of the sequence. */
  @Param("60")
  public int frames;

  private float[] x;
  private float[] y;
  private CausalConvolution convolution;
  private ConvolutionWeights weights;

  /** Made by JMH. */
  public ConvolutionBenchmark() {}

  /** Packs the weights. */
  @Setup
  public void prepare() {
    ConvolutionSizes sizes = ConvolutionSizes.of(level);
    Engine engine = Benchmarks.engine(1);
    convolution = CausalConvolution.on(engine);
    weights =
        ConvolutionWeights.of(
            engine.backend(),
            sizes.channels(),
            sizes.channels(),
            sizes.taps(),
            sizes.dilation(),
            sizes.weight(),
            null);
    x = sizes.x(frames);
    y = new float[x.length];
  }

  /**
   * All frames.
   *
   * @return what the level puts out, {@code [frame][channel]}
   */
  @Benchmark
  public float[] run() {
    convolution.run(frames, x, weights, y, Activation.NONE);
    return y;
  }
}
