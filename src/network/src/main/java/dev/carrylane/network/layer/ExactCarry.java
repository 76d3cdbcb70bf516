package dev.carrylane.network.layer;

import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The carry of all positions, exactly and from any distance: c_t = p_t ∘ c_{t−1} + g_t from c = 0, by an associative scan
 * over all time steps, with g_t = tanh(W_g x_t + b_g) before the gate has its say. The published module approximates this
 * with convolutions that reach so and so far.
 *
 * <p>By gate, with s the sigmoid:
 *
 * <ul>
 *   <li>{@link Gate#SIGMOID}: p = s(W_p x + b_p), from 0 to 1; coupled, g is weighed by 1 − p.
 *   <li>{@link Gate#SIGNED}: p = tanh(W_p x + b_p), from −1 to 1; coupled, g is weighed by 1 − |p|. With negative p a
 *       layer can count modulo 2 (arXiv 2411.12537).
 *   <li>{@link Gate#MATRIX}: channels in blocks of n, and p is an n × n matrix for each block, which multiplies its part of
 *       the carry. Row i of a block is a softmax over n logits of W_p x + b_p, so that a step chooses which element of the
 *       carry to hand on: permutations and every finite automaton are among these. Coupled, there are n + 1 logits, and
 *       the last one's share weighs g.
 * </ul>
 *
 * @param channels channels of the carry
 * @param gate how p comes about
 * @param coupled whether g is weighed by what p leaves
 * @param block n for the matrix gate; 1 for the others
 * @param horizon about how many frames the longest carries last before training: biases of gates begin uniform between −1 and ln
 *     horizon, but for the matrix gate's; 2 or more
 */
public record ExactCarry(int channels, Gate gate, boolean coupled, int block, int horizon)
    implements LayerDescription {
  /** As long as a chord or a bar of music. */
  private static final int USUAL_HORIZON = 20;

  /** The largest block that the dense scan takes. */
  private static final int MOST_BLOCK = 64;

  /** Checks the sizes against each other. */
  public ExactCarry {
    Sizes.check("exact-carry", "channels", channels);
    Objects.requireNonNull(gate, "gate");
    Sizes.check("exact-carry", "block", block, 1, MOST_BLOCK);
    Sizes.check("exact-carry", "horizon", horizon, 2, Sizes.MOST);
    if (gate != Gate.MATRIX && block != 1) {
      throw new IllegalArgumentException(
          "exact-carry: block is %d; only the matrix gate has blocks, use 1".formatted(block));
    }
    if (channels % block != 0) {
      throw new IllegalArgumentException(
          "exact-carry: %d channels are no whole number of blocks of %d"
              .formatted(channels, block));
    }
    Sizes.width("exact-carry", gateWidth(channels, gate, coupled, block));
  }

  /**
   * A carry whose longest carries last for some twenty frames before training.
   *
   * @param channels channels of the carry
   * @param gate how p comes about
   * @param coupled whether g is weighed by what p leaves
   * @param block n for the matrix gate; 1 for the others
   */
  public ExactCarry(int channels, Gate gate, boolean coupled, int block) {
    this(channels, gate, coupled, block, USUAL_HORIZON);
  }

  static ExactCarry read(JsonObject json) {
    return new ExactCarry(
        json.integer("channels", 1, Sizes.MOST),
        json.constant("gate", Gate.values(), Gate.SIGMOID),
        json.flag("coupled", true),
        json.integer("block", 1, MOST_BLOCK, 1),
        json.integer("horizon", 2, Sizes.MOST, USUAL_HORIZON));
  }

  private static long gateWidth(int channels, Gate gate, boolean coupled, int block) {
    return gate == Gate.MATRIX ? (long) channels * (coupled ? block + 1 : block) : channels;
  }

  /** {@return rows of W_p} */
  int gateWidth() {
    return (int) gateWidth(channels, gate, coupled, block);
  }

  @Override
  public LayerKind kind() {
    return LayerKind.EXACT_CARRY;
  }

  @Override
  public int outputs(int inputs) {
    return channels;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    Initializer weights = Initializer.fanIn(inputs);
    Initializer gateBias =
        gate == Gate.MATRIX ? weights : Initializer.uniform(-1, Math.log(horizon));
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("propagate.weight", weights, gateWidth(), inputs));
    specs.add(new ParameterSpec("propagate.bias", gateBias, gateWidth()));
    specs.add(new ParameterSpec("generate.weight", weights, channels, inputs));
    specs.add(new ParameterSpec("generate.bias", weights, channels));
    return specs;
  }

  @Override
  public long stateSize(int inputs) {
    return channels;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.empty();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("channels", channels);
    settings.put("gate", Json.name(gate));
    settings.put("coupled", coupled);
    settings.put("block", block);
    settings.put("horizon", horizon);
    return settings;
  }
}
