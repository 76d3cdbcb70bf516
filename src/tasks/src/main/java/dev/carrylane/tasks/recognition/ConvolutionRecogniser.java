package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Linear;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code nn.Conv1d}, weight-normalised or not. With one tap and no norm it is a linear layer. */
final class ConvolutionRecogniser implements Recogniser {
  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    boolean norm = branch.rank("weight_v") == 3 && branch.has("weight_g");
    if (!norm && branch.rank("weight") != 3) {
      return Optional.empty();
    }
    Tensor weight = branch.tensor(norm ? "weight_v" : "weight");
    Settings settings = new Settings(branch);
    settings.requireClass("a convolution", remarks, "Conv1d");
    settings.requireInteger("stride", 1, "a stride other than 1 changes the number of frames");
    settings.requireInteger("groups", 1, "convolutions in groups are not computed");
    settings.requireText("padding_mode", "zeros", "frames before the first count as zeros");
    long dilation = settings.integer("dilation").orElse(1);
    Convolution layer =
        new Convolution(
            weight.dimension(0),
            weight.dimension(2),
            Math.clamp(dilation, -1, Integer.MAX_VALUE),
            branch.has("bias"),
            norm,
            Activation.NONE);
    Part part = Part.of(branch, layer, weight.dimension(1), UnaryOperator.identity());
    return Optional.of(layer.kernel() == 1 && !norm ? linear(part, layer) : part);
  }

  private static Part linear(Part part, Convolution layer) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(part.tensors());
    tensors.put(
        "weight",
        Tensor.of(part.tensors().get("weight").toArray(), layer.outputs(), part.inputs()));
    return new Part(
        part.name(),
        part.module(),
        new Linear(layer.outputs(), layer.bias(), Activation.NONE),
        part.inputs(),
        tensors,
        part.claimed(),
        part.after());
  }
}
