package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.Convolution;
import org.junit.jupiter.api.Test;

class ConvolutionTrainingTest {
  private static final int[] LENGTHS = {13, 3, 1, 20};

  private static LayerTrial trial(int inputs, Convolution layer) {
    return new LayerTrial(inputs, Backend.active(), LENGTHS, layer);
  }

  private static Convolution layer(
      int outputs, int kernel, int dilation, boolean bias, boolean norm, Activation activation) {
    return new Convolution(outputs, kernel, dilation, bias, norm, activation);
  }

  private static void assertGradient(int inputs, Convolution layer) {
    GradientCheck.of(ModelDescription.of(inputs).then(layer), LENGTHS).assertGradients();
  }

  @Test
  void givesTheBitsOfAModel() {
    trial(5, layer(4, 3, 2, true, true, Activation.RELU)).assertForwardAsModel();
    trial(37, layer(41, 5, 1, true, true, Activation.TANH)).assertForwardAsModel();
    trial(3, layer(6, 2, 8, false, false, Activation.NONE)).assertForwardAsModel();
    trial(1, layer(1, 7, 2, true, true, Activation.RELU)).assertForwardAsModel();
    trial(3, layer(4, 1, 1, true, false, Activation.SIGMOID)).assertForwardAsModel();
  }

  @Test
  void goesOnFromTheFramesBefore() {
    for (int frames : new int[] {1, 2, 3, 5, 8, 19}) {
      trial(5, layer(4, 3, 2, true, true, Activation.RELU)).assertSegmentsAsWhole(frames);
      trial(1, layer(1, 5, 2, true, true, Activation.RELU)).assertSegmentsAsWhole(frames);
      trial(2, layer(3, 1, 1, true, false, Activation.NONE)).assertSegmentsAsWhole(frames);
    }
  }

  @Test
  void differentiates() {
    assertGradient(3, layer(4, 3, 2, true, true, Activation.RELU));
    assertGradient(3, layer(4, 3, 2, true, false, Activation.TANH));
    assertGradient(4, layer(2, 5, 1, false, true, Activation.NONE));
    assertGradient(1, layer(1, 7, 2, true, true, Activation.SIGMOID));
    assertGradient(1, layer(1, 3, 4, true, true, Activation.TANH));
    assertGradient(1, layer(1, 8, 1, false, false, Activation.NONE));
    assertGradient(3, layer(20, 1, 1, true, false, Activation.RELU));
    assertGradient(20, layer(3, 2, 16, true, true, Activation.RELU));
  }
}
