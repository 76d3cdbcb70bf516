package dev.carrylane.tasks.recipes;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.rnn;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Schedule;
import dev.carrylane.training.TrainingOptions;
import java.util.List;

/** Synthetic tasks, for which the paper has no models: small ones of one width. */
final class SyntheticRecipes {
  private static final int HIDDEN = 64;
  private static final int KERNEL = 7;
  private static final int COUNTER_HIDDEN = 32;
  private static final double COUNTER_DROPOUT = 0.5;

  /**
   * High enough to go on saturating gates when nothing is wrong any more, which keeps a carry for thousands of steps.
   */
  private static final double SATURATING_RATE = 2e-2;

  /** The same for a matrix's gates, which have further to go. */
  private static final double MATRIX_RATE = 1e-1;

  private SyntheticRecipes() {}

  static Recipe of(TaskData data, Architecture architecture) {
    ModelDescription model =
        ModelDescription.of(data.inputs())
            .then(layers(data, architecture))
            .then(linear(data.outputs()))
            .output(data.task().output())
            .task(data.modelTask());
    TrainingOptions options =
        TrainingOptions.of(Optimizer.adam(2e-3))
            .schedule(Schedule.cosine(100))
            .epochs(30)
            .batch(32)
            .clip(1);
    boolean exact = isExact(architecture);
    if (exact && data.task() == Task.ADDITION) {
      options = options.optimizer(Optimizer.adam(SATURATING_RATE)).epochs(40);
    } else if (exact && isCounter(data)) {
      boolean matrix = architecture == Architecture.CLRNN_EXACT_MATRIX;
      options =
          options
              .optimizer(Optimizer.adam(matrix ? MATRIX_RATE : SATURATING_RATE))
              .epochs(matrix ? 120 : 200);
    }
    return new Recipe(data, model, options);
  }

  private static boolean isExact(Architecture architecture) {
    return switch (architecture) {
      case CLRNN_EXACT, CLRNN_EXACT_SIGNED, CLRNN_EXACT_MATRIX -> true;
      default -> false;
    };
  }

  private static List<LayerDescription> layers(TaskData data, Architecture architecture) {
    return switch (architecture) {
      case RNN -> List.of(rnn(HIDDEN));
      case LSTM -> List.of(lstm(HIDDEN));
      case GRU -> List.of(gru(HIDDEN));
      case TCN -> module(data);
      case CLRNN -> List.of(carryLookahead(module(data), HIDDEN));
      case CLRNN_SHORTCUT,
          CLRNN_WIDE,
          CLRNN_WIDE_RELU,
          CLRNN_WIDE_DROPOUT,
          CLRNN_WIDE_RELU_DROPOUT,
          CLRNN_CNN,
          CLRNN_RNN,
          CLRNN_EXACT_JOINT ->
          throw Recipe.none(data, architecture);
      case CLRNN_LSTM -> List.of(carryLookahead(module(data), HIDDEN), lstm(HIDDEN));
      case CLRNN_EXACT -> exact(data, carry(data, Gate.SIGMOID, true));
      case CLRNN_EXACT_SIGNED -> exact(data, carry(data, Gate.SIGNED, isCoupled(data)));
      case CLRNN_EXACT_MATRIX -> matrix(data);
      case MINGRU -> Parts.blocks(minGru(HIDDEN), 0, 0, HIDDEN);
      case LRU -> Parts.blocks(lru(HIDDEN), 0, 0, HIDDEN);
    };
  }

  private static boolean isCounter(TaskData data) {
    return data.task() == Task.PARITY || data.task() == Task.MOD3;
  }

  /**
   * Of a counter one layer is enough. Without dropout it is soon right about all short sequences, and nothing is left to teach it to keep
   * what it counts for longer.
   */
  private static List<LayerDescription> exact(TaskData data, ExactCarry carry) {
    if (!isCounter(data)) {
      return Parts.exact(carry, 0, 0, HIDDEN);
    }
    LayerDescription drop = dropout(COUNTER_DROPOUT);
    return List.of(carryLookahead(List.of(carry, drop), COUNTER_HIDDEN), drop);
  }

  /** A carry that lasts as long as the sequences to train on, or longer. */
  private static ExactCarry carry(TaskData data, Gate gate, boolean coupled) {
    int channels = isCounter(data) ? COUNTER_HIDDEN : HIDDEN;
    return new ExactCarry(channels, gate, coupled, 1, Math.max(20, data.longestTrained()));
  }

  /** As many levels as see the whole of the longest sequence to train on. */
  private static List<LayerDescription> module(TaskData data) {
    int levels = 1;
    while (1L + (KERNEL - 1L) * ((1L << levels) - 1) < data.longestTrained()) {
      levels++;
    }
    return Parts.module(KERNEL, 0, Parts.levels(levels, HIDDEN));
  }

  /**
   * Whether what comes in is weighed by what a gate of one sign or the other leaves. A counter of these must take in while it keeps
   * everything: its state is 0 or what it takes in.
   */
  private static boolean isCoupled(TaskData data) {
    return !isCounter(data);
  }

  /**
   * A block of a matrix gate is as large as what it stands for: the states of a counter and one to spare, or a shift register that holds all
   * symbols to be recalled. It takes in at the marker, and only permutes what it has from there on.
   */
  private static List<LayerDescription> matrix(TaskData data) {
    int block =
        switch (data.task()) {
          case COPY -> 12;
          case SELECTIVE_COPY -> 20;
          default -> 4;
        };
    int channels = isCounter(data) ? COUNTER_HIDDEN : block == 4 ? HIDDEN : 8 * block;
    return exact(data, new ExactCarry(channels, Gate.MATRIX, true, block));
  }
}
