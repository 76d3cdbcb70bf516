package dev.carrylane.tasks.recipes;

import static dev.carrylane.network.layer.Layers.activation;
import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.matrixCarry;
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.residual;
import static dev.carrylane.network.layer.Layers.rnn;
import static dev.carrylane.network.layer.Layers.withinFrame;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.WindowConvolution;
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
  private static final double WIDE_DROPOUT = 0.2;

  private static final int HIDDEN = 64;
  private static final int BLOCK_WIDTH = 48;
  private static final int HANDED_ON = 5;
  private static final double OUR_DROPOUT = 0.1;

  private DigitRecipes() {}

  static Recipe of(TaskData data, Architecture architecture) {
    ModelDescription model =
        (isWide(architecture) ? wide(architecture) : pixelByPixel(data, architecture))
            .output(data.task().output())
            .task(data.modelTask());
    return isOurs(architecture)
        ? new Recipe(data.heldOut(), model, ours())
        : new Recipe(data, model, papers());
  }

  private static ModelDescription pixelByPixel(TaskData data, Architecture architecture) {
    return ModelDescription.of(1)
        .then(layers(data, architecture))
        .then(flattenedLinear(MnistData.PIXELS, MnistData.CLASSES));
  }

  private static boolean isWide(Architecture architecture) {
    return switch (architecture) {
      case CLRNN_WIDE,
          CLRNN_WIDE_RELU,
          CLRNN_WIDE_DROPOUT,
          CLRNN_WIDE_RELU_DROPOUT,
          CLRNN_CNN,
          CLRNN_RNN ->
          true;
      default -> false;
    };
  }

  /**
   * An image as one frame: a cell over all pixels and all that the module made of them. The convolutions of the authors' CNN head are
   * weight-normalised, which with one channel changes their scale alone; theirs has those two scales as parameters more.
   */
  private static ModelDescription wide(Architecture architecture) {
    LayerDescription module =
        withinFrame(1, Parts.module(KERNEL, DROPOUT, Parts.levels(LEVELS, 1)));
    ModelDescription cell =
        ModelDescription.of(MnistData.PIXELS).then(carryLookahead(module, MnistData.PIXELS));
    List<LayerDescription> head =
        switch (architecture) {
          case CLRNN_WIDE_RELU -> List.of(activation(Activation.RELU));
          case CLRNN_WIDE_DROPOUT -> List.of(dropout(WIDE_DROPOUT));
          case CLRNN_WIDE_RELU_DROPOUT ->
              List.of(activation(Activation.RELU), dropout(WIDE_DROPOUT));
          case CLRNN_CNN ->
              List.of(
                  activation(Activation.RELU),
                  dropout(DROPOUT),
                  window(5, 0, 1),
                  dropout(DROPOUT),
                  window(7, 2, 2),
                  dropout(DROPOUT));
          case CLRNN_RNN -> List.of(withinFrame(1, List.of(rnn(1))));
          default -> List.of();
        };
    return cell.then(head).then(linear(MnistData.CLASSES));
  }

  /** A convolution of one channel whose windows lie side by side. */
  private static WindowConvolution window(int kernel, int padLeft, int padRight) {
    return new WindowConvolution(
        1, 1, kernel, kernel, padLeft, padRight, Padding.ZERO, true, Activation.RELU);
  }

  private static boolean isOurs(Architecture architecture) {
    return switch (architecture) {
      case RNN,
          LSTM,
          GRU,
          TCN,
          CLRNN,
          CLRNN_SHORTCUT,
          CLRNN_WIDE,
          CLRNN_WIDE_RELU,
          CLRNN_WIDE_DROPOUT,
          CLRNN_WIDE_RELU_DROPOUT,
          CLRNN_CNN,
          CLRNN_RNN,
          CLRNN_LSTM ->
          false;
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
      case CLRNN_LSTM,
          CLRNN_WIDE,
          CLRNN_WIDE_RELU,
          CLRNN_WIDE_DROPOUT,
          CLRNN_WIDE_RELU_DROPOUT,
          CLRNN_CNN,
          CLRNN_RNN,
          CLRNN_EXACT_JOINT ->
          throw Recipe.none(data, architecture);
      case CLRNN_EXACT -> handedOn(Parts.exact(carry(Gate.SIGMOID), 0, OUR_DROPOUT, HIDDEN));
      case CLRNN_EXACT_SIGNED -> handedOn(Parts.exact(carry(Gate.SIGNED), 0, OUR_DROPOUT, HIDDEN));
      case CLRNN_EXACT_MATRIX ->
          handedOn(Parts.exact(matrixCarry(HIDDEN, 2), 0, OUR_DROPOUT, HIDDEN));
      case MINGRU -> handedOn(Parts.blocks(minGru(BLOCK_WIDTH), 0, OUR_DROPOUT, BLOCK_WIDTH));
      case LRU -> handedOn(Parts.blocks(lru(BLOCK_WIDTH), 0, OUR_DROPOUT, BLOCK_WIDTH));
    };
  }

  private static ExactCarry carry(Gate gate) {
    return new ExactCarry(HIDDEN, gate, true, 1, MnistData.PIXELS);
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
