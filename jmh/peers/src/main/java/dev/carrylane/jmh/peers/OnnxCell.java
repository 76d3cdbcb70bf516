package dev.carrylane.jmh.peers;

import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;

import dev.carrylane.jmh.peers.OnnxModelWriter.Attribute;
import dev.carrylane.jmh.peers.OnnxModelWriter.Integers;
import dev.carrylane.jmh.peers.OnnxModelWriter.Whole;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An LSTM or a GRU as an ONNX graph, for a whole sequence or for one step: a frame and the state before it go in, the prediction and the
 * state after it come out, each {@code [1][1][channels]}. The decoder is linear, with a sigmoid. A GRU has no cell state.
 */
final class OnnxCell {
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  /** What the names of the state before and after a step begin with. */
  static final String HIDDEN = "hidden";

  static final String CELL = "cell";
  static final String BEFORE = "_before";
  static final String AFTER = "_after";

  /** Where ONNX's gates (input, output, forget, cell) stand among PyTorch's (input, forget, cell, output). */
  private static final int[] LSTM_GATES = {0, 3, 1, 2};

  /** Where ONNX's gates (update, reset, new) stand among PyTorch's (reset, update, new). */
  private static final int[] GRU_GATES = {1, 0, 2};

  private OnnxCell() {}

  /** A model file of one step, with the state as inputs and outputs. */
  static byte[] of(ModelFile model) {
    ModelDescription description = model.description();
    RecurrentDescription cell = cell(description);
    boolean lstm = cell instanceof Lstm;
    OnnxModelWriter writer = new OnnxModelWriter();
    writer.input(INPUT, 1, 1, description.inputs());
    writer.input(HIDDEN + BEFORE, 1, 1, cell.hidden());
    writer.output(OUTPUT, 1, 1, description.outputs());
    writer.output(HIDDEN + AFTER, 1, 1, cell.hidden());
    List<String> operands = weights(writer, model, cell);
    operands.add("");
    operands.add(HIDDEN + BEFORE);
    List<String> outputs = new ArrayList<>(List.of("", HIDDEN + AFTER));
    if (lstm) {
      writer.input(CELL + BEFORE, 1, 1, cell.hidden());
      writer.output(CELL + AFTER, 1, 1, cell.hidden());
      operands.add(CELL + BEFORE);
      outputs.add(CELL + AFTER);
    }
    writer.node(lstm ? "LSTM" : "GRU", outputs, operands, settings(cell));
    decoder(writer, model, cell, HIDDEN + AFTER);
    return writer.toByteArray();
  }

  /**
   * A model file of a whole sequence from the start: input {@code [frames][1][channels]}, output {@code [frames][1][1][channels]}, as the
   * operators have them.
   */
  static byte[] sequence(ModelFile model, int frames) {
    ModelDescription description = model.description();
    RecurrentDescription cell = cell(description);
    OnnxModelWriter writer = new OnnxModelWriter();
    writer.input(INPUT, frames, 1, description.inputs());
    writer.output(OUTPUT, frames, 1, 1, description.outputs());
    String all =
        writer.node(
            cell instanceof Lstm ? "LSTM" : "GRU",
            HIDDEN,
            weights(writer, model, cell),
            settings(cell));
    decoder(writer, model, cell, all);
    return writer.toByteArray();
  }

  private static RecurrentDescription cell(ModelDescription description) {
    List<LayerDescription> layers = description.layers();
    if (layers.size() != 2
        || !(layers.get(0) instanceof RecurrentDescription cell)
        || !(cell.equals(lstm(cell.hidden())) || cell.equals(gru(cell.hidden())))
        || !layers.get(1).equals(linear(description.outputs()))
        || description.output() != Output.SIGMOID) {
      throw new IllegalArgumentException(
          "only an LSTM or a GRU with a linear decoder per step and a sigmoid is translated, not "
              + description);
    }
    return cell;
  }

  /** The operator's first operands: the input and its weights. */
  private static List<String> weights(
      OnnxModelWriter writer, ModelFile model, RecurrentDescription cell) {
    int[] order = cell instanceof Lstm ? LSTM_GATES : GRU_GATES;
    int inputs = model.description().inputs();
    int hidden = cell.hidden();
    Map<String, Tensor> tensors = model.parameters().tensors();
    float[] biases = new float[2 * order.length * hidden];
    gates(order, tensors.get("0.bias_ih_l0"), hidden, biases, 0);
    gates(order, tensors.get("0.bias_hh_l0"), hidden, biases, biases.length / 2);
    List<String> operands = new ArrayList<>();
    operands.add(INPUT);
    operands.add(gates(writer, order, tensors.get("0.weight_ih_l0"), "W", inputs, hidden));
    operands.add(gates(writer, order, tensors.get("0.weight_hh_l0"), "R", hidden, hidden));
    operands.add(writer.constant("B", biases, 1, biases.length));
    return operands;
  }

  private static Attribute[] settings(RecurrentDescription cell) {
    Whole units = new Whole("hidden_size", cell.hidden());
    // PyTorch's form of a GRU: the reset gate weighs the product, not what goes into it.
    return cell instanceof Lstm
        ? new Attribute[] {units}
        : new Attribute[] {units, new Whole("linear_before_reset", 1)};
  }

  private static void decoder(
      OnnxModelWriter writer, ModelFile model, RecurrentDescription cell, String hidden) {
    Map<String, Tensor> tensors = model.parameters().tensors();
    int outputs = model.description().outputs();
    float[] rows = tensors.get("1.weight").toArray();
    writer.node(
        "Transpose",
        "decoder",
        List.of(writer.constant("decoder_rows", rows, outputs, cell.hidden())),
        new Integers("perm", 1, 0));
    String product = writer.node("MatMul", "product", List.of(hidden, "decoder"));
    String bias = writer.constant("decoder_bias", tensors.get("1.bias").toArray(), outputs);
    writer.node("Sigmoid", OUTPUT, List.of(writer.node("Add", "logits", List.of(product, bias))));
  }

  private static String gates(
      OnnxModelWriter writer, int[] order, Tensor tensor, String name, int inputs, int hidden) {
    float[] values = new float[tensor.size()];
    gates(order, tensor, hidden * inputs, values, 0);
    return writer.constant(name, values, 1, (long) order.length * hidden, inputs);
  }

  /** Copies a tensor of gates, each of so many values, in ONNX's order. */
  private static void gates(int[] order, Tensor tensor, int size, float[] values, int offset) {
    float[] source = tensor.toArray();
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(source, order[gate] * size, values, offset + gate * size, size);
    }
  }
}
