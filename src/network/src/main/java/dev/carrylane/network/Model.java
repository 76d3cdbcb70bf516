package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A trained sequence model: hidden layers, a linear decoder and an output function, with the weights
 * packed for one backend. Immutable, and shared by any number of threads; what belongs to one sequence is
 * in a {@link ModelState}.
 *
 * <p>Results have the same bits on every backend, vector width and number of threads, and whether a
 * sequence is run at once, in pieces or frame by frame.
 *
 * {@snippet :
 * Model model = Model.load(Path.of("jsb.safetensors"));
 * ModelState state = model.newState(Engine.singleThreaded());
 * state.run(frames, notes, 0, probabilities, 0); // a whole sequence
 * state.reset();
 * state.step(frame, 0, next, 0);                 // or frame by frame, allocating nothing
 * }
 */
public final class Model {
  /**
   * Frames of the music models' hidden layers in a block: 512 × 150 floats are 300 KB, so that what one
   * level writes is still in L2 when the next reads it.
   */
  private static final int DEFAULT_BLOCK = 512;

  /** Enough for the register tiles of every height. */
  private static final int WARM_UP_FRAMES = 16;

  private final ModelDescription description;
  private final Parameters parameters;
  private final Backend backend;
  private final HiddenLayer hidden;
  private final PackedWeights decoder;

  private Model(
      ModelDescription description,
      Parameters parameters,
      Backend backend,
      HiddenLayer hidden,
      PackedWeights decoder) {
    this.description = description;
    this.parameters = parameters;
    this.backend = backend;
    this.hidden = hidden;
    this.decoder = decoder;
  }

  /**
   * Reads a model file for the active backend.
   *
   * @param file a safetensors file that {@link #save} wrote
   * @return the model
   * @throws MalformedFileException if the file is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static Model load(Path file) throws IOException {
    return load(file, Backend.active());
  }

  /**
   * Reads a model file for a given backend.
   *
   * @param file a safetensors file that {@link #save} wrote
   * @param backend the kernels that will run it
   * @return the model
   * @throws MalformedFileException if the file is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static Model load(Path file, Backend backend) throws IOException {
    SafetensorsFile contents = SafetensorsFile.read(file);
    try {
      return of(
          ModelDescription.fromMetadata(contents.metadata()),
          Parameters.of(contents.tensors()),
          backend);
    } catch (IllegalArgumentException invalid) {
      throw new MalformedFileException(file, invalid.getMessage());
    }
  }

  /**
   * A model from its description and its trained values.
   *
   * @param description what it is
   * @param parameters its tensors by PyTorch name
   * @param backend the kernels that will run it
   * @return the model
   * @throws IllegalArgumentException if a tensor is missing, left over or of the wrong shape, or if a
   *     convolution would have to remember more than an array holds
   */
  public static Model of(ModelDescription description, Parameters parameters, Backend backend) {
    ParameterReader reader = new ParameterReader(parameters);
    HiddenLayer hidden =
        switch (description.architecture()) {
          case CL_RNN -> CarryLookaheadLayer.of(description, reader, backend);
          case TCN -> ConvolutionStack.of(description, reader, backend);
          case RNN -> RecurrentLayer.of(description, reader, backend);
          case LSTM -> LstmLayer.of(description, reader, backend);
        };
    PackedWeights decoder = decoder(description, reader, backend);
    reader.requireAllRead(description);
    return new Model(description, parameters, backend, hidden, decoder);
  }

  private static PackedWeights decoder(
      ModelDescription description, ParameterReader reader, Backend backend) {
    int frames = description.decoder() == Decoder.FLATTENED ? description.frames() : 1;
    int inputs = frames * description.hidden();
    int outputs = description.outputs();
    float[] weight = reader.get("linear.weight", outputs, inputs).toArray();
    float[] bias = reader.get("linear.bias", outputs).toArray();
    return PackedWeights.ofOutputRows(backend, outputs, inputs, weight, 0, inputs, bias, 0);
  }

  /**
   * Writes the model file: description and tensors. The file appears whole or not at all.
   *
   * @param file where to write; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    SafetensorsFile.write(file, description.toMetadata(), parameters.tensors());
  }

  /**
   * The same model with another output function, sharing all weights.
   *
   * @param output the output function; {@link Output#NONE} gives logits
   * @return a model that differs in nothing else
   */
  public Model withOutput(Output output) {
    return new Model(description.withOutput(output), parameters, backend, hidden, decoder);
  }

  /**
   * What the model is.
   *
   * @return the description
   */
  public ModelDescription description() {
    return description;
  }

  /**
   * The trained values.
   *
   * @return the parameters by PyTorch name
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The backend the weights are packed for.
   *
   * @return the backend
   */
  public Backend backend() {
    return backend;
  }

  /**
   * The number of trained values.
   *
   * @return the elements of all parameters
   */
  public long parameterCount() {
    return parameters.count();
  }

  /**
   * How many input frames an output depends on, its own included.
   *
   * @return frames; empty where every earlier frame counts
   */
  public OptionalLong receptiveField() {
    return description.decoder() == Decoder.FLATTENED
        ? OptionalLong.of(description.frames())
        : hidden.receptiveField();
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
    int frames = description.decoder() == Decoder.FLATTENED ? description.frames() : WARM_UP_FRAMES;
    ModelState state = newState(engine, frames);
    float[] x = new float[Math.multiplyExact(frames, description.inputs())];
    float[] y = new float[Math.multiplyExact(frames, description.outputs())];
    state.run(frames, x, 0, y, 0);
    state.reset();
    state.step(x, 0, y, 0);
    engine.backend().warmUp();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Memory for one sequence at a time, at its start.
   *
   * @param engine where to run; its backend must be the one the weights are packed for
   * @return a state that processes up to 512 frames at once, with scratch for as many
   * @throws IllegalArgumentException if the backend is another one
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
   */
  public ModelState newState(Engine engine, int block) {
    Objects.requireNonNull(engine, "engine");
    if (block < 1) {
      throw new IllegalArgumentException("block is " + block + "; it must be at least 1");
    }
    if (!engine.backend().sharesWeightsWith(backend)) {
      throw new IllegalArgumentException(
          "the weights are packed for the %s backend, and the engine runs on %s; load the model for that"
              .formatted(backend, engine.backend()));
    }
    return new ModelState(description, hidden, decoder, engine, block);
  }
}
