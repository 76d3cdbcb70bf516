package dev.carrylane.network;

import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.rnn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOneTest {
  @TempDir Path folder;

  /** The checksums are of what the program that wrote version 1 computed. */
  @ParameterizedTest
  @CsvSource({
    "cl-rnn, per-step, true, 506e2856",
    "cl-rnn, per-step, false, 8a184390",
    "cl-rnn, flattened, true, 73caba8a",
    "cl-rnn, flattened, false, 59c0c1f8",
    "tcn, per-step, true, e2f090f1",
    "tcn, per-step, false, b9966536",
    "tcn, flattened, true, f8f9ea61",
    "tcn, flattened, false, f40a95c6",
    "rnn, per-step, true, 432503bb",
    "rnn, flattened, true, 744b34d7",
    "lstm, per-step, true, efc675bc",
    "lstm, flattened, true, 256ec76a"
  })
  void filesLoadAsListsOfLayersAndComputeTheSameBits(
      String architecture, String decoder, boolean weightNorm, String checksum) throws IOException {
    VersionOneModel model = VersionOneModel.of(architecture, decoder, weightNorm);
    Path file = folder.resolve("model.safetensors");
    SafetensorsFile.write(file, model.metadata(), model.tensors());
    ModelFile read = ModelFile.read(file);
    assertEquals(description(architecture, decoder, weightNorm), read.description());

    float[] x = Examples.values(12, VersionOneModel.FRAMES * VersionOneModel.INPUTS);
    int frames = decoder.equals("flattened") ? 1 : VersionOneModel.FRAMES;
    for (Backend backend : Examples.backends()) {
      float[] y = new float[frames * VersionOneModel.OUTPUTS];
      Model.of(read, ModelOptions.defaults().backend(backend))
          .newState(Engine.of(backend))
          .run(VersionOneModel.FRAMES, x, 0, y, 0);
      assertEquals(checksum, Examples.checksum(y), backend.toString());
    }

    // Written again, it is of version 2, and the same model.
    read.write(file);
    assertEquals("2", SafetensorsFile.read(file).metadata().get("version"));
    assertEquals(read.description(), ModelFile.read(file).description());
  }

  private static ModelDescription description(
      String architecture, String decoder, boolean weightNorm) {
    List<LayerDescription> levels =
        List.of(
            new Convolution(6, 3, 1, true, weightNorm, Activation.RELU),
            new Convolution(5, 3, 2, true, weightNorm, Activation.RELU));
    ModelDescription inner = ModelDescription.of(VersionOneModel.INPUTS);
    inner =
        switch (architecture) {
          case "cl-rnn" -> inner.then(carryLookahead(levels, 5));
          case "tcn" -> inner.then(levels);
          case "rnn" -> inner.then(rnn(5));
          default -> inner.then(lstm(5));
        };
    boolean flattened = decoder.equals("flattened");
    return inner
        .then(flattened ? flattenedLinear(VersionOneModel.FRAMES, 4) : linear(4))
        .output(flattened ? Output.LOG_SOFTMAX : Output.SIGMOID)
        .task("example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "architecture",
        "inputs",
        "channels",
        "outputs",
        "decoder",
        "output",
        "task"
      })
  void aMissingKeyIsNamed(String key) throws IOException {
    refusedWith(key, null, "its metadata has no '" + key + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "format, gguf, has format 'gguf'",
    "version, 3, 'of version ''3''; this program reads versions 1 and 2'",
    "architecture, gru, 'has architecture ''gru''; version 1 knows cl-rnn, tcn, rnn and lstm'",
    "inputs, eight, has inputs 'eight'",
    "inputs, 0, inputs is 0; it must be from 1",
    "inputs, 4, 'tensor 0.carry.0.weight_v has shape [6, 3, 3]; the model needs [6, 4, 3]'",
    "channels, '3,,4', 'has channels ''3,,4'', which is not made of whole numbers'",
    "channels, ',', 'has channels '','', which is not made of whole numbers'",
    "channels, '6,5,', 'has channels ''6,5,'''",
    "channels, '', 'has channels '''''",
    "channels, -3, convolution: outputs is -3",
    "kernel, 1.5, has kernel '1.5'",
    "outputs, 2000000, linear: outputs is 2000000",
    "decoder, linear, 'has decoder ''linear''; version 1 knows per-step and flattened'",
    "decoder, flattened, flattened-linear: frames is 0",
    "output, softmax, 'has output ''softmax''; version 1 knows none, sigmoid and log-softmax'"
  })
  void badTextIsShownWithItsKey(String key, String text, String message) throws IOException {
    refusedWith(key, text, message);
  }

  @Test
  void moreLevelsThanThereWereAreRefused() throws IOException {
    VersionOneModel model = VersionOneModel.of("cl-rnn", "per-step", true);
    Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
    metadata.put("kernel", "1");
    metadata.put("channels", "1,".repeat(21) + "1");
    refused(metadata, model.tensors(), "has 22 convolution levels; version 1 has up to 21");
  }

  @Test
  void tensorsThatAreMissingOrLeftOverAreNamed() throws IOException {
    VersionOneModel model = VersionOneModel.of("cl-rnn", "per-step", true);
    Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
    tensors.put("dropout", Tensor.of(new float[1], 1));
    refused(model.metadata(), tensors, "the model has no place for tensor 'dropout'");
    tensors.remove("dropout");
    tensors.remove("cell.weight_hh");
    refused(
        model.metadata(),
        tensors,
        "tensor 0.cell.weight_hh is missing; it should have shape [5, 5]");
  }

  private void refusedWith(String key, String text, String message) throws IOException {
    VersionOneModel model = VersionOneModel.of("cl-rnn", "per-step", true);
    Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
    if (text == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, text);
    }
    refused(metadata, model.tensors(), message);
  }

  private void refused(Map<String, String> metadata, Map<String, Tensor> tensors, String reason)
      throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafetensorsFile.write(file, metadata, tensors);
    String message =
        assertThrows(MalformedFileException.class, () -> Model.load(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(reason), message);
  }
}
