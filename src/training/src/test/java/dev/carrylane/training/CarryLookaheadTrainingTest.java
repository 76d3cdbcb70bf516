package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarryLookaheadTrainingTest {
  private static final int[] LENGTHS = {9, 2, 14};

  private static CarryLookahead layer(boolean bias, Activation activation) {
    return new CarryLookahead(
        List.of(
            new Convolution(4, 3, 1, true, true, Activation.RELU),
            new Convolution(5, 2, 2, true, true, Activation.RELU)),
        6,
        bias,
        activation);
  }

  private static double[] reference(
      CarryLookahead layer, int inputs, ParameterSlices slices, double[] w, double[] x) {
    double[] carry = x;
    int width = inputs;
    for (int i = 0; i < layer.carry().size(); i++) {
      LayerDescription inner = layer.carry().get(i);
      String prefix = "0.carry." + i + ".";
      carry = References.convolution((Convolution) inner, width, prefix, slices, w, carry);
      width = inner.outputs(width);
    }
    String cell = "0.cell.";
    int hidden = layer.hidden();
    int inputBias = layer.bias() ? slices.at(cell + "bias_ih") : -1;
    int carryBias = layer.bias() ? slices.at(cell + "bias_hh") : -1;
    int inputWeight = slices.at(cell + "weight_ih");
    int carryWeight = slices.at(cell + "weight_hh");
    double[] y = References.linear(w, inputWeight, inputBias, inputs, hidden, x);
    double[] other = References.linear(w, carryWeight, carryBias, width, hidden, carry);
    for (int i = 0; i < y.length; i++) {
      y[i] = References.activation(layer.activation(), y[i] + other[i]);
    }
    return y;
  }

  @Test
  void givesTheBitsOfAModel() {
    for (Activation activation : List.of(Activation.TANH, Activation.RELU)) {
      for (boolean bias : new boolean[] {true, false}) {
        CarryLookahead layer = layer(bias, activation);
        new LayerTrial(3, Backend.active(), LENGTHS, layer).assertForwardAsModel();
      }
    }
  }

  @Test
  void carriesTheStatesOfItsCarry() {
    for (int frames = 1; frames < 8; frames++) {
      new LayerTrial(3, Backend.active(), LENGTHS, layer(true, Activation.TANH))
          .assertSegmentsAsWhole(frames);
    }
  }

  @Test
  void differentiates() {
    for (boolean bias : new boolean[] {true, false}) {
      CarryLookahead layer = layer(bias, Activation.TANH);
      LayerTrial trial = new LayerTrial(3, Backend.active(), LENGTHS, layer);
      trial.assertGradient((w, x) -> reference(layer, 3, trial.slices, w, x));
    }
  }

  @Test
  void differentiatesWithOneChannel() {
    Convolution level = new Convolution(1, 4, 2, true, true, Activation.RELU);
    CarryLookahead layer = new CarryLookahead(List.of(level), 1, true, Activation.TANH);
    LayerTrial trial = new LayerTrial(1, Backend.active(), LENGTHS, layer);
    trial.assertForwardAsModel();
    trial.assertGradient((w, x) -> reference(layer, 1, trial.slices, w, x));
  }
}
