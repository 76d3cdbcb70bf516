package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.FlattenedLinear;
import org.junit.jupiter.api.Test;

class FlattenedLinearTrainingTest {
  private static LayerTrial trial(FlattenedLinear layer, int... lengths) {
    return new LayerTrial(3, Backend.active(), lengths, layer);
  }

  @Test
  void givesTheBitsOfAModel() {
    trial(new FlattenedLinear(5, 4, true), 5, 5, 5).assertForwardAsModel();
    trial(new FlattenedLinear(50, 10, false), 50).assertForwardAsModel();
  }

  @Test
  void differentiates() {
    for (boolean bias : new boolean[] {true, false}) {
      ModelDescription model = ModelDescription.of(3).then(new FlattenedLinear(5, 4, bias));
      GradientCheck.of(model, 5, 5, 5).assertGradients();
    }
  }

  @Test
  void refusesOtherLengths() {
    LayerTrial trial = trial(new FlattenedLinear(5, 4, true), 5, 4);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> trial.assertSegmentsAsWhole(5));
    assertEquals(
        "a sequence has 4 frames; the model's flattened-linear layer takes sequences of 5",
        refusal.getMessage());
  }

  @Test
  void refusesSegments() {
    LayerTrial trial = trial(new FlattenedLinear(5, 4, true), 5);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> trial.assertSegmentsAsWhole(5));
    assertEquals(
        "a model with a flattened-linear layer can't be trained in segments: it takes whole sequences",
        refusal.getMessage());
  }
}
