package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.LayerStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A trained sequence model: a list of layers and an output function, with the weights packed for one backend. Immutable,
 * and shared by any number of threads; what belongs to one sequence is in a {@link ModelState}, or in a row of a
 * {@link StateTable}. The unpacked values are not kept: {@link ModelFile} has them.
 *
 * <p>Results have the same bits on every backend, vector width and number of threads, and whether a
 * sequence is run at once, in pieces, frame by frame, or in the company of others.
 *
 * {@snippet :
 * Model model = Model.load(Path.of("jsb.safetensors"));
 * ModelState state = model.newState(Engine.singleThreaded());
 * state.run(frames, notes, 0, probabilities, 0); // a whole sequence
 * state.reset();
 * state.step(frame, 0, next, 0);                 // or frame by frame, allocating nothing
 * }
 *
 * <p>A model needs no closing: its memory is freed some time after the model and all its states are unreachable. Who
 * reloads models often gives it back at once with {@link #close}.
 */
public final class Model implements AutoCloseable {
  /**
   * Frames of the music models' hidden layers in a block: 512 × 150 floats are 300 KB, so that what one
   * level writes is still in L2 when the next reads it.
   */
  private static final int DEFAULT_BLOCK = 512;

  /** Rows of one pass over the weights; more gain little, and scratch grows with them. */
  private static final int DEFAULT_ROWS = 64;

  /** Enough for the register tiles of every height. */
  private static final int WARM_UP_FRAMES = 16;

  private final ModelDescription description;
  private final Backend backend;
  private final LayerStack layers;
  private final long digest;

  private Model(ModelDescription description, Backend backend, LayerStack layers, long digest) {
    this.description = description;
    this.backend = backend;
    this.layers = layers;
    this.digest = digest;
  }

  /**
   * Reads a model file for the active backend. A thread that is interrupted reads on, and stays interrupted.
   *
   * @param file a safetensors file that {@link ModelFile#write} wrote
   * @return the model
   * @throws MalformedFileException if the file is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static Model load(Path file) throws IOException {
    return load(file, ModelOptions.defaults());
  }

  /**
   * Reads a model file.
   *
   * @param file a safetensors file that {@link ModelFile#write} wrote
   * @param options how to pack its weights, and for which backend
   * @return the model
   * @throws MalformedFileException if the file is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static Model load(Path file, ModelOptions options) throws IOException {
    return of(ModelFile.read(file), options);
  }

  /**
   * Reads a model file's bytes, from a jar for instance, for the active backend; the stream is left open.
   *
   * @param in the bytes of a file, to their end
   * @param name what to call it in messages
   * @return the model
   * @throws MalformedFileException if it is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static Model load(InputStream in, String name) throws IOException {
    return of(ModelFile.read(in, name), ModelOptions.defaults());
  }

  /**
   * Reads a model file's bytes for the active backend.
   *
   * @param bytes the bytes of a file; nothing refers to them afterwards
   * @param name what to call it in messages
   * @return the model
   * @throws MalformedFileException if it is not a valid safetensors file or not a model
   */
  public static Model load(byte[] bytes, String name) throws MalformedFileException {
    return of(ModelFile.read(bytes, name), ModelOptions.defaults());
  }

  /**
   * A model of what a file holds.
   *
   * @param file a description and its tensors
   * @param options how to pack them, and for which backend
   * @return the model
   */
  public static Model of(ModelFile file, ModelOptions options) {
    LayerStack layers = LayerStack.of(file, options);
    long digest = ModelDigest.of(file.description(), file.parameters());
    return new Model(file.description(), options.backend(), layers, digest);
  }

  /**
   * A model from its description and its trained values.
   *
   * @param description what it is
   * @param parameters its tensors
   * @param backend the kernels that will run it
   * @return the model
   * @throws IllegalArgumentException if a tensor is missing, left over or of the wrong shape
   */
  public static Model of(ModelDescription description, Parameters parameters, Backend backend) {
    ModelOptions options = ModelOptions.defaults().backend(backend);
    return of(new ModelFile(description, parameters), options);
  }

  /**
   * The same model with another output function, sharing all weights: both are closed by closing one.
   *
   * @param output the output function; {@link Output#NONE} gives logits
   * @return a model that differs in nothing else
   */
  public Model withOutput(Output output) {
    return new Model(description.output(output), backend, layers, digest);
  }

  /** {@return what the model is} */
  public ModelDescription description() {
    return description;
  }

  /** {@return the backend the weights are packed for} */
  public Backend backend() {
    return backend;
  }

  /**
   * The memory of the weights, on and off the heap: what there is once the kernels in use are compiled (see
   * {@link #warmUp}).
   *
   * @return bytes
   */
  public long bytes() {
    return layers.bytes();
  }

  /**
   * Waits until the vector kernels that this model uses are compiled and proved, or are not going to be; for a service
   * that had rather start later than run its first second on scalar kernels. See {@link Backend}. Runs the model on
   * zeros, on this thread, which allocates meanwhile; other states may be at work.
   *
   * @param engine where to run; its backend must be the one the weights are packed for
   * @return how long it took; next to nothing where the backend was asked for by name or is warm already
   * @throws IllegalArgumentException if the backend is another one
   */
  public Duration warmUp(Engine engine) {
    long start = System.nanoTime();
    int length = description.sequenceLength();
    int frames = length > 0 ? Math.min(WARM_UP_FRAMES, length) : WARM_UP_FRAMES;
    ModelState state = newState(engine, frames);
    float[] x = new float[Math.multiplyExact(frames, description.inputs())];
    float[] y = new float[Math.multiplyExact(frames, description.outputs())];
    state.run(frames, x, 0, y, 0);
    if (description.isCausal()) {
      state.reset();
      state.step(x, 0, y, 0);
    }
    engine.backend().warmUp();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Memory for one sequence at a time, at its start.
   *
   * @param engine where to run; its backend must be the one the weights are packed for
   * @return a state that processes up to 512 frames at once, with scratch for as many
   * @throws IllegalArgumentException if the backend is another one
   * @throws IllegalStateException if the model is closed
   */
  public ModelState newState(Engine engine) {
    return newState(engine, DEFAULT_BLOCK);
  }

  /**
   * Memory for one sequence at a time, at its start.
   *
   * @param engine where to run; its backend must be the one the weights are packed for
   * @param block the most frames that are processed at once: scratch grows with it, results do not depend
   *     on it. 1 suits a state that only steps
   * @return a state
   * @throws IllegalArgumentException if the backend is another one, or {@code block} is not positive or
   *     so large that no array holds the scratch
   * @throws IllegalStateException if the model is closed
   */
  public ModelState newState(Engine engine, int block) {
    return new ModelState(new Pass(this, checked(engine, block), block));
  }

  /**
   * A table for the states of many sequences, without rows yet.
   *
   * @param engine where to run; its backend must be the one the weights are packed for
   * @return a table that steps up to 64 rows in one pass over the weights
   * @throws IllegalArgumentException if the backend is another one, or the model needs whole sequences
   * @throws IllegalStateException if the model is closed
   */
  public StateTable newTable(Engine engine) {
    return newTable(engine, DEFAULT_ROWS, false);
  }

  /**
   * A table for the states of many sequences, without rows yet.
   *
   * @param engine where to run; its backend must be the one the weights are packed for
   * @param block the most rows of one pass over the weights, and frames of a run: scratch grows with it, results do not
   *     depend on it
   * @param remembersInputs whether each row keeps its last input frames, {@link ModelDescription#receptiveField} − 1 of
   *     them, so that {@link StateTable#saveInputs} can save it as these
   * @return a table
   * @throws IllegalArgumentException if the backend is another one, the model needs whole sequences, {@code block} is not
   *     positive or too large, or inputs are to be remembered for a model that sees every frame before
   * @throws IllegalStateException if the model is closed
   */
  public StateTable newTable(Engine engine, int block, boolean remembersInputs) {
    return new StateTable(new Pass(this, checked(engine, block), block), remembersInputs);
  }

  private Engine checked(Engine engine, int block) {
    Objects.requireNonNull(engine, "engine");
    if (block < 1) {
      throw new IllegalArgumentException("block is " + block + "; it must be at least 1");
    }
    if (!engine.backend().sharesWeightsWith(backend)) {
      throw new IllegalArgumentException(
          "the weights are packed for the %s backend, and the engine runs on %s; load the model for that"
              .formatted(backend, engine.backend()));
    }
    if (layers.isClosed()) {
      throw Pass.Refusals.closed(description);
    }
    return engine;
  }

  /**
   * Gives the memory of the weights back at once. What uses the model afterwards, its states and tables included, is
   * refused; what is at work meanwhile either ends or is refused. Idempotent, and never necessary.
   */
  @Override
  public void close() {
    layers.close();
  }

  LayerStack layers() {
    return layers;
  }

  /** Of the description, and of the trained values; saved states have it. */
  long digest() {
    return digest;
  }
}
