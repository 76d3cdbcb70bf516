package dev.carrylane.tasks.recipes;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.matrixCarry;
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.residual;
import static dev.carrylane.network.layer.Layers.rnn;
import static dev.carrylane.network.layer.Layers.signedCarry;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Schedule;
import dev.carrylane.training.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequential MNIST, permuted or not. The paper's models have a single hidden unit and a linear layer over all 784 outputs, and go
 * through all 60,000 images in the order of the file. Ours have more units, of which a linear layer hands a few on, and train on
 * 55,000.
 */
final class DigitRecipes {
  private static final int KERNEL = 7;
  private static final int LEVELS = 8;
  private static final double DROPOUT = 0.05;

  private static final int HIDDEN = 64;
  private static final int BLOCK_WIDTH = 48;
  private static final int HANDED_ON = 5;
  private static final double OUR_DROPOUT = 0.1;

  private DigitRecipes() {}

  static Recipe of(TaskData data, Architecture architecture) {
    ModelDescription model =
        ModelDescription.of(1)
            .then(layers(data, architecture))
            .then(flattenedLinear(MnistData.PIXELS, MnistData.CLASSES))
            .output(data.task().output())
            .task(data.modelTask());
    return isOurs(architecture)
        ? new Recipe(data.heldOut(), model, ours())
        : new Recipe(data, model, papers());
  }

  private static boolean isOurs(Architecture architecture) {
    return switch (architecture) {
      case RNN, LSTM, GRU, TCN, CLRNN, CLRNN_SHORTCUT, CLRNN_LSTM -> false;
      case CLRNN_EXACT, CLRNN_EXACT_SIGNED, CLRNN_EXACT_MATRIX, CLRNN_EXACT_JOINT, MINGRU, LRU ->
          true;
    };
  }

  private static List<LayerDescription> layers(TaskData data, Architecture architecture) {
    List<LayerDescription> module = Parts.module(KERNEL, DROPOUT, Parts.levels(LEVELS, 1));
    return switch (architecture) {
      case RNN -> List.of(rnn(1));
      case LSTM -> List.of(lstm(1));
      case GRU -> List.of(gru(1));
      case TCN -> module;
      case CLRNN -> List.of(carryLookahead(module, 1));
      case CLRNN_SHORTCUT -> List.of(residual(module));
      case CLRNN_LSTM, CLRNN_EXACT_JOINT -> throw Recipe.none(data, architecture);
      case CLRNN_EXACT -> handedOn(Parts.exact(exactCarry(HIDDEN), 0, OUR_DROPOUT, HIDDEN));
      case CLRNN_EXACT_SIGNED -> handedOn(Parts.exact(signedCarry(HIDDEN), 0, OUR_DROPOUT, HIDDEN));
      case CLRNN_EXACT_MATRIX ->
          handedOn(Parts.exact(matrixCarry(HIDDEN, 2), 0, OUR_DROPOUT, HIDDEN));
      case MINGRU -> handedOn(Parts.blocks(minGru(BLOCK_WIDTH), 0, OUR_DROPOUT, BLOCK_WIDTH));
      case LRU -> handedOn(Parts.blocks(lru(BLOCK_WIDTH), 0, OUR_DROPOUT, BLOCK_WIDTH));
    };
  }

  private static List<LayerDescription> handedOn(List<LayerDescription> layers) {
    List<LayerDescription> all = new ArrayList<>(layers);
    all.add(linear(HANDED_ON));
    return all;
  }

  private static TrainingOptions papers() {
    return TrainingOptions.of(Optimizer.adam(2e-3))
        .schedule(Schedule.stairs(10, 10))
        .epochs(12)
        .batch(64)
        .shuffle(false);
  }

  private static TrainingOptions ours() {
    return TrainingOptions.of(Optimizer.adamW(4e-3, 1e-2))
        .schedule(Schedule.cosine(200))
        .epochs(20)
        .batch(50)
        .clip(1)
        .average(0.999);
  }
}
