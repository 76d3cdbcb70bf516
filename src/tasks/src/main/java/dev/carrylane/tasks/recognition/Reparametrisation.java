package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights that a file has as factors are multiplied out, in double precision: weight norm ({@code weight_g}, {@code
 * weight_v}) but mostly that of convolutions, which layers have as it is; pruning ({@code weight_orig}, {@code weight_mask});
 * spectral norm ({@code weight_orig}, {@code weight_u}, {@code weight_v}).
 */
final class Reparametrisation {
  private final Map<String, Tensor> tensors;
  private final boolean convolutions;
  private final Remarks remarks;

  private Reparametrisation(Map<String, Tensor> tensors, boolean convolutions, Remarks remarks) {
    this.convolutions = convolutions;
    this.tensors = tensors;
    this.remarks = remarks;
  }

  /**
   * The tensors with each product in the place of its first factor.
   *
   * @param convolutions whether the weight norm of convolutions is multiplied out as well
   */
  static Map<String, Tensor> multiplyOut(
      Map<String, Tensor> tensors, boolean convolutions, Remarks remarks) {
    return new Reparametrisation(tensors, convolutions, remarks).multiplyOut();
  }

  private Map<String, Tensor> multiplyOut() {
    Map<String, Tensor> products = new LinkedHashMap<>();
    Map<String, String> factors = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      int end = name.lastIndexOf('_');
      String base = end < 0 ? name : name.substring(0, end);
      if (!tensors.containsKey(base) && !products.containsKey(base) && name.length() - end <= 5) {
        Tensor product = product(base, factors);
        if (product != null) {
          products.put(base, product);
        }
      }
    }
    Map<String, Tensor> result = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          String base = factors.get(name);
          if (base == null) {
            result.put(name, tensor);
          } else {
            result.putIfAbsent(base, products.get(base));
          }
        });
    return result;
  }

  private Tensor product(String base, Map<String, String> factors) {
    Tensor original = tensors.get(base + "_orig");
    Tensor mask = tensors.get(base + "_mask");
    Tensor u = tensors.get(base + "_u");
    Tensor v = tensors.get(base + "_v");
    Tensor g = tensors.get(base + "_g");
    if (original != null && mask != null && mask.hasShape(original.shape())) {
      use(factors, base, "the mask of pruning", "_orig", "_mask");
      return masked(original, mask);
    }
    if (original != null && u != null && v != null && isSpectral(original, u, v)) {
      use(factors, base, "spectral norm", "_orig", "_u", "_v");
      return spectral(original, u, v);
    }
    if (original == null && g != null && v != null && isRowNorm(g, v)) {
      boolean convolution = v.rank() == 3 && (base.equals("weight") || base.endsWith(".weight"));
      if (!convolution || convolutions) {
        use(factors, base, "weight norm", "_g", "_v");
        return normalised(g, v);
      }
    }
    return null;
  }

  private void use(Map<String, String> factors, String base, String what, String... endings) {
    for (String ending : endings) {
      factors.put(base + ending, base);
    }
    remarks.note("%s of %s is multiplied out".formatted(what, MalformedFileException.quote(base)));
  }

  private static Tensor masked(Tensor original, Tensor mask) {
    float[] values = original.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= mask.get(i);
    }
    return Tensor.of(values, original.shape());
  }

  private static boolean isSpectral(Tensor original, Tensor u, Tensor v) {
    return original.rank() > 1
        && original.size() > 0
        && u.hasShape(original.dimension(0))
        && v.hasShape(original.size() / original.dimension(0));
  }

  /** Divided by σ = uᵀ W v, with W a matrix of a row for each output. */
  private static Tensor spectral(Tensor original, Tensor u, Tensor v) {
    int columns = v.size();
    double sigma = 0;
    for (int i = 0; i < original.size(); i++) {
      sigma += (double) u.get(i / columns) * original.get(i) * v.get(i % columns);
    }
    float[] values = original.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / sigma);
    }
    return Tensor.of(values, original.shape());
  }

  /** Whether g has one value for each row of v. */
  private static boolean isRowNorm(Tensor g, Tensor v) {
    return v.rank() > 1
        && v.size() > 0
        && g.rank() == v.rank()
        && g.dimension(0) == v.dimension(0)
        && g.size() == v.dimension(0);
  }

  private static Tensor normalised(Tensor g, Tensor v) {
    int columns = v.size() / g.size();
    float[] values = v.toArray();
    for (int row = 0; row < g.size(); row++) {
      double square = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        square += (double) values[i] * values[i];
      }
      double gain = g.get(row) / Math.sqrt(square);
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        values[i] = (float) (values[i] * gain);
      }
    }
    return Tensor.of(values, v.shape());
  }
}
