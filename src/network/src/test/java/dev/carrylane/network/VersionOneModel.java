package dev.carrylane.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What a model file of version 1 holds, written down as its program wrote it. */
record VersionOneModel(Map<String, String> metadata, Map<String, Tensor> tensors) {
  static final int INPUTS = 3;
  static final int OUTPUTS = 4;
  static final int FRAMES = 23;

  /**
   * Two levels of 6 and 5 channels and 3 taps, or a hidden size of 5.
   *
   * @param architecture cl-rnn, tcn, rnn or lstm
   * @param decoder per-step or flattened
   * @param weightNorm whether convolutions have gains and directions
   */
  static VersionOneModel of(String architecture, String decoder, boolean weightNorm) {
    boolean module = architecture.equals("cl-rnn") || architecture.equals("tcn");
    boolean flattened = decoder.equals("flattened");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "carrylane-model");
    metadata.put("version", "1");
    metadata.put("architecture", architecture);
    metadata.put("inputs", Integer.toString(INPUTS));
    metadata.put("channels", module ? "6,5" : "5");
    metadata.put("kernel", module ? "3" : "0");
    metadata.put("outputs", Integer.toString(OUTPUTS));
    metadata.put("decoder", decoder);
    metadata.put("frames", flattened ? Integer.toString(FRAMES) : "0");
    metadata.put("output", flattened ? "log-softmax" : "sigmoid");
    metadata.put("task", "example");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(11);
    if (module) {
      convolution(tensors, random, "tcn.network.0.conv1.", 6, INPUTS, weightNorm);
      convolution(tensors, random, "tcn.network.1.conv1.", 5, 6, weightNorm);
    }
    switch (architecture) {
      case "cl-rnn" -> cell(tensors, random, "cell.", "", 5);
      case "rnn" -> cell(tensors, random, "rnn.", "_l0", 5);
      case "lstm" -> cell(tensors, random, "lstm.", "_l0", 20);
      default -> {}
    }
    put(tensors, random, "linear.weight", OUTPUTS, flattened ? FRAMES * 5 : 5);
    put(tensors, random, "linear.bias", OUTPUTS);
    return new VersionOneModel(metadata, tensors);
  }

  private static void convolution(
      Map<String, Tensor> tensors,
      SplittableRandom random,
      String prefix,
      int outputs,
      int inputs,
      boolean weightNorm) {
    put(tensors, random, prefix + "bias", outputs);
    if (weightNorm) {
      put(tensors, random, prefix + "weight_g", outputs, 1, 1);
      put(tensors, random, prefix + "weight_v", outputs, inputs, 3);
    } else {
      put(tensors, random, prefix + "weight", outputs, inputs, 3);
    }
  }

  private static void cell(
      Map<String, Tensor> tensors, SplittableRandom random, String prefix, String end, int rows) {
    put(tensors, random, prefix + "weight_ih" + end, rows, INPUTS);
    put(tensors, random, prefix + "weight_hh" + end, rows, 5);
    put(tensors, random, prefix + "bias_ih" + end, rows);
    put(tensors, random, prefix + "bias_hh" + end, rows);
  }

  private static void put(
      Map<String, Tensor> tensors, SplittableRandom random, String name, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    tensors.put(name, Tensor.of(values, shape));
  }
}
