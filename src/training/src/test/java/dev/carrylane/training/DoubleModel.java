package dev.carrylane.training;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Beside;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Dropout;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LayerNorm;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.LinearRecurrentUnit;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Magnitude;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.network.layer.Nade;
import dev.carrylane.network.layer.Overlap;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.Pointwise;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.RecurrentDescription;
import dev.carrylane.network.layer.Residual;
import dev.carrylane.network.layer.RmsNorm;
import dev.carrylane.network.layer.Sequential;
import dev.carrylane.network.layer.WindowConvolution;
import dev.carrylane.network.layer.WithinFrame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model in double, frame by frame and as the page about models has its equations: what gradients are differences of. It shares no
 * code with what runs or trains models. Outputs are logits.
 */
final class DoubleModel {
  private final ModelDescription description;

  /** All trained values, by name and as files hold them: written by those who vary them. */
  final Map<String, double[]> weights = new LinkedHashMap<>();

  /** What each layer remembers of the frames so far, by the beginning of its tensors' names. */
  private Map<String, double[][]> memory = new HashMap<>();

  private Mask mask;
  private int dropouts;

  /** What a layer of dropout multiplies an element by. */
  interface Mask {
    /**
     * A factor.
     *
     * @param layer the layer
     * @param number its number among those of its kind
     * @param width channels of its frames
     * @param element the number of the element in what {@link #run} was given
     */
    double factor(Dropout layer, int number, int width, int element);
  }

  DoubleModel(ModelDescription description, Parameters parameters) {
    this.description = description;
    for (Map.Entry<String, Tensor> entry : parameters.tensors().entrySet()) {
      double[] values = new double[entry.getValue().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = entry.getValue().get(i);
      }
      weights.put(entry.getKey(), values);
    }
  }

  /** Forgets all frames. */
  void reset() {
    memory = new HashMap<>();
  }

  /** What is remembered now; no later run changes it. */
  Map<String, double[][]> remembered() {
    return new HashMap<>(memory);
  }

  /** Goes on from what was remembered. */
  void remember(Map<String, double[][]> before) {
    memory = new HashMap<>(before);
  }

  /** Dropout drops from now on. */
  void drop(Mask factors) {
    mask = factors;
  }

  /** The logits of the next frames of a sequence. */
  double[][] run(double[][] x) {
    dropouts = 0;
    return layers(description.layers(), "", x);
  }

  private double[][] layers(List<LayerDescription> layers, String prefix, double[][] x) {
    double[][] frames = x;
    for (int i = 0; i < layers.size(); i++) {
      frames = layer(layers.get(i), prefix + i + ".", frames);
    }
    return frames;
  }

  private double[][] layer(LayerDescription layer, String at, double[][] x) {
    return switch (layer) {
      case Sequential sequence -> layers(sequence.layers(), at, x);
      case Linear linear -> linear(linear, at, x);
      case Pointwise pointwise -> each(pointwise.activation(), x);
      case Dropout dropout -> dropout(dropout, x);
      case Residual residual -> sum(x, layers(residual.layers(), at + "residual.", x));
      case Beside beside -> beside(beside, at, x);
      case Nade nade -> nade(nade, at, x);
      case WithinFrame within -> within(within, at, x);
      case Convolution convolution -> convolution(convolution, at, x);
      case RecurrentDescription recurrent -> recurrent(recurrent, at, x);
      case Bidirectional both -> bidirectional(both.layer(), at, x);
      case CarryLookahead lookahead -> lookahead(lookahead, at, x);
      case ExactCarry carry ->
          carry.gate() == Gate.MATRIX ? matrixCarry(carry, at, x) : carry(carry, at, x);
      case MinGru unit -> minGru(unit, at, x);
      case MinLstm unit -> minLstm(unit, at, x);
      case LinearRecurrentUnit unit -> lru(unit, at, x);
      case LayerNorm norm -> layerNorm(norm, at, x);
      case RmsNorm norm -> rmsNorm(norm, at, x);
      case Embedding embedding -> embedding(embedding, at, x);
      case FlattenedLinear linear -> flattened(linear, at, x);
      case Overlap overlap -> overlap(overlap.samples(), at, x);
      case WindowConvolution convolution -> windows(convolution, at, x);
      case Magnitude magnitude -> magnitude(magnitude.channels(), x);
    };
  }

  private static double apply(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[][] each(Activation activation, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = Arrays.stream(x[t]).map(v -> apply(activation, v)).toArray();
    }
    return y;
  }

  private double[][] dropout(Dropout layer, double[][] x) {
    int number = dropouts++;
    if (mask == null) {
      return x;
    }
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = new double[x[t].length];
      for (int i = 0; i < y[t].length; i++) {
        y[t][i] = x[t][i] * mask.factor(layer, number, y[t].length, t * y[t].length + i);
      }
    }
    return y;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] y = new double[a.length][];
    for (int t = 0; t < a.length; t++) {
      y[t] = plus(a[t], b[t]);
    }
    return y;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = a[i] + b[i];
    }
    return y;
  }

  /** A tensor; zeros if the layer has none of the name. */
  private double[] tensor(String name, int size) {
    return weights.getOrDefault(name, new double[size]);
  }

  /** W x + b; a bias that is not there is zero. */
  private double[] affine(String weight, String bias, double[] x, int outputs) {
    double[] w = weights.get(weight);
    double[] y = tensor(bias, outputs).clone();
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += w[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  /** What a part of a name is for: rows with weight and bias. */
  private double[] affine(String at, double[] x, int outputs) {
    return affine(at + "weight", at + "bias", x, outputs);
  }

  private double[][] beside(Beside layer, String at, double[][] x) {
    double[][] taken = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      taken[t] = Arrays.copyOf(x[t], x[t].length - layer.passed());
    }
    double[][] y = layers(layer.layers(), at + "beside.", taken);
    for (int t = 0; t < x.length; t++) {
      double[] passed = Arrays.copyOfRange(x[t], x[t].length - layer.passed(), x[t].length);
      y[t] = concatenate(y[t], passed);
    }
    return y;
  }

  private double[][] within(WithinFrame layer, String at, double[][] x) {
    Map<String, double[][]> outside = memory;
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[][] positions = new double[x[t].length / layer.channels()][];
      for (int i = 0; i < positions.length; i++) {
        int from = i * layer.channels();
        positions[i] = Arrays.copyOfRange(x[t], from, from + layer.channels());
      }
      memory = new HashMap<>();
      double[][] results = layers(layer.layers(), at + "within.", positions);
      y[t] = Arrays.stream(results).flatMapToDouble(Arrays::stream).toArray();
    }
    memory = outside;
    return y;
  }

  private double[][] nade(Nade layer, String at, double[][] x) {
    int hidden = layer.hidden();
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] f = Arrays.copyOf(x[t], x[t].length - layer.outputs());
      double[] sums = affine(at + "hidden.", f, hidden);
      y[t] = affine(at + "direct.weight", at + "output.bias", f, layer.outputs());
      for (int j = 0; j < layer.outputs(); j++) {
        for (int i = 0; i < hidden; i++) {
          y[t][j] += weights.get(at + "output.weight")[j * hidden + i] * sigmoid(sums[i]);
          sums[i] += x[t][f.length + j] * weights.get(at + "value.weight")[j * hidden + i];
        }
      }
    }
    return y;
  }

  private double[][] linear(Linear layer, String at, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = affine(at, x[t], layer.outputs());
    }
    return each(layer.activation(), y);
  }

  private double[][] flattened(FlattenedLinear layer, String at, double[][] x) {
    double[] all = Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray();
    return new double[][] {affine(at, all, layer.outputs())};
  }

  /** w = g · v / ‖v‖, the norm over all of an output. */
  private double[] kernel(Convolution layer, String at) {
    if (!layer.weightNorm()) {
      return weights.get(at + "weight");
    }
    double[] v = weights.get(at + "weight_v");
    double[] g = weights.get(at + "weight_g");
    double[] w = new double[v.length];
    int row = v.length / g.length;
    for (int o = 0; o < g.length; o++) {
      double squares = 0;
      for (int i = o * row; i < (o + 1) * row; i++) {
        squares += v[i] * v[i];
      }
      for (int i = o * row; i < (o + 1) * row; i++) {
        w[i] = g[o] * v[i] / Math.sqrt(squares);
      }
    }
    return w;
  }

  private double[][] convolution(Convolution layer, String at, double[][] x) {
    double[][] before = memory.getOrDefault(at, new double[0][]);
    double[][] all = concatenate(before, x);
    memory.put(at, all);
    double[] kernel = kernel(layer, at);
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = tensor(at + "bias", layer.outputs()).clone();
      int inputs = x[t].length;
      for (int tap = 0; tap < layer.kernel(); tap++) {
        int from = before.length + t - (layer.kernel() - 1 - tap) * layer.dilation();
        for (int o = 0; from >= 0 && o < layer.outputs(); o++) {
          for (int i = 0; i < inputs; i++) {
            y[t][o] += kernel[(o * inputs + i) * layer.kernel() + tap] * all[from][i];
          }
        }
      }
    }
    return each(layer.activation(), y);
  }

  private static double[][] concatenate(double[][] a, double[][] b) {
    double[][] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private double[][] recurrent(RecurrentDescription layer, String at, double[][] x) {
    double[][] frames = x;
    for (int i = 0; i < layer.layers(); i++) {
      String key = at + "_l" + i;
      double[][] state = memory.getOrDefault(key, new double[2][layer.hidden()]).clone();
      frames = direction(layer, at, "_l" + i, frames, state);
      memory.put(key, state);
    }
    return frames;
  }

  private double[][] bidirectional(RecurrentDescription layer, String at, double[][] x) {
    double[][] frames = x;
    for (int i = 0; i < layer.layers(); i++) {
      double[][] zero = new double[2][layer.hidden()];
      double[][] there = direction(layer, at, "_l" + i, frames, zero.clone());
      double[][] back =
          reversed(direction(layer, at, "_l" + i + "_reverse", reversed(frames), zero.clone()));
      double[][] y = new double[frames.length][];
      for (int t = 0; t < y.length; t++) {
        y[t] = concatenate(there[t], back[t]);
      }
      frames = y;
    }
    return frames;
  }

  private static double[][] reversed(double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = x[x.length - 1 - t];
    }
    return y;
  }

  private static double[] concatenate(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** One layer, one way: the state is h, and c behind it. */
  private double[][] direction(
      RecurrentDescription layer, String at, String suffix, double[][] x, double[][] state) {
    int n = layer.hidden();
    int rows = layer.gates() * n;
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] a = affine(at + "weight_ih" + suffix, at + "bias_ih" + suffix, x[t], rows);
      double[] b = affine(at + "weight_hh" + suffix, at + "bias_hh" + suffix, state[0], rows);
      double[] h = new double[n];
      double[] c = new double[n];
      for (int j = 0; j < n; j++) {
        switch (layer) {
          case Recurrent rnn -> h[j] = apply(rnn.activation(), a[j] + b[j]);
          case Lstm lstm -> {
            double i = sigmoid(a[j] + b[j]);
            double f = sigmoid(a[n + j] + b[n + j]);
            double g = Math.tanh(a[2 * n + j] + b[2 * n + j]);
            double o = sigmoid(a[3 * n + j] + b[3 * n + j]);
            c[j] = f * state[1][j] + i * g;
            h[j] = o * Math.tanh(c[j]);
          }
          case Gru gru -> {
            double r = sigmoid(a[j] + b[j]);
            double z = sigmoid(a[n + j] + b[n + j]);
            double candidate = Math.tanh(a[2 * n + j] + r * b[2 * n + j]);
            h[j] = (1 - z) * candidate + z * state[0][j];
          }
        }
      }
      state[0] = h;
      state[1] = c;
      y[t] = h;
    }
    return y;
  }

  private double[][] lookahead(CarryLookahead layer, String at, double[][] x) {
    double[][] carry = layers(layer.carry(), at + "carry.", x);
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] =
          plus(
              affine(at + "cell.weight_ih", at + "cell.bias_ih", x[t], layer.hidden()),
              affine(at + "cell.weight_hh", at + "cell.bias_hh", carry[t], layer.hidden()));
    }
    return each(layer.activation(), y);
  }

  private double[] state(String at, int size) {
    return memory.getOrDefault(at, new double[][] {new double[size]})[0];
  }

  private double[][] carry(ExactCarry layer, String at, double[][] x) {
    int n = layer.channels();
    double[] c = state(at, n);
    double[][] y = new double[x.length][n];
    for (int t = 0; t < x.length; t++) {
      double[] p = affine(at + "propagate.", x[t], n);
      double[] g = affine(at + "generate.", x[t], n);
      for (int i = 0; i < n; i++) {
        double gate = layer.gate() == Gate.SIGNED ? Math.tanh(p[i]) : sigmoid(p[i]);
        double factor = layer.coupled() ? 1 - Math.abs(gate) : 1;
        y[t][i] = gate * c[i] + factor * Math.tanh(g[i]);
      }
      c = y[t];
    }
    memory.put(at, new double[][] {c});
    return y;
  }

  private double[][] matrixCarry(ExactCarry layer, String at, double[][] x) {
    int n = layer.channels();
    int block = layer.block();
    int choices = layer.coupled() ? block + 1 : block;
    double[] c = state(at, n);
    double[][] y = new double[x.length][n];
    for (int t = 0; t < x.length; t++) {
      double[] logits = affine(at + "propagate.", x[t], n * choices);
      double[] g = affine(at + "generate.", x[t], n);
      for (int row = 0; row < n; row++) {
        double[] share = softmax(Arrays.copyOfRange(logits, row * choices, (row + 1) * choices));
        y[t][row] = (layer.coupled() ? share[block] : 1) * Math.tanh(g[row]);
        for (int j = 0; j < block; j++) {
          y[t][row] += share[j] * c[row / block * block + j];
        }
      }
      c = y[t];
    }
    memory.put(at, new double[][] {c});
    return y;
  }

  private static double[] softmax(double[] x) {
    double sum = Arrays.stream(x).map(Math::exp).sum();
    return Arrays.stream(x).map(v -> Math.exp(v) / sum).toArray();
  }

  private double[][] minGru(MinGru layer, String at, double[][] x) {
    int n = layer.hidden();
    double[] h = state(at, n);
    double[][] y = new double[x.length][n];
    for (int t = 0; t < x.length; t++) {
      double[] z = affine(at + "linear_z.", x[t], n);
      double[] candidate = affine(at + "linear_h.", x[t], n);
      for (int i = 0; i < n; i++) {
        y[t][i] = (1 - sigmoid(z[i])) * h[i] + sigmoid(z[i]) * candidate[i];
      }
      h = y[t];
    }
    memory.put(at, new double[][] {h});
    return y;
  }

  private double[][] minLstm(MinLstm layer, String at, double[][] x) {
    int n = layer.hidden();
    double[] h = state(at, n);
    double[][] y = new double[x.length][n];
    for (int t = 0; t < x.length; t++) {
      double[] forget = affine(at + "linear_f.", x[t], n);
      double[] input = affine(at + "linear_i.", x[t], n);
      double[] candidate = affine(at + "linear_h.", x[t], n);
      for (int i = 0; i < n; i++) {
        double f = sigmoid(forget[i]);
        double in = sigmoid(input[i]);
        y[t][i] = f / (f + in) * h[i] + in / (f + in) * candidate[i];
      }
      h = y[t];
    }
    memory.put(at, new double[][] {h});
    return y;
  }

  private double[][] lru(LinearRecurrentUnit layer, String at, double[][] x) {
    int n = layer.state();
    double[] nu = weights.get(at + "nu_log");
    double[] theta = weights.get(at + "theta_log");
    double[] gamma = weights.get(at + "gamma_log");
    double[] skip = weights.get(at + "D");
    double[] re = state(at + "re", n);
    double[] im = state(at + "im", n);
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] inRe = affine(at + "B_re", "", x[t], n);
      double[] inIm = affine(at + "B_im", "", x[t], n);
      double[] nextRe = new double[n];
      double[] nextIm = new double[n];
      for (int s = 0; s < n; s++) {
        double radius = Math.exp(-Math.exp(nu[s]));
        double lambdaRe = radius * Math.cos(Math.exp(theta[s]));
        double lambdaIm = radius * Math.sin(Math.exp(theta[s]));
        double gain = Math.exp(gamma[s]);
        nextRe[s] = lambdaRe * re[s] - lambdaIm * im[s] + gain * inRe[s];
        nextIm[s] = lambdaRe * im[s] + lambdaIm * re[s] + gain * inIm[s];
      }
      re = nextRe;
      im = nextIm;
      double[] outRe = affine(at + "C_re", "", re, x[t].length);
      double[] outIm = affine(at + "C_im", "", im, x[t].length);
      y[t] = new double[x[t].length];
      for (int i = 0; i < y[t].length; i++) {
        y[t][i] = outRe[i] - outIm[i] + skip[i] * x[t][i];
      }
    }
    memory.put(at + "re", new double[][] {re});
    memory.put(at + "im", new double[][] {im});
    return y;
  }

  private double[][] layerNorm(LayerNorm layer, String at, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double mean = Arrays.stream(x[t]).average().orElseThrow();
      double variance =
          Arrays.stream(x[t]).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      double root = Math.sqrt(variance + layer.epsilon());
      double[] normal = Arrays.stream(x[t]).map(v -> (v - mean) / root).toArray();
      y[t] = plus(times(normal, weights.get(at + "weight")), tensor(at + "bias", normal.length));
    }
    return y;
  }

  private double[][] rmsNorm(RmsNorm layer, String at, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double mean = Arrays.stream(x[t]).map(v -> v * v).average().orElseThrow();
      double root = Math.sqrt(mean + layer.epsilon());
      double[] normal = Arrays.stream(x[t]).map(v -> v / root).toArray();
      y[t] = times(normal, weights.get(at + "weight"));
    }
    return y;
  }

  private static double[] times(double[] a, double[] b) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = a[i] * b[i];
    }
    return y;
  }

  private double[][] embedding(Embedding layer, String at, double[][] x) {
    double[] table = weights.get(at + "weight");
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      int row = (int) x[t][0] * layer.width();
      y[t] = Arrays.copyOfRange(table, row, row + layer.width());
    }
    return y;
  }

  private double[][] overlap(int samples, String at, double[][] x) {
    double[] last = state(at, samples);
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = concatenate(last, x[t]);
      last = Arrays.copyOfRange(x[t], x[t].length - samples, x[t].length);
    }
    memory.put(at, new double[][] {last});
    return y;
  }

  private double[][] windows(WindowConvolution layer, String at, double[][] x) {
    int channels = layer.channels();
    double[] kernel = weights.get(at + "weight");
    double[] bias = tensor(at + "bias", layer.outputs());
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      int positions = x[t].length / channels;
      int padded = layer.padLeft() + positions + layer.padRight();
      int count = (padded - layer.kernel()) / layer.stride() + 1;
      y[t] = new double[count * layer.outputs()];
      for (int window = 0; window < count; window++) {
        for (int o = 0; o < layer.outputs(); o++) {
          double sum = bias[o];
          for (int tap = 0; tap < layer.kernel(); tap++) {
            int position = window * layer.stride() + tap - layer.padLeft();
            for (int c = 0; c < channels; c++) {
              sum +=
                  kernel[(o * channels + c) * layer.kernel() + tap]
                      * sample(layer.padding(), x[t], position, positions, c, channels);
            }
          }
          y[t][window * layer.outputs() + o] = apply(layer.activation(), sum);
        }
      }
    }
    return y;
  }

  /** One element of a frame, padding included. */
  private static double sample(
      Padding padding, double[] frame, int position, int positions, int channel, int channels) {
    int p = position;
    if (p < 0 || p >= positions) {
      if (padding == Padding.ZERO) {
        return 0;
      }
      p = p < 0 ? -p : 2 * (positions - 1) - p;
    }
    return frame[p * channels + channel];
  }

  private static double[][] magnitude(int channels, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = new double[x[t].length / 2];
      for (int i = 0; i < y[t].length; i++) {
        int first = i / channels * 2 * channels + i % channels;
        y[t][i] = Math.hypot(x[t][first], x[t][first + channels]);
      }
    }
    return y;
  }

  /**
   * The loss of some frames, summed over those that count.
   *
   * @param y logits
   * @param targets a row for each of y's; NaN first where it does not count
   */
  static double loss(Loss loss, double[][] y, double[][] targets) {
    double sum = 0;
    for (int t = 0; t < y.length; t++) {
      if (!Double.isNaN(targets[t][0])) {
        sum += frameLoss(loss, y[t], targets[t]);
      }
    }
    return sum;
  }

  private static double frameLoss(Loss loss, double[] y, double[] target) {
    double sum = 0;
    switch (loss) {
      case BERNOULLI -> {
        for (int i = 0; i < y.length; i++) {
          sum -= target[i] * Math.log(sigmoid(y[i])) + (1 - target[i]) * Math.log(sigmoid(-y[i]));
        }
      }
      case CATEGORICAL -> sum = -Math.log(softmax(y)[(int) target[0]]);
      case SQUARED_ERROR -> {
        for (int i = 0; i < y.length; i++) {
          sum += (y[i] - target[i]) * (y[i] - target[i]);
        }
      }
    }
    return sum;
  }
}
