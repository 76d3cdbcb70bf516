package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.network.layer.RecurrentDescription;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A layer that was recognised.
 *
 * @param name where it is in the file
 * @param module what a whole module says of it
 * @param layer what it is
 * @param inputs the width of the frames it takes
 * @param tensors its tensors by the names that the layer gives them
 * @param claimed the file's names of these
 * @param after what follows before the next layer that has tensors: functions and dropout
 */
record Part(
    String name,
    Optional<TorchRecord> module,
    LayerDescription layer,
    int inputs,
    Map<String, Tensor> tensors,
    Set<String> claimed,
    List<LayerDescription> after) {

  /**
   * A layer whose tensors are all in a branch, in the shapes that the layer needs.
   *
   * @param theirName the branch's name of a tensor of the layer
   * @throws IllegalArgumentException if one is missing or of another shape
   */
  static Part of(
      Branch branch, LayerDescription layer, int inputs, UnaryOperator<String> theirName) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Set<String> claimed = new LinkedHashSet<>();
    for (ParameterSpec spec : layer.parameters(inputs)) {
      String local = theirName.apply(spec.name());
      String full = MalformedFileException.quote(branch.fullName(local));
      Tensor tensor = branch.tensor(local);
      if (tensor == null) {
        throw new IllegalArgumentException(
            "%s looks like the layer %s, but its tensor %s of shape %s is missing"
                .formatted(branch.shown(), layer.kind(), full, Arrays.toString(spec.shape())));
      }
      if (!tensor.hasShape(spec.shape())) {
        throw new IllegalArgumentException(
            "%s looks like the layer %s, but its tensor %s has shape %s instead of %s"
                .formatted(
                    branch.shown(), layer.kind(), full, tensor, Arrays.toString(spec.shape())));
      }
      tensors.put(spec.name(), tensor);
      claimed.add(branch.fullName(local));
    }
    return new Part(branch.name(), branch.module(), layer, inputs, tensors, claimed, List.of());
  }

  int outputs() {
    return layer.outputs(inputs);
  }

  /** The name for messages. */
  String shown() {
    return name.isEmpty() ? "the model" : MalformedFileException.quote(name);
  }

  /** What it is, for messages: {@code 'rnn' (lstm 5 → 7)}. */
  @Override
  public String toString() {
    String kind = layer.kind().toString();
    if (layer instanceof Bidirectional both) {
      kind += " " + both.layer().kind() + counted(both.layer());
    } else if (layer instanceof RecurrentDescription recurrent) {
      kind += counted(recurrent);
    }
    return "%s (%s %s → %d)"
        .formatted(
            shown(),
            kind,
            layer instanceof Embedding table ? table.vocabulary() + " tokens" : inputs,
            outputs());
  }

  private static String counted(RecurrentDescription recurrent) {
    return recurrent.layers() == 1 ? "" : " of " + recurrent.layers() + " layers";
  }

  /** The same layer with other settings and the same tensors. */
  Part with(LayerDescription other) {
    return new Part(name, module, other, inputs, tensors, claimed, after);
  }

  /** The same with one more function behind it. */
  Part then(LayerDescription function) {
    List<LayerDescription> longer = new ArrayList<>(after);
    longer.add(function);
    return new Part(name, module, layer, inputs, tensors, claimed, longer);
  }

  /** The same with other functions behind it. */
  Part followedBy(List<LayerDescription> functions) {
    return new Part(name, module, layer, inputs, tensors, claimed, functions);
  }

  /** Whether it is nothing but a matrix, which can be a table of rows for tokens, too. */
  boolean isMatrix() {
    return layer instanceof Linear linear && !linear.bias() && module.isEmpty();
  }

  /** A matrix as a table: a row for each token. */
  Part asEmbedding() {
    return new Part(name, module, new Embedding(outputs(), inputs), 1, tensors, claimed, after);
  }

  /** A linear layer as one over all frames of a sequence. */
  Part flattened(int frames) {
    Linear linear = (Linear) layer;
    return new Part(
        name,
        module,
        new FlattenedLinear(frames, linear.outputs(), linear.bias()),
        inputs / frames,
        tensors,
        claimed,
        after);
  }
}
