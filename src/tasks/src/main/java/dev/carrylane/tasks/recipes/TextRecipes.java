package dev.carrylane.tasks.recipes;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.matrixCarry;
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.rnn;
import static dev.carrylane.network.layer.Layers.signedCarry;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Random;
import dev.carrylane.training.Schedule;
import dev.carrylane.training.TrainingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Characters. The paper's models go through 32 rows of the text, and their decoder has the embedding for its weight. Others have sizes with
 * which they have about as many parameters as the paper's CL-RNN.
 */
final class TextRecipes {
  private static final int EMBEDDING = 100;
  private static final int CHANNELS = 450;
  private static final int KERNEL = 3;
  private static final double DROPOUT = 0.1;
  private static final int ROWS = 32;

  /** Bound of what an embedding starts from that is a decoder, too. */
  private static final double TIED_BOUND = 0.1;

  private TextRecipes() {}

  static Recipe of(TaskData data, Architecture architecture) {
    int characters = data.outputs();
    List<LayerDescription> layers = new ArrayList<>();
    layers.add(embedding(characters, EMBEDDING));
    layers.add(dropout(DROPOUT));
    layers.addAll(layers(data, architecture));
    layers.add(linear(characters));
    ModelDescription model =
        ModelDescription.of(1).then(layers).output(data.task().output()).task(data.modelTask());
    TrainingOptions options =
        switch (architecture) {
          case TCN, CLRNN, CLRNN_LSTM -> papers();
          default -> ours();
        };
    Map<String, String> ties = Map.of(layers.size() - 1 + ".weight", "0.weight");
    return new Recipe(data, model, options.batch(ROWS).shuffle(false).ties(ties));
  }

  private static List<LayerDescription> layers(TaskData data, Architecture architecture) {
    List<LayerDescription> module = Parts.module(KERNEL, DROPOUT, CHANNELS, CHANNELS, EMBEDDING);
    return switch (architecture) {
      case RNN -> narrowed(rnn(852));
      case LSTM -> narrowed(lstm(414));
      case GRU -> narrowed(gru(483));
      case TCN -> module;
      case CLRNN -> List.of(carryLookahead(module, EMBEDDING));
      case CLRNN_SHORTCUT,
          CLRNN_WIDE,
          CLRNN_WIDE_RELU,
          CLRNN_WIDE_DROPOUT,
          CLRNN_WIDE_RELU_DROPOUT,
          CLRNN_CNN,
          CLRNN_RNN,
          CLRNN_EXACT_JOINT ->
          throw Recipe.none(data, architecture);
      case CLRNN_LSTM -> List.of(carryLookahead(module, EMBEDDING), lstm(EMBEDDING));
      case CLRNN_EXACT -> narrowed(Parts.exact(exactCarry(380), 0, DROPOUT, 380));
      case CLRNN_EXACT_SIGNED -> narrowed(Parts.exact(signedCarry(380), 0, DROPOUT, 380));
      case CLRNN_EXACT_MATRIX -> narrowed(Parts.exact(matrixCarry(316, 2), 0, DROPOUT, 316));
      case MINGRU -> narrowed(Parts.blocks(minGru(370), 0, DROPOUT, 370));
      case LRU -> narrowed(Parts.blocks(lru(288), 0, DROPOUT, 288));
    };
  }

  private static List<LayerDescription> narrowed(LayerDescription layer) {
    return narrowed(List.of(layer, dropout(DROPOUT)));
  }

  /** To the width of the embedding. */
  private static List<LayerDescription> narrowed(List<LayerDescription> layers) {
    List<LayerDescription> all = new ArrayList<>(layers);
    all.add(linear(EMBEDDING));
    return all;
  }

  private static TrainingOptions papers() {
    return TrainingOptions.of(Optimizer.sgd(4, 0))
        .schedule(new Schedule.Plateau(5, 3, 10))
        .epochs(100)
        .clip(0.15);
  }

  private static TrainingOptions ours() {
    return TrainingOptions.of(Optimizer.adam(2e-3))
        .schedule(Schedule.cosine(100))
        .epochs(30)
        .clip(1);
  }

  /** With a tied embedding uniform within ±0.1 and a decoder bias of 0, as the paper's authors have it. */
  static ModelFile start(ModelFile file, TrainingOptions options) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(file.parameters().tensors());
    options
        .ties()
        .forEach(
            (decoder, embedding) -> {
              Tensor tied = small(tensors.get(embedding), options.seed());
              tensors.put(embedding, tied);
              tensors.put(decoder, tied);
              String bias = decoder.replaceFirst("weight$", "bias");
              Tensor zeros = tensors.get(bias);
              tensors.put(bias, Tensor.of(new float[zeros.size()], zeros.shape()));
            });
    return new ModelFile(file.description(), Parameters.of(tensors));
  }

  private static Tensor small(Tensor tensor, long seed) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (TIED_BOUND * (2 * Random.unit(seed, i) - 1));
    }
    return Tensor.of(values, tensor.shape());
  }
}
