package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDescriptionTest {
  private static final int MAX_SIZE = 1 << 20;

  private static ModelDescription tcn(int inputs, List<Integer> channels, int kernel, int outputs) {
    return new ModelDescription(
        Architecture.TCN, inputs, channels, kernel, outputs, Decoder.PER_STEP, 0, Output.NONE, "");
  }

  private static ModelDescription rnn(List<Integer> channels, int kernel) {
    return new ModelDescription(
        Architecture.RNN, 1, channels, kernel, 1, Decoder.PER_STEP, 0, Output.NONE, "");
  }

  private static ModelDescription rnn(Decoder decoder, int hidden, int frames) {
    return new ModelDescription(
        Architecture.RNN, 1, List.of(hidden), 0, 1, decoder, frames, Output.NONE, "");
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    List<Integer> one = List.of(1);
    refused("inputs is 0; it must be from 1 to 1048576", () -> tcn(0, one, 1, 1));
    refused("inputs is 1048577", () -> tcn(MAX_SIZE + 1, one, 1, 1));
    refused("outputs is -1", () -> tcn(1, one, 1, -1));
    refused("channels is 0", () -> tcn(1, List.of(3, 0), 1, 1));
    refused("tcn has 0 convolution levels; it takes 1 to 24", () -> tcn(1, List.of(), 1, 1));
    refused("has 25 convolution levels", () -> tcn(1, Collections.nCopies(25, 1), 1, 1));
    refused("kernel size 0 with 1 levels", () -> tcn(1, one, 0, 1));
    refused(
        "kernel size 1048578 with 1 levels is out of range; the oldest tap may reach 1048576",
        () -> tcn(1, one, MAX_SIZE + 2, 1));
    refused(
        "kernel size 2147483647 with 24 levels",
        () -> tcn(1, Collections.nCopies(24, 1), Integer.MAX_VALUE, 1));
    refused("rnn takes one hidden size", () -> rnn(List.of(1, 1), 0));
    refused("rnn takes one hidden size and kernel 0, not 0 sizes", () -> rnn(List.of(), 0));
    refused("not 1 sizes and kernel 3", () -> rnn(one, 3));
    refused("frames is 0", () -> rnn(Decoder.FLATTENED, 1, 0));
    refused("frames is 7; only a flattened decoder", () -> rnn(Decoder.PER_STEP, 1, 7));
    refused("1048576 frames of 2048 channels", () -> rnn(Decoder.FLATTENED, 2048, MAX_SIZE));
  }

  @Test
  void sizesAtTheLimitsAreAccepted() {
    tcn(MAX_SIZE, List.of(MAX_SIZE), MAX_SIZE + 1, MAX_SIZE);
    tcn(1, Collections.nCopies(24, 1), 1, 1);
    tcn(1, Collections.nCopies(21, 1), 2, 1);
    rnn(Decoder.FLATTENED, 2047, MAX_SIZE);
  }

  @Test
  void nothingMayBeNull() {
    assertThrows(
        NullPointerException.class,
        () ->
            new ModelDescription(null, 1, List.of(1), 0, 1, Decoder.PER_STEP, 0, Output.NONE, ""));
    assertThrows(NullPointerException.class, () -> rnn(null, 1, 0));
    ModelDescription description = rnn(List.of(1), 0);
    assertThrows(NullPointerException.class, () -> description.withOutput(null));
    assertThrows(NullPointerException.class, () -> description.withTask(null));
    assertThrows(NullPointerException.class, () -> rnn(null, 0));
  }

  @Test
  void channelsAreCopied() {
    List<Integer> channels = new ArrayList<>(List.of(3, 4));
    ModelDescription description = tcn(1, channels, 1, 1);
    channels.clear();
    assertEquals(List.of(3, 4), description.channels());
    assertEquals(4, description.hidden());
  }

  @Test
  void copiesDifferInOneThing() {
    ModelDescription description = Examples.music(Architecture.CL_RNN);
    assertEquals(Output.NONE, description.withOutput(Output.NONE).output());
    assertEquals(description, description.withOutput(Output.NONE).withOutput(Output.SIGMOID));
    assertEquals("x", description.withTask("x").task());
    assertEquals(description, description.withTask("x").withTask("jsb"));
  }

  @Test
  void metadataIsWhatFilesHold() {
    assertEquals(
        List.of(
            "format=carrylane-model",
            "version=1",
            "architecture=cl-rnn",
            "inputs=88",
            "channels=150,150,150,150",
            "kernel=5",
            "outputs=88",
            "decoder=per-step",
            "frames=0",
            "output=sigmoid",
            "task=jsb"),
        Examples.music(Architecture.CL_RNN).toMetadata().entrySet().stream()
            .map(Map.Entry::toString)
            .toList());
    assertEquals("[cl-rnn, tcn, rnn, lstm]", List.of(Architecture.values()).toString());
    assertEquals("[per-step, flattened]", List.of(Decoder.values()).toString());
    assertEquals("[none, sigmoid, log-softmax]", List.of(Output.values()).toString());
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void metadataGivesTheDescriptionBack(Architecture architecture) {
    for (ModelDescription description :
        List.of(Examples.description(architecture), Examples.flattened(architecture, 9))) {
      Map<String, String> metadata = description.toMetadata();
      metadata.put("author", "somebody");
      assertEquals(description, ModelDescription.fromMetadata(metadata));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "architecture",
        "inputs",
        "channels",
        "kernel",
        "outputs",
        "decoder",
        "frames",
        "output",
        "task"
      })
  void aMissingKeyIsNamed(String key) {
    Map<String, String> metadata = Examples.music(Architecture.LSTM).toMetadata();
    metadata.remove(key);
    refused("its metadata has no '" + key + "'", () -> ModelDescription.fromMetadata(metadata));
  }

  @ParameterizedTest
  @CsvSource({
    "format, gguf, has format 'gguf'",
    "version, 2, has version '2'; this program reads version '1'",
    "architecture, gru, has architecture 'gru'; this program knows [cl-rnn",
    "architecture, LSTM, has architecture 'LSTM'",
    "inputs, eight, has inputs 'eight'",
    "inputs, 0, inputs is 0",
    "inputs, 99999999999, has inputs '99999999999'",
    "channels, '3,,4', 'has channels ''3,,4'', which is not made of whole numbers'",
    "channels, '3, 4', has channels",
    "channels, '', 'has channels '''''",
    "channels, -3, channels is -3",
    "kernel, 1.5, has kernel '1.5'",
    "kernel, 2, takes one hidden size and kernel 0",
    "outputs, '', 'has outputs '''''",
    "outputs, 2000000, outputs is 2000000",
    "decoder, linear, 'has decoder ''linear''; this program knows [per-step, flattened]'",
    "decoder, flattened, frames is 0",
    "frames, x, has frames 'x'",
    "frames, 3, frames is 3",
    "output, softmax, has output 'softmax'"
  })
  void badTextIsShownWithItsKey(String key, String text, String message) {
    Map<String, String> metadata = Examples.music(Architecture.LSTM).toMetadata();
    metadata.put(key, text);
    refused(message, () -> ModelDescription.fromMetadata(metadata));
  }

  @Test
  void metadataOfOtherProgramsIsNoDescription() {
    refused(
        "its metadata has format '', not 'carrylane-model': it holds tensors, but no model",
        () -> ModelDescription.fromMetadata(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"format", "version", "architecture", "inputs", "channels", "decoder", "output"})
  void longTextIsShortenedInTheMessage(String key) {
    Map<String, String> metadata =
        new LinkedHashMap<>(Examples.music(Architecture.RNN).toMetadata());
    metadata.put(key, "y".repeat(1_000_000));
    String message =
        assertThrows(IllegalArgumentException.class, () -> ModelDescription.fromMetadata(metadata))
            .getMessage();
    assertTrue(message.contains(key) && message.length() < 300, message);
  }
}
