package dev.carrylane.training;

import static dev.carrylane.network.layer.Layers.activation;
import static dev.carrylane.network.layer.Layers.beside;
import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.carryLookahead;
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
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.minLstm;
import static dev.carrylane.network.layer.Layers.nade;
import static dev.carrylane.network.layer.Layers.overlap;
import static dev.carrylane.network.layer.Layers.residual;
import static dev.carrylane.network.layer.Layers.rmsNorm;
import static dev.carrylane.network.layer.Layers.rnn;
import static dev.carrylane.network.layer.Layers.signedCarry;
import static dev.carrylane.network.layer.Layers.withinFrame;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.Sequential;
import dev.carrylane.network.layer.WindowConvolution;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The derivatives of every kind of layer and of every loss. */
class GradientTest {
  private static final int INPUTS = 4;

  /** One layer between others, so that it gets derivatives that depend on its outputs, and gives some. */
  private static ModelDescription around(LayerDescription... layers) {
    return ModelDescription.of(INPUTS).then(List.of(layers)).then(linear(3));
  }

  static List<ModelDescription> models() {
    return List.of(
        around(),
        around().output(Output.SIGMOID),
        around().output(Output.LOG_SOFTMAX),
        around(new Linear(5, false, Activation.TANH)),
        around(linear(5, Activation.SIGMOID), linear(4, Activation.RELU)),
        around(activation(Activation.TANH), activation(Activation.SIGMOID)),
        around(linear(5), activation(Activation.RELU)),
        around(new Sequential(List.of(linear(3), activation(Activation.TANH)))),
        around(new Sequential(List.of())),
        around(dropout(0.5)),
        around(residual(linear(5, Activation.TANH), linear(INPUTS))),
        around(residual(residual(), linear(INPUTS, Activation.TANH))),
        around(new Convolution(3, 3, 1, true, false, Activation.NONE)),
        around(new Convolution(3, 2, 2, false, false, Activation.TANH)),
        around(new Convolution(3, 3, 2, true, true, Activation.RELU)),
        around(new Convolution(5, 1, 1, false, true, Activation.SIGMOID)),
        around(convolutions(3, 4, 3).toArray(LayerDescription[]::new)),
        around(residual(convolutions(2, 3, INPUTS))),
        around(rnn(3)),
        around(new Recurrent(3, 2, false, Activation.RELU)),
        around(lstm(3)),
        around(new Lstm(3, 2, false)),
        around(gru(3)),
        around(new Gru(3, 2, false)),
        around(bidirectional(rnn(2))),
        around(new Bidirectional(new Lstm(2, 2, true))),
        around(new Bidirectional(new Gru(2, 2, false))),
        around(linear(3, Activation.TANH), lstm(3), gru(3)),
        around(carryLookahead(convolutions(2, 4, 3), 3)),
        around(new CarryLookahead(convolutions(2, 3), 5, false, Activation.RELU)),
        around(new CarryLookahead(List.of(), 3, true, Activation.TANH)),
        around(carryLookahead(exactCarry(3), 5)),
        around(exactCarry(5)),
        around(signedCarry(5)),
        around(new ExactCarry(5, Gate.SIGMOID, false, 1)),
        around(new ExactCarry(5, Gate.SIGNED, false, 1)),
        around(new ExactCarry(6, Gate.MATRIX, true, 3)),
        around(new ExactCarry(4, Gate.MATRIX, false, 2)),
        around(new ExactCarry(3, Gate.MATRIX, true, 1)),
        around(minGru(5)),
        around(new MinGru(3, false)),
        around(minLstm(5)),
        around(new MinLstm(3, false)),
        around(lru(3)),
        around(residual(layerNorm(), lru(3))),
        around(layerNorm()),
        around(new LayerNorm(1e-3, false)),
        around(rmsNorm()),
        around(linear(7), rmsNorm(), linear(5, Activation.TANH), layerNorm()),
        ModelDescription.of(1).then(embedding(5, 3)).then(linear(4)).output(Output.LOG_SOFTMAX),
        ModelDescription.of(1).then(embedding(5, 3)).then(rnn(3)).then(linear(5)),
        around(beside(1, rnn(3), linear(2))),
        ModelDescription.of(5).then(nade(3, 4)).output(Output.SIGMOID),
        ModelDescription.of(7).then(beside(3, exactCarry(5))).then(nade(3, 4)),
        around(withinFrame(2, List.of(rnn(3), linear(2)))),
        around(withinFrame(2, convolutions(2, 3))),
        around(overlap(3)),
        around(window(1, 1, 0, 0, Padding.ZERO)),
        around(window(3, 2, 1, 2, Padding.ZERO)),
        around(window(2, 1, 1, 1, Padding.REFLECT)),
        around(magnitude(2)),
        around(beside(2, gru(3))));
  }

  private static WindowConvolution window(
      int kernel, int stride, int left, int right, Padding padding) {
    return new WindowConvolution(2, 3, kernel, stride, left, right, padding, true, Activation.TANH);
  }

  static List<ModelDescription> flattenedModels() {
    return List.of(
        ModelDescription.of(INPUTS).then(flattenedLinear(4, 3)),
        ModelDescription.of(INPUTS).then(new FlattenedLinear(4, 3, false)).output(Output.SIGMOID),
        ModelDescription.of(INPUTS)
            .then(linear(3, Activation.TANH))
            .then(flattenedLinear(4, 5))
            .output(Output.LOG_SOFTMAX));
  }

  /** Makes a check, with other random values where the loss has a kink at the first. */
  private static void check(
      ModelDescription model,
      Map<String, String> ties,
      Consumer<GradientCheck> assertions,
      int... lengths) {
    for (long seed = 17; ; seed++) {
      try {
        assertions.accept(GradientCheck.of(model, ties, seed, lengths));
        return;
      } catch (UnsupportedOperationException missing) {
        Assumptions.abort(missing.getMessage());
      } catch (GradientCheck.KinkException kink) {
        if (seed == 25) {
          throw kink;
        }
      }
    }
  }

  /** A sequence may end before a segment begins. */
  @ParameterizedTest
  @MethodSource("models")
  void derivativesAreThoseOfTheEquations(ModelDescription model) {
    check(
        model,
        Map.of(),
        check -> {
          check.assertGradients();
          if (model.isCausal()) {
            check.assertCarried(3, 4);
          }
        },
        5,
        2,
        7);
  }

  @ParameterizedTest
  @MethodSource("models")
  void logitsHaveTheBitsOfTheModel(ModelDescription model) {
    check(model, Map.of(), GradientCheck::assertForwardBits, 5, 1, 7);
  }

  @ParameterizedTest
  @MethodSource("flattenedModels")
  void wholeSequencesGiveOneFrame(ModelDescription model) {
    check(model, Map.of(), GradientCheck::assertForwardBits, 4, 4, 4);
    check(model, Map.of(), GradientCheck::assertGradients, 4, 4, 4);
  }

  @Test
  void whatIsDroppedFollowsFromItsPlaceInTheBatch() {
    ModelDescription model =
        around(
            dropout(0.25),
            linear(5, Activation.TANH),
            residual(dropout(0.5), linear(5)),
            dropout(0.125));
    check(model, Map.of(), GradientCheck::assertGradientsWithDropout, 5, 1, 7);
  }

  /** The derivative by a table that is also the decoder's is the sum of both. */
  @Test
  void tiedTensorsAddUp() {
    ModelDescription model =
        ModelDescription.of(1)
            .then(embedding(5, 3))
            .then(linear(3, Activation.TANH))
            .then(linear(5))
            .output(Output.LOG_SOFTMAX);
    check(model, Map.of("2.weight", "0.weight"), GradientCheck::assertGradients, 5, 1, 7);
  }
}
