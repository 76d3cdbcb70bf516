package dev.carrylane.network;

import static dev.carrylane.network.Examples.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitializationTest {
  @ParameterizedTest
  @CsvSource({
    "CL_RNN, 'tcn.network.0.conv1.bias [6] tcn.network.0.conv1.weight_g [6, 1, 1] tcn.network.0.conv1.weight_v [6, 3, 3] tcn.network.1.conv1.bias [5] tcn.network.1.conv1.weight_g [5, 1, 1] tcn.network.1.conv1.weight_v [5, 6, 3] cell.weight_ih [5, 3] cell.weight_hh [5, 5] cell.bias_ih [5] cell.bias_hh [5] linear.weight [4, 5] linear.bias [4]'",
    "TCN, 'tcn.network.0.conv1.bias [6] tcn.network.0.conv1.weight_g [6, 1, 1] tcn.network.0.conv1.weight_v [6, 3, 3] tcn.network.1.conv1.bias [5] tcn.network.1.conv1.weight_g [5, 1, 1] tcn.network.1.conv1.weight_v [5, 6, 3] linear.weight [4, 5] linear.bias [4]'",
    "RNN, 'rnn.weight_ih_l0 [5, 3] rnn.weight_hh_l0 [5, 5] rnn.bias_ih_l0 [5] rnn.bias_hh_l0 [5] linear.weight [4, 5] linear.bias [4]'",
    "LSTM, 'lstm.weight_ih_l0 [20, 3] lstm.weight_hh_l0 [20, 5] lstm.bias_ih_l0 [20] lstm.bias_hh_l0 [20] linear.weight [4, 5] linear.bias [4]'"
  })
  void namesAndShapesArePyTorchs(Architecture architecture, String expected) {
    assertEquals(
        expected,
        Examples.parameters(Examples.description(architecture)).tensors().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void theSameSeedGivesTheSameValues(Architecture architecture) {
    ModelDescription description = Examples.description(architecture);
    Map<String, Tensor> first = Initialization.uniform(description, 1).tensors();
    Map<String, Tensor> again = Initialization.uniform(description, 1).tensors();
    Map<String, Tensor> other = Initialization.uniform(description, 2).tensors();
    first.forEach(
        (name, tensor) -> {
          assertArrayEquals(tensor.toArray(), again.get(name).toArray(), name);
          assertFalse(Arrays.equals(tensor.toArray(), other.get(name).toArray()), name);
        });
  }

  @Test
  void valuesFillTheRangeThatTheInputsGive() {
    assertRange("tcn.network.0.conv1.bias", 88 * 5, Architecture.CL_RNN);
    assertRange("tcn.network.0.conv1.weight_v", 88 * 5, Architecture.CL_RNN);
    assertRange("tcn.network.3.conv1.weight_v", 150 * 5, Architecture.CL_RNN);
    assertRange("cell.weight_ih", 150, Architecture.CL_RNN);
    assertRange("lstm.weight_ih_l0", 150, Architecture.LSTM);
    assertRange("lstm.bias_hh_l0", 150, Architecture.LSTM);
    assertRange("linear.weight", 150, Architecture.RNN);
  }

  /** Of 88 values or more, some lie in the outer tenth on each side. */
  private static void assertRange(String name, int inputs, Architecture architecture) {
    float[] values =
        Examples.parameters(Examples.music(architecture)).tensors().get(name).toArray();
    double bound = 1 / Math.sqrt(inputs);
    double least = bound;
    double greatest = -bound;
    for (float value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    assertTrue(least >= -bound && least < -0.9 * bound, name + " from " + least);
    assertTrue(greatest <= bound && greatest > 0.9 * bound, name + " to " + greatest);
  }

  @Test
  void gainsAreTheNormsOfTheirDirections() {
    Map<String, Tensor> tensors =
        Examples.parameters(Examples.description(Architecture.TCN)).tensors();
    float[] directions = tensors.get("tcn.network.1.conv1.weight_v").toArray();
    for (int row = 0; row < 5; row++) {
      double squares = 0;
      for (int i = row * 18; i < (row + 1) * 18; i++) {
        squares += (double) directions[i] * directions[i];
      }
      assertEquals(
          (float) Math.sqrt(squares), tensors.get("tcn.network.1.conv1.weight_g").get(row));
    }
  }

  @Test
  void tensorsBeyondAnArrayAreRefused() {
    ModelDescription wide =
        new ModelDescription(
            Architecture.RNN, 1, List.of(1 << 16), 0, 1, Decoder.PER_STEP, 0, Output.NONE, "");
    refused(
        "tensor rnn.weight_hh_l0 of shape [65536, 65536] has more elements",
        () -> Initialization.uniform(wide, 0));
    ModelDescription deep =
        new ModelDescription(
            Architecture.TCN, 4096, List.of(1), 1 << 20, 1, Decoder.PER_STEP, 0, Output.NONE, "");
    refused(
        "tensor tcn.network.0.conv1.weight_v of shape [1, 4096, 1048576]",
        () -> Initialization.uniform(deep, 0));
  }
}
