package dev.carrylane.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Untrained parameters for a description: where training starts, and what demonstrations run on. */
public final class Initialization {
  private final SplittableRandom random;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private Initialization(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * PyTorch's default: every weight and bias uniform in ±1/√n, where n is the number of inputs of an
   * output of a convolution or linear layer, and the hidden size of a recurrent layer. The gain of a
   * weight-normalised convolution starts as the norm of its direction, so that normalisation changes
   * nothing at first.
   *
   * @param description the model
   * @param seed the same seed gives the same values everywhere
   * @return all tensors the model needs, under their PyTorch names
   * @throws IllegalArgumentException if a tensor would have more elements than an array holds
   */
  public static Parameters uniform(ModelDescription description, long seed) {
    Initialization initialization = new Initialization(seed);
    initialization.fill(description);
    return Parameters.of(initialization.tensors);
  }

  private void fill(ModelDescription description) {
    int inputs = description.inputs();
    int hidden = description.hidden();
    switch (description.architecture()) {
      case CL_RNN -> {
        convolutions(description);
        recurrent("cell", "", inputs, hidden, 1);
      }
      case TCN -> convolutions(description);
      case RNN -> recurrent("rnn", "_l0", inputs, hidden, 1);
      case LSTM -> recurrent("lstm", "_l0", inputs, hidden, 4);
    }
    int width = hidden * (description.decoder() == Decoder.FLATTENED ? description.frames() : 1);
    add("linear.weight", width, description.outputs(), width);
    add("linear.bias", width, description.outputs());
  }

  private void convolutions(ModelDescription description) {
    int inputs = description.inputs();
    for (int level = 0; level < description.channels().size(); level++) {
      int outputs = description.channels().get(level);
      long fanIn = (long) inputs * description.kernel();
      String prefix = "tcn.network." + level + ".conv1";
      add(prefix + ".bias", fanIn, outputs);
      Tensor direction =
          uniform(prefix + ".weight_v", fanIn, outputs, inputs, description.kernel());
      tensors.put(prefix + ".weight_g", norms(direction));
      tensors.put(prefix + ".weight_v", direction);
      inputs = outputs;
    }
  }

  private void recurrent(String prefix, String suffix, int inputs, int hidden, int gates) {
    add(prefix + ".weight_ih" + suffix, hidden, gates * hidden, inputs);
    add(prefix + ".weight_hh" + suffix, hidden, gates * hidden, hidden);
    add(prefix + ".bias_ih" + suffix, hidden, gates * hidden);
    add(prefix + ".bias_hh" + suffix, hidden, gates * hidden);
  }

  private void add(String name, long fanIn, int... shape) {
    tensors.put(name, uniform(name, fanIn, shape));
  }

  private Tensor uniform(String name, long fanIn, int... shape) {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "tensor %s of shape %s has more elements than an array holds"
              .formatted(name, Arrays.toString(shape)));
    }
    double bound = 1 / Math.sqrt(fanIn);
    float[] values = new float[(int) size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return Tensor.of(values, shape);
  }

  private static Tensor norms(Tensor direction) {
    int rows = direction.dimension(0);
    int length = direction.size() / rows;
    float[] norms = new float[rows];
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        squares += (double) direction.get(i) * direction.get(i);
      }
      norms[row] = (float) Math.sqrt(squares);
    }
    return Tensor.of(norms, rows, 1, 1);
  }
}
