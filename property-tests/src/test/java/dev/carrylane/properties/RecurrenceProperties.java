package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.testkit.Help;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Layers that run by scans are the serial recurrences of their documentation: to the bit where these are written with the
 * operations of single precision, and within a bound that follows from the roundings where they are written in double.
 */
class RecurrenceProperties {
  /** The unit roundoff of float, larger by one part in 2^16 for what is computed in double here. */
  private static final double U = 0x1.0001p-24;

  /** tanh to 1.34 and the sigmoid to 1.70 ulp of a number up to 1, and exp to 0.99. */
  private static final double FUNCTION = 3.5 * U;

  /**
   * A layer, frames for it, and where values come from.
   *
   * @param kind which layer
   * @param sizes inputs, units or blocks, rows of a block
   */
  record Trial(Kind kind, Sizes sizes, int length, Values values) {
    LayerDescription layer() {
      return kind.layer(sizes);
    }

    ModelFile file() {
      ModelDescription description = ModelDescription.of(sizes.inputs).then(layer());
      return new ModelFile(description, Initialization.of(description, values.number()));
    }

    float[] x() {
      return values.floats("x", length * sizes.inputs);
    }
  }

  /** The sizes of a layer. */
  record Sizes(int inputs, int units, int block) {}

  /** The layers, by what their frames propagate. */
  enum Kind {
    SIGMOID,
    SIGMOID_FREE,
    SIGNED,
    SIGNED_FREE,
    MATRIX,
    MATRIX_FREE,
    MIN_GRU,
    MIN_LSTM,
    LRU;

    LayerDescription layer(Sizes sizes) {
      int units = sizes.units;
      int channels = units * sizes.block;
      return switch (this) {
        case SIGMOID -> new ExactCarry(units, Gate.SIGMOID, true, 1);
        case SIGMOID_FREE -> new ExactCarry(units, Gate.SIGMOID, false, 1);
        case SIGNED -> new ExactCarry(units, Gate.SIGNED, true, 1);
        case SIGNED_FREE -> new ExactCarry(units, Gate.SIGNED, false, 1);
        case MATRIX -> new ExactCarry(channels, Gate.MATRIX, true, sizes.block);
        case MATRIX_FREE -> new ExactCarry(channels, Gate.MATRIX, false, sizes.block);
        case MIN_GRU -> new MinGru(units, units % 2 == 0);
        case MIN_LSTM -> new MinLstm(units, units % 2 == 0);
        case LRU -> Layers.lru(units);
      };
    }

    boolean coupled() {
      return this == SIGMOID || this == SIGNED || this == MATRIX;
    }

    boolean matrix() {
      return this == MATRIX || this == MATRIX_FREE;
    }
  }

  /** p and g of all frames in single precision, and how the layer makes them. */
  private static final class Gates {
    final int channels;
    final int block;
    final float[] p;
    final float[] g;

    Gates(Trial trial, Parameters parameters, float[] x) {
      Kind kind = trial.kind;
      block = kind.matrix() ? trial.sizes.block : 1;
      channels = trial.sizes.units * block;
      int rows = trial.length * channels;
      switch (kind) {
        case MIN_GRU -> {
          p = linear(parameters, "0.linear_z.", x, trial.length);
          g = linear(parameters, "0.linear_h.", x, trial.length);
          for (int i = 0; i < rows; i++) {
            float z = Elementwise.sigmoid(p[i]);
            g[i] *= z;
            p[i] = 1 - z;
          }
        }
        case MIN_LSTM -> {
          p = linear(parameters, "0.linear_f.", x, trial.length);
          float[] in = linear(parameters, "0.linear_i.", x, trial.length);
          g = linear(parameters, "0.linear_h.", x, trial.length);
          for (int i = 0; i < rows; i++) {
            float forget = Elementwise.sigmoid(p[i]);
            float input = Elementwise.sigmoid(in[i]);
            float sum = forget + input;
            p[i] = forget / sum;
            g[i] *= input / sum;
          }
        }
        default -> {
          g = linear(parameters, "0.generate.", x, trial.length);
          for (int i = 0; i < rows; i++) {
            g[i] = Elementwise.tanh(g[i]);
          }
          float[] logits = linear(parameters, "0.propagate.", x, trial.length);
          p = kind.matrix() ? shares(kind, logits) : functions(kind, logits);
        }
      }
    }

    private float[] functions(Kind kind, float[] logits) {
      for (int i = 0; i < logits.length; i++) {
        boolean signed = kind == Kind.SIGNED || kind == Kind.SIGNED_FREE;
        logits[i] = signed ? Elementwise.tanh(logits[i]) : Elementwise.sigmoid(logits[i]);
        g[i] *= kind.coupled() ? 1 - Math.abs(logits[i]) : 1;
      }
      return logits;
    }

    private float[] shares(Kind kind, float[] logits) {
      int choices = kind.coupled() ? block + 1 : block;
      float[] shares = new float[g.length * block];
      for (int row = 0; row < g.length; row++) {
        int from = row * choices;
        float greatest = logits[from];
        for (int i = 1; i < choices; i++) {
          greatest = Math.max(greatest, logits[from + i]);
        }
        float sum = 0;
        float[] e = new float[choices];
        for (int i = 0; i < choices; i++) {
          e[i] = Elementwise.exp(logits[from + i] - greatest);
          sum = i == 0 ? e[0] : sum + e[i];
        }
        for (int i = 0; i < block; i++) {
          shares[row * block + i] = e[i] / sum;
        }
        g[row] *= kind.coupled() ? e[block] / sum : 1;
      }
      return shares;
    }

    /** h_t = p_t h_{t−1} + g_t, row by row of each block. */
    float[] carry() {
      float[] h = new float[g.length];
      for (int row = 0; row < h.length; row++) {
        int first = row - row % channels % block - channels;
        float sum = g[row];
        for (int j = 0; j < block; j++) {
          float before = first < 0 ? 0 : h[first + j];
          sum = Math.fma(p[row * block + j], before, sum);
        }
        h[row] = sum;
      }
      return h;
    }
  }

  private static float[] linear(Parameters parameters, String name, float[] x, int frames) {
    float[] weight = parameters.tensors().get(name + "weight").toArray();
    float[] bias =
        parameters.tensors().containsKey(name + "bias")
            ? parameters.tensors().get(name + "bias").toArray()
            : new float[parameters.tensors().get(name + "weight").dimension(0)];
    return products(weight, bias, x, frames);
  }

  /** The chain of fma's from the bias, for k ascending. */
  private static float[] products(float[] weight, float[] bias, float[] x, int frames) {
    int outputs = bias.length;
    int inputs = weight.length / outputs;
    float[] y = new float[frames * outputs];
    for (int frame = 0; frame < frames; frame++) {
      for (int out = 0; out < outputs; out++) {
        float sum = bias[out];
        for (int in = 0; in < inputs; in++) {
          sum = Math.fma(x[frame * inputs + in], weight[out * inputs + in], sum);
        }
        y[frame * outputs + out] = sum;
      }
    }
    return y;
  }

  /** The linear recurrent unit in single precision, with λ and γ ∘ B rounded from double. */
  private static float[] unit(Trial trial, Map<String, float[]> tensors, float[] x) {
    int inputs = trial.sizes.inputs;
    int states = trial.sizes.units;
    float[] lambda = new float[2 * states];
    float[] in = new float[2 * states * inputs];
    float[] out = new float[2 * states * inputs];
    for (int s = 0; s < states; s++) {
      double radius = Math.exp(-Math.exp(tensors.get("nu_log")[s]));
      double phase = Math.exp(tensors.get("theta_log")[s]);
      lambda[2 * s] = (float) (radius * Math.cos(phase));
      lambda[2 * s + 1] = (float) (radius * Math.sin(phase));
      double gain = Math.exp(tensors.get("gamma_log")[s]);
      for (int i = 0; i < inputs; i++) {
        in[2 * s * inputs + i] = (float) (gain * tensors.get("B_re")[s * inputs + i]);
        in[(2 * s + 1) * inputs + i] = (float) (gain * tensors.get("B_im")[s * inputs + i]);
        out[2 * (i * states + s)] = tensors.get("C_re")[i * states + s];
        out[2 * (i * states + s) + 1] = -tensors.get("C_im")[i * states + s];
      }
    }
    float[] s = products(in, new float[2 * states], x, trial.length);
    for (int i = 0; i < s.length; i += 2) {
      int before = i - 2 * states;
      float re = before < 0 ? 0 : s[before];
      float im = before < 0 ? 0 : s[before + 1];
      float a = lambda[i % (2 * states)];
      float b = lambda[i % (2 * states) + 1];
      s[i] = Math.fma(a, re, Math.fma(-b, im, s[i]));
      s[i + 1] = Math.fma(a, im, Math.fma(b, re, s[i + 1]));
    }
    float[] y = products(out, new float[inputs], s, trial.length);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.fma(tensors.get("D")[i % inputs], x[i], y[i]);
    }
    return y;
  }

  private static Map<String, float[]> arrays(Parameters parameters) {
    Map<String, float[]> arrays = new HashMap<>();
    parameters
        .tensors()
        .forEach((name, tensor) -> arrays.put(name.substring("0.".length()), tensor.toArray()));
    return arrays;
  }

  private static float[] run(ModelFile file, Engine engine, ModelOptions options, float[] x) {
    Model model = Model.of(file, options.backend(engine.backend()));
    int frames = x.length / file.description().inputs();
    float[] y = new float[frames * file.description().outputs()];
    model.newState(engine, Math.max(1, frames)).run(frames, x, 0, y, 0);
    return y;
  }

  @Property(tries = 600)
  void theBitsAreThoseOfTheRecurrence(@ForAll("trials") Trial trial) {
    ModelFile file = trial.file();
    float[] x = trial.x();
    float[] expected =
        trial.kind == Kind.LRU
            ? unit(trial, arrays(file.parameters()), x)
            : new Gates(trial, file.parameters(), x).carry();
    for (Backend backend : Engines.backends()) {
      float[] y = run(file, Engine.of(backend), ModelOptions.defaults(), x);
      assertSameBits(expected, y, trial.layer() + " on " + backend);
    }
  }

  @Property(tries = 600)
  void doublePrecisionGivesNearlyTheSame(@ForAll("ordinaryTrials") Trial trial) {
    ModelFile file = trial.file();
    float[] x = trial.x();
    Bounded exact = new Bounded(trial, arrays(file.parameters()), x);
    for (Backend backend : Engines.backends()) {
      float[] y = run(file, Engine.of(backend), ModelOptions.defaults(), x);
      for (int i = 0; i < y.length; i++) {
        double distance = Math.abs(y[i] - exact.value[i]);
        assertTrue(
            distance <= exact.error[i],
            "%s on %s, at %d: %s is %s from %s, more than %s"
                .formatted(
                    trial.layer(), backend, i, y[i], distance, exact.value[i], exact.error[i]));
      }
    }
  }

  /** The bound of AffineScan, around the exact states of the gates as they are in single precision. */
  @Property(tries = 200)
  void blockedScansKeepTheBoundOfAffineScan(@ForAll("longTrials") Trial trial) {
    ModelFile file = trial.file();
    float[] x = trial.x();
    Gates gates = new Gates(trial, file.parameters(), x);
    int channels = gates.channels;
    int depth = ScanSchedule.BLOCKED_TIME.depth(trial.length, (long) channels * Float.BYTES);
    double[] h = new double[channels];
    double[] magnitude = new double[channels];
    ModelOptions options = ModelOptions.defaults().blockedScans();
    Backend backend = Engines.fastest();
    float[] y = run(file, Engine.of(backend), options, x);
    for (int threads : Engines.threads()) {
      Engine engine = Engine.of(backend).withExecutor(Help.POOL, threads);
      assertSameBits(y, run(file, engine, options, x), threads + " threads");
    }
    assertSameBits(y, run(file, Engine.of(Backend.scalar()), options, x), "scalar");
    for (int i = 0; i < y.length; i++) {
      int channel = i % channels;
      h[channel] = (double) gates.p[i] * h[channel] + gates.g[i];
      magnitude[channel] =
          Math.abs(gates.p[i]) * magnitude[channel] + Math.abs(gates.g[i]) + Float.MIN_NORMAL;
      int n = 4 + Math.min(i / channels + 1, depth);
      double bound = (Math.pow(1 + U, n) - 1) * magnitude[channel];
      double distance = Math.abs(y[i] - h[channel]);
      assertTrue(distance <= bound, "at %d: %s, more than %s".formatted(i, distance, bound));
    }
  }

  /**
   * The recurrences in double, with a bound for the layer's own floats. Below, e is the bound of a value v.
   *
   * <ul>
   *   <li>A chain of n fma's from the bias is within ((1 + u)ⁿ − 1) Σ|wx|, the bias included.
   *   <li>tanh has a slope of 1 at most, the sigmoid of 1/4, and both add the error of their own.
   *   <li>A share f/(f + i) grows with f and falls with i, so that its ends are those of the two; a share of a softmax changes by
   *       a factor of e^2e at most where its logits change by e.
   *   <li>A product ab is within |a|e_b + |b|e_a + e_a e_b, and one rounding.
   * </ul>
   */
  private static final class Bounded {
    final double[] value;
    final double[] error;
    private final Trial trial;
    private final Map<String, float[]> tensors;
    private final float[] x;

    Bounded(Trial trial, Map<String, float[]> tensors, float[] x) {
      this.trial = trial;
      this.tensors = tensors;
      this.x = x;
      Numbers y = trial.kind == Kind.LRU ? unit() : carry();
      value = y.value;
      error = y.error;
    }

    private Numbers linear(String name, int outputs) {
      Numbers y = new Numbers(trial.length * outputs);
      float[] weight = tensors.get(name + "weight");
      float[] bias = tensors.get(name + "bias");
      int inputs = trial.sizes.inputs;
      for (int i = 0; i < y.value.length; i++) {
        int out = i % outputs;
        double sum = bias == null ? 0 : bias[out];
        double magnitude = Math.abs(sum);
        for (int in = 0; in < inputs; in++) {
          double product = (double) weight[out * inputs + in] * x[i / outputs * inputs + in];
          sum += product;
          magnitude += Math.abs(product);
        }
        y.set(i, sum, (Math.pow(1 + U, inputs + 1) - 1) * magnitude);
      }
      return y;
    }

    private static void sigmoid(Numbers a) {
      for (int i = 0; i < a.value.length; i++) {
        a.set(i, 1 / (1 + Math.exp(-a.value[i])), a.error[i] / 4 + FUNCTION);
      }
    }

    private static void tanh(Numbers a) {
      for (int i = 0; i < a.value.length; i++) {
        a.set(i, Math.tanh(a.value[i]), a.error[i] + FUNCTION);
      }
    }

    private static void times(Numbers a, int i, double factor, double error) {
      double product = a.value[i] * factor;
      double inherited =
          Math.abs(a.value[i]) * error + Math.abs(factor) * a.error[i] + a.error[i] * error;
      a.set(i, product, inherited + U * (Math.abs(product) + inherited));
    }

    private Numbers carry() {
      int units = trial.sizes.units;
      switch (trial.kind) {
        case MIN_GRU -> {
          Numbers z = linear("linear_z.", units);
          Numbers g = linear("linear_h.", units);
          sigmoid(z);
          for (int i = 0; i < z.value.length; i++) {
            times(g, i, z.value[i], z.error[i]);
            z.set(i, 1 - z.value[i], z.error[i] + U);
          }
          return scan(z, g, 1, units);
        }
        case MIN_LSTM -> {
          Numbers f = linear("linear_f.", units);
          Numbers in = linear("linear_i.", units);
          Numbers g = linear("linear_h.", units);
          sigmoid(f);
          sigmoid(in);
          for (int i = 0; i < f.value.length; i++) {
            double a = f.value[i];
            double b = in.value[i];
            double most = (a + f.error[i]) / (a + f.error[i] + b - in.error[i]);
            double least = (a - f.error[i]) / (a - f.error[i] + b + in.error[i]);
            double p = a / (a + b);
            double off = Math.max(most - p, p - least) + 3 * U;
            f.set(i, p, off);
            times(g, i, 1 - p, off);
          }
          return scan(f, g, 1, units);
        }
        case MATRIX, MATRIX_FREE -> {
          return matrix(units * trial.sizes.block);
        }
        default -> {
          Numbers p = linear("propagate.", units);
          Numbers g = linear("generate.", units);
          tanh(g);
          if (trial.kind == Kind.SIGMOID || trial.kind == Kind.SIGMOID_FREE) {
            sigmoid(p);
          } else {
            tanh(p);
          }
          for (int i = 0; i < p.value.length && trial.kind.coupled(); i++) {
            times(g, i, 1 - Math.abs(p.value[i]), p.error[i] + U);
          }
          return scan(p, g, 1, units);
        }
      }
    }

    private Numbers matrix(int channels) {
      int block = trial.sizes.block;
      int choices = trial.kind.coupled() ? block + 1 : block;
      Numbers logits = linear("propagate.", channels * choices);
      Numbers g = linear("generate.", channels);
      tanh(g);
      Numbers p = new Numbers(g.value.length * block);
      for (int row = 0; row < g.value.length; row++) {
        double sum = 0;
        double off = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = row * choices; i < (row + 1) * choices; i++) {
          sum += Math.exp(logits.value[i]);
          off = Math.max(off, logits.error[i]);
          greatest = Math.max(greatest, Math.abs(logits.value[i]));
        }
        // The distance from the greatest logit rounds, too, and so do exp, the sum and the
        // quotient.
        off += U * 2 * (greatest + off);
        double factor = Math.exp(2 * off) * Math.pow(1 + U, choices + 8) - 1;
        for (int i = 0; i < block; i++) {
          double share = Math.exp(logits.value[row * choices + i]) / sum;
          p.set(row * block + i, share, share * factor);
        }
        if (trial.kind.coupled()) {
          double share = Math.exp(logits.value[row * choices + block]) / sum;
          times(g, row, share, share * factor);
        }
      }
      return scan(p, g, block, channels);
    }

    private static Numbers scan(Numbers p, Numbers g, int block, int channels) {
      Numbers h = new Numbers(g.value.length);
      for (int row = 0; row < h.value.length; row++) {
        int first = row - row % channels % block - channels;
        double sum = g.value[row];
        double error = g.error[row];
        double magnitude = Math.abs(sum);
        for (int j = 0; j < block; j++) {
          double a = p.value[row * block + j];
          double ea = p.error[row * block + j];
          double b = first < 0 ? 0 : h.value[first + j];
          double eb = first < 0 ? 0 : h.error[first + j];
          sum += a * b;
          error += Math.abs(a) * eb + Math.abs(b) * ea + ea * eb;
          magnitude += Math.abs(a * b);
        }
        error += (Math.pow(1 + U, block) - 1) * (magnitude + error);
        h.set(row, sum, error);
      }
      return h;
    }

    /** Complex numbers by their parts; an error counts for each part, and √2 of it for the number. */
    private Numbers unit() {
      int inputs = trial.sizes.inputs;
      int states = trial.sizes.units;
      Numbers y = new Numbers(trial.length * inputs);
      double[] re = new double[states];
      double[] im = new double[states];
      double[] off = new double[states];
      for (int frame = 0; frame < trial.length; frame++) {
        for (int s = 0; s < states; s++) {
          double radius = Math.exp(-Math.exp(tensors.get("nu_log")[s]));
          double phase = Math.exp(tensors.get("theta_log")[s]);
          double gain = Math.exp(tensors.get("gamma_log")[s]);
          double inRe = 0;
          double inIm = 0;
          double magnitude = 0;
          for (int i = 0; i < inputs; i++) {
            double input = gain * x[frame * inputs + i];
            inRe += input * tensors.get("B_re")[s * inputs + i];
            inIm += input * tensors.get("B_im")[s * inputs + i];
            magnitude +=
                Math.abs(input)
                    * (Math.abs(tensors.get("B_re")[s * inputs + i])
                        + Math.abs(tensors.get("B_im")[s * inputs + i]));
          }
          double a = radius * Math.cos(phase);
          double b = radius * Math.sin(phase);
          double nextRe = a * re[s] - b * im[s] + inRe;
          double nextIm = a * im[s] + b * re[s] + inIm;
          double before = Math.abs(re[s]) + Math.abs(im[s]) + 2 * off[s];
          // γB rounds once, then its chain; λ rounds, then two fma's, whose results are at most all
          // terms.
          double handed = (Math.pow(1 + U, inputs + 2) - 1) * magnitude;
          off[s] =
              (Math.abs(a) + Math.abs(b)) * off[s]
                  + handed
                  + 3 * U * ((Math.abs(a) + Math.abs(b)) * before + magnitude + handed);
          re[s] = nextRe;
          im[s] = nextIm;
        }
        for (int i = 0; i < inputs; i++) {
          double skip = (double) tensors.get("D")[i] * x[frame * inputs + i];
          double sum = skip;
          double magnitude = Math.abs(skip);
          double error = 0;
          for (int s = 0; s < states; s++) {
            double c = tensors.get("C_re")[i * states + s];
            double d = tensors.get("C_im")[i * states + s];
            sum += c * re[s] - d * im[s];
            error += (Math.abs(c) + Math.abs(d)) * off[s];
            magnitude += Math.abs(c * re[s]) + Math.abs(d * im[s]);
          }
          error += (Math.pow(1 + U, 2 * states + 1) - 1) * (magnitude + error);
          y.set(frame * inputs + i, sum, error);
        }
      }
      return y;
    }
  }

  /** Numbers, and how far their floats may be from them. */
  private static final class Numbers {
    final double[] value;
    final double[] error;

    Numbers(int length) {
      value = new double[length];
      error = new double[length];
    }

    /** Results that round in the subnormal range are off by that much more. */
    void set(int i, double number, double bound) {
      value[i] = number;
      error[i] = bound + 4 * Float.MIN_VALUE;
    }
  }

  @Provide
  Arbitrary<Trial> trials() {
    return trials(Arbitraries.of(Kind.class), 12, AnyModel.ints(1, 80), new Values.Any().get());
  }

  @Provide
  Arbitrary<Trial> ordinaryTrials() {
    return trials(Arbitraries.of(Kind.class), 12, AnyModel.ints(1, 80), ordinary());
  }

  /** Sequences of several blocks, in layers that {@code AffineScan} runs. */
  @Provide
  Arbitrary<Trial> longTrials() {
    Arbitrary<Kind> kinds =
        Arbitraries.of(Kind.class).filter(kind -> !kind.matrix() && kind != Kind.LRU);
    return trials(kinds, 6, AnyModel.ints(1, 5000), ordinary());
  }

  private static Arbitrary<Values> ordinary() {
    return AnyModel.ints(0, 1 << 20).map(number -> new Values(Values.Kind.ORDINARY, number));
  }

  private static Arbitrary<Trial> trials(
      Arbitrary<Kind> kinds, int most, Arbitrary<Integer> lengths, Arbitrary<Values> values) {
    return Combinators.combine(
            kinds,
            AnyModel.ints(1, most),
            AnyModel.ints(1, most),
            AnyModel.ints(1, 5),
            lengths,
            values)
        .as(
            (kind, inputs, units, block, length, number) ->
                new Trial(kind, new Sizes(inputs, units, block), length, number))
        .withoutEdgeCases();
  }
}
