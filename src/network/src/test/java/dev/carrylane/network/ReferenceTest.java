package dev.carrylane.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Models against their equations, written down plainly in double precision with a bound on what rounding
 * to float may change; see {@link Bounded}.
 */
class ReferenceTest {
  private static final int FRAMES = 20;

  /**
   * Bounds must stay below this, or the comparison would say little: leaving out one tap, one bias or
   * one gate changes outputs of these models by 1e-3 and more.
   */
  private static final double USEFUL = 1e-4;

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void modelsFollowTheirEquations(Architecture architecture) {
    ModelDescription sigmoid = Examples.description(architecture);
    for (ModelDescription description : List.of(sigmoid, sigmoid.withOutput(Output.NONE))) {
      Parameters parameters = Examples.parameters(description);
      float[] x = Examples.values(6, FRAMES * description.inputs());
      Bounded[][] expected = new Reference(description, parameters).run(frames(x, description));
      for (Backend backend : Examples.backends()) {
        float[] y = new float[FRAMES * description.outputs()];
        Model.of(description, parameters, backend)
            .newState(Engine.of(backend))
            .run(FRAMES, x, 0, y, 0);
        check(expected, y, backend + " " + description.output());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aFlattenedDecoderReadsAllFramesInOrder(Architecture architecture) {
    ModelDescription description = Examples.flattened(architecture, FRAMES).withOutput(Output.NONE);
    Parameters parameters = Examples.parameters(description);
    float[] x = Examples.values(7, FRAMES * description.inputs());
    Bounded[][] expected = new Reference(description, parameters).run(frames(x, description));
    for (Backend backend : Examples.backends()) {
      float[] y = new float[description.outputs()];
      Model.of(description, parameters, backend)
          .newState(Engine.of(backend))
          .run(FRAMES, x, 0, y, 0);
      check(expected, y, backend.toString());
    }
  }

  private static void check(Bounded[][] expected, float[] y, String what) {
    int outputs = expected[0].length;
    assertEquals(expected.length * outputs, y.length);
    for (int i = 0; i < y.length; i++) {
      Bounded output = expected[i / outputs][i % outputs];
      assertTrue(output.error() < USEFUL, what + ": the bound is " + output.error());
      output.check(y[i], what + " at " + i);
    }
  }

  private static Bounded[][] frames(float[] x, ModelDescription description) {
    int inputs = description.inputs();
    Bounded[][] frames = new Bounded[x.length / inputs][inputs];
    for (int i = 0; i < x.length; i++) {
      frames[i / inputs][i % inputs] = Bounded.exactly(x[i]);
    }
    return frames;
  }

  /**
   * The folded weights of a level can be read off the model: one input that is ±1 in one frame, an
   * identity as decoder. w = g·v/‖v‖ is computed in double, where n squares, a root, a quotient and a
   * product err by at most (n + 4)·2^−53 of it, and rounded to float once.
   */
  @Test
  void weightNormalisationIsFoldedAsADoubleComputationFoldsIt() {
    int inputs = 3;
    int outputs = 20;
    int taps = 4;
    int length = inputs * taps;
    ModelDescription description =
        new ModelDescription(
            Architecture.TCN,
            inputs,
            List.of(outputs),
            taps,
            outputs,
            Decoder.PER_STEP,
            0,
            Output.NONE,
            "");
    float[] directions = Examples.values(8, outputs * length);
    // Squares of these would leave the range of float in either direction.
    for (int i = 0; i < length; i++) {
      directions[i] *= 1e30f;
      directions[length + i] *= 1e-30f;
    }
    float[] gains = Examples.values(9, outputs);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("tcn.network.0.conv1.bias", Tensor.of(new float[outputs], outputs));
    tensors.put("tcn.network.0.conv1.weight_g", Tensor.of(gains, outputs, 1, 1));
    tensors.put("tcn.network.0.conv1.weight_v", Tensor.of(directions, outputs, inputs, taps));
    tensors.put("linear.weight", identity(outputs));
    tensors.put("linear.bias", Tensor.of(new float[outputs], outputs));
    float[] folded = readWeights(description, Parameters.of(tensors));
    for (int o = 0; o < outputs; o++) {
      double squares = 0;
      for (int i = o * length; i < (o + 1) * length; i++) {
        squares += (double) directions[i] * directions[i];
      }
      for (int i = o * length; i < (o + 1) * length; i++) {
        double exact = gains[o] * (directions[i] / Math.sqrt(squares));
        double bound = Math.ulp((float) exact) / 2 + 2 * (length + 4) * 0x1p-53 * Math.abs(exact);
        assertEquals(exact, folded[i], bound, "weight " + i);
      }
    }

    tensors.keySet().removeIf(name -> name.contains("weight_"));
    tensors.put("tcn.network.0.conv1.weight", Tensor.of(folded, outputs, inputs, taps));
    assertArrayEquals(folded, readWeights(description, Parameters.of(tensors)));
  }

  private static Tensor identity(int size) {
    float[] values = new float[size * size];
    for (int i = 0; i < size; i++) {
      values[i * size + i] = 1;
    }
    return Tensor.of(values, size, size);
  }

  private static float[] readWeights(ModelDescription description, Parameters parameters) {
    int inputs = description.inputs();
    int outputs = description.outputs();
    int taps = description.kernel();
    ModelState state =
        Model.of(description, parameters, Backend.active()).newState(Engine.singleThreaded());
    float[] weights = new float[outputs * inputs * taps];
    float[] y = new float[taps * outputs];
    for (int input = 0; input < inputs; input++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        float[] x = new float[taps * inputs];
        x[input] = sign;
        state.reset();
        state.run(taps, x, 0, y, 0);
        for (int frame = 0; frame < taps; frame++) {
          for (int o = 0; o < outputs; o++) {
            // The newest tap sees the frame first, and relu lets one of the two signs through.
            weights[(o * inputs + input) * taps + taps - 1 - frame] +=
                sign * y[frame * outputs + o];
          }
        }
      }
    }
    return weights;
  }

  /** The equations of {@link Architecture}, frame by frame. */
  private static final class Reference {
    private final ModelDescription description;
    private final Map<String, Tensor> tensors;

    Reference(ModelDescription description, Parameters parameters) {
      this.description = description;
      tensors = parameters.tensors();
    }

    Bounded[][] run(Bounded[][] x) {
      Bounded[][] hidden =
          switch (description.architecture()) {
            case TCN -> module(x);
            case CL_RNN -> cell("cell", "", x, module(x), description.hidden());
            case RNN -> elman(x);
            case LSTM -> lstm(x);
          };
      if (description.decoder() == Decoder.FLATTENED) {
        hidden =
            new Bounded[][] {Arrays.stream(hidden).flatMap(Arrays::stream).toArray(Bounded[]::new)};
      }
      Bounded[][] outputs = new Bounded[hidden.length][];
      for (int t = 0; t < hidden.length; t++) {
        outputs[t] = linear("linear.weight", vector("linear.bias"), hidden[t]);
        if (description.output() == Output.SIGMOID) {
          outputs[t] = Arrays.stream(outputs[t]).map(Bounded::sigmoid).toArray(Bounded[]::new);
        }
      }
      return outputs;
    }

    private Bounded[][] module(Bounded[][] x) {
      Bounded[][] frames = x;
      for (int level = 0; level < description.channels().size(); level++) {
        frames = convolution("tcn.network." + level + ".conv1", 1 << level, frames);
      }
      return frames;
    }

    private Bounded[][] convolution(String name, int dilation, Bounded[][] x) {
      Tensor gains = tensors.get(name + ".weight_g");
      Tensor directions = tensors.get(name + ".weight_v");
      Bounded[] bias = vector(name + ".bias");
      int outputs = directions.dimension(0);
      int inputs = directions.dimension(1);
      int taps = directions.dimension(2);
      Bounded[][] y = new Bounded[x.length][outputs];
      for (int o = 0; o < outputs; o++) {
        double squares = 0;
        for (int i = 0; i < inputs * taps; i++) {
          double v = directions.get(o * inputs * taps + i);
          squares += v * v;
        }
        for (int t = 0; t < x.length; t++) {
          Bounded[] w = new Bounded[inputs * taps];
          Bounded[] seen = new Bounded[inputs * taps];
          for (int tap = 0; tap < taps; tap++) {
            int from = t - (taps - 1 - tap) * dilation;
            for (int i = 0; i < inputs; i++) {
              double v = directions.get((o * inputs + i) * taps + tap);
              w[tap * inputs + i] = Bounded.rounded(gains.get(o) * v / Math.sqrt(squares));
              seen[tap * inputs + i] = from < 0 ? Bounded.exactly(0) : x[from][i];
            }
          }
          y[t][o] = bias[o].chain(w, seen).relu();
        }
      }
      return y;
    }

    /** What a cell's rows come to before any function, for inputs and the carries of the same frames. */
    private Bounded[] gates(String name, String suffix, Bounded[] x, Bounded[] h) {
      Bounded[] inputBias = vector(name + ".bias_ih" + suffix);
      Bounded[] hiddenBias = vector(name + ".bias_hh" + suffix);
      Bounded[] gates = new Bounded[inputBias.length];
      for (int i = 0; i < gates.length; i++) {
        gates[i] = inputBias[i].plus(hiddenBias[i]);
      }
      gates = linear(name + ".weight_ih" + suffix, gates, x);
      return linear(name + ".weight_hh" + suffix, gates, h);
    }

    private Bounded[][] cell(
        String name, String suffix, Bounded[][] x, Bounded[][] carries, int hidden) {
      Bounded[][] z = new Bounded[x.length][hidden];
      for (int t = 0; t < x.length; t++) {
        Bounded[] gates = gates(name, suffix, x[t], carries[t]);
        z[t] = Arrays.stream(gates).map(Bounded::tanh).toArray(Bounded[]::new);
      }
      return z;
    }

    private Bounded[][] elman(Bounded[][] x) {
      Bounded[] h = zeros();
      Bounded[][] frames = new Bounded[x.length][];
      for (int t = 0; t < x.length; t++) {
        h = cell("rnn", "_l0", new Bounded[][] {x[t]}, new Bounded[][] {h}, h.length)[0];
        frames[t] = h;
      }
      return frames;
    }

    private Bounded[][] lstm(Bounded[][] x) {
      int hidden = description.hidden();
      Bounded[] h = zeros();
      Bounded[] c = zeros();
      Bounded[][] frames = new Bounded[x.length][];
      for (int t = 0; t < x.length; t++) {
        Bounded[] gates = gates("lstm", "_l0", x[t], h);
        h = new Bounded[hidden];
        for (int i = 0; i < hidden; i++) {
          Bounded input = gates[i].sigmoid();
          Bounded forget = gates[hidden + i].sigmoid();
          Bounded candidate = gates[2 * hidden + i].tanh();
          Bounded output = gates[3 * hidden + i].sigmoid();
          c[i] = forget.fma(c[i], input.times(candidate));
          h[i] = output.times(c[i].tanh());
        }
        frames[t] = h;
      }
      return frames;
    }

    private Bounded[] zeros() {
      Bounded[] zeros = new Bounded[description.hidden()];
      Arrays.fill(zeros, Bounded.exactly(0));
      return zeros;
    }

    private Bounded[] linear(String weight, Bounded[] start, Bounded[] x) {
      Tensor matrix = tensors.get(weight);
      Bounded[] y = new Bounded[start.length];
      for (int o = 0; o < y.length; o++) {
        Bounded[] row = new Bounded[x.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = Bounded.exactly(matrix.get(o * row.length + i));
        }
        y[o] = start[o].chain(row, x);
      }
      return y;
    }

    private Bounded[] vector(String name) {
      float[] values = tensors.get(name).toArray();
      Bounded[] vector = new Bounded[values.length];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = Bounded.exactly(values[i]);
      }
      return vector;
    }
  }
}
