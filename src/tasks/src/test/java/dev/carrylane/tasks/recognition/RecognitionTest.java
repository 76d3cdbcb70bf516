package dev.carrylane.tasks.recognition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.Linear;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Orders, defaults, names and messages, on tensors of no particular values. */
final class RecognitionTest {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  @Test
  void aHeadDeclaredFirstRunsLast() {
    linear("head", 7, 3);
    lstm("lstm", 5, 7);

    Recognised model = recognise();

    assertEquals(
        ModelDescription.of(5).then(Layers.lstm(7)).then(Layers.linear(3)), model.description());
    assertEquals(
        List.of(
            "0.weight_ih_l0",
            "0.weight_hh_l0",
            "0.bias_ih_l0",
            "0.bias_hh_l0",
            "1.weight",
            "1.bias"),
        List.copyOf(model.parameters().tensors().keySet()));
    assertTrue(model.assumptions().getFirst().contains("'lstm', 'head'"));
  }

  @Test
  void otherLayersAreNotMoved() {
    lstm("decoder", 7, 5);
    lstm("encoder", 4, 7);

    assertRefused(
        "'encoder' (lstm 4 → 7) can't follow 'decoder' (lstm 7 → 5), and no other order fits");
  }

  @Test
  void aHeadBesideAnotherIsNotMovedInFront() {
    lstm("lstm", 5, 7);
    linear("next", 7, 5);
    linear("value", 7, 1);

    assertRefused("'value' (linear 7 → 1) can't follow 'next' (linear 7 → 5)");
  }

  @Test
  void namesInOrderTellNoOrder() {
    tensor("fc.bias", 7);
    tensor("fc.weight", 7, 7);
    tensor("lstm.bias_hh_l0", 28);
    tensor("lstm.bias_ih_l0", 28);
    tensor("lstm.weight_hh_l0", 28, 7);
    tensor("lstm.weight_ih_l0", 28, 7);

    Recognised square = recognise();
    assertEquals("lstm, linear", square.description().toString());
    assertTrue(
        square
            .assumptions()
            .contains(
                "of several orders that fit, the one that ends with a linear layer: 'lstm', 'fc'"));

    tensors.put("fc.bias", zeros(3));
    tensors.put("fc.weight", zeros(3, 7));
    assertEquals("lstm, linear", recognise().description().toString());
  }

  @Test
  void namesInOrderOfLikeLayersAreRefused() {
    for (String name : List.of("decoder", "encoder")) {
      tensor(name + ".weight_hh_l0", 28, 7);
      tensor(name + ".weight_ih_l0", 28, 7);
    }

    assertRefused("several orders of layers fit: 'decoder', 'encoder'; or 'encoder', 'decoder'");
  }

  @Test
  void numbersOfNamesInOrderCountByValue() {
    int[] widths = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    for (int i : new int[] {0, 1, 10, 2, 3, 4, 5, 6, 7, 8, 9}) {
      tensor("layers." + i + ".bias", widths[i + 1]);
      tensor("layers." + i + ".weight", widths[i + 1], widths[i]);
    }

    assertEquals(13, recognise().description().outputs());
    assertEquals(2, recognise().description().inputs());
  }

  @Test
  void aListThatSkipsANumberHasAFunction() {
    linear("net.0", 4, 5);
    linear("net.2", 5, 3);

    Recognised model = recognise();

    assertEquals(new Linear(5, true, Activation.RELU), model.description().layers().getFirst());
    assertTrue(
        model
            .assumptions()
            .contains(
                "between 'net.0' and 'net.2' the list has a module without tensors, taken for ReLU"));
  }

  @Test
  void dilationsDoubleInAStack() {
    convolution("a.0", 5, 6, 3);
    convolution("a.2", 6, 6, 3);
    convolution("b.0", 6, 6, 3);
    convolution("b.1", 6, 6, 2);

    assertEquals(
        List.of(1, 2, 1, 1),
        recognise().description().layers().stream()
            .map(layer -> ((Convolution) layer).dilation())
            .toList());
  }

  @Test
  void twoConvolutionsInABlockAreResidual() {
    convolution("network.0.conv1", 6, 6, 3);
    convolution("network.0.conv2", 6, 6, 3);

    assertRefused("'network.0.conv1' and 'network.0.conv2' are in one block");
  }

  @Test
  void aCellBesideConvolutionsTakesTheirCarries() {
    convolution("stack.0", 5, 6, 2);
    convolution("stack.1", 6, 7, 2);
    cell("cell", 5, 7);
    linear("head", 7, 2);
    assertEquals("carry-lookahead, linear", recognise().description().toString());

    tensors.clear();
    convolution("stack.0", 5, 6, 2);
    cell("cell", 6, 7);
    assertEquals("convolution, rnn", recognise().description().toString());

    tensors.clear();
    convolution("stack.0", 6, 6, 2);
    cell("cell", 6, 6);
    assertRefused("the cell 'cell' can follow the convolutions 'stack.0', or take their outputs");
  }

  @Test
  void aLinearLayerOverAllFramesIsLast() {
    lstm("rnn", 3, 1);
    linear("fc", 12, 4);
    assertEquals(Layers.flattenedLinear(12, 4), recognise().description().layers().getLast());

    tensors.clear();
    lstm("rnn", 3, 6);
    linear("fc", 12, 4);
    assertRefused("no other order fits, unless it takes several states or frames side by side");
  }

  @Test
  void messagesSayWhatWasUnderstood() {
    lstm("lstm", 5, 7);
    tensor("h0", 1, 1, 7);
    tensor("lstm.extra", 3);

    assertRefused(
        "not understood: 'h0' [1, 1, 7], 'lstm.extra' [3]; understood: 'lstm' (lstm 5 → 7); leave tensors out with --map");
  }

  @Test
  void messagesSayWhatIsMissing() {
    lstm("lstm", 5, 7);
    tensors.remove("lstm.bias_hh_l0");
    assertRefused("its tensor 'lstm.bias_hh_l0' of shape [28] is missing");

    tensor("lstm.bias_hh_l0", 27);
    assertRefused("its tensor 'lstm.bias_hh_l0' has shape [27] instead of [28]");

    tensors.put("lstm.weight_hh_l0", zeros(14, 7));
    assertRefused("'lstm.weight_hh_l0' has shape [14, 7]; the recurrent weights");
  }

  @Test
  void tensorsCanBeLeftOut() {
    lstm("lstm", 5, 7);
    linear("policy", 7, 4);
    linear("value", 7, 1);

    Recognised model = Recognition.of(tensors, Optional.empty()).map(List.of("value=")).recognise();

    assertEquals(4, model.description().outputs());
    assertEquals(List.of("left out as asked for: 'value.weight', 'value.bias'"), model.notes());
  }

  @Test
  void namesCanBeGiven() {
    tensor("core.kernel", 20, 3);
    tensor("core.recurrent", 20, 5);

    Recognition recognition = Recognition.of(tensors, Optional.empty());
    List<String> names = List.of("core.kernel=a.weight_ih_l0", "core.recurrent=a.weight_hh_l0");
    assertEquals("lstm", recognition.map(names).recognise().description().toString());

    assertRefused(recognition.map(List.of("kernel=x")), "the mapping 'kernel=x' is for no tensor");
    assertRefused(recognition.map(List.of("core")), "'core' is not of the form theirs=ours");
    assertRefused(
        recognition.map(List.of("core.kernel=x", "core.recurrent=x")), "two tensors the name 'x'");
  }

  @Test
  void aDescriptionIsFilledByShapesNamesAndOrder() {
    linear("b", 4, 4);
    linear("a", 4, 4);
    cell("unit", 3, 4);
    ModelDescription description =
        ModelDescription.of(3).then(Layers.rnn(4)).then(Layers.linear(4)).then(Layers.linear(4));

    Recognised model = Recognition.of(tensors, Optional.empty()).describe(description).recognise();
    assertEquals(tensors.get("b.weight"), model.parameters().tensors().get("1.weight"));
    assertEquals(tensors.get("unit.weight_ih"), model.parameters().tensors().get("0.weight_ih_l0"));

    Recognised mapped =
        Recognition.of(tensors, Optional.empty())
            .map(List.of("a=1"))
            .describe(description)
            .recognise();
    assertEquals(tensors.get("a.weight"), mapped.parameters().tensors().get("1.weight"));
    assertEquals(tensors.get("b.weight"), mapped.parameters().tensors().get("2.weight"));
  }

  @Test
  void aDescriptionThatDoesNotFitSaysWhere() {
    lstm("lstm", 5, 7);
    linear("fc", 7, 3);
    Recognition recognition = Recognition.of(tensors, Optional.empty());

    assertRefused(
        recognition.describe(ModelDescription.of(5).then(Layers.lstm(7)).then(Layers.linear(4))),
        "no tensor for 1.weight [4, 7], 1.bias [4]; no place for 'fc.weight' [3, 7], 'fc.bias' [3]; matched: 0.weight_ih_l0");
  }

  @Test
  void layersNamedAsStandingBesideOthersAreRefused() {
    for (String name : List.of("update_gate", "i2h", "logvar", "W_z", "linear_z")) {
      tensors.clear();
      linear("in", 4, 4);
      linear(name, 4, 4);
      assertRefused("'" + name + "' is named as a layer beside others");
    }

    tensors.clear();
    linear("in", 4, 4);
    tensor("bn1.weight", 4);
    tensor("bn1.bias", 4);
    assertRefused("'bn1' is named as a batch norm");
  }

  @Test
  void aDescriptionWithoutWeightNormGetsProducts() {
    tensors.put("conv.weight_g", Tensor.of(new float[] {10}, 1, 1, 1));
    tensors.put("conv.weight_v", Tensor.of(new float[] {3, 4}, 1, 2, 1));
    Recognition recognition = Recognition.of(tensors, Optional.empty());
    ModelDescription plain =
        ModelDescription.of(2).then(new Convolution(1, 1, 1, false, false, Activation.NONE));
    ModelDescription norm =
        ModelDescription.of(2).then(new Convolution(1, 1, 1, false, true, Activation.NONE));

    Recognised model = recognition.describe(plain).recognise();

    assertArrayEquals(new float[] {6, 8}, model.parameters().tensors().get("0.weight").toArray());
    assertEquals(
        tensors.get("conv.weight_v"),
        recognition.describe(norm).recognise().parameters().tensors().get("0.weight_v"));
  }

  @Test
  void noTensorsAreNoModel() {
    assertRefused("there are no tensors");
  }

  private Recognised recognise() {
    return Recognition.of(tensors, Optional.empty()).recognise();
  }

  private void assertRefused(String reason) {
    assertRefused(Recognition.of(tensors, Optional.empty()), reason);
  }

  private static void assertRefused(Recognition recognition, String reason) {
    String message =
        assertThrows(IllegalArgumentException.class, recognition::recognise).getMessage();
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  private void lstm(String name, int inputs, int hidden) {
    tensor(name + ".weight_ih_l0", 4 * hidden, inputs);
    tensor(name + ".weight_hh_l0", 4 * hidden, hidden);
    tensor(name + ".bias_ih_l0", 4 * hidden);
    tensor(name + ".bias_hh_l0", 4 * hidden);
  }

  private void cell(String name, int inputs, int hidden) {
    tensor(name + ".weight_ih", hidden, inputs);
    tensor(name + ".weight_hh", hidden, hidden);
    tensor(name + ".bias_ih", hidden);
    tensor(name + ".bias_hh", hidden);
  }

  private void linear(String name, int inputs, int outputs) {
    tensor(name + ".weight", outputs, inputs);
    tensor(name + ".bias", outputs);
  }

  private void convolution(String name, int inputs, int outputs, int kernel) {
    tensor(name + ".weight", outputs, inputs, kernel);
    tensor(name + ".bias", outputs);
  }

  private void tensor(String name, int... shape) {
    tensors.put(name, zeros(shape));
  }

  private static Tensor zeros(int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return Tensor.of(new float[size], shape);
  }
}
