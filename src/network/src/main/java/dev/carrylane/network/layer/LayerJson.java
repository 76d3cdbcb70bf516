package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers as model files have them: the name of the kind, and its settings. */
public final class LayerJson {
  private LayerJson() {}

  /** A layer as an object. */
  static Map<String, Object> map(LayerDescription layer) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", layer.kind().toString());
    map.putAll(layer.settings());
    return map;
  }

  /**
   * Layers as a list of objects.
   *
   * @param layers the layers
   * @return what {@code Json} writes
   */
  public static List<Object> list(List<LayerDescription> layers) {
    List<Object> list = new ArrayList<>();
    for (LayerDescription layer : layers) {
      list.add(map(layer));
    }
    return list;
  }

  /**
   * Reads a list of layers.
   *
   * @param json the object
   * @param name the field that has the list
   * @return the layers
   * @throws IllegalArgumentException if it holds something else; the message has the place
   */
  @SuppressWarnings("exports") // for descriptions of models, in the module
  public static List<LayerDescription> readList(JsonObject json, String name) {
    List<LayerDescription> layers = new ArrayList<>();
    for (JsonObject layer : json.objects(name)) {
      layers.add(read(layer));
    }
    return layers;
  }

  static LayerDescription read(JsonObject json) {
    LayerKind kind = json.constant("kind", LayerKind.values());
    LayerDescription layer;
    try {
      layer = read(kind, json);
    } catch (IllegalArgumentException refused) {
      // Fields are refused with their place, combinations of them by the record, which has none.
      throw json.isPlaced(refused) ? refused : json.refused(refused.getMessage());
    }
    json.requireNoOthers();
    return layer;
  }

  private static LayerDescription read(LayerKind kind, JsonObject json) {
    return switch (kind) {
      case SEQUENTIAL -> new Sequential(readList(json, "layers"));
      case LINEAR -> Linear.read(json);
      case CONVOLUTION -> Convolution.read(json);
      case RNN -> Recurrent.read(json);
      case LSTM -> Lstm.read(json);
      case GRU -> Gru.read(json);
      case BIDIRECTIONAL -> Bidirectional.read(json);
      case CARRY_LOOKAHEAD -> CarryLookahead.read(json);
      case EXACT_CARRY -> ExactCarry.read(json);
      case MIN_GRU -> MinGru.read(json);
      case MIN_LSTM -> MinLstm.read(json);
      case LRU -> LinearRecurrentUnit.read(json);
      case LAYER_NORM -> LayerNorm.read(json);
      case RMS_NORM -> RmsNorm.read(json);
      case EMBEDDING -> Embedding.read(json);
      case ACTIVATION -> Pointwise.read(json);
      case DROPOUT -> Dropout.read(json);
      case RESIDUAL -> Residual.read(json);
      case FLATTENED_LINEAR -> FlattenedLinear.read(json);
      case OVERLAP -> Overlap.read(json);
      case WINDOW_CONVOLUTION -> WindowConvolution.read(json);
      case MAGNITUDE -> Magnitude.read(json);
      case WITHIN_FRAME -> WithinFrame.read(json);
      case BESIDE -> Beside.read(json);
      case NADE -> Nade.read(json);
    };
  }
}
