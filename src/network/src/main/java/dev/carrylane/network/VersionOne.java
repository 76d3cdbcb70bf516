package dev.carrylane.network;

import static dev.carrylane.network.MalformedFileException.quote;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Model files of version 1: four architectures by name, tensors under the names of the paper's authors.
 */
final class VersionOne {
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;
  private final Map<String, Tensor> renamed = new LinkedHashMap<>();

  private VersionOne(Map<String, String> metadata, Map<String, Tensor> tensors) {
    this.metadata = metadata;
    this.tensors = tensors;
  }

  static ModelMetadata.Described read(Map<String, String> metadata, Map<String, Tensor> tensors) {
    return new VersionOne(metadata, tensors).read();
  }

  private ModelMetadata.Described read() {
    String architecture = ModelMetadata.text(metadata, "architecture");
    int[] channels = channels();
    int last = channels[channels.length - 1];
    ModelDescription model = ModelDescription.of(number("inputs"));
    switch (architecture) {
      case "cl-rnn" -> {
        model = model.then(Layers.carryLookahead(levels(channels, "0.carry."), last));
        rename("cell.", "0.cell.");
      }
      case "tcn" -> model = model.then(levels(channels, ""));
      case "rnn" -> {
        model = model.then(Layers.rnn(last));
        rename("rnn.", "0.");
      }
      case "lstm" -> {
        model = model.then(Layers.lstm(last));
        rename("lstm.", "0.");
      }
      default ->
          throw new IllegalArgumentException(
              "its metadata has architecture %s; version 1 knows cl-rnn, tcn, rnn and lstm"
                  .formatted(quote(architecture)));
    }
    rename("linear.", model.layers().size() + ".");
    int outputs = number("outputs");
    String decoder = ModelMetadata.text(metadata, "decoder");
    model =
        model.then(
            switch (decoder) {
              case "per-step" -> Layers.linear(outputs);
              case "flattened" -> Layers.flattenedLinear(number("frames"), outputs);
              default ->
                  throw new IllegalArgumentException(
                      "its metadata has decoder %s; version 1 knows per-step and flattened"
                          .formatted(quote(decoder)));
            });
    model = model.output(output()).task(ModelMetadata.text(metadata, "task"));
    keepOthers();
    return new ModelMetadata.Described(model, renamed);
  }

  /** Tensors that have no place keep their names, under which the model then refuses them. */
  private void keepOthers() {
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      if (!renamed.containsValue(tensor.getValue())) {
        renamed.put(tensor.getKey(), tensor.getValue());
      }
    }
  }

  private List<LayerDescription> levels(int[] channels, String prefix) {
    int kernel = number("kernel");
    List<LayerDescription> levels = new ArrayList<>();
    for (int level = 0; level < channels.length; level++) {
      if (level > 20) {
        throw new IllegalArgumentException(
            "its metadata has " + channels.length + " convolution levels; version 1 has up to 21");
      }
      String theirs = "tcn.network." + level + ".conv1.";
      boolean norm = tensors.containsKey(theirs + "weight_v");
      levels.add(new Convolution(channels[level], kernel, 1 << level, true, norm, Activation.RELU));
      rename(theirs, prefix + level + ".");
    }
    return levels;
  }

  private void rename(String theirs, String ours) {
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      if (tensor.getKey().startsWith(theirs)) {
        renamed.put(ours + tensor.getKey().substring(theirs.length()), tensor.getValue());
      }
    }
  }

  private int[] channels() {
    String text = ModelMetadata.text(metadata, "channels");
    String[] parts = text.split(",", -1);
    int[] channels = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      channels[i] = number("channels", parts[i]);
    }
    return channels;
  }

  private int number(String key) {
    return number(key, ModelMetadata.text(metadata, key));
  }

  private int number(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "its metadata has %s %s, which is not made of whole numbers"
              .formatted(key, quote(metadata.get(key))),
          notANumber);
    }
  }

  private Output output() {
    String text = ModelMetadata.text(metadata, "output");
    for (Output output : Output.values()) {
      if (output.toString().equals(text)) {
        return output;
      }
    }
    throw new IllegalArgumentException(
        "its metadata has output %s; version 1 knows none, sigmoid and log-softmax"
            .formatted(quote(text)));
  }
}
