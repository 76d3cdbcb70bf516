package dev.carrylane.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a model's hyper-parameters off the names and shapes of its tensors. */
final class DescriptionInference {
  private final Map<String, Tensor> tensors;
  private final Architecture architecture;

  private DescriptionInference(Map<String, Tensor> tensors, Architecture asked) {
    this.tensors = tensors;
    Architecture found = find();
    if (asked != null && asked != found) {
      throw new IllegalArgumentException(
          "its tensors are those of %s, not of %s".formatted(found, asked));
    }
    architecture = found;
  }

  static ModelDescription infer(
      Map<String, Tensor> tensors, Architecture asked, Output output, String task) {
    return new DescriptionInference(tensors, asked).describe(output, task);
  }

  private Architecture find() {
    boolean module = tensors.keySet().stream().anyMatch(name -> name.startsWith("tcn.network."));
    if (module) {
      return tensors.containsKey("cell.weight_ih") ? Architecture.CL_RNN : Architecture.TCN;
    }
    if (tensors.containsKey("lstm.weight_ih_l0")) {
      return Architecture.LSTM;
    }
    if (tensors.containsKey("rnn.weight_ih_l0")) {
      return Architecture.RNN;
    }
    throw new IllegalArgumentException(
        "no known architecture has tensors named like %s; CL-RNN and TCN have tcn.network.0.conv1.bias, RNN has rnn.weight_ih_l0, LSTM has lstm.weight_ih_l0"
            .formatted(
                tensors.keySet().stream().limit(3).map(MalformedFileException::quote).toList()));
  }

  private ModelDescription describe(Output output, String task) {
    int inputs;
    int kernel;
    List<Integer> channels = new ArrayList<>();
    if (architecture == Architecture.CL_RNN || architecture == Architecture.TCN) {
      Tensor first = convolution(0);
      inputs = first.dimension(1);
      kernel = first.dimension(2);
      int level = 0;
      do {
        channels.add(convolution(level).dimension(0));
        level++;
      } while (tensors.containsKey(level(level) + ".bias"));
    } else {
      String prefix = architecture.toString();
      Tensor weight = tensor(prefix + ".weight_ih_l0", 2);
      inputs = weight.dimension(1);
      kernel = 0;
      channels.add(weight.dimension(0) / (architecture == Architecture.LSTM ? 4 : 1));
    }
    Tensor linear = tensor("linear.weight", 2);
    int hidden = channels.get(channels.size() - 1);
    int width = linear.dimension(1);
    if (hidden == 0 || width % hidden != 0) {
      throw new IllegalArgumentException(
          "linear.weight has shape %s, which fits no number of hidden frames of %d"
              .formatted(linear, hidden));
    }
    boolean flattened = width != hidden;
    return new ModelDescription(
        architecture,
        inputs,
        channels,
        kernel,
        linear.dimension(0),
        flattened ? Decoder.FLATTENED : Decoder.PER_STEP,
        flattened ? width / hidden : 0,
        output,
        task);
  }

  private static String level(int level) {
    return "tcn.network." + level + ".conv1";
  }

  private Tensor convolution(int level) {
    String plain = level(level) + ".weight";
    return tensor(tensors.containsKey(plain) ? plain : plain + "_v", 3);
  }

  private Tensor tensor(String name, int rank) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor " + name + " is missing");
    }
    if (tensor.rank() != rank) {
      throw new IllegalArgumentException(
          "tensor %s has shape %s; it should have %d dimensions".formatted(name, tensor, rank));
    }
    return tensor;
  }
}
