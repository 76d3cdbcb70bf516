package dev.carrylane.tasks.recognition;

import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code nn.RNN}, {@code nn.GRU} and {@code nn.LSTM}: {@code weight_ih_l0}, {@code weight_hh_l0}, …. */
final class RecurrentRecogniser implements Recogniser {
  private static final String INPUT = "weight_ih_l0";

  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    Tensor input = branch.tensor(INPUT);
    if (input == null || input.rank() != 2 || !branch.has("weight_hh_l0")) {
      return Optional.empty();
    }
    int layers = 1;
    while (branch.has("weight_hh_l" + layers)) {
      layers++;
    }
    boolean bias = branch.has("bias_ih_l0") || branch.has("bias_hh_l0");
    RecurrentDescription layer =
        RecurrentKinds.of(branch, "weight_hh_l0", layers, bias, "", remarks);
    LayerDescription all = branch.has("weight_hh_l0_reverse") ? new Bidirectional(layer) : layer;
    Settings settings = new Settings(branch);
    settings.requireInteger("num_layers", layers, "its tensors are those of " + layers);
    return Optional.of(Part.of(branch, all, input.dimension(1), UnaryOperator.identity()));
  }
}
