package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
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

  private static void assertGradient(int inputs, CarryLookahead layer) {
    GradientCheck.of(ModelDescription.of(inputs).then(layer), LENGTHS).assertGradients();
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
      assertGradient(3, layer(bias, Activation.TANH));
    }
  }

  @Test
  void differentiatesWithOneChannel() {
    Convolution level = new Convolution(1, 4, 2, true, true, Activation.RELU);
    CarryLookahead layer = new CarryLookahead(List.of(level), 1, true, Activation.TANH);
    new LayerTrial(1, Backend.active(), LENGTHS, layer).assertForwardAsModel();
    assertGradient(1, layer);
  }
}
