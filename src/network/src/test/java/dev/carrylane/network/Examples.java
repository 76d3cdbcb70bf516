package dev.carrylane.network;

import static dev.carrylane.network.layer.Layers.activation;
import static dev.carrylane.network.layer.Layers.beside;
import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolution;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.layerNorm;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.magnitude;
import static dev.carrylane.network.layer.Layers.matrixCarry;
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.minLstm;
import static dev.carrylane.network.layer.Layers.nade;
import static dev.carrylane.network.layer.Layers.overlap;
import static dev.carrylane.network.layer.Layers.residual;
import static dev.carrylane.network.layer.Layers.rmsNorm;
import static dev.carrylane.network.layer.Layers.rnn;
import static dev.carrylane.network.layer.Layers.signedCarry;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.Sequential;
import dev.carrylane.network.layer.WindowConvolution;
import dev.carrylane.network.layer.WithinFrame;
import dev.carrylane.testkit.Contract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.function.Executable;

/** Descriptions, parameters and sequences that several tests use. */
final class Examples {
  /** Frames of a sequence for models that want so many. */
  static final int FRAMES = 20;

  private Examples() {}

  /** The scalar backend, and the vector one where this JVM can run it. */
  static List<Backend> backends() {
    List<Backend> all = new ArrayList<>(List.of(Backend.scalar()));
    Backend.vector().ifPresent(all::add);
    return all;
  }

  /** Small models in which a kind of layer does all that it can. */
  static List<ModelDescription> models(LayerKind kind) {
    return switch (kind) {
      case SEQUENTIAL ->
          of(3, new Sequential(List.of(linear(4), gru(2))), new Sequential(List.of()));
      case LINEAR -> of(3, linear(4), new Linear(19, false, Activation.RELU));
      case CONVOLUTION ->
          of(
              3,
              convolution(5, 3, 2),
              convolution(4, 1, 1),
              new Convolution(4, 2, 3, false, true, Activation.TANH));
      case RNN -> of(3, rnn(5), new Recurrent(4, 3, false, Activation.RELU));
      case LSTM -> of(3, lstm(5), new Lstm(4, 3, false), new Lstm(4, 2, true));
      case GRU -> of(3, gru(5), new Gru(4, 3, false), new Gru(4, 2, true));
      case BIDIRECTIONAL ->
          of(
              3,
              bidirectional(new Lstm(4, 2, true)),
              bidirectional(gru(3)),
              bidirectional(new Recurrent(4, 2, false, Activation.TANH)));
      case CARRY_LOOKAHEAD ->
          of(
              3,
              carryLookahead(convolutions(3, 6, 5), 5),
              new CarryLookahead(List.of(exactCarry(5)), 4, false, Activation.RELU));
      case EXACT_CARRY ->
          of(
              3,
              exactCarry(5),
              signedCarry(5),
              new ExactCarry(5, Gate.SIGMOID, false, 1),
              new ExactCarry(5, Gate.SIGNED, false, 1),
              matrixCarry(6, 3),
              new ExactCarry(4, Gate.MATRIX, false, 2));
      case MIN_GRU -> of(3, minGru(5), new MinGru(4, false));
      case MIN_LSTM -> of(3, minLstm(5), new MinLstm(4, false));
      case LRU -> of(3, lru(4));
      case LAYER_NORM -> of(7, layerNorm(), new LayerNorm(1e-3, false));
      case RMS_NORM -> of(7, rmsNorm());
      case EMBEDDING -> of(1, embedding(7, 4));
      case ACTIVATION ->
          of(
              5,
              activation(Activation.TANH),
              activation(Activation.SIGMOID),
              activation(Activation.RELU),
              activation(Activation.NONE));
      case DROPOUT -> of(3, dropout(0.25), residual(dropout(0)));
      case RESIDUAL ->
          of(3, residual(linear(4, Activation.TANH), convolution(3, 2, 1)), residual());
      case FLATTENED_LINEAR ->
          List.of(
              ModelDescription.of(3).then(flattenedLinear(FRAMES, 4)),
              ModelDescription.of(3).then(lstm(5)).then(flattenedLinear(FRAMES, 4)));
      case OVERLAP -> of(6, overlap(4), overlap(6));
      case WINDOW_CONVOLUTION ->
          of(
              12,
              new WindowConvolution(2, 3, 3, 2, 1, 0, Padding.ZERO, true, Activation.NONE),
              new WindowConvolution(2, 3, 4, 1, 2, 3, Padding.REFLECT, false, Activation.RELU),
              new WindowConvolution(3, 2, 2, 1, 0, 0, Padding.ZERO, true, Activation.TANH));
      case MAGNITUDE -> of(12, magnitude(3));
      case WITHIN_FRAME ->
          of(
              12,
              new WithinFrame(2, List.of(convolution(3, 2, 2), gru(2))),
              new WithinFrame(3, List.of(bidirectional(lstm(1)))),
              new WithinFrame(12, List.of()));
      case BESIDE ->
          of(5, beside(2, convolution(4, 3, 1), gru(3)), beside(4), beside(1, linear(1)));
      case NADE -> of(9, nade(4, 5), nade(8, 19), nade(1, 2));
    };
  }

  private static List<ModelDescription> of(int inputs, LayerDescription... layers) {
    List<ModelDescription> models = new ArrayList<>();
    for (LayerDescription layer : layers) {
      models.add(ModelDescription.of(inputs).then(layer));
    }
    return models;
  }

  /** A carry-lookahead network of 3 inputs and 4 outputs that sees 7 frames. */
  static ModelDescription lookahead() {
    return ModelDescription.of(3)
        .then(carryLookahead(convolutions(3, 6, 5), 5))
        .then(linear(4))
        .output(Output.SIGMOID)
        .task("example");
  }

  /** A recurrent network of 3 inputs and 4 outputs. */
  static ModelDescription recurrent() {
    return ModelDescription.of(3).then(lstm(5)).then(linear(4)).output(Output.SIGMOID);
  }

  /** The carry-lookahead network of the paper's polyphonic music task. */
  static ModelDescription music() {
    return ModelDescription.of(88)
        .then(carryLookahead(convolutions(5, 150, 150, 150, 150), 150))
        .then(linear(88))
        .output(Output.SIGMOID);
  }

  /** Initial values, but for scales and offsets that would change nothing. */
  static Parameters parameters(ModelDescription description) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(description, 5).tensors());
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      float[] values = entry.getValue().toArray();
      boolean same = true;
      for (float value : values) {
        same &= value == values[0];
      }
      if (same || entry.getKey().endsWith("weight_g")) {
        values = values(entry.getKey().hashCode(), values.length);
        entry.setValue(Tensor.of(values, entry.getValue().shape()));
      }
    }
    return Parameters.of(tensors);
  }

  static Model model(ModelDescription description, Backend backend) {
    return Model.of(description, parameters(description), backend);
  }

  static Model model(ModelDescription description) {
    return model(description, Backend.active());
  }

  /** Parameters with one tensor changed; null takes it away. */
  static Parameters with(Parameters parameters, String name, Tensor tensor) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(parameters.tensors());
    if (tensor == null) {
      tensors.remove(name);
    } else {
      tensors.put(name, tensor);
    }
    return Parameters.of(tensors);
  }

  /** Input frames that the model takes. */
  static float[] input(ModelDescription description, long seed, int frames) {
    float[] x = values(seed, frames * description.inputs());
    if (!description.layers().isEmpty()
        && description.layers().getFirst() instanceof Embedding table) {
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) Math.floor((x[i] + 1) / 2 * table.vocabulary());
      }
    }
    return x;
  }

  /** The output frames that so many input frames give, from the start of a sequence. */
  static int written(ModelDescription description, int frames) {
    return isFlattened(description) ? frames / FRAMES : frames;
  }

  /** Whether a model gives one frame for {@link #FRAMES} of them. */
  static boolean isFlattened(ModelDescription description) {
    return !description.layers().isEmpty()
        && description.layers().getLast() instanceof FlattenedLinear;
  }

  static float[] values(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** A checksum of bits. */
  static String checksum(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Long.toHexString(checksum.getValue());
  }

  /** Asserts that a call is refused with a message that contains a text. */
  static void refused(String part, Executable call) {
    Contract.leavesAlone().refused(part, call);
  }
}
