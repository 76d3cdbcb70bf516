package dev.carrylane.network;

import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.Lstm;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitializationTest {
  private static String names(ModelDescription description) {
    return Initialization.of(description, 1).tensors().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  @Test
  void namesAndShapesArePyTorchsBehindThePositionOfTheLayer() {
    assertEquals(
        "0.carry.0.weight_v [6, 3, 3], 0.carry.0.weight_g [6, 1, 1], 0.carry.0.bias [6], "
            + "0.carry.1.weight_v [5, 6, 3], 0.carry.1.weight_g [5, 1, 1], 0.carry.1.bias [5], "
            + "0.cell.weight_ih [5, 3], 0.cell.weight_hh [5, 5], "
            + "0.cell.bias_ih [5], 0.cell.bias_hh [5], 1.weight [4, 5], 1.bias [4]",
        names(Examples.lookahead()));
    assertEquals(
        "0.weight_ih_l0 [20, 3], 0.weight_hh_l0 [20, 5], 0.bias_ih_l0 [20], 0.bias_hh_l0 [20], "
            + "1.weight [4, 5], 1.bias [4]",
        names(Examples.recurrent()));
    assertEquals(
        "0.weight_ih_l0 [8, 3], 0.weight_hh_l0 [8, 2], "
            + "0.weight_ih_l0_reverse [8, 3], 0.weight_hh_l0_reverse [8, 2], "
            + "0.weight_ih_l1 [8, 4], 0.weight_hh_l1 [8, 2], "
            + "0.weight_ih_l1_reverse [8, 4], 0.weight_hh_l1_reverse [8, 2]",
        names(ModelDescription.of(3).then(new Bidirectional(new Lstm(2, 2, false)))));
    assertEquals(
        "1.residual.0.weight [3, 3], 1.residual.0.bias [3]",
        names(
            ModelDescription.of(3)
                .then(Layers.dropout(0.5))
                .then(Layers.residual(Layers.linear(3)))));
    assertEquals(
        "0.beside.0.weight [4, 3], 0.beside.0.bias [4], 1.hidden.weight [5, 4], 1.hidden.bias [5], "
            + "1.value.weight [2, 5], 1.output.weight [2, 5], 1.output.bias [2], 1.direct.weight [2, 4]",
        names(
            ModelDescription.of(5)
                .then(Layers.beside(2, Layers.linear(4)))
                .then(Layers.nade(2, 5))));
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void theSameSeedGivesTheSameValues(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      Map<String, Tensor> first = Initialization.of(description, 1).tensors();
      Map<String, Tensor> again = Initialization.of(description, 1).tensors();
      Map<String, Tensor> other = Initialization.of(description, 2).tensors();
      boolean differs =
          first.isEmpty() || kind == LayerKind.LAYER_NORM || kind == LayerKind.RMS_NORM;
      for (Map.Entry<String, Tensor> tensor : first.entrySet()) {
        float[] values = tensor.getValue().toArray();
        assertArrayEquals(values, again.get(tensor.getKey()).toArray(), tensor.getKey());
        differs |= !Arrays.equals(values, other.get(tensor.getKey()).toArray());
      }
      assertTrue(differs, description.toJsonLine());
    }
  }

  @Test
  void valuesFillTheRangeThatTheInputsGive() {
    Map<String, Tensor> music = Initialization.of(Examples.music(), 5).tensors();
    assertRange(music, "0.carry.0.bias", 88 * 5);
    assertRange(music, "0.carry.0.weight_v", 88 * 5);
    assertRange(music, "0.carry.3.weight_v", 150 * 5);
    assertRange(music, "0.cell.weight_ih", 150);
    assertRange(music, "1.weight", 150);
    Map<String, Tensor> lstm =
        Initialization.of(ModelDescription.of(88).then(lstm(150)), 5).tensors();
    assertRange(lstm, "0.weight_ih_l0", 150);
    assertRange(lstm, "0.bias_hh_l0", 150);
  }

  /** Of 88 values or more, some lie in the outer tenth on each side. */
  private static void assertRange(Map<String, Tensor> tensors, String name, int inputs) {
    float[] values = tensors.get(name).toArray();
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
    Map<String, Tensor> tensors = Initialization.of(Examples.lookahead(), 1).tensors();
    float[] directions = tensors.get("0.carry.1.weight_v").toArray();
    for (int row = 0; row < 5; row++) {
      double squares = 0;
      for (int i = row * 18; i < (row + 1) * 18; i++) {
        squares += (double) directions[i] * directions[i];
      }
      assertEquals((float) Math.sqrt(squares), tensors.get("0.carry.1.weight_g").get(row));
    }
  }

  /** As lemma 3.2 of arXiv 2303.06349 wants them: |λ| on a ring, and a gain of √(1 − |λ|²). */
  @Test
  void eigenvaluesLieOnARingBelowOne() {
    Map<String, Tensor> tensors =
        Initialization.of(ModelDescription.of(2).then(lru(200)), 1).tensors();
    boolean near = false;
    for (int i = 0; i < 200; i++) {
      double radius = Math.exp(-Math.exp(tensors.get("0.nu_log").get(i)));
      assertTrue(radius > 0.4 - 1e-6 && radius < 0.99 + 1e-6, "radius " + radius);
      near |= radius > 0.95;
      double gain = Math.exp(tensors.get("0.gamma_log").get(i));
      assertEquals(Math.sqrt(1 - radius * radius), gain, 1e-5);
      double phase = Math.exp(tensors.get("0.theta_log").get(i));
      assertFalse(phase < 0 || phase > 2 * Math.PI + 1e-6, "phase " + phase);
    }
    assertTrue(near, "none near 1");
  }
}
