package dev.carrylane.tasks.recipes;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.layerNorm;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.residual;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parts that models of several tasks have. */
final class Parts {
  private Parts() {}

  /** A list without dropout that drops nothing. */
  private static List<LayerDescription> layers(LayerDescription... layers) {
    List<LayerDescription> kept = new ArrayList<>(Arrays.asList(layers));
    kept.remove(dropout(0));
    return kept;
  }

  /** The paper's module: convolutions, each followed by dropout. */
  static List<LayerDescription> module(int kernel, double dropout, int... channels) {
    List<LayerDescription> layers = new ArrayList<>();
    for (LayerDescription convolution : convolutions(kernel, channels)) {
      layers.addAll(layers(convolution, dropout(dropout)));
    }
    return layers;
  }

  /** As many levels of equal width. */
  static int[] levels(int count, int channels) {
    int[] levels = new int[count];
    Arrays.fill(levels, channels);
    return levels;
  }

  /** Two carry-lookahead layers whose carries are exact, the input of the second added to its output. */
  static List<LayerDescription> exact(
      ExactCarry carry, double inputDropout, double dropout, int hidden) {
    LayerDescription cell = carryLookahead(layers(carry, dropout(dropout)), hidden);
    List<LayerDescription> layers = new ArrayList<>();
    if (inputDropout > 0) {
      layers.add(dropout(inputDropout));
    }
    layers.addAll(layers(cell, dropout(dropout)));
    layers.add(residual(layers(cell, dropout(dropout))));
    return layers;
  }

  /** Two blocks of a normalised unit and a linear layer, added to their input. */
  static List<LayerDescription> blocks(
      LayerDescription unit, double inputDropout, double dropout, int width) {
    LayerDescription block =
        residual(
            layers(
                layerNorm(),
                unit,
                Layers.activation(Activation.RELU),
                linear(width),
                dropout(dropout)));
    List<LayerDescription> layers = new ArrayList<>();
    if (inputDropout > 0) {
      layers.add(dropout(inputDropout));
    }
    layers.addAll(List.of(linear(width), block, block));
    return layers;
  }
}
