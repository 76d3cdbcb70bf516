package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hands out a model's tensors while its layers are built, packs them, and keeps account of what was packed. */
final class LayerWeights {
  private final Map<String, Tensor> tensors;
  private final Backend backend;
  private final boolean halves;
  private final List<PackedWeights> matrices = new ArrayList<>();
  private final List<ConvolutionWeights> convolutions = new ArrayList<>();
  private long keptBytes;
  private int taken;

  /** Of all scans. */
  final ScanSchedule schedule;

  LayerWeights(Parameters parameters, ModelOptions options) {
    tensors = parameters.tensors();
    backend = options.backend();
    halves = options.isBfloat16();
    schedule = options.scanSchedule();
  }

  /**
   * The elements of a tensor, for the caller to keep or change. Whether a file has the tensors that its description lists is
   * checked before.
   *
   * @throws IllegalStateException if the description lists no such tensor
   */
  float[] take(String name, int... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || !tensor.hasShape(shape)) {
      throw new IllegalStateException(
          "the description of a layer lists no tensor " + name + " " + Arrays.toString(shape));
    }
    taken++;
    return tensor.toArray();
  }

  /** Of a tensor that no layer took, results would silently not depend. */
  void requireAllTaken() {
    if (taken != tensors.size()) {
      throw new IllegalStateException(
          "layers took %d of the %d tensors that they list".formatted(taken, tensors.size()));
    }
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

  /** All that was packed. */
  List<PackedWeights> matrices() {
    return matrices;
  }

  /** All convolutions that were packed. */
  List<ConvolutionWeights> convolutions() {
    return convolutions;
  }
}
