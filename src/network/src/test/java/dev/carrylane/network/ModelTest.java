package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"CL_RNN, 453988", "TCN, 417988", "LSTM, 157288", "RNN, 49288"})
  void musicModelsHaveThePublishedNumberOfParameters(Architecture architecture, long count) {
    assertEquals(
        count, Examples.model(Examples.music(architecture), Backend.active()).parameterCount());
  }

  @Test
  void receptiveFieldsFollowFromKernelAndLevels() {
    Backend backend = Backend.active();
    for (Architecture architecture : List.of(Architecture.CL_RNN, Architecture.TCN)) {
      assertEquals(
          OptionalLong.of(61),
          Examples.model(Examples.music(architecture), backend).receptiveField());
      assertEquals(
          OptionalLong.of(7),
          Examples.model(Examples.description(architecture), backend).receptiveField());
    }
    for (Architecture architecture : List.of(Architecture.LSTM, Architecture.RNN)) {
      assertEquals(
          OptionalLong.empty(),
          Examples.model(Examples.description(architecture), backend).receptiveField());
    }
    for (Architecture architecture : Architecture.values()) {
      assertEquals(
          OptionalLong.of(9),
          Examples.model(Examples.flattened(architecture, 9), backend).receptiveField());
    }
  }

  static Stream<Arguments> tensors() {
    return Stream.of(Architecture.values())
        .flatMap(
            architecture ->
                Examples.parameters(Examples.description(architecture)).tensors().keySet().stream()
                    .map(name -> Arguments.of(architecture, name)));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void aMissingOrMisshapenTensorIsNamed(Architecture architecture, String name) {
    ModelDescription description = Examples.description(architecture);
    Parameters parameters = Examples.parameters(description);
    Tensor tensor = parameters.tensors().get(name);
    refused(
        "tensor %s is missing; it should have shape %s".formatted(name, tensor),
        () -> Examples.model(description, Examples.with(parameters, name, null)));
    int[] transposed = new int[tensor.rank() + 1];
    System.arraycopy(tensor.shape(), 0, transposed, 1, tensor.rank());
    transposed[0] = 1;
    Tensor other = Tensor.of(tensor.toArray(), transposed);
    refused(
        "tensor %s has shape %s; the model needs %s".formatted(name, other, tensor),
        () -> Examples.model(description, Examples.with(parameters, name, other)));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void leftOverTensorsAreNamed(Architecture architecture) {
    ModelDescription description = Examples.description(architecture);
    Tensor one = Tensor.of(new float[1], 1);
    Parameters extra = Examples.with(Examples.parameters(description), "dropout", one);
    refused(
        "a %s model has no tensor 'dropout'".formatted(architecture),
        () -> Examples.model(description, extra));
    Parameters two = Examples.with(extra, "y".repeat(1000), one);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Examples.model(description, two))
            .getMessage();
    assertTrue(message.endsWith("and 1 more of the file's"), message);
    Parameters longName = Examples.with(Examples.parameters(description), "y".repeat(1000), one);
    String shortened =
        assertThrows(IllegalArgumentException.class, () -> Examples.model(description, longName))
            .getMessage();
    assertTrue(shortened.length() < 200, shortened);
  }

  @Test
  void gainsBesidePlainWeightsAreLeftOver() {
    ModelDescription description = Examples.description(Architecture.TCN);
    Parameters parameters =
        Examples.with(
            Examples.parameters(description),
            "tcn.network.0.conv1.weight",
            Tensor.of(new float[54], 6, 3, 3));
    refused(
        "a tcn model has no tensor 'tcn.network.0.conv1.weight_g' and 1 more",
        () -> Examples.model(description, parameters));
  }

  @Test
  void aMemoryBeyondAnArrayIsRefused() {
    List<Integer> channels = new ArrayList<>(Collections.nCopies(21, 1));
    channels.set(19, 1024);
    ModelDescription description =
        new ModelDescription(
            Architecture.TCN, 1, channels, 2, 1, Decoder.PER_STEP, 0, Output.NONE, "");
    refused(
        "tcn.network.20.conv1 reaches 1048576 frames of 1024 channels back",
        () -> Examples.model(description, Backend.scalar()));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void statesAreRefusedForBadArguments(Architecture architecture) {
    Model model = Examples.model(Examples.description(architecture), Backend.scalar());
    Engine engine = Engine.of(Backend.scalar());
    refused("block is 0; it must be at least 1", () -> model.newState(engine, 0));
    assertThrows(NullPointerException.class, () -> model.newState(null, 1));
  }

  /** 2^29 times 8 or 32 channels wraps round to 0, which could be allocated. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aBlockBeyondAnArrayIsRefused(Architecture architecture) {
    ModelDescription example = Examples.description(architecture);
    ModelDescription description =
        new ModelDescription(
            architecture,
            3,
            Collections.nCopies(example.channels().size(), 8),
            example.kernel(),
            4,
            Decoder.PER_STEP,
            0,
            Output.NONE,
            "");
    Model model = Examples.model(description, Backend.scalar());
    refused(
        "scratch for 536870912 frames of",
        () -> model.newState(Engine.of(Backend.scalar()), 1 << 29));
  }

  @Test
  void statesOnAnotherBackendAreRefused() {
    Backend vector = Examples.backends().get(Examples.backends().size() - 1);
    assumeTrue(vector.isVector(), "no vector backend here");
    ModelDescription description = Examples.description(Architecture.RNN);
    refused(
        "the weights are packed for the scalar backend, and the engine runs on " + vector,
        () -> Examples.model(description, Backend.scalar()).newState(Engine.of(vector)));
    refused(
        "the weights are packed for the " + vector + " backend",
        () -> Examples.model(description, vector).newState(Engine.of(Backend.scalar())));
  }

  @Test
  void anotherOutputSharesEverythingElse() {
    Model model = Examples.model(Examples.description(Architecture.LSTM), Backend.scalar());
    Model logits = model.withOutput(Output.NONE);
    assertEquals(model.description().withOutput(Output.NONE), logits.description());
    assertSame(model.parameters(), logits.parameters());
    assertSame(model.backend(), logits.backend());
    assertEquals(model.description(), logits.withOutput(Output.SIGMOID).description());
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void loadingGivesBackWhatWasSaved(Architecture architecture) throws IOException {
    Path file = folder.resolve("model.safetensors");
    for (ModelDescription description :
        List.of(Examples.description(architecture), Examples.flattened(architecture, 4))) {
      Model model = Examples.model(description, Backend.scalar());
      model.save(file);
      Model loaded = Model.load(file);
      assertSame(Backend.active(), loaded.backend());
      assertEquals(description, loaded.description());
      assertEquals(model.parameterCount(), loaded.parameterCount());
      model
          .parameters()
          .tensors()
          .forEach(
              (name, tensor) -> {
                Tensor read = loaded.parameters().tensors().get(name);
                assertArrayEquals(tensor.shape(), read.shape(), name);
                assertArrayEquals(tensor.toArray(), read.toArray(), name);
              });
    }
  }

  @Test
  void filesThatAreNoModelsAreRefused() throws IOException {
    Path file = folder.resolve("x.safetensors");
    ModelDescription description = Examples.description(Architecture.TCN);
    Map<String, String> metadata = description.toMetadata();
    Parameters parameters = Examples.parameters(description);
    refusedFile(file, Map.of("format", "pt"), parameters, "has format 'pt', not 'carrylane-model'");
    refusedFile(
        file,
        metadata,
        Examples.with(parameters, "linear.bias", null),
        "tensor linear.bias is missing; it should have shape [4]");
    refusedFile(
        file, changed(metadata, "outputs", text -> "5"), parameters, "the model needs [5, 5]");
    refusedFile(file, changed(metadata, "task", text -> null), parameters, "has no 'task'");
    Map<String, String> flattened =
        changed(changed(metadata, "decoder", text -> "flattened"), "frames", text -> "1048576");
    refusedFile(
        file,
        changed(flattened, "channels", text -> "6,1048576"),
        parameters,
        "a flattened decoder of 1048576 frames of 1048576 channels");
    Files.delete(file);
    assertThrows(NoSuchFileException.class, () -> Model.load(file));
  }

  private static Map<String, String> changed(
      Map<String, String> metadata, String key, UnaryOperator<String> change) {
    Map<String, String> changed = new LinkedHashMap<>(metadata);
    changed.compute(key, (name, text) -> change.apply(text));
    return changed;
  }

  private static void refusedFile(
      Path file, Map<String, String> metadata, Parameters parameters, String reason)
      throws IOException {
    SafetensorsFile.write(file, metadata, parameters.tensors());
    String message =
        assertThrows(MalformedFileException.class, () -> Model.load(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(reason), message);
  }
}
