package dev.carrylane.jmh.peers;

import static dev.carrylane.network.layer.Layers.linear;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.jmh.peers.OnnxModelWriter.Integers;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import java.util.List;
import java.util.Map;

/**
 * A CL-RNN as an ONNX graph, laid out as PyTorch exports such a module: one sequence as a batch [1, frames,
 * channels], transposed for the convolutions and back, linear layers as MatMul and Add. Weight
 * normalisation is folded into the weights, as the exporter does it.
 */
final class OnnxGraph {
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  private static final Integers SWAP_TIME_AND_CHANNELS = new Integers("perm", 0, 2, 1);

  private final OnnxModelWriter writer = new OnnxModelWriter();
  private final Map<String, Tensor> tensors;

  private OnnxGraph(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** The model file for sequences of so many frames: the shapes are known when it is loaded. */
  static byte[] of(ModelFile model, int frames) {
    ModelDescription description = model.description();
    List<LayerDescription> layers = description.layers();
    if (layers.size() != 2
        || !(layers.get(0) instanceof CarryLookahead hidden)
        || hidden.activation() != Activation.TANH
        || !layers.get(1).equals(linear(description.outputs()))
        || description.output() != Output.SIGMOID) {
      throw new IllegalArgumentException(
          "only a CL-RNN with a linear decoder per step and a sigmoid is translated, not "
              + description);
    }
    OnnxGraph graph = new OnnxGraph(model.parameters().tensors());
    graph.add(description, hidden.carry(), frames);
    return graph.writer.toByteArray();
  }

  private void add(ModelDescription description, List<LayerDescription> levels, int frames) {
    writer.input(INPUT, 1, frames, description.inputs());
    writer.output(OUTPUT, 1, frames, description.outputs());
    String carries = transpose(INPUT, "channels_first");
    for (int level = 0; level < levels.size(); level++) {
      Convolution convolution = (Convolution) levels.get(level);
      carries = convolution("0.carry." + level, carries, convolution.dilation());
    }
    carries = transpose(carries, "carries");
    String fromInput = product("0.cell.weight_ih", "0.cell.bias_ih", INPUT);
    String fromCarries = product("0.cell.weight_hh", "0.cell.bias_hh", carries);
    String sum = writer.node("Add", "cell.sum", List.of(fromInput, fromCarries));
    String hidden = writer.node("Tanh", "hidden", List.of(sum));
    String logits = product("1.weight", "1.bias", hidden);
    writer.node("Sigmoid", OUTPUT, List.of(logits));
  }

  private String transpose(String input, String output) {
    return writer.node("Transpose", output, List.of(input), SWAP_TIME_AND_CHANNELS);
  }

  private String convolution(String prefix, String input, int dilation) {
    Tensor direction = tensors.get(prefix + ".weight_v");
    Tensor bias = tensors.get(prefix + ".bias");
    int taps = direction.dimension(2);
    String weight =
        writer.constant(
            prefix + ".weight",
            folded(tensors.get(prefix + ".weight_g"), direction),
            direction.dimension(0),
            direction.dimension(1),
            taps);
    String convolved =
        writer.node(
            "Conv",
            prefix + ".out",
            List.of(input, weight, writer.constant(prefix + ".bias", bias.toArray(), bias.size())),
            new Integers("dilations", dilation),
            new Integers("kernel_shape", taps),
            new Integers("pads", (taps - 1L) * dilation, 0),
            new Integers("strides", 1));
    return writer.node("Relu", prefix + ".relu", List.of(convolved));
  }

  /** w = g·v/‖v‖ for every output channel. */
  private static float[] folded(Tensor gain, Tensor direction) {
    float[] weight = direction.toArray();
    int length = weight.length / gain.size();
    for (int row = 0; row < gain.size(); row++) {
      double squares = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        squares += (double) weight[i] * weight[i];
      }
      double scale = gain.get(row) / Math.sqrt(squares);
      for (int i = row * length; i < (row + 1) * length; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
    }
    return weight;
  }

  /** x·Wᵀ + b; the exporter keeps the transposed weight. */
  private String product(String weightName, String biasName, String input) {
    Tensor weight = tensors.get(weightName);
    Tensor bias = tensors.get(biasName);
    int outputs = weight.dimension(0);
    int inputs = weight.dimension(1);
    float[] transposed = new float[weight.size()];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < outputs; j++) {
        transposed[i * outputs + j] = weight.get(j * inputs + i);
      }
    }
    String product =
        writer.node(
            "MatMul",
            weightName + ".product",
            List.of(input, writer.constant(weightName, transposed, inputs, outputs)));
    return writer.node(
        "Add",
        weightName + ".out",
        List.of(product, writer.constant(biasName, bias.toArray(), outputs)));
  }
}
