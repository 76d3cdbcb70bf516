package dev.carrylane.jmh;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.residual;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.ParameterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The models that benchmarks run, by name, with untrained values that are the same on every run. Those of the paper's polyphonic music
 * task take 88 notes and give 88 probabilities:
 *
 * <ul>
 *   <li>{@code clrnn}: the paper's, 4 levels of 150 channels with 5 taps; {@code clrnn-dropout}: the same, as it is trained;
 *   <li>{@code clrnn-exact}: two layers of 200 units, whose carries are exact;
 *   <li>{@code music-lstm}: with about as many parameters as {@code clrnn-exact}.
 * </ul>
 *
 * {@code silero} is the voice activity detector Silero VAD, for which a frame is a chunk of 512 samples. All others are a recurrent layer as wide as its input with a linear decoder of one probability, named by its kind and width, such as
 * {@code lstm-128}; with {@code -bfloat16} behind it, the weights are rounded to that. The kinds are those of {@link #layer}.
 */
public final class Models {
  /** Channels of an input and of an output frame in the music task. */
  public static final int NOTES = 88;

  /** The paper's, for its own model. */
  public static final double DROPOUT = 0.25;

  private static final String BFLOAT16 = "-bfloat16";

  /** Rows of a matrix gate. */
  private static final int BLOCK = 4;

  private Models() {}

  /**
   * The layers of a model.
   *
   * @param name which
   * @return its description
   * @throws IllegalArgumentException if there is no such model
   */
  public static ModelDescription description(String name) {
    ModelDescription music = ModelDescription.of(NOTES).output(Output.SIGMOID);
    return switch (name) {
      case "clrnn" -> music.then(carryLookahead(levels(), 150)).then(linear(NOTES));
      case "clrnn-dropout" -> music.then(carryLookahead(dropped(), 150)).then(linear(NOTES));
      case "clrnn-exact" ->
          music
              .then(carryLookahead(exactCarry(200), 200))
              .then(residual(carryLookahead(exactCarry(200), 200)))
              .then(linear(NOTES));
      case "music-lstm" -> music.then(lstm(210)).then(linear(NOTES));
      case "silero" -> silero();
      default -> recurrent(name);
    };
  }

  private static ModelDescription silero() {
    try (InputStream in = Models.class.getResourceAsStream("/silero-vad.json")) {
      return ModelDescription.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<LayerDescription> levels() {
    return convolutions(5, 150, 150, 150, 150);
  }

  private static List<LayerDescription> dropped() {
    List<LayerDescription> levels = new ArrayList<>();
    for (LayerDescription level : levels()) {
      levels.add(level);
      levels.add(dropout(DROPOUT));
    }
    return levels;
  }

  private static ModelDescription recurrent(String name) {
    String cell = isBfloat16(name) ? name.substring(0, name.length() - BFLOAT16.length()) : name;
    int dash = cell.lastIndexOf('-');
    if (dash < 0 || !cell.substring(dash + 1).matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException("no model " + name);
    }
    int units = Integer.parseInt(cell.substring(dash + 1));
    return ModelDescription.of(units)
        .then(layer(cell.substring(0, dash), units))
        .then(linear(1))
        .output(Output.SIGMOID);
  }

  /**
   * A recurrent layer by the name of its kind.
   *
   * @param kind {@code lstm}, {@code gru}, {@code rnn} (Elman's, with tanh), {@code exact-carry} (with a sigmoid gate), {@code
   *     exact-carry-matrix} (with a matrix gate of 4 rows), {@code min-gru}, {@code min-lstm} or {@code lru}
   * @param units its width
   * @return the layer
   * @throws IllegalArgumentException if there is no such kind
   */
  public static LayerDescription layer(String kind, int units) {
    return switch (kind) {
      case "lstm" -> Layers.lstm(units);
      case "gru" -> Layers.gru(units);
      case "rnn" -> Layers.rnn(units);
      case "exact-carry" -> exactCarry(units);
      case "exact-carry-matrix" -> Layers.matrixCarry(units, BLOCK);
      case "min-gru" -> Layers.minGru(units);
      case "min-lstm" -> Layers.minLstm(units);
      case "lru" -> Layers.lru(units);
      default -> throw new IllegalArgumentException("no kind of layer " + kind);
    };
  }

  private static boolean isBfloat16(String name) {
    return name.endsWith(BFLOAT16);
  }

  /**
   * A model as a file holds it.
   *
   * @param name which
   * @return description and untrained values
   */
  public static ModelFile file(String name) {
    return file(description(name));
  }

  /**
   * Any model as a file holds it.
   *
   * @param description its layers
   * @return description and untrained values
   */
  public static ModelFile file(ModelDescription description) {
    return new ModelFile(description, Initialization.of(description, 1));
  }

  /**
   * How a model is packed.
   *
   * @param name which
   * @param backend the kernels that will run it
   * @return its options
   */
  public static ModelOptions options(String name, Backend backend) {
    ModelOptions options = ModelOptions.defaults().backend(backend);
    return isBfloat16(name) ? options.bfloat16() : options;
  }

  /**
   * A model that runs.
   *
   * @param name which
   * @param backend the kernels that will run it
   * @return the model
   */
  public static Model of(String name, Backend backend) {
    return Model.of(file(name), options(name, backend));
  }

  /**
   * Input frames, the same on every run: for music about one note in twenty-two, as chorales have, else values in [−1, 1).
   *
   * @param name which model's
   * @param count how many frames
   * @return the frames, one after another
   */
  public static float[] frames(String name, int count) {
    int inputs = description(name).inputs();
    float[] frames = Benchmarks.values(count * inputs, 3);
    if (inputs == NOTES) {
      for (int i = 0; i < frames.length; i++) {
        frames[i] = frames[i] > 0.91f ? 1 : 0;
      }
    }
    return frames;
  }

  /**
   * Floating-point operations of one frame: two per weight of every product.
   *
   * @param description the layers, each of which uses a weight once in a frame, which those of {@code silero} do not
   * @return their number
   */
  public static double flopsPerFrame(ModelDescription description) {
    double weights = 0;
    for (ParameterSpec tensor : description.parameters()) {
      // A weight-normalised kernel is multiplied out when it is packed.
      if (tensor.shape().length > 1 && !tensor.name().endsWith(".weight_g")) {
        weights += tensor.size();
      }
    }
    return 2 * weights;
  }

  /**
   * Floating-point operations of one frame: two per weight of every product.
   *
   * @param name which model's
   * @return their number
   */
  public static double flopsPerFrame(String name) {
    return flopsPerFrame(description(name));
  }

  /**
   * The memory of the weights of all products, each of which a step reads once.
   *
   * @param name which model's
   * @return bytes
   */
  public static double weightBytes(String name) {
    return flopsPerFrame(name) / 2 * (isBfloat16(name) ? Short.BYTES : Float.BYTES);
  }
}
