package dev.carrylane.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trained tensors of a model by their PyTorch names ({@code cell.weight_ih}, {@code
 * tcn.network.0.conv1.weight_v}, …), in order. Immutable, and shared by any number of threads.
 */
public final class Parameters {
  private final Map<String, Tensor> tensors;

  private Parameters(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Parameters from named tensors.
   *
   * @param tensors tensors by name; the order is kept
   * @return the parameters
   */
  public static Parameters of(Map<String, Tensor> tensors) {
    return new Parameters(Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
  }

  /**
   * All tensors.
   *
   * @return an unmodifiable map by name, in order
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * The number of trained values.
   *
   * @return the elements of all tensors
   */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::size).sum();
  }
}
