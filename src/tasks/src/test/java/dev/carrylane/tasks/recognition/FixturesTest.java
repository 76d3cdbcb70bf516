package dev.carrylane.tasks.recognition;

import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.residual;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All the checkpoints that a real PyTorch made: right outputs, or a refusal that names the reason. */
final class FixturesTest {
  /** What a person who reads the assumptions changes in the description. */
  private static final Map<String, List<String>> HINTS =
      Map.of(
          "rnn_relu", List.of("\"activation\": \"tanh\"", "\"activation\": \"relu\""),
          "conv_dilation_3", List.of("\"dilation\": 2", "\"dilation\": 3"),
          "functional_relu", relu(),
          "functional_relu_module", relu(),
          "eleven_layers", List.of("", ""));

  @TempDir Path folder;

  private static List<String> relu() {
    String linear = "\"outputs\": 7, \"bias\": true, \"activation\": ";
    return List.of(linear + "\"none\"", linear + "\"relu\"");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.carrylane.tasks.recognition.Fixture#all")
  void imports(Fixture fixture) throws Exception {
    if (fixture.expected().equals("refuse")) {
      requireReason(fixture, refusal(fixture));
      return;
    }
    Recognised model;
    try {
      model = Recognition.of(Checkpoint.read(fixture.checkpoint())).recognise();
    } catch (IllegalArgumentException | MalformedFileException refused) {
      assertEquals("either", fixture.expected(), refused.getMessage());
      requireReason(fixture, refused.getMessage());
      return;
    }
    if (!fixture.list("assumed").isEmpty()) {
      assertFalse(model.assumptions().isEmpty());
    }
    if (fixture.hasHint()) {
      assertTrue(HINTS.containsKey(fixture.name()), "a hint that the test does not know");
      model = hinted(fixture, model);
    }
    double difference = Outputs.difference(model, fixture.inputs(), fixture.outputs(), folder);
    assertTrue(
        difference <= Outputs.TOLERANCE, difference + " with " + model.description().toJson());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.carrylane.tasks.recognition.Fixture#all")
  void takesItsOwnDescription(Fixture fixture) throws Exception {
    Recognition recognition;
    Recognised model;
    try {
      recognition = Recognition.of(Checkpoint.read(fixture.checkpoint()));
      model = recognition.recognise();
    } catch (IllegalArgumentException | MalformedFileException refused) {
      return;
    }
    ModelDescription description = ModelDescription.fromJson(model.description().toJson());
    Recognised again = recognition.describe(description).recognise();
    assertEquals(model.description(), again.description());
    assertEquals(model.parameters().tensors().keySet(), again.parameters().tensors().keySet());
    model
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertArrayEquals(
                    tensor.toArray(), again.parameters().tensors().get(name).toArray(), name));
  }

  /** The authors' variant that adds its input to the module's output has no tensor that tells so. */
  @Test
  void theShortcutIsComputedAsDescribed() throws Exception {
    Fixture fixture = Fixture.named("cl_rnn_shortcut_module");
    ModelDescription description =
        ModelDescription.of(1).then(residual(convolutions(3, 4, 1))).then(flattenedLinear(12, 10));
    Recognised model =
        Recognition.of(Checkpoint.read(fixture.checkpoint())).describe(description).recognise();
    double difference = Outputs.difference(model, fixture.inputs(), fixture.outputs(), folder);
    assertTrue(difference <= Outputs.TOLERANCE, difference + "");
  }

  private static Recognised hinted(Fixture fixture, Recognised model) throws IOException {
    List<String> hint = HINTS.get(fixture.name());
    String json = model.description().toJson().replace(hint.get(0), hint.get(1));
    return Recognition.of(Checkpoint.read(fixture.checkpoint()))
        .describe(ModelDescription.fromJson(json))
        .recognise();
  }

  private static String refusal(Fixture fixture) {
    return assertThrows(
            Exception.class,
            () ->
                Recognition.of(Checkpoint.read(fixture.checkpoint(), Optional.empty())).recognise())
        .getMessage();
  }

  private static void requireReason(Fixture fixture, String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    assertTrue(
        fixture.list("refusal").stream()
            .anyMatch(reason -> lower.contains(reason.toLowerCase(Locale.ROOT))),
        message);
    assertEquals(1, message.lines().count(), message);
  }
}
