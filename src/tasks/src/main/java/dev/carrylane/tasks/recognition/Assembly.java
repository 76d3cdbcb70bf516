package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.Pointwise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers in a row, and their tensors by position.
 *
 * @param layers the layers, with functions as their activations where they have one
 * @param tensors the tensors by the names of a model
 */
record Assembly(List<LayerDescription> layers, Map<String, Tensor> tensors) {
  static Assembly of(List<Part> parts) {
    List<LayerDescription> layers = new ArrayList<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Part part : parts) {
      int position = layers.size();
      part.tensors().forEach((name, tensor) -> tensors.put(position + "." + name, tensor));
      layers.add(part.layer());
      for (LayerDescription function : part.after()) {
        if (function instanceof Pointwise pointwise && layers.size() == position + 1) {
          layers.addAll(activated(layers.removeLast(), pointwise));
        } else {
          layers.add(function);
        }
      }
    }
    return new Assembly(layers, tensors);
  }

  private static List<LayerDescription> activated(LayerDescription layer, Pointwise function) {
    if (layer instanceof Linear linear && linear.activation() == Activation.NONE) {
      return List.of(new Linear(linear.outputs(), linear.bias(), function.activation()));
    }
    if (layer instanceof Convolution convolution && convolution.activation() == Activation.NONE) {
      return List.of(
          new Convolution(
              convolution.outputs(),
              convolution.kernel(),
              convolution.dilation(),
              convolution.bias(),
              convolution.weightNorm(),
              function.activation()));
    }
    return List.of(layer, function);
  }
}
