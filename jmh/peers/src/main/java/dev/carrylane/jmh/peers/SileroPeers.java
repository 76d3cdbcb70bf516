package dev.carrylane.jmh.peers;

import ai.onnxruntime.OrtException;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * One chunk of 512 samples in the voice activity detector Silero VAD, beside ONNX Runtime on pinned buffers with the same
 * architecture: the time distribution of a single chunk. Run in the top folder, or with {@code -p data} and {@code -p
 * description}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SileroPeers {
  private static final int CHUNK = 512;
  private static final int CONTEXT = 64;
  private static final int CHUNKS = 64;
  private static final long RATE = 16_000;

  /** The layers' names in the file of weights, in the order of the description. */
  private static final List<String> LAYERS =
      List.of("stft_conv", "conv1", "conv2", "conv3", "conv4", "lstm_cell", "final_conv");

  /** Made by JMH. */
  public SileroPeers() {}

  /** Samples. */
  @State(Scope.Benchmark)
  public static class Sound {
    /** The folder with {@code silero_vad_16k.safetensors} and {@code silero_vad_v6.onnx}. */
    @Param("../shared/data")
    public String data = "../shared/data";

    final float[] samples = Benchmarks.values(CONTEXT + CHUNKS * CHUNK, 1);
    int chunk;

    /** Made by JMH. */
    public Sound() {}

    /** The first sample of the next chunk; the context of all is in front of them. */
    int next() {
      chunk = chunk + 1 == CHUNKS ? 0 : chunk + 1;
      return CONTEXT + chunk * CHUNK;
    }
  }

  /** Carrylane's state. */
  @State(Scope.Benchmark)
  public static class Carrylane {
    /** The layers, as JSON. */
    @Param("docs/silero-vad.json")
    public String description = "docs/silero-vad.json";

    ModelState state;
    final float[] y = new float[1];

    /** Made by JMH. */
    public Carrylane() {}

    /**
     * Loads the model.
     *
     * @param sound names the folder
     * @throws IOException if a file cannot be read
     */
    @Setup
    public void prepare(Sound sound) throws IOException {
      Engine engine = Benchmarks.engine(1);
      ModelFile file =
          file(Path.of(description), Path.of(sound.data, "silero_vad_16k.safetensors"));
      ModelOptions options = ModelOptions.defaults().backend(engine.backend());
      state = Model.of(file, options).newState(engine, 1);
    }
  }

  /** The tensors under the names that the description gives them, whose order is the same. */
  static ModelFile file(Path description, Path weights) throws IOException {
    ModelDescription model = ModelDescription.fromJson(Files.readString(description));
    Map<String, Tensor> theirs = SafetensorsFile.read(weights).tensors();
    Map<String, Tensor> ours = new LinkedHashMap<>();
    int layer = -1;
    String before = "";
    for (ParameterSpec spec : model.parameters()) {
      String[] name = spec.name().split("\\.", 2);
      if (!name[0].equals(before)) {
        before = name[0];
        layer++;
      }
      Tensor tensor = theirs.get(LAYERS.get(layer) + "." + name[1].replace("_l0", ""));
      ours.put(spec.name(), Tensor.of(tensor.toArray(), spec.shape()));
    }
    return new ModelFile(model, Parameters.of(ours));
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
     * Loads the model.
     *
     * @param sound names the folder
     * @throws IOException if it cannot be read
     * @throws OrtException if it cannot be loaded
     */
    @Setup
    public void prepare(Sound sound) throws IOException, OrtException {
      byte[] model = Files.readAllBytes(Path.of(sound.data, "silero_vad_v6.onnx"));
      session = new OnnxState(model);
      x = session.input("input", 1, CONTEXT + CHUNK);
      session.whole("sr", RATE);
      session.state("state", "stateN", 2, 1, 128);
      y = session.output("output", 1, 1);
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
   * One chunk in Carrylane.
   *
   * @param sound the samples
   * @param carrylane the state
   * @return the probability of speech
   */
  @Benchmark
  public float carrylane(Sound sound, Carrylane carrylane) {
    carrylane.state.step(sound.samples, sound.next(), carrylane.y, 0);
    return carrylane.y[0];
  }

  /**
   * One chunk in ONNX Runtime, with its context in front.
   *
   * @param sound the samples
   * @param onnxRuntime the session
   * @return the probability of speech
   * @throws OrtException if it fails
   */
  @Benchmark
  public float onnxRuntime(Sound sound, OnnxRuntime onnxRuntime) throws OrtException {
    onnxRuntime.x.put(0, sound.samples, sound.next() - CONTEXT, CONTEXT + CHUNK);
    onnxRuntime.session.step();
    return onnxRuntime.y.get(0);
  }
}
