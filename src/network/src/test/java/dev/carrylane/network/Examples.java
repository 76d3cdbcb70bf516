package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.testkit.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.function.Executable;

/** Descriptions, parameters and sequences that several tests use. */
final class Examples {
  private Examples() {}

  /** The scalar backend, and the vector one where this JVM can run it. */
  static List<Backend> backends() {
    List<Backend> all = new ArrayList<>(List.of(Backend.scalar()));
    Backend.vector().ifPresent(all::add);
    return all;
  }

  /** Three inputs, four outputs; two levels of 6 and 5 channels and 3 taps, or a hidden size of 5. */
  static ModelDescription description(Architecture architecture) {
    boolean module = module(architecture);
    return new ModelDescription(
        architecture,
        3,
        module ? List.of(6, 5) : List.of(5),
        module ? 3 : 0,
        4,
        Decoder.PER_STEP,
        0,
        Output.SIGMOID,
        "example");
  }

  /** The same with one decoder over all frames of a sequence. */
  static ModelDescription flattened(Architecture architecture, int frames) {
    ModelDescription description = description(architecture);
    return new ModelDescription(
        architecture,
        description.inputs(),
        description.channels(),
        description.kernel(),
        description.outputs(),
        Decoder.FLATTENED,
        frames,
        Output.LOG_SOFTMAX,
        description.task());
  }

  /** The models of the paper's polyphonic music task. */
  static ModelDescription music(Architecture architecture) {
    boolean module = module(architecture);
    return new ModelDescription(
        architecture,
        88,
        module ? List.of(150, 150, 150, 150) : List.of(150),
        module ? 5 : 0,
        88,
        Decoder.PER_STEP,
        0,
        Output.SIGMOID,
        "jsb");
  }

  static boolean module(Architecture architecture) {
    return architecture == Architecture.CL_RNN || architecture == Architecture.TCN;
  }

  static Parameters parameters(ModelDescription description) {
    return Initialization.uniform(description, 5);
  }

  static Model model(ModelDescription description, Backend backend) {
    return Model.of(description, parameters(description), backend);
  }

  static Model model(ModelDescription description, Parameters parameters) {
    return Model.of(description, parameters, Backend.active());
  }

  /** Parameters with one tensor changed; null takes it away. */
  static Parameters with(Parameters parameters, String name, Tensor tensor) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(parameters.tensors());
    if (tensor == null) {
      tensors.remove(name);
    } else {
      tensors.put(name, tensor);
    }
    return Parameters.of(tensors);
  }

  static float[] values(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** Asserts that a call is refused with a message that contains a text. */
  static void refused(String part, Executable call) {
    Contract.leavesAlone().refused(part, call);
  }
}
