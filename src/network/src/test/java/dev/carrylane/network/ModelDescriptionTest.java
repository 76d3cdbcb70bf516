package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static dev.carrylane.network.layer.Layers.beside;
import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolution;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.magnitude;
import static dev.carrylane.network.layer.Layers.nade;
import static dev.carrylane.network.layer.Layers.overlap;
import static dev.carrylane.network.layer.Layers.residual;
import static dev.carrylane.network.layer.Layers.withinFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Dropout;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.RmsNorm;
import dev.carrylane.network.layer.Sequential;
import dev.carrylane.network.layer.WindowConvolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDescriptionTest {
  private static final int MOST = 1 << 20;

  private static ModelDescription of(int inputs, LayerDescription... layers) {
    return ModelDescription.of(inputs).then(List.of(layers));
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void jsonGivesEveryKindOfLayerBack(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      assertTrue(description.toJson().contains("\"" + kind + "\""), description.toJson());
      ModelDescription named = description.output(Output.LOG_SOFTMAX).task("a \"task\"\n");
      for (ModelDescription written : List.of(description, named)) {
        assertEquals(written, ModelDescription.fromJson(written.toJson()));
        assertEquals(written, ModelDescription.fromJson(written.toJsonLine()));
      }
    }
  }

  /** A kind that two records gave, or none, would be read as the wrong layer. */
  @Test
  void everyRecordHasAKindOfItsOwn() {
    List<Class<?>> records = new ArrayList<>();
    records(LayerDescription.class, records);
    assertEquals(LayerKind.values().length, records.size());
    Set<LayerKind> kinds = EnumSet.noneOf(LayerKind.class);
    for (LayerKind kind : LayerKind.values()) {
      for (ModelDescription description : Examples.models(kind)) {
        for (LayerDescription layer : description.layers()) {
          if (layer.kind() == kind) {
            records.remove(layer.getClass());
            kinds.add(kind);
          }
        }
      }
    }
    assertEquals(List.of(), records, "without an example, or of the kind of another");
    assertEquals(EnumSet.allOf(LayerKind.class), kinds);
  }

  private static void records(Class<?> type, List<Class<?>> found) {
    if (type.isRecord()) {
      found.add(type);
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      records(permitted, found);
    }
  }

  @Test
  void theTextOfADescriptionIsMadeForPeople() {
    assertEquals(
        """
        {
          "inputs": 3,
          "layers": [
            {
              "kind": "carry-lookahead",
              "carry": [
                {
                  "kind": "convolution",
                  "outputs": 5,
                  "kernel": 3,
                  "dilation": 1,
                  "bias": true,
                  "weight_norm": false,
                  "activation": "relu"
                }
              ],
              "hidden": 4,
              "bias": true,
              "activation": "tanh"
            },
            {"kind": "linear", "outputs": 2, "bias": true, "activation": "none"}
          ],
          "output": "sigmoid"
        }""",
        of(3, carryLookahead(convolution(5, 3, 1), 4), linear(2)).output(Output.SIGMOID).toJson());
  }

  @Test
  void whatIsNotSaidHasADefault() {
    assertEquals(
        of(8, new Lstm(16, 1, true), linear(1)).output(Output.SIGMOID),
        ModelDescription.fromJson(
            """
            {"inputs": 8,
             "layers": [{"kind": "lstm", "hidden": 16}, {"kind": "linear", "outputs": 1}],
             "output": "sigmoid"}"""));
    assertEquals(
        ModelDescription.of(4), ModelDescription.fromJson("{\"inputs\": 4, \"layers\": []}"));
    assertEquals(
        of(4, new Convolution(2, 3, 1, true, false, Activation.NONE)),
        ModelDescription.fromJson(
            "{\"inputs\":4,\"layers\":[{\"kind\":\"convolution\",\"outputs\":2,\"kernel\":3}]}"));
  }

  /** The layers are quoted with ' for ", which keeps the table readable. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kind': 'lstm', 'hidden': 0} | layers[0].hidden is '0'; it must be a whole number from 1 to 1048576",
        "{'kind': 'lstm', 'hidden': 1.5} | layers[0].hidden is '1.5'; it must be a whole number",
        "{'kind': 'lstm', 'hidden': '4'} | layers[0].hidden is '4'; it must be a whole number",
        "{'kind': 'lstm', 'hidden': null} | layers[0].hidden is 'null'; it must be a whole number",
        "{'kind': 'lstm'} | layers[0] has no field 'hidden'",
        "{'hidden': 3} | layers[0] has no field 'kind'",
        "{'kind': 'lstm', 'hidden': 4, 'biass': true} | layers[0] has a field 'biass' that it has no use for",
        "{'kind': 'lstm', 'hidden': 4, 'hidden': 5} | column 56: has 'hidden' twice",
        "{'kind': 'lstm', 'hidden': 4, 'bias': 1} | layers[0].bias is '1'; it must be true or false",
        "{'kind': 'lstm', 'hidden': 4, 'layers': 65} | layers[0].layers is '65'; it must be a whole number from 1 to 64",
        "{'kind': 'LSTM', 'hidden': 4} | layers[0].kind is 'LSTM'; it must be one of sequential, linear, convolution,",
        "{'kind': 'linear', 'outputs': 3, 'activation': 'gelu'} | layers[0].activation is 'gelu'; it must be one of none, relu, tanh, sigmoid",
        "7 | layers[0] is '7'; it must be an object",
        "{'kind': 'carry-lookahead', 'hidden': 3, 'carry': {}} | layers[0].carry is '{}'; it must be a list",
        "{'kind': 'carry-lookahead', 'hidden': 3, 'carry': [{'kind': 'min-gru', 'hidden': 3}, {'kind': 'convolution', 'outputs': 3, 'kernel': -3}]} | layers[0].carry[1].kernel is '-3'; it must be a whole number from 1 to 1048576",
        "{'kind': 'carry-lookahead', 'hidden': 3, 'carry': [{'kind': 'exact-carry', 'channels': 4, 'block': 2}]} | layers[0].carry[0]: exact-carry: block is 2; only the matrix gate has blocks, use 1",
        "{'kind': 'exact-carry', 'channels': 5, 'gate': 'matrix', 'block': 2} | layers[0]: exact-carry: 5 channels are no whole number of blocks of 2",
        "{'kind': 'rnn', 'hidden': 5, 'activation': 'sigmoid'} | layers[0]: rnn: activation is SIGMOID; it must be tanh or relu",
        "{'kind': 'dropout', 'probability': 1} | layers[0]: dropout: probability is 1.0; it must be at least 0 and below 1",
        "{'kind': 'dropout', 'probability': -0.5} | layers[0].probability is '-0.5'; it must be a number from 0",
        "{'kind': 'layer-norm', 'epsilon': 2} | layers[0].epsilon is '2'; it must be a number from 0.0 to 1.0",
        "{'kind': 'convolution', 'outputs': 1, 'kernel': 1048576, 'dilation': 2} | layers[0]: convolution: a kernel of 1048576 with dilation 2 reaches 2097150 frames back; it may reach 1048576",
        "{'kind': 'bidirectional', 'layer': {'kind': 'min-gru', 'hidden': 3}} | layers[0].layer: its kind must be rnn, lstm or gru",
        "{'kind': 'residual', 'layers': [{'kind': 'flattened-linear', 'frames': 2, 'outputs': 3}]} | layers[0]: residual: a flattened-linear can't be inside",
        "{'kind': 'residual', 'layers': [{'kind': 'linear', 'outputs': 4}]} | layer 0, residual: its layers make frames of 4 channels from frames of 3",
        "{'kind': 'within-frame', 'channels': 2, 'layers': []} | layer 0, within-frame: a frame of 3 is no whole number of positions of 2 channels",
        "{'kind': 'within-frame', 'channels': 1, 'layers': [{'kind': 'flattened-linear', 'frames': 3, 'outputs': 3}]} | layers[0]: within-frame: a flattened-linear can't be inside",
        "{'kind': 'beside', 'passed': 1, 'layers': [{'kind': 'flattened-linear', 'frames': 2, 'outputs': 3}]} | layers[0]: beside: a flattened-linear can't be inside",
        "{'kind': 'beside', 'passed': 3, 'layers': []} | layer 0, beside: 3 channels of a frame go past the layers, and the frame has 3; it must have more",
        "{'kind': 'beside', 'layers': []} | layers[0] has no field 'passed'",
        "{'kind': 'nade', 'outputs': 0, 'hidden': 2} | layers[0].outputs is '0'; it must be a whole number from 1",
        "{'kind': 'nade', 'outputs': 3, 'hidden': 2} | layer 0, nade: a frame has 3 channels, of which the last 3 are values; it must have features before them",
      })
  void refusalsOfALayerNameItsPlace(String layer, String message) {
    String json = "{\"inputs\": 3, \"layers\": [" + layer.replace('\'', '"') + "]}";
    refused(message, () -> ModelDescription.fromJson(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the description is '[]'; it must be an object, {…}",
        "{} | the description has no field 'inputs'",
        "{'inputs': 3} | the description has no field 'layers'",
        "{'inputs': 0, 'layers': []} | inputs is '0'; it must be a whole number from 1 to 1048576",
        "{'inputs': 1048577, 'layers': []} | inputs is '1048577'",
        "{'inputs': 99999999999999999999, 'layers': []} | inputs is '1.0E20'; it must be a whole number",
        "{'inputs': 3, 'layers': {}} | layers is '{}'; it must be a list, […]",
        "{'inputs': 3, 'layers': [], 'output': 'softmax'} | output is 'softmax'; it must be one of none, sigmoid, log-softmax",
        "{'inputs': 3, 'layers': [], 'task': 3} | task is '3'; it must be a text",
        "{'inputs': 3, 'layers': [], 'author': 'x'} | the description has a field 'author' that it has no use for",
        "{'inputs': 3, 'layers': []} {} | the JSON text, line 1, column 29: has '{' where the end belongs",
        "{'inputs': 3, 'layers': [] | the JSON text, line 1, column 27: has the end where '}' belongs",
        "{'inputs': 03} | line 1, column 12: has a number that begins with 0",
        "{'inputs': +3} | line 1, column 12: has '+' where a value belongs",
        "{'inputs': tru} | line 1, column 12: has 't' where a value belongs",
        "{inputs: 3} | line 1, column 2: has 'i' where a name in quotation marks belongs",
        "{'inputs': 3, 'task': '\\x'} | has 'x' where one of",
        "{'inputs': 3, 'task': '\\u12'} | where four hexadecimal digits belongs",
      })
  void refusalsOfADescriptionNameTheField(String json, String message) {
    refused(message, () -> ModelDescription.fromJson(json.replace('\'', '"')));
  }

  @Test
  void nestingBeyondReasonIsRefusedAndNoError() {
    String nested = "[".repeat(100_000);
    refused(
        "values are nested more than 64 deep",
        () -> ModelDescription.fromJson("{\"inputs\": 3, \"layers\": " + nested));
    LayerDescription layer = linear(3);
    for (int depth = 0; depth < 25; depth++) {
      layer = residual(layer);
    }
    ModelDescription deep = of(3, layer);
    assertEquals(deep, ModelDescription.fromJson(deep.toJson()));
  }

  @Test
  void longTextsAreShortenedInMessages() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    ModelDescription.fromJson(
                        "{\"inputs\": 3, \"layers\": \"" + "y".repeat(1_000_000) + "\"}"))
            .getMessage();
    assertTrue(message.startsWith("layers is 'yyy") && message.length() < 300, message);
  }

  @Test
  void textsHaveAllCharacters() {
    String task = "a\"b\\c\u0001\t\n\u00e9\u20ac\ud83c\udfb5/";
    ModelDescription description = ModelDescription.of(1).task(task);
    assertEquals(task, ModelDescription.fromJson(description.toJson()).task());
    assertEquals(
        "\u20ac/\b\f\n\r\t",
        ModelDescription.fromJson(
                "{\"inputs\": 1, \"layers\": [], \"task\": \"\\u20aC\\/\\b\\f\\n\\r\\t\"}")
            .task());
  }

  @Test
  void widthsThatDoNotFitAreRefusedByTheLayersPlace() {
    refused(
        "layer 1, embedding: its input frames are tokens, one number each, not frames of 4",
        () -> of(3, linear(4), embedding(7, 2)));
    refused("layer 0, overlap: samples is 4, more than the 3", () -> of(3, overlap(4)));
    refused(
        "layer 0, magnitude: a frame of 10 is no whole number of positions of 3 pairs",
        () -> of(10, magnitude(3)));
    refused(
        "layer 0, layer 1, residual: its layers make frames of 5",
        () -> of(3, new Sequential(List.of(linear(4), residual(linear(5))))));
    refused(
        "layer 0, window-convolution: a frame of 5 is no whole number of positions of 2 channels",
        () -> of(5, window(2, 1, 1, 0, Padding.ZERO)));
    refused(
        "3 positions can't be reflected to 3 more",
        () -> of(3, window(1, 1, 1, 3, Padding.REFLECT)));
    refused(
        "4 positions, padding included, are less than the kernel of 5",
        () -> of(3, window(1, 5, 1, 1, Padding.ZERO)));
    refused(
        "1048577 positions of 1048576 channels, padding included, are more than an array holds",
        () -> of(MOST, window(MOST, 1, MOST, MOST, Padding.ZERO)));
    refused(
        "a frame would have 1572864 channels; it may have 1 to 1048576",
        () -> of(MOST, overlap(MOST / 2)));
    refused(
        "layer 0, beside: a frame would have 1048577 channels",
        () -> of(3, beside(1, linear(MOST))));
  }

  private static WindowConvolution window(
      int channels, int kernel, int stride, int padLeft, Padding padding) {
    return new WindowConvolution(
        channels, 1, kernel, stride, padLeft, 0, padding, true, Activation.NONE);
  }

  @Test
  void aFlattenedLinearIsTheLastLayerOfAModel() {
    refused(
        "layer 0 is a flattened-linear, which gives one frame for a whole sequence",
        () -> of(3, flattenedLinear(4, 5), linear(2)));
    Sequential inside = new Sequential(List.of(linear(2), flattenedLinear(4, 5)));
    refused("layer 0 ends in a flattened-linear", () -> of(3, inside, linear(2)));
    refused("layer 0 ends in a flattened-linear", () -> of(3, inside));
    refused("carry-lookahead: a flattened-linear", () -> carryLookahead(flattenedLinear(4, 5), 3));
    refused("residual: a flattened-linear", () -> residual(inside));
  }

  @Test
  void whatNoArrayHoldsIsRefused() {
    refused(
        "layer 0, tensor weight_hh_l0 of shape [65536, 65536] has more elements than an array",
        () -> of(1, Layers.rnn(1 << 16)));
    refused(
        "layer 1, flattened-linear: 1048576 frames of 2048 channels are more than the",
        () -> of(1, linear(2048), flattenedLinear(MOST, 1)));
    refused(
        "the layers remember 1073741824 floats of a sequence, more than the 1073741823",
        () -> of(1024, new Convolution(1, 2, MOST, true, false, Activation.NONE)));
    of(1023, new Convolution(1, 2, MOST, true, false, Activation.NONE));
  }

  @Test
  void sizesOutOfRangeAreRefusedByName() {
    refused("inputs is 0; it must be from 1 to 1048576", () -> ModelDescription.of(0));
    refused("inputs is 1048577", () -> ModelDescription.of(MOST + 1));
    refused("linear: outputs is -1; it must be from 1 to 1048576", () -> linear(-1));
    refused("convolution: kernel is 0", () -> convolution(1, 0, 1));
    refused("convolution: dilation is 0", () -> convolution(1, 1, 0));
    refused("lstm: hidden is 1048577", () -> lstm(MOST + 1));
    refused("lstm: layers is 65; it must be from 1 to 64", () -> new Lstm(1, 65, true));
    refused("rnn: activation is NONE", () -> new Recurrent(1, 1, true, Activation.NONE));
    refused(
        "carry-lookahead: activation is SIGMOID; it must be tanh or relu",
        () -> new CarryLookahead(List.of(), 3, true, Activation.SIGMOID));
    refused(
        "exact-carry: block is 65; it must be from 1 to 64",
        () -> new ExactCarry(65, Gate.MATRIX, true, 65));
    refused(
        "layer-norm: epsilon is NaN; it must be from 0 to 1",
        () -> new LayerNorm(Double.NaN, true));
    refused("rms-norm: epsilon is -1.0", () -> new RmsNorm(-1));
    refused("dropout: probability is 1.0", () -> new Dropout(1));
    refused("beside: passed is 0", () -> beside(0, linear(1)));
    refused("nade: hidden is 0", () -> nade(1, 0));
    refused("window-convolution: pad_left is -1", () -> window(1, 1, 1, -1, Padding.ZERO));
  }

  @Test
  void nothingMayBeNull() {
    ModelDescription description = ModelDescription.of(1);
    assertThrows(NullPointerException.class, () -> description.output(null));
    assertThrows(NullPointerException.class, () -> description.task(null));
    assertThrows(
        NullPointerException.class, () -> description.then(Collections.singletonList(null)));
    assertThrows(NullPointerException.class, () -> new Bidirectional(null));
    assertThrows(NullPointerException.class, () -> linear(1, null));
    assertThrows(NullPointerException.class, () -> new ExactCarry(1, null, true, 1));
  }

  @Test
  void layersAreCopied() {
    List<LayerDescription> layers = new ArrayList<>(List.of(linear(4)));
    ModelDescription description = new ModelDescription(3, layers, Output.NONE, "");
    layers.clear();
    assertEquals(List.of(linear(4)), description.layers());
    assertEquals(4, description.outputs());
  }

  @Test
  void copiesDifferInOneThing() {
    ModelDescription description = Examples.lookahead();
    assertEquals(Output.NONE, description.output(Output.NONE).output());
    assertEquals(description, description.output(Output.NONE).output(Output.SIGMOID));
    assertEquals(description, description.task("x").task("example"));
    assertEquals("carry-lookahead, linear", description.toString());
  }

  @Test
  void receptiveFieldsFollowFromTheLayers() {
    assertEquals(OptionalLong.of(61), Examples.music().receptiveField());
    assertEquals(OptionalLong.of(7), Examples.lookahead().receptiveField());
    assertEquals(OptionalLong.empty(), Examples.recurrent().receptiveField());
    assertEquals(OptionalLong.of(1), of(3, linear(2)).receptiveField());
    assertEquals(
        OptionalLong.of(4), of(6, overlap(4), residual(convolution(10, 2, 2))).receptiveField());
    assertEquals(
        OptionalLong.of(3), of(6, beside(4, convolution(9, 3, 1)), nade(4, 2)).receptiveField());
    ModelDescription within = of(6, withinFrame(2, List.of(Layers.bidirectional(lstm(1)))));
    assertTrue(within.isCausal());
    assertEquals(OptionalLong.of(1), within.receptiveField());
    assertEquals(0, within.sequence().stateSize(6));
    assertFalse(of(3, beside(1, Layers.bidirectional(lstm(1)))).isCausal());
    assertTrue(Examples.music().isCausal());
    assertFalse(of(3, residual(Layers.bidirectional(lstm(1)), linear(3))).isCausal());
  }

  @Test
  void theMusicModelHasThePublishedNumberOfParameters() {
    assertEquals(453_988, Examples.music().parameterCount());
    assertEquals(
        417_988,
        ModelDescription.of(88)
            .then(Layers.convolutions(5, 150, 150, 150, 150))
            .then(linear(88))
            .parameterCount());
    // PyTorch keeps two biases.
    assertEquals(157_288, of(88, lstm(150), linear(88)).parameterCount());
    assertEquals(49_288, of(88, Layers.rnn(150), linear(88)).parameterCount());
  }
}
