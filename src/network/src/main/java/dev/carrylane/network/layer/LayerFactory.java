package dev.carrylane.network.layer;

import java.util.ArrayList;
import java.util.List;

/** Builds layers from their descriptions. */
final class LayerFactory {
  private LayerFactory() {}

  static Layer of(LayerDescription layer, String prefix, int inputs, LayerWeights weights) {
    return switch (layer.kind()) {
      case SEQUENTIAL -> sequence((Sequential) layer, prefix, inputs, weights);
      case LINEAR -> new LinearLayer((Linear) layer, prefix, inputs, weights);
      case CONVOLUTION -> new ConvolutionLayer((Convolution) layer, prefix, inputs, weights);
      case RNN, LSTM, GRU -> recurrent((RecurrentDescription) layer, prefix, inputs, weights);
      case BIDIRECTIONAL -> bidirectional((Bidirectional) layer, prefix, inputs, weights);
      case CARRY_LOOKAHEAD ->
          new CarryLookaheadLayer((CarryLookahead) layer, prefix, inputs, weights);
      case EXACT_CARRY -> {
        ExactCarry carry = (ExactCarry) layer;
        yield carry.gate() == Gate.MATRIX
            ? new MatrixCarryLayer(carry, prefix, inputs, weights)
            : new ExactCarryLayer(carry, prefix, inputs, weights);
      }
      case MIN_GRU -> new MinGruLayer((MinGru) layer, prefix, inputs, weights);
      case MIN_LSTM -> new MinLstmLayer((MinLstm) layer, prefix, inputs, weights);
      case LRU ->
          new LinearRecurrentUnitLayer((LinearRecurrentUnit) layer, prefix, inputs, weights);
      case LAYER_NORM -> NormLayer.of((LayerNorm) layer, prefix, inputs, weights);
      case RMS_NORM -> NormLayer.of((RmsNorm) layer, prefix, inputs, weights);
      case EMBEDDING -> new EmbeddingLayer((Embedding) layer, prefix, weights);
      case ACTIVATION -> new PointwiseLayer(((Pointwise) layer).activation(), inputs);
      case DROPOUT -> new SequentialLayer(inputs, List.of());
      case RESIDUAL -> {
        Sequential inner = ((Residual) layer).sequence();
        yield new ResidualLayer(sequence(inner, prefix + "residual.", inputs, weights));
      }
      case FLATTENED_LINEAR ->
          new FlattenedLinearLayer((FlattenedLinear) layer, prefix, inputs, weights);
      case OVERLAP -> new OverlapLayer((Overlap) layer, inputs);
      case WINDOW_CONVOLUTION ->
          new WindowConvolutionLayer((WindowConvolution) layer, prefix, inputs, weights);
      case MAGNITUDE -> new MagnitudeLayer((Magnitude) layer, inputs);
      case WITHIN_FRAME -> {
        WithinFrame within = (WithinFrame) layer;
        Layer inner = sequence(within.sequence(), prefix + "within.", within.channels(), weights);
        yield new WithinFrameLayer(inner, within.positions(inputs));
      }
      case BESIDE -> {
        Beside beside = (Beside) layer;
        Layer inner =
            sequence(beside.sequence(), prefix + "beside.", beside.taken(inputs), weights);
        yield new BesideLayer(inner, beside.passed());
      }
      case NADE -> new NadeLayer((Nade) layer, prefix, inputs, weights);
    };
  }

  static Layer sequence(Sequential sequence, String prefix, int inputs, LayerWeights weights) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    List<LayerDescription> descriptions = sequence.layers();
    for (int i = 0; i < descriptions.size(); i++) {
      LayerDescription description = descriptions.get(i);
      if (description.kind() != LayerKind.DROPOUT) {
        Layer layer = of(description, prefix + i + ".", width, weights);
        layers.add(layer);
        width = layer.outputs;
      }
    }
    return SequentialLayer.of(inputs, layers);
  }

  private static Layer recurrent(
      RecurrentDescription layer, String prefix, int inputs, LayerWeights weights) {
    List<Layer> units = new ArrayList<>();
    for (int i = 0; i < layer.layers(); i++) {
      units.add(unit(layer, prefix, "_l" + i, i == 0 ? inputs : layer.hidden(), weights));
    }
    return SequentialLayer.of(inputs, units);
  }

  private static Layer bidirectional(
      Bidirectional both, String prefix, int inputs, LayerWeights weights) {
    RecurrentDescription layer = both.layer();
    List<Layer> pairs = new ArrayList<>();
    for (int i = 0; i < layer.layers(); i++) {
      int width = i == 0 ? inputs : 2 * layer.hidden();
      Layer forward = unit(layer, prefix, "_l" + i, width, weights);
      Layer reverse = unit(layer, prefix, "_l" + i + "_reverse", width, weights);
      pairs.add(new BidirectionalLayer(forward, reverse));
    }
    return SequentialLayer.of(inputs, pairs);
  }

  /** One layer in one direction. */
  private static Layer unit(
      RecurrentDescription layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    if (layer instanceof Lstm lstm) {
      return new LstmLayer(lstm, prefix, suffix, inputs, weights);
    }
    if (layer instanceof Gru gru) {
      return new GruLayer(gru, prefix, suffix, inputs, weights);
    }
    return new RecurrentLayer((Recurrent) layer, prefix, suffix, inputs, weights);
  }
}
