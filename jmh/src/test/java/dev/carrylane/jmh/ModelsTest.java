package dev.carrylane.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  @Test
  void countsTheProductsOfTheMusicModel() {
    double first = 88.0 * 150 * 5;
    double others = 3.0 * 150 * 150 * 5;
    double cell = 88.0 * 150 + 150 * 150;
    double decoder = 150.0 * 88;
    assertEquals(2 * (first + others + cell + decoder), Models.flopsPerFrame("clrnn"));
    assertEquals(Models.flopsPerFrame("clrnn"), Models.flopsPerFrame("clrnn-dropout"));
  }

  @Test
  void countsTheBytesOfRoundedWeights() {
    int weights = 2 * 4 * 256 * 256 + 256;
    assertEquals(4.0 * weights, Models.weightBytes("lstm-256"));
    assertEquals(2.0 * weights, Models.weightBytes("lstm-256-bfloat16"));
  }

  @Test
  void sileroIsTheDocumentsModel() {
    assertEquals(512, Models.description("silero").inputs());
    assertEquals(1, Models.description("silero").outputs());
  }

  /** The serial recurrence that a layer is compared with on the page is the same computation. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm",
        "gru",
        "rnn",
        "exact-carry",
        "exact-carry-matrix",
        "min-gru",
        "min-lstm",
        "lru"
      })
  void aLayersStepsHaveTheBitsOfTheWholeSequence(String kind) {
    int units = 8;
    int frames = 600;
    ModelDescription description = ModelDescription.of(units).then(Models.layer(kind, units));
    Backend backend = Backend.scalar();
    Model model = Model.of(Models.file(description), ModelOptions.defaults().backend(backend));
    new Sequence(
            description,
            model.newState(Engine.of(backend)),
            frames,
            Benchmarks.values(frames * units, 1))
        .requireEqualBits();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "lstm-", "lstm-x", "lstm-0", "transformer-64"})
  void refusesOtherNames(String name) {
    assertThrows(IllegalArgumentException.class, () -> Models.description(name));
  }
}
