package dev.carrylane.training;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.ParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All trained values of a model in one array, so that optimisers, averages and checkpoints go over one array: a slice for
 * each tensor, in the order that the layers list them. A slice holds its tensor as files do, row by row; but a
 * convolution's kernel [out][in][tap] lies as [tap][in][out], which is what products per tap read in place.
 */
final class ParameterSlices {
  private final Map<String, Slice> slices = new LinkedHashMap<>();
  private final Map<String, String> ties;
  private final int size;
  private int taken;
  private int streams;
  private float[] derived;

  /** Where a tensor lies. */
  private static final class Slice {
    final int[] shape;
    final int offset;
    final int size;
    final boolean shared;

    /** Whether another has its place among the values, too. */
    boolean tied;

    boolean tapMajor;
    boolean taken;

    Slice(int[] shape, int offset, int size, boolean shared) {
      this.shape = shape;
      this.offset = offset;
      this.size = size;
      this.shared = shared;
      tied = shared;
    }
  }

  /**
   * Slices for the tensors of a model.
   *
   * @param ties tensors that are always equal to another one, and so have no slice of their own: the name of the later
   *     tensor, and that of the earlier
   */
  ParameterSlices(ModelDescription description, Map<String, String> ties) {
    this.ties = ties;
    int at = 0;
    for (ParameterSpec spec : description.parameters()) {
      String original = ties.get(spec.name());
      if (original == null) {
        slices.put(spec.name(), new Slice(spec.shape(), at, spec.size(), false));
        at = Math.addExact(at, spec.size());
        continue;
      }
      Slice slice = slices.get(original);
      if (slice == null || !Arrays.equals(slice.shape, spec.shape())) {
        throw new IllegalArgumentException(
            "tensor %s can't be tied to %s: %s"
                .formatted(
                    spec,
                    original,
                    slice == null
                        ? "there is no such tensor before it"
                        : "that has the shape " + Arrays.toString(slice.shape)));
      }
      slice.tied = true;
      slices.put(spec.name(), new Slice(slice.shape, slice.offset, slice.size, true));
    }
    for (String tied : ties.keySet()) {
      if (!slices.containsKey(tied)) {
        throw new IllegalArgumentException("the model has no tensor " + tied + " to be tied");
      }
    }
    size = at;
  }

  /** Where a tensor begins. */
  int at(String name) {
    Slice slice = slices.get(name);
    if (slice == null) {
      throw new IllegalStateException("the description of a layer lists no tensor " + name);
    }
    if (!slice.taken) {
      slice.taken = true;
      taken++;
    }
    return slice.offset;
  }

  /** Where a convolution's kernel begins, which lies tap by tap. */
  int tapMajor(String name) {
    int at = at(name);
    slices.get(name).tapMajor = true;
    return at;
  }

  /** An array of all layers for what they derive from tensors, element by element in the same places. */
  float[] derived() {
    derived = derived == null ? new float[size] : derived;
    return derived;
  }

  /**
   * Refuses ties of tensors in whose slices passes leave derivatives by something else, to be turned into theirs when the step
   * ends: of two layers, each would turn what both left.
   */
  void requireUntied(String... names) {
    for (String name : names) {
      if (slices.get(name).tied) {
        throw new IllegalArgumentException(
            "tensor %s can't be tied: what it is used for is computed from several tensors of its layer"
                .formatted(name));
      }
    }
  }

  /** A number for the next layer that draws random values. */
  int nextStream() {
    return streams++;
  }

  /**
   * To be called when all layers have theirs. On a tensor that no layer took, results would silently not depend; and of two tied tensors, both
   * must lie alike, since they are one slice.
   */
  void requireAllTaken() {
    if (taken != slices.size()) {
      throw new IllegalStateException(
          "layers took %d of the %d tensors that they list".formatted(taken, slices.size()));
    }
    for (Map.Entry<String, String> tie : ties.entrySet()) {
      if (slices.get(tie.getKey()).tapMajor != slices.get(tie.getValue()).tapMajor) {
        throw new IllegalArgumentException(
            "tensor %s can't be tied to %s: one is a convolution's kernel, and the other is not"
                .formatted(tie.getKey(), tie.getValue()));
      }
    }
  }

  /** All values, tied ones once. */
  int size() {
    return size;
  }

  /** The tensor that a value belongs to. */
  String nameOf(int index) {
    for (Map.Entry<String, Slice> entry : slices.entrySet()) {
      Slice slice = entry.getValue();
      if (!slice.shared && index >= slice.offset && index < slice.offset + slice.size) {
        return entry.getKey();
      }
    }
    throw new IndexOutOfBoundsException(index);
  }

  /** The array for given tensors; of tied ones, the earlier counts. */
  float[] load(Parameters parameters) {
    float[] values = new float[size];
    for (Map.Entry<String, Slice> entry : slices.entrySet()) {
      Slice slice = entry.getValue();
      Tensor tensor = parameters.tensors().get(entry.getKey());
      if (tensor == null || !tensor.hasShape(slice.shape)) {
        throw new IllegalArgumentException(
            "tensor %s is %s; the model needs the shape %s"
                .formatted(
                    entry.getKey(),
                    tensor == null ? "missing" : "of the shape " + tensor,
                    Arrays.toString(slice.shape)));
      }
      if (!slice.shared) {
        for (int i = 0; i < slice.size; i++) {
          values[slice.offset + position(slice, i)] = tensor.get(i);
        }
      }
    }
    return values;
  }

  /** The tensors in an array. */
  Parameters toParameters(float[] values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Slice> entry : slices.entrySet()) {
      Slice slice = entry.getValue();
      float[] elements = new float[slice.size];
      for (int i = 0; i < slice.size; i++) {
        elements[i] = values[slice.offset + position(slice, i)];
      }
      tensors.put(entry.getKey(), Tensor.of(elements, slice.shape));
    }
    return Parameters.of(tensors);
  }

  /** Where element i of a file's tensor lies in its slice. */
  private static int position(Slice slice, int i) {
    if (!slice.tapMajor) {
      return i;
    }
    int outputs = slice.shape[0];
    int inputs = slice.shape[1];
    int taps = slice.shape[2];
    int tap = i % taps;
    int input = i / taps % inputs;
    int output = i / taps / inputs;
    return (tap * inputs + input) * outputs + output;
  }
}
