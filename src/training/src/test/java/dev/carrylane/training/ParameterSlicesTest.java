package dev.carrylane.training;

import static dev.carrylane.network.layer.Layers.convolution;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.testkit.Floats;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterSlicesTest {
  private static final ModelDescription TIED =
      ModelDescription.of(1).then(embedding(7, 4)).then(linear(4)).then(linear(7));
  private static final Map<String, String> TIES = Map.of("2.weight", "0.weight");

  private static void assertSame(Parameters expected, Parameters actual) {
    assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
    expected
        .tensors()
        .forEach(
            (name, tensor) ->
                Floats.assertSameBits(
                    tensor.toArray(), actual.tensors().get(name).toArray(), name));
  }

  @Test
  void tensorsLieOneBehindTheOther() {
    ModelDescription model = ModelDescription.of(3).then(linear(4)).then(linear(2));
    ParameterSlices slices = new ParameterSlices(model, Map.of());
    assertEquals(26, slices.size());
    assertEquals(0, slices.at("0.weight"));
    assertEquals(12, slices.at("0.bias"));
    assertEquals(16, slices.at("1.weight"));
    assertEquals("0.bias", slices.nameOf(15));
    assertEquals("1.weight", slices.nameOf(16));
    Parameters parameters = Initialization.of(model, 1);
    assertSame(parameters, slices.toParameters(slices.load(parameters)));
  }

  @Test
  void kernelsLieTapByTap() {
    ModelDescription model = ModelDescription.of(3).then(convolution(2, 4, 1));
    ParameterSlices slices = new ParameterSlices(model, Map.of());
    Parameters parameters = Initialization.of(model, 1);
    String name = "0.weight";
    int at = slices.tapMajor(name);
    float[] values = slices.load(parameters);
    Tensor kernel = parameters.tensors().get(name);
    for (int out = 0; out < 2; out++) {
      for (int in = 0; in < 3; in++) {
        for (int tap = 0; tap < 4; tap++) {
          assertEquals(kernel.get((out * 3 + in) * 4 + tap), values[at + (tap * 3 + in) * 2 + out]);
        }
      }
    }
    assertSame(parameters, slices.toParameters(values));
  }

  @Test
  void tiedTensorsShareASlice() {
    ParameterSlices slices = new ParameterSlices(TIED, TIES);
    assertEquals(7 * 4 + 4 * 4 + 4 + 7, slices.size());
    assertEquals(slices.at("0.weight"), slices.at("2.weight"));
    assertEquals("0.weight", slices.nameOf(slices.at("2.weight")));
    Parameters parameters = Initialization.of(TIED, 1);
    Parameters back = slices.toParameters(slices.load(parameters));
    float[] table = parameters.tensors().get("0.weight").toArray();
    Floats.assertSameBits(table, back.tensors().get("0.weight").toArray(), "the earlier");
    Floats.assertSameBits(table, back.tensors().get("2.weight").toArray(), "the later");
  }

  @Test
  void whatIsDerivedFromSeveralTensorsHasTiesOfNone() {
    ModelDescription model = ModelDescription.of(3).then(lru(2)).then(lru(2));
    for (String name : new String[] {"nu_log", "theta_log", "gamma_log", "B_re", "B_im"}) {
      assertUntied("0." + name, model, "1." + name);
    }
    ModelDescription normalised =
        ModelDescription.of(3)
            .then(new Convolution(3, 4, 1, true, true, Activation.NONE))
            .then(new Convolution(3, 4, 1, true, true, Activation.NONE));
    assertUntied("0.weight_v", normalised, "1.weight_v");
    assertUntied("0.weight_g", normalised, "1.weight_g");
    // What is read as it is may be tied.
    TrainingOptions options = TrainingOptions.of(Optimizer.adam(1e-3));
    Trainer.of(model, options.ties(Map.of("1.C_re", "0.C_re")), Engine.singleThreaded());
  }

  @Test
  void whatLiesDifferentlyIsNotTied() {
    ModelDescription model =
        ModelDescription.of(3).then(convolution(3, 2, 1)).then(convolution(3, 2, 1));
    ParameterSlices alike = convolutions(model);
    alike.tapMajor("1.weight");
    alike.requireAllTaken();
    Parameters parameters = alike.toParameters(alike.load(Initialization.of(model, 1)));
    Floats.assertSameBits(
        parameters.tensors().get("0.weight").toArray(),
        parameters.tensors().get("1.weight").toArray(),
        "kernels");
    ParameterSlices different = convolutions(model);
    different.at("1.weight");
    assertEquals(
        "tensor 1.weight can't be tied to 0.weight: one is a convolution's kernel, and the other is not",
        assertThrows(IllegalArgumentException.class, different::requireAllTaken).getMessage());
  }

  /** The kernel of the second is left to take. */
  private static ParameterSlices convolutions(ModelDescription model) {
    ParameterSlices slices = new ParameterSlices(model, Map.of("1.weight", "0.weight"));
    slices.tapMajor("0.weight");
    slices.at("0.bias");
    slices.at("1.bias");
    return slices;
  }

  private static void assertUntied(String earlier, ModelDescription model, String later) {
    TrainingOptions options = TrainingOptions.of(Optimizer.adam(1e-3)).ties(Map.of(later, earlier));
    Engine engine = Engine.singleThreaded();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Trainer.of(model, options, engine));
    assertTrue(refused.getMessage().startsWith("tensor " + earlier + " can't be tied"));
  }

  private static void assertNoTie(String later, String earlier, String message) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ParameterSlices(TIED, Map.of(later, earlier)));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void whatCannotBeTiedIsRefused() {
    assertNoTie(
        "2.weight",
        "1.weight",
        "tensor 2.weight [7, 4] can't be tied to 1.weight: that has the shape [4, 4]");
    assertNoTie(
        "0.weight",
        "2.weight",
        "tensor 0.weight [7, 4] can't be tied to 2.weight: there is no such tensor before it");
    assertNoTie("3.weight", "0.weight", "the model has no tensor 3.weight to be tied");
  }

  @Test
  void tensorsMustFit() {
    ParameterSlices slices = new ParameterSlices(TIED, Map.of());
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(TIED, 1).tensors());
    tensors.put("1.bias", Tensor.of(new float[5], 5));
    assertEquals(
        "tensor 1.bias is of the shape [5]; the model needs the shape [4]",
        assertThrows(IllegalArgumentException.class, () -> slices.load(Parameters.of(tensors)))
            .getMessage());
    tensors.remove("1.bias");
    assertEquals(
        "tensor 1.bias is missing; the model needs the shape [4]",
        assertThrows(IllegalArgumentException.class, () -> slices.load(Parameters.of(tensors)))
            .getMessage());
  }

  @Test
  void aTensorThatNoLayerTakesIsAFault() {
    ParameterSlices slices = new ParameterSlices(TIED, Map.of());
    slices.at("0.weight");
    slices.at("0.weight");
    assertThrows(IllegalStateException.class, slices::requireAllTaken);
    assertThrows(IllegalStateException.class, () -> slices.at("0.bias"));
    for (String name : new String[] {"1.weight", "1.bias", "2.weight", "2.bias"}) {
      slices.at(name);
    }
    slices.requireAllTaken();
  }
}
