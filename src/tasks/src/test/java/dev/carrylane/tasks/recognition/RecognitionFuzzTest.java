package dev.carrylane.tasks.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Names and shapes at random, mostly such as layers have: a model comes out, or one line of reason. {@code
 * -Dcarrylane.fuzz=1000000} runs more of them.
 */
final class RecognitionFuzzTest {
  private static final int RUNS = Integer.getInteger("carrylane.fuzz", 10_000);

  private static final String[] MODULES = {
    "",
    "lstm",
    "rnn.",
    "a.b",
    "layers.0",
    "layers.1",
    "layers.10",
    "tcn.network.0.conv1",
    "tcn.network.1.conv1",
    "tcn.network.1.net.0",
    "cell",
    "fc",
    "emb",
    "x..y",
    "\u001b[31m",
    "gate",
    "mingru",
    "0",
    "2",
    "attention"
  };

  private static final String[] TENSORS = {
    "weight",
    "bias",
    "weight_ih_l0",
    "weight_hh_l0",
    "bias_ih_l0",
    "bias_hh_l0",
    "weight_ih_l1",
    "weight_hh_l1",
    "weight_hh_l0_reverse",
    "weight_ih_l0_reverse",
    "weight_hr_l0",
    "weight_ih",
    "weight_hh",
    "bias_ih",
    "bias_hh",
    "weight_g",
    "weight_v",
    "weight_orig",
    "weight_mask",
    "weight_u",
    "linear_z.weight",
    "linear_h.weight",
    "linear_z.bias",
    "linear_f.weight",
    "linear_i.weight",
    "nu_log",
    "theta_log",
    "gamma_log",
    "B_re",
    "B_im",
    "C_re",
    "C_im",
    "D",
    "",
    "\n",
    ".",
    "running_mean",
    "_g",
    "_v",
    "h0"
  };

  private final Random random = new Random(1106);

  @Test
  void aModelOrOneLine() {
    int models = 0;
    for (int run = 0; run < RUNS; run++) {
      Map<String, Tensor> tensors = random.nextBoolean() ? tensors() : layers();
      Recognition recognition = Recognition.of(tensors, Optional.empty());
      if (isModel(recognition, tensors)) {
        models++;
        ModelDescription itsOwn = recognition.recognise().description();
        assertTrue(isModel(recognition.describe(itsOwn), tensors), itsOwn.toJson());
      }
      isModel(recognition.describe(description()), tensors);
      isModel(recognition.map(mappings()), tensors);
    }
    assertTrue(models > RUNS / 100, models + " of " + RUNS + " were models");
  }

  private static boolean isModel(Recognition recognition, Map<String, Tensor> tensors) {
    try {
      recognition.recognise();
      return true;
    } catch (IllegalArgumentException refused) {
      String message = refused.getMessage();
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.chars().noneMatch(c -> c < ' '), message);
      return false;
    } catch (RuntimeException bug) {
      return fail(bug + " with " + tensors, bug);
    }
  }

  private Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      String module = MODULES[random.nextInt(MODULES.length)];
      String name = TENSORS[random.nextInt(TENSORS.length)];
      tensors.put(module.isEmpty() ? name : module + "." + name, tensor(shape()));
    }
    return tensors;
  }

  /** Whole layers, one of whose tensors may be missing or of another shape. */
  private Map<String, Tensor> layers() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int inputs = size();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String module = MODULES[random.nextInt(MODULES.length)] + ".";
      int outputs = size();
      int gates = new int[] {1, 3, 4}[random.nextInt(3)];
      switch (random.nextInt(5)) {
        case 0 -> {
          tensors.put(module + "weight_ih_l0", tensor(gates * outputs, inputs));
          tensors.put(module + "weight_hh_l0", tensor(gates * outputs, outputs));
        }
        case 1 -> {
          tensors.put(module + "weight_ih", tensor(gates * outputs, inputs));
          tensors.put(module + "weight_hh", tensor(gates * outputs, outputs));
        }
        case 2 -> {
          tensors.put(module + "weight", tensor(outputs, inputs, 1 + random.nextInt(3)));
          tensors.put(module + "bias", tensor(outputs));
        }
        case 3 -> {
          outputs = inputs;
          tensors.put(module + "weight", tensor(inputs));
        }
        default -> tensors.put(module + "weight", tensor(outputs, inputs));
      }
      inputs = outputs;
    }
    if (random.nextInt(4) == 0) {
      List<String> names = new ArrayList<>(tensors.keySet());
      String name = names.get(random.nextInt(names.size()));
      if (random.nextBoolean()) {
        tensors.remove(name);
      } else {
        tensors.put(name, tensor(shape()));
      }
    }
    return tensors;
  }

  private ModelDescription description() {
    return ModelDescription.of(1 + size())
        .then(Layers.lstm(1 + size()))
        .then(random.nextBoolean() ? Layers.linear(1 + size()) : Layers.rmsNorm());
  }

  private List<String> mappings() {
    String theirs = MODULES[random.nextInt(MODULES.length)];
    return List.of(theirs + "=" + MODULES[random.nextInt(MODULES.length)]);
  }

  private int size() {
    return random.nextInt(4);
  }

  private int[] shape() {
    int[] shape = new int[random.nextInt(5)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = random.nextInt(6) == 0 ? 12 : size();
    }
    return shape;
  }

  private Tensor tensor(int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(3);
    }
    return Tensor.of(values, shape);
  }
}
