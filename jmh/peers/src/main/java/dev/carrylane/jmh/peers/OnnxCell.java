package dev.carrylane.jmh.peers;

import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;

import dev.carrylane.jmh.peers.OnnxModelWriter.Integers;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Lstm;
import java.util.List;
import java.util.Map;

/**
 * One step of an LSTM as an ONNX graph: a frame and the state before it go in, the prediction and the state after
 * it come out, each {@code [1][1][channels]}. The decoder is linear, with a sigmoid.
 */
final class OnnxLstm {
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  /** What the names of the state before and after a step begin with. */
  static final String HIDDEN = "hidden";

  static final String CELL = "cell";
  static final String BEFORE = "_before";
  static final String AFTER = "_after";

  /** Where ONNX's gates (input, output, forget, cell) stand among PyTorch's (input, forget, cell, output). */
  private static final int[] GATES = {0, 3, 1, 2};

  private OnnxLstm() {}

  /** The model file. */
  static byte[] of(ModelFile model) {
    ModelDescription description = model.description();
    List<LayerDescription> layers = description.layers();
    if (layers.size() != 2
        || !(layers.get(0) instanceof Lstm lstm)
        || !lstm.equals(lstm(lstm.hidden()))
        || !layers.get(1).equals(linear(description.outputs()))
        || description.output() != Output.SIGMOID) {
      throw new IllegalArgumentException(
          "only an LSTM with a linear decoder per step and a sigmoid is translated, not "
              + description);
    }
    int inputs = description.inputs();
    int hidden = lstm.hidden();
    int outputs = description.outputs();
    Map<String, Tensor> tensors = model.parameters().tensors();
    OnnxModelWriter writer = new OnnxModelWriter();
    writer.input(INPUT, 1, 1, inputs);
    writer.input(HIDDEN + BEFORE, 1, 1, hidden);
    writer.input(CELL + BEFORE, 1, 1, hidden);
    writer.output(OUTPUT, 1, 1, outputs);
    writer.output(HIDDEN + AFTER, 1, 1, hidden);
    writer.output(CELL + AFTER, 1, 1, hidden);

    float[] biases = new float[2 * GATES.length * hidden];
    gates(tensors.get("0.bias_ih_l0"), hidden, biases, 0);
    gates(tensors.get("0.bias_hh_l0"), hidden, biases, biases.length / 2);
    writer.node(
        "LSTM",
        List.of("", HIDDEN + AFTER, CELL + AFTER),
        List.of(
            INPUT,
            gates(writer, tensors.get("0.weight_ih_l0"), "W", inputs, hidden),
            gates(writer, tensors.get("0.weight_hh_l0"), "R", hidden, hidden),
            writer.constant("B", biases, 1, biases.length),
            "",
            HIDDEN + BEFORE,
            CELL + BEFORE),
        new OnnxModelWriter.Whole("hidden_size", hidden));
    writer.node(
        "Transpose",
        "decoder",
        List.of(
            writer.constant("decoder_rows", tensors.get("1.weight").toArray(), outputs, hidden)),
        new Integers("perm", 1, 0));
    String product = writer.node("MatMul", "product", List.of(HIDDEN + AFTER, "decoder"));
    String bias = writer.constant("decoder_bias", tensors.get("1.bias").toArray(), outputs);
    writer.node("Sigmoid", OUTPUT, List.of(writer.node("Add", "logits", List.of(product, bias))));
    return writer.toByteArray();
  }

  private static String gates(
      OnnxModelWriter writer, Tensor tensor, String name, int inputs, int hidden) {
    float[] values = new float[tensor.size()];
    gates(tensor, hidden * inputs, values, 0);
    return writer.constant(name, values, 1, (long) GATES.length * hidden, inputs);
  }

  /** Copies a tensor of four gates, each of so many values, in ONNX's order. */
  private static void gates(Tensor tensor, int size, float[] values, int offset) {
    float[] source = tensor.toArray();
    for (int gate = 0; gate < GATES.length; gate++) {
      System.arraycopy(source, GATES[gate] * size, values, offset + gate * size, size);
    }
  }
}
