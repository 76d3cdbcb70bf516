package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands out a model's tensors while its layers are built, packs them, and keeps account of both. */
final class LayerWeights {
  private final Map<String, Tensor> unread;
  private final Backend backend;
  private final boolean halves;
  private final List<PackedWeights> matrices = new ArrayList<>();
  private final List<ConvolutionWeights> convolutions = new ArrayList<>();
  private long keptBytes;

  /** Of all scans. */
  final ScanSchedule schedule;

  LayerWeights(Parameters parameters, ModelOptions options) {
    unread = new LinkedHashMap<>(parameters.tensors());
    backend = options.backend();
    halves = options.isBfloat16();
    schedule = options.scanSchedule();
  }

  /**
   * The elements of a tensor, for the caller to keep or change.
   *
   * @throws IllegalArgumentException if there is none of that name and shape, or if it was taken before
   */
  float[] take(String name, int... shape) {
    Tensor tensor = unread.remove(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "tensor %s is missing; it should have shape %s".formatted(name, Arrays.toString(shape)));
    }
    if (!tensor.hasShape(shape)) {
      throw new IllegalArgumentException(
          "tensor %s has shape %s; the model needs %s"
              .formatted(name, tensor, Arrays.toString(shape)));
    }
    return tensor.toArray();
  }

  /** Counts an array that a layer reads as it is. */
  float[] kept(float[] array) {
    keptBytes += (long) Float.BYTES * array.length;
    return array;
  }

  /** The bytes of those. */
  long keptBytes() {
    return keptBytes;
  }

  /** Packs a matrix. */
  PackedWeights pack(int outputs, int inputs, float[] weight, float[] bias) {
    PackedWeights packed = PackedWeights.ofOutputRows(backend, outputs, inputs, weight, bias);
    if (halves) {
      packed = packed.bfloat16();
    }
    matrices.add(packed);
    return packed;
  }

  /** Takes and packs {@code weight} and, where there is one, {@code bias}. */
  PackedWeights matrix(String prefix, int outputs, int inputs, boolean bias) {
    float[] weight = take(prefix + "weight", outputs, inputs);
    return pack(outputs, inputs, weight, bias ? take(prefix + "bias", outputs) : null);
  }

  /** Packs a convolution. */
  ConvolutionWeights pack(
      int outputs, int inputs, int taps, int dilation, float[] weight, float[] bias) {
    ConvolutionWeights packed =
        ConvolutionWeights.of(backend, outputs, inputs, taps, dilation, weight, bias);
    if (halves) {
      packed = packed.bfloat16();
    }
    convolutions.add(packed);
    return packed;
  }

  /** Refuses tensors that the model has no place for: its result would silently not depend on them. */
  void requireAllTaken() {
    if (!unread.isEmpty()) {
      String name = unread.keySet().iterator().next();
      throw new IllegalArgumentException(
          "the model has no place for tensor %s%s"
              .formatted(
                  MalformedFileException.quote(name),
                  unread.size() == 1 ? "" : " and " + (unread.size() - 1) + " more of the file's"));
    }
  }

  /** All that was packed. */
  List<PackedWeights> matrices() {
    return matrices;
  }

  /** All convolutions that were packed. */
  List<ConvolutionWeights> convolutions() {
    return convolutions;
  }
}
