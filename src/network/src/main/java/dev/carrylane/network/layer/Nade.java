package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A neural autoregressive distribution estimator of one frame (Larochelle and Murray 2011; over the output of a recurrent network,
 * Boulanger-Lewandowski et al. 2012, arXiv 1206.6392). A frame is features f and then values v, of which each is to be told from the
 * features and from the values before it:
 *
 * <pre>y_j = b_j + D_j · f + V_j · σ(c + W f + Σ_{i &lt; j} v_i U_i)</pre>
 *
 * <p>So, with a sigmoid as the output of the model and values of 0 and 1, the sum of the logarithms of their probabilities is that of
 * their joint probability. What comes from values that are 0 is not computed: the hidden units change after the
 * others only. Values are data: training does not differentiate by them.
 *
 * @param outputs values of a frame, and outputs
 * @param hidden hidden units
 */
public record Nade(int outputs, int hidden) implements LayerDescription {
  /** Checks the sizes. */
  public Nade {
    Sizes.check("nade", "outputs", outputs);
    Sizes.check("nade", "hidden", hidden);
  }

  static Nade read(JsonObject json) {
    return new Nade(json.integer("outputs", 1, Sizes.MOST), json.integer("hidden", 1, Sizes.MOST));
  }

  /**
   * The features of a frame.
   *
   * @param inputs the width of an input frame
   * @return channels
   * @throws IllegalArgumentException if there are none
   */
  public int features(int inputs) {
    if (inputs <= outputs) {
      throw new IllegalArgumentException(
          "nade: a frame has %d channels, of which the last %d are values; it must have features before them"
              .formatted(inputs, outputs));
    }
    return inputs - outputs;
  }

  @Override
  public LayerKind kind() {
    return LayerKind.NADE;
  }

  @Override
  public int outputs(int inputs) {
    features(inputs);
    return outputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    int features = features(inputs);
    Initializer byFeatures = Initializer.fanIn(features);
    Initializer byHidden = Initializer.fanIn(hidden);
    return List.of(
        new ParameterSpec("hidden.weight", byFeatures, hidden, features),
        new ParameterSpec("hidden.bias", byFeatures, hidden),
        new ParameterSpec("value.weight", Initializer.fanIn(outputs), outputs, hidden),
        new ParameterSpec("output.weight", byHidden, outputs, hidden),
        new ParameterSpec("output.bias", byHidden, outputs),
        new ParameterSpec("direct.weight", byFeatures, outputs, features));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("outputs", outputs);
    settings.put("hidden", hidden);
    return settings;
  }
}
