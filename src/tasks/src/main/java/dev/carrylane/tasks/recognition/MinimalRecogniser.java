package dev.carrylane.tasks.recognition;

import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** minGRU and minLSTM: linear layers side by side, named by their gates. */
final class MinimalRecogniser implements Recogniser {
  private static final Set<String> GRU = Set.of("linear_z", "linear_h");
  private static final Set<String> LSTM = Set.of("linear_f", "linear_i", "linear_h");

  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    Set<String> gates = branch.branches().keySet();
    boolean gru = gates.equals(GRU);
    Branch candidate = branch.branches().get("linear_h");
    if (!gru && !gates.equals(LSTM) || candidate.rank("weight") != 2) {
      return Optional.empty();
    }
    int hidden = candidate.tensor("weight").dimension(0);
    boolean bias = candidate.has("bias");
    LayerDescription layer = gru ? new MinGru(hidden, bias) : new MinLstm(hidden, bias);
    Part part =
        Part.of(branch, layer, candidate.tensor("weight").dimension(1), UnaryOperator.identity());
    remarks.assume(
        "%s computes %s as published, its candidate without a function"
            .formatted(branch.shown(), gru ? "minGRU" : "minLSTM"));
    return Optional.of(part);
  }
}
