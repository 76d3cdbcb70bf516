package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.safetensors.SafetensorsFile;
import dev.carrylane.testkit.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps from the same weights as PyTorch; fixtures/README.md says where its values come from. */
class PyTorchTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures");
  private static final String OPTIMIZERS = "optimizers.safetensors";
  private static final Pattern TIE = Pattern.compile("\"([^\"]+)\": \"([^\"]+)\"");

  /** Models, and how many there are at least, so that files that are not found are noticed. */
  static List<String> models() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".safetensors") && !name.equals(OPTIMIZERS))
              .sorted()
              .toList();
      assertTrue(names.size() >= 26, names.toString());
      return names;
    }
  }

  private static Parameters parameters(Map<String, Tensor> tensors, String prefix) {
    Map<String, Tensor> some = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            some.put(name.substring(prefix.length()), tensor);
          }
        });
    return Parameters.of(some);
  }

  private static Optimizer optimizer(String text) {
    String[] words = text.split(" ");
    double rate = Double.parseDouble(words[1]);
    double more = Double.parseDouble(words[2]);
    return switch (words[0]) {
      case "adam" -> Optimizer.adam(rate);
      case "adamw" -> Optimizer.adamW(rate, more);
      case "sgd" -> Optimizer.sgd(rate, more);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static TrainingOptions options(Map<String, String> metadata) {
    Map<String, String> ties = new LinkedHashMap<>();
    Matcher matcher = TIE.matcher(metadata.get("ties"));
    while (matcher.find()) {
      ties.put(matcher.group(1), matcher.group(2));
    }
    return TrainingOptions.of(optimizer(metadata.get("optimizer")))
        .clip(Double.parseDouble(metadata.get("clip")))
        .mean(Boolean.parseBoolean(metadata.get("mean")))
        .ties(ties);
  }

  private static Examples examples(ModelDescription description, Map<String, Tensor> tensors) {
    List<float[]> x = new ArrayList<>();
    List<float[]> targets = new ArrayList<>();
    for (int s = 0; tensors.containsKey("x." + s); s++) {
      x.add(tensors.get("x." + s).toArray());
      targets.add(tensors.get("target." + s).toArray());
    }
    return new Sequences(
        description.inputs(),
        Loss.of(description.output()).targets(description.outputs()),
        description.sequenceLength() > 0,
        x.toArray(float[][]::new),
        targets.toArray(float[][]::new));
  }

  @ParameterizedTest
  @MethodSource("models")
  void stepsGiveTheSameLossesAndWeights(String name) throws IOException {
    try {
      assertSteps(name);
    } catch (UnsupportedOperationException missing) {
      Assumptions.abort(missing.getMessage());
    }
  }

  private static void assertSteps(String name) throws IOException {
    SafetensorsFile file = SafetensorsFile.read(FIXTURES.resolve(name));
    Map<String, Tensor> tensors = file.tensors();
    ModelDescription description = ModelDescription.fromJson(file.metadata().get("description"));
    ModelFile start = new ModelFile(description, parameters(tensors, "weights."));
    Trainer trainer = Trainer.of(start, options(file.metadata()), Engine.of(Backend.active()));
    Examples examples = examples(description, tensors);
    int[] order = IntStream.range(0, examples.count()).toArray();
    float[] losses = tensors.get("losses").toArray();
    for (int step = 0; step < losses.length - 1; step++) {
      double loss = trainer.step(examples, order, 0, order.length, 1);
      assertEquals(losses[step], loss, 1e-5 * losses[step], "before step " + (step + 1));
    }
    double last = losses[losses.length - 1];
    assertEquals(last, trainer.evaluate(examples).loss(), 1e-5 * last, "after the last step");
    assertWeights(parameters(tensors, "trained."), trainer.model().parameters());
  }

  private static void assertWeights(Parameters expected, Parameters actual) {
    expected
        .tensors()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.size(); i++) {
                float value = actual.tensors().get(name).get(i);
                assertEquals(tensor.get(i), value, 1e-4, name + "[" + i + "]");
              }
            });
  }

  @ParameterizedTest
  @CsvSource({"adam", "adam_other", "adamw", "sgd", "momentum"})
  void optimizersHaveItsFormulas(String name) throws IOException {
    Map<String, Tensor> tensors = SafetensorsFile.read(FIXTURES.resolve(OPTIMIZERS)).tensors();
    Optimizer optimizer =
        switch (name) {
          case "adam" -> Optimizer.adam(0.01);
          case "adam_other" -> new Optimizer.Adam(0.003, 0.8, 0.95, 1e-3, 0);
          case "adamw" -> Optimizer.adamW(0.01, 0.1);
          case "sgd" -> Optimizer.sgd(0.02, 0);
          case "momentum" -> Optimizer.sgd(0.02, 0.9);
          default -> throw new IllegalArgumentException(name);
        };
    float[] weights = tensors.get("start").toArray();
    float[] gradients = tensors.get("gradients").toArray();
    float[] after = tensors.get(name).toArray();
    int count = weights.length;
    Update update = new Update(optimizer, count);
    for (int step = 0; step < gradients.length / count; step++) {
      float[] gradient = Arrays.copyOfRange(gradients, step * count, (step + 1) * count);
      update.run(step + 1, 1, 1, gradient, weights, 0, 5);
      update.run(step + 1, 1, 1, gradient, weights, 5, count);
      for (int i = 0; i < count; i++) {
        float expected = after[step * count + i];
        double bound = 2e-6 * Math.max(1, Math.abs(expected));
        assertEquals(expected, weights[i], bound, "step " + (step + 1) + ", weight " + i);
      }
    }
  }

  /** A gradient may come scaled: Adam's mean square then is that of what it is scaled to. */
  @Test
  void gradientsAreScaledFirst() {
    float[] gradient = {0.5f, -3, 1e-3f};
    float[] quarter = {0.125f, -0.75f, 0.25e-3f};
    for (Optimizer optimizer :
        List.of(Optimizer.adamW(0.1, 0.1), Optimizer.sgd(0.1, 0), Optimizer.sgd(0.1, 0.9))) {
      float[] scaled = {1, 2, 3};
      float[] plain = scaled.clone();
      Update one = new Update(optimizer, 3);
      Update other = new Update(optimizer, 3);
      for (int step = 1; step <= 3; step++) {
        one.run(step, 0.5, 0.25f, gradient, scaled, 0, 3);
        other.run(step, 0.5, 1, quarter, plain, 0, 3);
      }
      Floats.assertSameBits(plain, scaled, optimizer.toString());
    }
  }

  /** Subnormal numbers would slow every step down. */
  @Test
  void averagesOfNoGradientComeToNothing() {
    for (Optimizer optimizer : List.of(Optimizer.adam(0.1), Optimizer.sgd(0.1, 0.9))) {
      float[] weights = {1, 2, 3};
      Update update = new Update(optimizer, 3);
      update.run(1, 1, 1, new float[] {1e-3f, -1, 1e-12f}, weights, 0, 3);
      for (int step = 2; step <= 1000; step++) {
        update.run(step, 1, 1, new float[] {0, 0, 1}, weights, 0, 3);
        for (float value : update.first) {
          assertTrue(value == 0 || Math.abs(value) >= Float.MIN_NORMAL, "step " + step);
        }
      }
      assertEquals(0, update.first[0]);
      assertEquals(0, update.first[1]);
      assertEquals(optimizer instanceof Optimizer.Adam ? 1 : 10, update.first[2], 1e-4);
    }
  }
}
