package dev.carrylane.network;

import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerJson;
import dev.carrylane.network.layer.LayerNesting;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.network.layer.Sequential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a model is, apart from its trained values: the width of an input frame, a list of layers, and an output function.
 * Enough to check {@link Parameters} against and to build a {@link Model} from. Immutable.
 *
 * <p>It stands as JSON in the metadata of a model file, so that the file is self-contained:
 *
 * {@snippet lang=json :
 * {"inputs": 8, "layers": [{"kind": "lstm", "hidden": 16}, {"kind": "linear", "outputs": 1}], "output": "sigmoid"}
 * }
 *
 * @param inputs channels of an input frame
 * @param layers the layers; each takes frames as wide as the one before it gives
 * @param output what is applied to the frames of the last layer
 * @param task the task the model was trained for; may be empty
 */
public record ModelDescription(
    int inputs, List<LayerDescription> layers, Output output, String task) {
  private static final int MAX_INPUTS = 1 << 20;

  /** Checks that the layers fit each other and that every tensor fits an array. */
  public ModelDescription {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(task, "task");
    if (inputs < 1 || inputs > MAX_INPUTS) {
      throw new IllegalArgumentException(
          "inputs is %d; it must be from 1 to %d".formatted(inputs, MAX_INPUTS));
    }
    Sequential sequence = new Sequential(layers);
    layers = sequence.layers();
    sequence.outputs(inputs);
    LayerNesting.check(sequence);
    sequence.parameters(inputs);
    long state = sequence.stateSize(inputs);
    if (state > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "the layers remember %d floats of a sequence, more than the %d that a state holds"
              .formatted(state, Integer.MAX_VALUE / 2));
    }
  }

  /**
   * A model without layers yet: it gives out what comes in.
   *
   * @param inputs channels of an input frame
   * @return a description
   * @throws IllegalArgumentException if the number is not from 1 to 2<sup>20</sup>
   */
  public static ModelDescription of(int inputs) {
    return new ModelDescription(inputs, List.of(), Output.NONE, "");
  }

  /**
   * This model with another layer behind its last.
   *
   * @param layer the layer
   * @return a longer description
   * @throws IllegalArgumentException if the layer can't take the frames that it would get
   */
  public ModelDescription then(LayerDescription layer) {
    return then(List.of(layer));
  }

  /**
   * This model with more layers behind its last.
   *
   * @param more the layers
   * @return a longer description
   * @throws IllegalArgumentException if a layer can't take the frames that it would get
   */
  public ModelDescription then(List<LayerDescription> more) {
    List<LayerDescription> all = new ArrayList<>(layers);
    all.addAll(more);
    return new ModelDescription(inputs, all, output, task);
  }

  /**
   * The same model with another output function.
   *
   * @param other the output function
   * @return a description that differs in nothing else
   */
  public ModelDescription output(Output other) {
    return new ModelDescription(inputs, layers, other, task);
  }

  /**
   * The same model for a named task.
   *
   * @param name the task; may be empty
   * @return a description that differs in nothing else
   */
  public ModelDescription task(String name) {
    return new ModelDescription(inputs, layers, output, name);
  }

  /** {@return all layers as one} */
  public Sequential sequence() {
    return new Sequential(layers);
  }

  /** {@return channels of an output frame} */
  public int outputs() {
    return sequence().outputs(inputs);
  }

  /** {@return the trained values: names, shapes and what training starts from, in order} */
  public List<ParameterSpec> parameters() {
    return sequence().parameters(inputs);
  }

  /** {@return the number of trained values} */
  public long parameterCount() {
    long count = 0;
    for (ParameterSpec spec : parameters()) {
      count += spec.size();
    }
    return count;
  }

  /**
   * How many input frames an output depends on, its own included.
   *
   * @return frames; empty where every earlier one counts
   */
  public OptionalLong receptiveField() {
    // No sequence is longer.
    int length = sequenceLength();
    return length > 0 ? OptionalLong.of(length) : sequence().receptiveField(inputs);
  }

  /**
   * The length of a sequence for a model that gives one output frame, with the last frame of the sequence.
   *
   * @return frames; 0 for a model that gives an output frame for each input frame
   */
  public int sequenceLength() {
    return !layers.isEmpty() && layers.getLast() instanceof FlattenedLinear last
        ? last.frames()
        : 0;
  }

  /** {@return whether an output depends on no later frame: whether the model can go step by step} */
  public boolean isCausal() {
    return sequence().isCausal();
  }

  /**
   * The description as text for people and files.
   *
   * @return JSON of one or several lines
   */
  public String toJson() {
    return Json.write(json());
  }

  /** The same on one line, as messages and metadata have it. */
  String toJsonLine() {
    return Json.compact(json());
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", inputs);
    json.put("layers", LayerJson.list(layers));
    json.put("output", Json.name(output));
    if (!task.isEmpty()) {
      json.put("task", task);
    }
    return json;
  }

  /**
   * Reads what {@link #toJson()} wrote, or a person.
   *
   * @param text the JSON
   * @return the description
   * @throws IllegalArgumentException if it is something else; the message says where and what belongs there
   */
  public static ModelDescription fromJson(String text) {
    JsonObject json = Json.parseObject(text);
    ModelDescription description =
        new ModelDescription(
            json.integer("inputs", 1, MAX_INPUTS),
            LayerJson.readList(json, "layers"),
            json.constant("output", Output.values(), Output.NONE),
            json.text("task", ""));
    json.requireNoOthers();
    return description;
  }

  /** {@return the kinds of the layers, as {@code carry-lookahead, linear}} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (LayerDescription layer : layers) {
      text.append(text.isEmpty() ? "" : ", ").append(layer.kind());
    }
    return text.toString();
  }
}
