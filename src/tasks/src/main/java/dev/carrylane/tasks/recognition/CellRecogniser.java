package dev.carrylane.tasks.recognition;

import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.Optional;

/** {@code nn.RNNCell}, {@code nn.GRUCell} and {@code nn.LSTMCell}: {@code weight_ih}, {@code weight_hh}, …. */
final class CellRecogniser implements Recogniser {
  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    Tensor input = branch.tensor("weight_ih");
    if (input == null || input.rank() != 2 || !branch.has("weight_hh")) {
      return Optional.empty();
    }
    boolean bias = branch.has("bias_ih") || branch.has("bias_hh");
    RecurrentDescription layer = RecurrentKinds.of(branch, "weight_hh", 1, bias, "Cell", remarks);
    return Optional.of(
        Part.of(
            branch,
            layer,
            input.dimension(1),
            name -> name.substring(0, name.length() - "_l0".length())));
  }

  /** Whether a layer was recognised here. */
  static boolean isCell(Part part) {
    return part.layer() instanceof RecurrentDescription
        && part.claimed().stream().anyMatch(name -> name.endsWith("weight_hh"));
  }
}
