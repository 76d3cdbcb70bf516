package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.rnn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.safetensors.SafetensorsFile;
import dev.carrylane.testkit.Floats;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTest {
  @TempDir Path folder;

  private Path written(ModelDescription description) throws IOException {
    Path file = folder.resolve("model.safetensors");
    new ModelFile(description, Examples.parameters(description)).write(file);
    return file;
  }

  private static float[] run(Model model) {
    ModelDescription description = model.description();
    float[] x = Examples.input(description, 1, Examples.FRAMES);
    float[] y = new float[Examples.FRAMES * description.outputs()];
    model.newState(Engine.of(model.backend())).run(Examples.FRAMES, x, 0, y, 0);
    return y;
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void loadingGivesBackWhatWasWritten(LayerKind kind) throws IOException {
    for (ModelDescription example : Examples.models(kind)) {
      ModelDescription description = example.output(Output.SIGMOID).task("example");
      Path file = written(description);
      ModelFile read = ModelFile.read(file);
      assertEquals(description, read.description());
      Parameters parameters = Examples.parameters(description);
      assertEquals(parameters.count(), description.parameterCount());
      assertEquals(parameters.tensors().keySet(), read.parameters().tensors().keySet());
      for (Map.Entry<String, Tensor> tensor : parameters.tensors().entrySet()) {
        Tensor again = read.parameters().tensors().get(tensor.getKey());
        assertArrayEquals(tensor.getValue().shape(), again.shape(), tensor.getKey());
        assertArrayEquals(tensor.getValue().toArray(), again.toArray(), tensor.getKey());
      }
      Model loaded = Model.load(file);
      assertSame(Backend.active(), loaded.backend());
      assertEquals(description, loaded.description());
      float[] expected = run(Examples.model(description));
      Floats.assertSameBits(expected, run(loaded), description.toJsonLine());
      Model scalar = Model.load(file, ModelOptions.defaults().backend(Backend.scalar()));
      assertSame(Backend.scalar(), scalar.backend());
      Floats.assertSameBits(expected, run(scalar), description.toJsonLine());
    }
  }

  @Test
  void aModelIsLoadedFromAStreamWhichIsLeftOpen() throws IOException {
    Path file = written(Examples.recurrent());
    float[] expected = run(Model.load(file));
    AtomicBoolean closed = new AtomicBoolean();
    InputStream inPieces =
        new FilterInputStream(new ByteArrayInputStream(Files.readAllBytes(file))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 7));
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    assertArrayEquals(expected, run(Model.load(inPieces, "the bytes")));
    assertFalse(closed.get());
    assertArrayEquals(expected, run(Model.load(Files.readAllBytes(file), "the array")));
    InputStream cut = new ByteArrayInputStream(Files.readAllBytes(file), 0, 900);
    String message =
        assertThrows(MalformedFileException.class, () -> Model.load(cut, "the bytes")).getMessage();
    assertTrue(message.startsWith("the bytes: "), message);
  }

  @Test
  void aModelIsLoadedFromAJar() throws IOException {
    Path file = written(Examples.recurrent());
    Path jar = folder.resolve("models.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("models/a.safetensors"));
      Files.copy(file, out);
      out.closeEntry();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        InputStream in = loader.getResourceAsStream("models/a.safetensors")) {
      assertArrayEquals(run(Model.load(file)), run(Model.load(in, "models/a.safetensors")));
    }
  }

  @Test
  void anInterruptedThreadLoadsAndStaysInterrupted() throws IOException {
    Path file = written(Examples.recurrent());
    float[] expected = run(Model.load(file));
    Thread.currentThread().interrupt();
    Model model;
    try {
      model = Model.load(file);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertArrayEquals(expected, run(model));
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void aMissingOrMisshapenTensorIsNamed(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      Parameters parameters = Examples.parameters(description);
      for (Map.Entry<String, Tensor> entry : parameters.tensors().entrySet()) {
        String name = entry.getKey();
        Tensor tensor = entry.getValue();
        refused(
            "tensor %s is missing; it should have shape %s".formatted(name, tensor),
            () -> new ModelFile(description, Examples.with(parameters, name, null)));
        int[] shape = new int[tensor.rank() + 1];
        System.arraycopy(tensor.shape(), 0, shape, 1, tensor.rank());
        shape[0] = 1;
        Tensor other = Tensor.of(tensor.toArray(), shape);
        refused(
            "tensor %s has shape %s; the model needs %s".formatted(name, other, tensor),
            () -> Model.of(description, Examples.with(parameters, name, other), Backend.scalar()));
      }
    }
  }

  @Test
  void leftOverTensorsAreNamed() {
    ModelDescription description = Examples.lookahead();
    Tensor one = Tensor.of(new float[1], 1);
    Parameters extra = Examples.with(Examples.parameters(description), "dropout", one);
    refused("the model has no place for tensor 'dropout'", () -> new ModelFile(description, extra));
    Parameters two = Examples.with(extra, "y".repeat(1000), one);
    String message =
        assertThrows(IllegalArgumentException.class, () -> new ModelFile(description, two))
            .getMessage();
    assertTrue(message.endsWith("'dropout' and 1 more of the file's"), message);
    Parameters longName = Examples.with(Examples.parameters(description), "y".repeat(1000), one);
    String shortened =
        assertThrows(IllegalArgumentException.class, () -> new ModelFile(description, longName))
            .getMessage();
    assertTrue(shortened.length() < 200, shortened);
  }

  @Test
  void filesThatAreNoModelsAreRefused() throws IOException {
    Path file = written(Examples.recurrent());
    Map<String, String> metadata = SafetensorsFile.read(file).metadata();
    assertEquals("2", metadata.get("version"));
    Parameters parameters = Examples.parameters(Examples.recurrent());
    refusedFile(file, Map.of("format", "pt"), parameters, "has format 'pt', not 'carrylane-model'");
    refusedFile(file, Map.of(), parameters, "has format none, not 'carrylane-model'");
    Map<String, String> changed = new LinkedHashMap<>(metadata);
    changed.remove("model");
    refusedFile(file, changed, parameters, "its metadata has no 'model'");
    changed.put("model", metadata.get("model").replace("\"hidden\": 5", "\"hidden\": 0"));
    refusedFile(file, changed, parameters, "layers[0].hidden is '0'; it must be a whole number");
    changed.put("model", metadata.get("model").replace("\"hidden\": 5", "\"hidden\": 6"));
    refusedFile(
        file, changed, parameters, "tensor 0.weight_ih_l0 has shape [20, 3]; the model needs");
    changed.put("model", "{");
    refusedFile(file, changed, parameters, "the JSON text, line 1, column 2");
    Files.delete(file);
    assertThrows(NoSuchFileException.class, () -> Model.load(file));
  }

  private static void refusedFile(
      Path file, Map<String, String> metadata, Parameters parameters, String reason)
      throws IOException {
    SafetensorsFile.write(file, metadata, parameters.tensors());
    String message =
        assertThrows(MalformedFileException.class, () -> Model.load(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(reason), message);
  }

  @Test
  void statesAreRefusedForBadArguments() {
    Model model = Examples.model(Examples.lookahead(), Backend.scalar());
    Engine engine = Engine.of(Backend.scalar());
    refused("block is 0; it must be at least 1", () -> model.newState(engine, 0));
    refused("block is -1; it must be at least 1", () -> model.newTable(engine, -1, false));
    assertThrows(NullPointerException.class, () -> model.newState(null, 1));
    assertThrows(NullPointerException.class, () -> model.newTable(null));
  }

  /** 2^29 times 8 or 32 channels wraps round to 0, which could be allocated. */
  @Test
  void aBlockBeyondAnArrayIsRefused() {
    Engine engine = Engine.of(Backend.scalar());
    for (ModelDescription description :
        List.of(
            ModelDescription.of(3).then(lstm(8)),
            ModelDescription.of(8).then(linear(8)).then(linear(8)),
            ModelDescription.of(8).then(Layers.convolution(8, 3, 1)))) {
      Model model = Examples.model(description, Backend.scalar());
      refused("scratch for 536870912 frames of", () -> model.newState(engine, 1 << 29));
    }
  }

  @Test
  void statesOnAnotherBackendAreRefused() {
    Backend vector = Examples.backends().getLast();
    assumeTrue(vector.isVector(), "no vector backend here");
    ModelDescription description = Examples.recurrent();
    refused(
        "the weights are packed for the scalar backend, and the engine runs on " + vector,
        () -> Examples.model(description, Backend.scalar()).newState(Engine.of(vector)));
    refused(
        "the weights are packed for the " + vector + " backend",
        () -> Examples.model(description, vector).newTable(Engine.of(Backend.scalar())));
  }

  @Test
  void anotherOutputSharesTheWeights() {
    Model model = Examples.model(Examples.recurrent(), Backend.scalar());
    Model logits = model.withOutput(Output.NONE);
    assertEquals(model.description().output(Output.NONE), logits.description());
    assertSame(model.backend(), logits.backend());
    assertEquals(model.bytes(), logits.bytes());
    logits.close();
    IllegalStateException closed = assertThrows(IllegalStateException.class, () -> run(model));
    assertEquals("the model (lstm, linear) is closed; load it again", closed.getMessage());
  }

  @Test
  void optionsDifferInOneThing() {
    ModelOptions options = ModelOptions.defaults();
    assertSame(Backend.active(), options.backend());
    assertFalse(options.isBfloat16());
    assertEquals(ScanSchedule.SERIAL_TIME, options.scanSchedule());
    ModelOptions all = options.bfloat16().blockedScans().backend(Backend.scalar());
    assertTrue(all.isBfloat16());
    assertEquals(ScanSchedule.BLOCKED_TIME, all.scanSchedule());
    assertSame(Backend.scalar(), all.backend());
    assertFalse(options.isBfloat16());
    assertThrows(NullPointerException.class, () -> options.backend(null));
  }

  /** Of 8 bits, the last is rounded: a weight changes by 2^−9 of itself, and outputs of these models by less than 2 %. */
  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void weightsInHalfTheBitsGiveNearlyTheSameOnEveryBackend(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      ModelFile file = new ModelFile(description, Examples.parameters(description));
      float[] exact = run(Model.of(file, ModelOptions.defaults()));
      ModelOptions half = ModelOptions.defaults().bfloat16();
      float[] rounded = run(Model.of(file, half.backend(Backend.scalar())));
      for (int i = 0; i < exact.length; i++) {
        assertEquals(
            exact[i], rounded[i], 0.02 * Math.max(1, Math.abs(exact[i])), description.toJsonLine());
      }
      for (Backend backend : Examples.backends()) {
        Floats.assertSameBits(
            rounded, run(Model.of(file, half.backend(backend))), description.toJsonLine());
      }
    }
    ModelFile music = new ModelFile(Examples.music(), Examples.parameters(Examples.music()));
    assertFalse(
        Arrays.equals(
            run(Model.of(music, ModelOptions.defaults())),
            run(Model.of(music, ModelOptions.defaults().bfloat16()))));
  }

  @Test
  void warmingUpRunsModelsOfEveryShape() {
    for (Backend backend : Examples.backends()) {
      for (ModelDescription description :
          List.of(
              Examples.recurrent(),
              ModelDescription.of(3).then(rnn(2)).then(flattenedLinear(1, 2)),
              ModelDescription.of(3).then(flattenedLinear(100, 2)),
              ModelDescription.of(3).then(bidirectional(lstm(2))))) {
        Model model = Examples.model(description, backend);
        assertFalse(model.warmUp(Engine.of(backend)).isNegative());
        assertTrue(model.bytes() >= 4 * description.parameterCount(), model.bytes() + " bytes");
      }
    }
  }
}
