package dev.carrylane.properties;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Beside;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Dropout;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.LinearRecurrentUnit;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Magnitude;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.network.layer.Nade;
import dev.carrylane.network.layer.Overlap;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.Pointwise;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.Residual;
import dev.carrylane.network.layer.RmsNorm;
import dev.carrylane.network.layer.Sequential;
import dev.carrylane.network.layer.WindowConvolution;
import dev.carrylane.network.layer.WithinFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer whose sizes are still to be fitted to the frames that it will get, so that a list of layers can lose any of them
 * when it shrinks. All numbers are 0 or more; the smaller, the simpler.
 *
 * @param kind the kind
 * @param size decides on the width
 * @param detail decides on kernel, layers or block
 * @param choice decides on biases, activations and gates
 * @param inner the layers inside
 */
record LayerSeed(LayerKind kind, int size, int detail, int choice, List<LayerSeed> inner) {
  /** The greatest width that a layer chooses. */
  private static final int WIDEST = 20;

  /** What a recurrent cell may have. */
  private static final Activation[] CELLS = {Activation.TANH, Activation.RELU};

  /** Layers that fit each other. */
  static List<LayerDescription> fit(List<LayerSeed> seeds, int inputs) {
    List<LayerDescription> layers = new ArrayList<>();
    int width = inputs;
    for (LayerSeed seed : seeds) {
      LayerDescription layer = seed.fit(width);
      layers.add(layer);
      width = layer.outputs(width);
    }
    return layers;
  }

  /** The layer for frames of a width. */
  LayerDescription fit(int inputs) {
    boolean flag = choice % 2 == 0;
    boolean other = choice / 2 % 2 == 0;
    int units = 1 + size % WIDEST;
    Activation cell = CELLS[choice / 4 % 2];
    int depth = 1 + detail % 2;
    return switch (kind) {
      case LINEAR -> new Linear(units, flag, activation(choice / 2));
      case CONVOLUTION ->
          new Convolution(
              units, 1 + detail % 4, 1 + detail / 4 % 3, flag, other, activation(choice / 4));
      case RNN -> new Recurrent(units, depth, flag, cell);
      case LSTM -> new Lstm(units, depth, flag);
      case GRU -> new Gru(units, depth, flag);
      case BIDIRECTIONAL -> new Bidirectional(new Lstm(units, depth, flag));
      case CARRY_LOOKAHEAD -> new CarryLookahead(fit(inner, inputs), units, flag, cell);
      case EXACT_CARRY -> exactCarry(flag);
      case MIN_GRU -> new MinGru(units, flag);
      case MIN_LSTM -> new MinLstm(units, flag);
      case LRU -> new LinearRecurrentUnit(units);
      case LAYER_NORM -> new LayerNorm(1e-5, flag);
      case RMS_NORM -> new RmsNorm(1e-6);
      case ACTIVATION -> new Pointwise(activation(choice));
      case DROPOUT -> new Dropout(0.25);
      case RESIDUAL -> new Residual(backTo(inputs));
      case SEQUENTIAL -> new Sequential(fit(inner, inputs));
      case OVERLAP -> new Overlap(1 + size % inputs);
      case WINDOW_CONVOLUTION -> window(inputs, flag);
      case MAGNITUDE -> magnitude(inputs);
      case WITHIN_FRAME -> within(inputs);
      case BESIDE -> beside(inputs);
      case NADE -> nade(inputs, units);
      case EMBEDDING, FLATTENED_LINEAR ->
          throw new IllegalArgumentException(kind + " stands at an end of a model");
    };
  }

  private static Activation activation(int number) {
    return Activation.values()[number % Activation.values().length];
  }

  private ExactCarry exactCarry(boolean coupled) {
    Gate gate = Gate.values()[choice / 2 % Gate.values().length];
    int block = gate == Gate.MATRIX ? 1 + detail % 4 : 1;
    return new ExactCarry(block * (1 + size % (WIDEST / block)), gate, coupled, block);
  }

  private List<LayerDescription> backTo(int inputs) {
    List<LayerDescription> layers = fit(inner, inputs);
    int width = new Sequential(layers).outputs(inputs);
    if (width != inputs) {
      layers.add(Layers.linear(inputs));
    }
    return layers;
  }

  private WindowConvolution window(int inputs, boolean bias) {
    int channels = divisor(inputs);
    int positions = inputs / channels;
    Padding padding = Padding.values()[choice / 2 % 2];
    int most = padding == Padding.ZERO ? 3 : Math.min(3, positions - 1);
    int left = most == 0 ? 0 : choice % (most + 1);
    int right = most == 0 ? 0 : detail % (most + 1);
    int kernel = 1 + detail % (left + positions + right);
    return new WindowConvolution(
        channels,
        1 + size % 3,
        kernel,
        1 + choice % 3,
        left,
        right,
        padding,
        bias,
        activation(detail));
  }

  /** Of frames of an odd width after one more element was put in front. */
  private LayerDescription magnitude(int inputs) {
    if (inputs % 2 == 0) {
      return new Magnitude(divisor(inputs / 2));
    }
    return new Sequential(List.of(new Overlap(1), new Magnitude(divisor((inputs + 1) / 2))));
  }

  private LayerDescription within(int inputs) {
    int channels = divisor(inputs);
    return new WithinFrame(channels, fit(inner, channels));
  }

  /** Of frames of one element after one more was put in front. */
  private LayerDescription beside(int inputs) {
    if (inputs == 1) {
      return new Sequential(List.of(new Overlap(1), new Beside(fit(inner, 1), 1)));
    }
    int passed = 1 + detail % (inputs - 1);
    return new Beside(fit(inner, inputs - passed), passed);
  }

  /** Of frames of one element after one more was put in front. */
  private LayerDescription nade(int inputs, int hidden) {
    if (inputs == 1) {
      return new Sequential(List.of(new Overlap(1), new Nade(1, hidden)));
    }
    return new Nade(1 + detail % (inputs - 1), hidden);
  }

  private int divisor(int number) {
    int divisor = 1 + size % number;
    while (number % divisor != 0) {
      divisor--;
    }
    return divisor;
  }
}
