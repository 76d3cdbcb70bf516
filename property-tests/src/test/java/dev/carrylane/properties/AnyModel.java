package dev.carrylane.properties;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.Layers;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Models of up to four layers of any kind that goes step by step, some with layers inside layers. */
final class AnyModel implements ArbitrarySupplier<ModelTrial> {
  private static final int DEEPEST = 2;

  /** Kinds that stand anywhere, the simplest first. */
  private static final List<LayerKind> ANYWHERE =
      List.of(
          LayerKind.LINEAR,
          LayerKind.ACTIVATION,
          LayerKind.DROPOUT,
          LayerKind.LAYER_NORM,
          LayerKind.RMS_NORM,
          LayerKind.CONVOLUTION,
          LayerKind.RNN,
          LayerKind.GRU,
          LayerKind.LSTM,
          LayerKind.MIN_GRU,
          LayerKind.MIN_LSTM,
          LayerKind.LRU,
          LayerKind.EXACT_CARRY,
          LayerKind.EXACT_CARRY,
          LayerKind.OVERLAP,
          LayerKind.MAGNITUDE,
          LayerKind.WINDOW_CONVOLUTION,
          LayerKind.NADE);

  private static final List<LayerKind> WITH_LAYERS =
      List.of(
          LayerKind.SEQUENTIAL,
          LayerKind.RESIDUAL,
          LayerKind.WITHIN_FRAME,
          LayerKind.BESIDE,
          LayerKind.CARRY_LOOKAHEAD);

  /** Where a model begins and ends. */
  private enum Ends {
    FRAMES,
    TOKENS,
    FLATTENED
  }

  /** Models that also have bidirectional layers. */
  static final class OrBidirectional implements ArbitrarySupplier<ModelTrial> {
    @Override
    public Arbitrary<ModelTrial> get() {
      List<LayerKind> kinds = new ArrayList<>(ANYWHERE);
      kinds.add(LayerKind.BIDIRECTIONAL);
      kinds.add(LayerKind.BIDIRECTIONAL);
      return trials(seeds(kinds), ints(1, 20), ints(1, 60));
    }
  }

  /** Models of convolutions and of what looks at one frame: an output looks a known number of frames back. */
  static final class Bounded implements ArbitrarySupplier<ModelTrial> {
    @Override
    public Arbitrary<ModelTrial> get() {
      List<LayerKind> kinds =
          List.of(
              LayerKind.CONVOLUTION,
              LayerKind.CONVOLUTION,
              LayerKind.LINEAR,
              LayerKind.OVERLAP,
              LayerKind.LAYER_NORM);
      return trials(seeds(kinds), ints(1, 20), ints(1, 60));
    }
  }

  /** Models with products large enough to be shared by threads. */
  static final class Large implements ArbitrarySupplier<ModelTrial> {
    @Override
    public Arbitrary<ModelTrial> get() {
      return Combinators.combine(
              Arbitraries.of(ANYWHERE).flatMap(AnyModel::leaf).list().ofMaxSize(2),
              ints(90, 96),
              ints(500, 520),
              new Values.Any().get())
          .as(
              (seeds, inputs, length, values) ->
                  new ModelTrial(
                      ModelDescription.of(inputs)
                          .then(Layers.linear(96))
                          .then(LayerSeed.fit(seeds, 96)),
                      length,
                      values))
          .withoutEdgeCases();
    }
  }

  @Override
  public Arbitrary<ModelTrial> get() {
    return trials(seeds(ANYWHERE), ints(1, 20), ints(1, 60));
  }

  private static Arbitrary<ModelTrial> trials(
      Arbitrary<List<LayerSeed>> seeds, Arbitrary<Integer> inputs, Arbitrary<Integer> lengths) {
    return Combinators.combine(
            seeds,
            Arbitraries.of(
                Ends.FRAMES, Ends.FRAMES, Ends.FRAMES, Ends.FRAMES, Ends.TOKENS, Ends.FLATTENED),
            inputs,
            lengths,
            ints(0, 11),
            Arbitraries.of(Output.class),
            new Values.Any().get())
        .as(AnyModel::trial)
        .withoutEdgeCases();
  }

  private static ModelTrial trial(
      List<LayerSeed> seeds,
      Ends ends,
      int inputs,
      int length,
      int size,
      Output output,
      Values values) {
    ModelDescription model = ModelDescription.of(ends == Ends.TOKENS ? 1 : inputs);
    if (ends == Ends.TOKENS) {
      model = model.then(Layers.embedding(1 + size, inputs));
    }
    List<LayerDescription> layers = LayerSeed.fit(seeds, inputs);
    model = model.then(layers);
    if (ends == Ends.FLATTENED) {
      model = model.then(Layers.flattenedLinear(length, 1 + size));
    }
    return new ModelTrial(model.output(output), length, values);
  }

  private static Arbitrary<List<LayerSeed>> seeds(List<LayerKind> leaves) {
    return seeds(leaves, 0).list().ofMinSize(1).ofMaxSize(4);
  }

  private static Arbitrary<LayerSeed> seeds(List<LayerKind> leaves, int depth) {
    Arbitrary<LayerSeed> leaf = Arbitraries.of(leaves).flatMap(AnyModel::leaf);
    if (depth == DEEPEST) {
      return leaf;
    }
    Arbitrary<LayerSeed> nested =
        Combinators.combine(
                Arbitraries.of(WITH_LAYERS),
                ints(0, 19),
                ints(0, 7),
                seeds(leaves, depth + 1).list().ofMaxSize(3))
            .as((kind, size, choice, inner) -> new LayerSeed(kind, size, 0, choice, inner));
    return Arbitraries.frequencyOf(Tuple.of(3, leaf), Tuple.of(1, nested));
  }

  private static Arbitrary<LayerSeed> leaf(LayerKind kind) {
    return Combinators.combine(ints(0, 19), ints(0, 11), ints(0, 15))
        .as((size, detail, choice) -> new LayerSeed(kind, size, detail, choice, List.of()));
  }

  static Arbitrary<Integer> ints(int min, int max) {
    return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
  }
}
