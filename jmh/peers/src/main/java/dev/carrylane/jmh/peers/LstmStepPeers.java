package dev.carrylane.jmh.peers;

import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;

import ai.onnxruntime.OrtException;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
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
 * One streaming step of a recurrent layer as wide as its input, with a linear decoder of one output, beside ONNX Runtime on the
 * same weights and on pinned buffers: the time distribution of a single event.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class LstmStepPeers {
  private static final int FRAMES = 64;

  /** Made by JMH. */
  public LstmStepPeers() {}

  /** The model and its input. */
  @State(Scope.Benchmark)
  public static class Cell {
    /** The layer and its units; with bfloat16, Carrylane's weights are rounded to it. */
    @Param({"lstm-64", "lstm-128", "lstm-256", "lstm-256-bfloat16", "gru-128"})
    public String cell = "lstm-128";

    int units;
    ModelFile file;
    float[] x;
    int frame;

    /** Made by JMH. */
    public Cell() {}

    /** Makes untrained values and frames. */
    @Setup
    public void prepare() {
      String[] parts = cell.split("-");
      units = Integer.parseInt(parts[1]);
      ModelDescription description =
          ModelDescription.of(units)
              .then(parts[0].equals("gru") ? gru(units) : lstm(units))
              .then(linear(1))
              .output(Output.SIGMOID);
      file = new ModelFile(description, Initialization.of(description, 1));
      x = Benchmarks.values(FRAMES * units, 2);
    }

    int next() {
      frame = frame + 1 == FRAMES ? 0 : frame + 1;
      return frame * units;
    }
  }

  /** Carrylane's state. */
  @State(Scope.Benchmark)
  public static class Carrylane {
    ModelState state;
    final float[] y = new float[1];

    /** Made by JMH. */
    public Carrylane() {}

    /**
     * Packs the model.
     *
     * @param cell the model
     */
    @Setup
    public void prepare(Cell cell) {
      Engine engine = Benchmarks.engine(1);
      ModelOptions options = ModelOptions.defaults().backend(engine.backend());
      if (cell.cell.endsWith("bfloat16")) {
        options = options.bfloat16();
      }
      state = Model.of(cell.file, options).newState(engine, 1);
    }
  }

  /** ONNX Runtime's session. */
  @State(Scope.Benchmark)
  public static class OnnxRuntime {
    OnnxState session;
    FloatBuffer x;
    FloatBuffer y;

    /** Made by JMH. */
    public OnnxRuntime() {}

    /**
     * Translates the model and loads it.
     *
     * @param cell the model
     * @throws OrtException if it cannot be loaded
     */
    @Setup
    public void prepare(Cell cell) throws OrtException {
      session = new OnnxState(OnnxCell.of(cell.file));
      x = session.input(OnnxCell.INPUT, 1, 1, cell.units);
      y = session.output(OnnxCell.OUTPUT, 1, 1, 1);
      String hidden = OnnxCell.HIDDEN;
      session.state(hidden + OnnxCell.BEFORE, hidden + OnnxCell.AFTER, 1, 1, cell.units);
      if (cell.cell.startsWith("lstm")) {
        String memory = OnnxCell.CELL;
        session.state(memory + OnnxCell.BEFORE, memory + OnnxCell.AFTER, 1, 1, cell.units);
      }
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
  }

  /**
   * One frame in Carrylane.
   *
   * @param cell the input
   * @param carrylane the state
   * @return the prediction
   */
  @Benchmark
  public float carrylane(Cell cell, Carrylane carrylane) {
    carrylane.state.step(cell.x, cell.next(), carrylane.y, 0);
    return carrylane.y[0];
  }

  /**
   * One frame in ONNX Runtime.
   *
   * @param cell the input
   * @param onnxRuntime the session
   * @return the prediction
   * @throws OrtException if it fails
   */
  @Benchmark
  public float onnxRuntime(Cell cell, OnnxRuntime onnxRuntime) throws OrtException {
    onnxRuntime.x.put(0, cell.x, cell.next(), cell.units);
    onnxRuntime.session.step();
    return onnxRuntime.y.get(0);
  }
}
