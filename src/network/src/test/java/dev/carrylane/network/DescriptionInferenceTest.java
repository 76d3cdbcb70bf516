package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptionInferenceTest {
  private static ModelDescription infer(Map<String, Tensor> tensors) {
    return ModelDescription.infer(tensors, null, Output.NONE, "");
  }

  private static Map<String, Tensor> tensors(Architecture architecture) {
    return new LinkedHashMap<>(Examples.parameters(Examples.description(architecture)).tensors());
  }

  private static Tensor zeros(int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return Tensor.of(new float[size], shape);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void namesAndShapesTellTheModel(Architecture architecture) {
    for (ModelDescription description :
        List.of(
            Examples.description(architecture),
            Examples.flattened(architecture, 9),
            Examples.music(architecture))) {
      Map<String, Tensor> tensors = Examples.parameters(description).tensors();
      for (Architecture asked : new Architecture[] {null, architecture}) {
        assertEquals(
            description,
            ModelDescription.infer(tensors, asked, description.output(), description.task()));
      }
    }
  }

  @Test
  void plainWeightsDoAsWellAsNormalisedOnes() {
    Map<String, Tensor> tensors = tensors(Architecture.TCN);
    for (int level = 0; level < 2; level++) {
      String name = "tcn.network." + level + ".conv1.weight";
      tensors.remove(name + "_g");
      tensors.put(name, tensors.remove(name + "_v"));
    }
    assertEquals(List.of(6, 5), infer(tensors).channels());
    assertEquals(3, infer(tensors).kernel());
  }

  @Test
  void anotherArchitectureThanAskedForIsRefused() {
    refused(
        "its tensors are those of cl-rnn, not of tcn",
        () ->
            ModelDescription.infer(
                tensors(Architecture.CL_RNN), Architecture.TCN, Output.NONE, ""));
  }

  @Test
  void tensorsOfNoKnownArchitectureAreNamed() {
    refused(
        "no known architecture has tensors named like ['gru.weight_ih_l0', 'linear.bias']",
        () -> {
          Map<String, Tensor> tensors = new LinkedHashMap<>();
          tensors.put("gru.weight_ih_l0", zeros(3, 1));
          tensors.put("linear.bias", zeros(1));
          infer(tensors);
        });
    refused("named like []", () -> infer(Map.of()));
    refused("'yyy", () -> infer(Map.of("y".repeat(1000), zeros(1))));
  }

  @Test
  void missingTensorsAndWrongRanksAreNamed() {
    Map<String, Tensor> tensors = tensors(Architecture.TCN);
    tensors.remove("tcn.network.1.conv1.weight_v");
    refused("tensor tcn.network.1.conv1.weight_v is missing", () -> infer(tensors));
    tensors.put("tcn.network.1.conv1.weight_v", zeros(5, 18));
    refused("shape [5, 18]; it should have 3 dimensions", () -> infer(tensors));
    refused(
        "tensor tcn.network.0.conv1.weight_v is missing",
        () -> infer(Map.of("tcn.network.0.conv2.bias", zeros(1))));
    Map<String, Tensor> flat = tensors(Architecture.RNN);
    flat.put("rnn.weight_ih_l0", zeros(15));
    refused("tensor rnn.weight_ih_l0 has shape [15]", () -> infer(flat));
    Map<String, Tensor> headless = tensors(Architecture.LSTM);
    headless.remove("linear.weight");
    refused("tensor linear.weight is missing", () -> infer(headless));
  }

  @Test
  void convolutionsWithoutBiasAreLeftToTheModelToRefuse() {
    Map<String, Tensor> tensors = tensors(Architecture.TCN);
    tensors.keySet().removeIf(name -> name.endsWith("conv1.bias"));
    // One level is told; its missing bias is then the model's message.
    tensors.put("linear.weight", zeros(4, 6));
    ModelDescription description = infer(tensors);
    assertEquals(List.of(6), description.channels());
    refused(
        "tensor tcn.network.0.conv1.bias is missing; it should have shape [6]",
        () -> Examples.model(description, Parameters.of(tensors)));
  }

  @Test
  void aDecoderThatFitsNoNumberOfFramesIsRefused() {
    Map<String, Tensor> tensors = tensors(Architecture.RNN);
    tensors.put("linear.weight", zeros(4, 12));
    refused(
        "linear.weight has shape [4, 12], which fits no number of hidden frames of 5",
        () -> infer(tensors));
    tensors.put("linear.weight", zeros(4, 0));
    refused("frames is 0", () -> infer(tensors));
    tensors.put("rnn.weight_ih_l0", zeros(0, 3));
    refused("hidden frames of 0", () -> infer(tensors));
    tensors.put("linear.weight", zeros(4, 15));
    tensors.put("rnn.weight_ih_l0", zeros(5, 3));
    assertTrue(infer(tensors).frames() == 3);
  }

  @Test
  void emptySizesAreRefused() {
    Map<String, Tensor> tensors = tensors(Architecture.RNN);
    tensors.put("rnn.weight_ih_l0", zeros(5, 0));
    refused("inputs is 0", () -> infer(tensors));
    Map<String, Tensor> silent = tensors(Architecture.RNN);
    silent.put("linear.weight", zeros(0, 5));
    refused("outputs is 0", () -> infer(silent));
  }
}
