package dev.carrylane.network;

import dev.carrylane.network.layer.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Untrained parameters for a description: where training starts, and what demonstrations run on. */
public final class Initialization {
  private Initialization() {}

  /**
   * What each layer starts from: mostly PyTorch's default, every weight and bias uniform in ±1/√n, where n is the number of
   * inputs of an output of a convolution or linear layer, and the hidden size of a recurrent layer. The gain of a
   * weight-normalised convolution starts as the norm of its direction, so that normalisation changes nothing at first;
   * gates and eigenvalues of scans start so that they remember over different lengths.
   *
   * @param description the model
   * @param seed the same seed gives the same values everywhere
   * @return all tensors the model needs
   */
  public static Parameters of(ModelDescription description, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    float[] before = null;
    for (ParameterSpec spec : description.parameters()) {
      float[] values = new float[spec.size()];
      spec.initializer().fill(random, before, values);
      tensors.put(spec.name(), Tensor.of(values, spec.shape()));
      before = values;
    }
    return Parameters.of(tensors);
  }
}
