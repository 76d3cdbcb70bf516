package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code nn.Linear} and {@code nn.Embedding}. Without a module that says which it is, a matrix is taken for a linear layer
 * here, and for a table by {@link Order} if it can only be that.
 */
final class LinearRecogniser implements Recogniser {
  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    if (branch.rank("weight") != 2) {
      return Optional.empty();
    }
    Tensor weight = branch.tensor("weight");
    Settings settings = new Settings(branch);
    Optional<TorchRecord> module = branch.module();
    if (module.isPresent() && Settings.simpleName(module.get()).equals("Embedding")) {
      settings.requireClass("a table of tokens", remarks, "Embedding");
      Optional<Double> norm = settings.number("max_norm");
      if (norm.isPresent()) {
        throw settings.refused("max_norm", norm.get().toString(), "rows are taken as they are");
      }
      Embedding table = new Embedding(weight.dimension(0), weight.dimension(1));
      return Optional.of(Part.of(branch, table, 1, UnaryOperator.identity()));
    }
    settings.requireClass("a linear layer", remarks, "Linear", "NonDynamicallyQuantizableLinear");
    Linear layer = new Linear(weight.dimension(0), branch.has("bias"), Activation.NONE);
    return Optional.of(Part.of(branch, layer, weight.dimension(1), UnaryOperator.identity()));
  }
}
