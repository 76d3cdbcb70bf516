package dev.carrylane.training;

import static dev.carrylane.network.layer.Layers.linear;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.RecurrentDescription;
import dev.carrylane.testkit.Floats;
import org.junit.jupiter.api.Test;

class RecurrentTrainingTest {
  private static final int[] LENGTHS = {7, 3, 1, 10, 7};

  /** Few frames, whose sums are hardly rounded. */
  private static final int[] SHORT = {3, 1, 5, 3};

  private static Recurrent tanh(int hidden, int layers, boolean bias) {
    return new Recurrent(hidden, layers, bias, Activation.TANH);
  }

  private static Recurrent relu(int hidden, int layers, boolean bias) {
    return new Recurrent(hidden, layers, bias, Activation.RELU);
  }

  private static LayerTrial trial(int inputs, RecurrentDescription layer, int... lengths) {
    return new LayerTrial(inputs, Backend.active(), lengths, layer);
  }

  /** With panels of a product that are full and such as are not. */
  private static void assertGradient(int inputs, LayerDescription layer) {
    ModelDescription model = ModelDescription.of(inputs).then(linear(3)).then(layer);
    GradientCheck.of(model, SHORT).assertGradients();
  }

  @Test
  void givesTheBitsOfAModel() {
    trial(5, tanh(4, 1, true), LENGTHS).assertForwardAsModel();
    trial(5, relu(17, 2, true), LENGTHS).assertForwardAsModel();
    trial(1, tanh(1, 1, false), LENGTHS).assertForwardAsModel();
    trial(5, new Lstm(3, 1, true), LENGTHS).assertForwardAsModel();
    trial(1, new Lstm(1, 1, true), LENGTHS).assertForwardAsModel();
    trial(88, new Lstm(150, 1, true), 130).assertForwardAsModel();
    trial(3, new Lstm(37, 3, false), LENGTHS).assertForwardAsModel();
    trial(3, new Lstm(256, 1, true), LENGTHS).assertForwardAsModel();
    trial(5, new Gru(3, 2, true), LENGTHS).assertForwardAsModel();
    trial(1, new Gru(1, 1, false), LENGTHS).assertForwardAsModel();
    trial(88, new Gru(46, 1, true), 130).assertForwardAsModel();
  }

  @Test
  void goesOnFromTheFramesBefore() {
    for (int frames : new int[] {1, 2, 3, 9}) {
      trial(5, tanh(4, 2, true), LENGTHS).assertSegmentsAsWhole(frames);
      trial(5, relu(17, 1, true), LENGTHS).assertSegmentsAsWhole(frames);
      trial(5, new Lstm(3, 2, true), LENGTHS).assertSegmentsAsWhole(frames);
      trial(1, new Lstm(20, 1, true), LENGTHS).assertSegmentsAsWhole(frames);
      trial(5, new Gru(3, 1, true), LENGTHS).assertSegmentsAsWhole(frames);
      trial(1, new Gru(20, 2, true), LENGTHS).assertSegmentsAsWhole(frames);
    }
  }

  @Test
  void differentiates() {
    assertGradient(3, tanh(17, 1, true));
    assertGradient(1, tanh(1, 1, true));
    assertGradient(3, new Lstm(9, 1, true));
    assertGradient(33, new Lstm(5, 2, true));
    assertGradient(1, new Lstm(1, 1, true));
    assertGradient(3, new Gru(11, 1, true));
    assertGradient(1, new Gru(1, 1, true));
    assertGradient(2, new Bidirectional(new Gru(3, 1, true)));
  }

  @Test
  void hasTheSameGradientOnEveryBackend() {
    assertSameGradient(5, relu(33, 1, true));
    assertSameGradient(1, new Lstm(2, 1, true));
    assertSameGradient(5, new Lstm(37, 2, true));
    assertSameGradient(40, new Gru(18, 1, true));
  }

  private static void assertSameGradient(int inputs, RecurrentDescription layer) {
    float[] expected = new LayerTrial(inputs, Backend.scalar(), LENGTHS, layer).gradient();
    Floats.assertSameBits(expected, trial(inputs, layer, LENGTHS).gradient(), layer.toString());
  }

  @Test
  void goesBothWays() {
    assertBothWays(5, tanh(4, 2, true));
    assertBothWays(3, new Lstm(5, 1, true));
    assertBothWays(2, new Gru(17, 1, true));
  }

  private static void assertBothWays(int inputs, RecurrentDescription layer) {
    Bidirectional both = new Bidirectional(layer);
    new LayerTrial(inputs, Backend.active(), LENGTHS, both).assertForwardAsModel();
  }
}
