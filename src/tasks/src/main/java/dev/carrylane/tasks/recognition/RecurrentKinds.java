package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.Optional;

/** Which recurrent layer it is: the weights have a row for each unit and gate. */
final class RecurrentKinds {
  private RecurrentKinds() {}

  /**
   * The layer whose recurrent weights have a name.
   *
   * @param weight a tensor that the branch has
   * @param suffix the end of PyTorch's class: {@code Cell} or nothing
   */
  static RecurrentDescription of(
      Branch branch, String weight, int layers, boolean bias, String suffix, Remarks remarks) {
    Tensor tensor = branch.tensor(weight);
    int hidden = tensor.rank() == 2 ? tensor.dimension(1) : 0;
    int gates = hidden == 0 || tensor.dimension(0) % hidden != 0 ? 0 : tensor.dimension(0) / hidden;
    Settings settings = new Settings(branch);
    switch (gates) {
      case 1 -> {
        settings.requireClass("an RNN", remarks, "RNN" + suffix);
        return new Recurrent(hidden, layers, bias, activation(branch, settings, remarks));
      }
      case 3 -> {
        settings.requireClass("a GRU", remarks, "GRU" + suffix);
        return new Gru(hidden, layers, bias);
      }
      case 4 -> {
        settings.requireClass("an LSTM", remarks, "LSTM" + suffix);
        settings.requireInteger("proj_size", 0, "a projection of the state is not computed");
        return new Lstm(hidden, layers, bias);
      }
      default ->
          throw new IllegalArgumentException(
              "%s has shape %s; the recurrent weights of an RNN, GRU or LSTM of n units have n, 3 n or 4 n rows of n"
                  .formatted(MalformedFileException.quote(branch.fullName(weight)), tensor));
    }
  }

  private static Activation activation(Branch branch, Settings settings, Remarks remarks) {
    Optional<String> name = settings.text("nonlinearity");
    Optional<String> mode = settings.text("mode");
    if (name.isEmpty() && mode.isPresent()) {
      name = mode.map(text -> text.equals("RNN_RELU") ? "relu" : "tanh");
    }
    if (name.isEmpty()) {
      remarks.assume(branch.shown() + ": the nonlinearity of the RNN is tanh");
      return Activation.TANH;
    }
    if (name.get().equals("relu")) {
      return Activation.RELU;
    }
    settings.requireText("nonlinearity", "tanh", "an RNN has tanh or relu");
    return Activation.TANH;
  }
}
