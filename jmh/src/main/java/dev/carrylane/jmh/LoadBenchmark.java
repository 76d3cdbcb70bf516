package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.safetensors.SafetensorsFile;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.tasks.recognition.Recognised;
import dev.carrylane.tasks.recognition.Recognition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

/** From a file to a model that steps, in a JVM that has done it before; files are in the system's cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class LoadBenchmark {
  /** One of {@link Models}. */
  @Param({"clrnn", "lstm-256"})
  public String model;

  private Engine engine;
  private Path folder;
  private Path modelFile;
  private Path weights;
  private Path target;
  private ModelFile contents;
  private Model loaded;

  /** Made by JMH. */
  public LoadBenchmark() {}

  /**
   * Writes the files into a new folder, and reads them back.
   *
   * @throws IOException if they cannot be written
   * @throws IllegalStateException if what is read is not what was written
   */
  @Setup
  public void prepare() throws IOException {
    engine = Benchmarks.engine(1);
    contents = Models.file(model);
    loaded = Model.of(contents, Models.options(model, engine.backend()));
    folder = Files.createTempDirectory("carrylane-load");
    modelFile = folder.resolve("model.safetensors");
    weights = folder.resolve("weights.safetensors");
    target = folder.resolve("saved.safetensors");
    contents.write(modelFile);
    SafetensorsFile.write(weights, Map.of("format", "pt"), contents.parameters().tensors());
    requireSame(importing().parameters().tensors(), contents.parameters().tensors());
  }

  private static void requireSame(Map<String, Tensor> imported, Map<String, Tensor> written) {
    written.forEach(
        (name, tensor) -> {
          Tensor other = imported.get(name);
          if (other == null || !Arrays.equals(other.toArray(), tensor.toArray())) {
            throw new IllegalStateException(name + " is not what it was before it was imported");
          }
        });
  }

  /**
   * Deletes the files.
   *
   * @throws IOException if they cannot be deleted
   */
  @TearDown
  public void delete() throws IOException {
    for (Path file : new Path[] {modelFile, weights, target, folder}) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Reads a model file and packs its weights.
   *
   * @return the model
   * @throws IOException if it cannot be read
   */
  @Benchmark
  public Model load() throws IOException {
    Backend backend = engine.backend();
    return Model.load(modelFile, Models.options(model, backend));
  }

  /**
   * Reads weights that PyTorch named, and tells the layers by their names and shapes.
   *
   * @return the model as a file holds it
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public ModelFile importing() throws IOException {
    Recognised recognised = Recognition.of(Checkpoint.read(weights)).recognise();
    return new ModelFile(recognised.description(), recognised.parameters());
  }

  /**
   * Writes a model file.
   *
   * @return where it is
   * @throws IOException if it cannot be written
   */
  @Benchmark
  public Path save() throws IOException {
    contents.write(target);
    return target;
  }

  /**
   * Memory for one more sequence, as a service makes it for a new client.
   *
   * @return a state that steps
   */
  @Benchmark
  public ModelState newState() {
    return loaded.newState(engine, 1);
  }
}
