package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Magnitude;
import dev.carrylane.network.layer.Overlap;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.WindowConvolution;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What turns a signal into features: overlap, windows inside a frame, magnitudes. */
class WindowTrainingTest {
  private static final int[] LENGTHS = {4, 1, 6};

  /** Channels, outputs, kernel, stride, padding, bias, activation: of frames of 12. */
  private static final List<WindowConvolution> WINDOWS =
      List.of(
          new WindowConvolution(2, 3, 3, 1, 0, 0, Padding.ZERO, true, Activation.RELU),
          new WindowConvolution(3, 5, 2, 2, 0, 0, Padding.ZERO, false, Activation.TANH),
          new WindowConvolution(3, 5, 3, 2, 2, 1, Padding.ZERO, true, Activation.NONE),
          new WindowConvolution(2, 4, 4, 3, 2, 5, Padding.REFLECT, true, Activation.SIGMOID),
          new WindowConvolution(1, 2, 12, 1, 0, 3, Padding.REFLECT, true, Activation.NONE),
          new WindowConvolution(2, 3, 1, 4, 3, 0, Padding.ZERO, true, Activation.NONE));

  private static LayerTrial trial(int inputs, LayerDescription... layers) {
    return new LayerTrial(inputs, Backend.active(), LENGTHS, layers);
  }

  private static void assertGradient(int inputs, LayerDescription layer) {
    GradientCheck.of(ModelDescription.of(inputs).then(layer), LENGTHS).assertGradients();
  }

  @Test
  void windowsGiveTheBitsOfAModel() {
    for (WindowConvolution layer : WINDOWS) {
      trial(12, layer).assertForwardAsModel();
    }
  }

  @Test
  void windowsAreDifferentiated() {
    for (WindowConvolution layer : WINDOWS) {
      assertGradient(12, layer);
    }
  }

  @Test
  void overlapsGiveTheBitsOfAModel() {
    trial(5, new Overlap(3)).assertForwardAsModel();
    trial(5, new Overlap(5)).assertForwardAsModel();
  }

  @Test
  void overlapsGoOnFromTheFrameBefore() {
    for (int frames = 1; frames < 6; frames++) {
      trial(5, new Overlap(3)).assertSegmentsAsWhole(frames);
    }
  }

  @Test
  void overlapsAreDifferentiated() {
    assertGradient(5, new Overlap(3));
  }

  @Test
  void magnitudesGiveTheBitsOfAModel() {
    trial(12, new Magnitude(3)).assertForwardAsModel();
    trial(2, new Magnitude(1)).assertForwardAsModel();
  }

  @Test
  void magnitudesAreDifferentiated() {
    assertGradient(12, new Magnitude(3));
  }

  @Test
  void magnitudesOfZeroHaveNoDerivative() {
    LayerPass pass = new MagnitudeTraining(new Magnitude(1), 2).newPass(Engine.singleThreaded(), 0);
    Shard shard = new Shard();
    shard.rows = 1;
    float[] x = new float[2];
    float[] y = new float[1];
    float[] dx = {Float.NaN, Float.NaN};
    pass.forward(shard, x, y);
    pass.backward(shard, x, y, new float[] {1}, dx, new float[0]);
    assertArrayEquals(new float[2], dx);
  }
}
