package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtException;
import dev.carrylane.jmh.Models;
import dev.carrylane.jmh.StepBenchmark;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.RecurrentDescription;
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
 * One streaming step of an LSTM or a GRU in ONNX Runtime on pinned buffers, beside {@link StepBenchmark} on the same weights: the
 * distribution of the time that a single event takes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StepPeers {
  /** Probabilities, of sums whose terms are added in another order; a wrong gate changes them by more than a thousandth. */
  private static final double BOUND = 1e-5;

  /** One of {@link Models}: an LSTM or a GRU with a linear decoder. */
  @Param({"lstm-64", "lstm-128", "lstm-256", "gru-128"})
  public String model;

  private OnnxState session;
  private FloatBuffer input;
  private FloatBuffer output;
  private int inputs;
  private float[] x;
  private int frame;

  /** Made by JMH. */
  public StepPeers() {}

  /**
   * Translates the model, loads it and compares its first steps with Carrylane's.
   *
   * @throws OrtException if it cannot be loaded
   * @throws IllegalStateException if it computes something else
   */
  @Setup
  public void prepare() throws OrtException {
    ModelFile file = Models.file(model);
    inputs = file.description().inputs();
    RecurrentDescription cell = (RecurrentDescription) file.description().layers().get(0);
    session = new OnnxState(OnnxCell.of(file));
    input = session.input(OnnxCell.INPUT, 1, 1, inputs);
    output = session.output(OnnxCell.OUTPUT, 1, 1, 1);
    String hidden = OnnxCell.HIDDEN;
    session.state(hidden + OnnxCell.BEFORE, hidden + OnnxCell.AFTER, 1, 1, cell.hidden());
    if (cell instanceof Lstm) {
      String memory = OnnxCell.CELL;
      session.state(memory + OnnxCell.BEFORE, memory + OnnxCell.AFTER, 1, 1, cell.hidden());
    }
    x = Models.frames(model, StepBenchmark.FRAMES);
    FloatBuffer theirs = FloatBuffer.allocate(StepBenchmark.FRAMES);
    for (int i = 0; i < StepBenchmark.FRAMES; i++) {
      theirs.put(i, onnxRuntime());
    }
    Ours.require("ONNX Runtime", model, Ours.outputs(model, x), theirs, BOUND);
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
   * One frame in, one prediction out.
   *
   * @return the prediction
   * @throws OrtException if it fails
   */
  @Benchmark
  public float onnxRuntime() throws OrtException {
    input.put(0, x, frame * inputs, inputs);
    frame = frame + 1 == StepBenchmark.FRAMES ? 0 : frame + 1;
    session.step();
    return output.get(0);
  }
}
