package dev.carrylane.network;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Beside;
import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
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
import java.util.List;
import java.util.Map;

/**
 * The equations of all layers, frame by frame and as PyTorch's documentation and the papers give them, with a bound on what
 * rounding to float may change; see {@link Bounded}.
 */
final class Equations {
  private static final Bounded ZERO = Bounded.exactly(0);
  private static final Bounded ONE = Bounded.exactly(1);

  private final ModelDescription description;
  private final Map<String, Tensor> tensors;

  Equations(ModelDescription description, Parameters parameters) {
    this.description = description;
    tensors = parameters.tensors();
  }

  /** All output frames of a sequence. */
  Bounded[][] run(float[] x) {
    int inputs = description.inputs();
    Bounded[][] frames = new Bounded[x.length / inputs][inputs];
    for (int i = 0; i < x.length; i++) {
      frames[i / inputs][i % inputs] = Bounded.exactly(x[i]);
    }
    frames = layers("", description.layers(), frames);
    return switch (description.output()) {
      case NONE -> frames;
      case SIGMOID -> each(frames, Activation.SIGMOID);
      case LOG_SOFTMAX -> throw new IllegalArgumentException("without a bound");
    };
  }

  private Bounded[][] layers(String prefix, List<LayerDescription> layers, Bounded[][] x) {
    Bounded[][] frames = x;
    for (int i = 0; i < layers.size(); i++) {
      frames = layer(prefix + i + ".", layers.get(i), frames);
    }
    return frames;
  }

  private Bounded[][] layer(String prefix, LayerDescription layer, Bounded[][] x) {
    return switch (layer.kind()) {
      case SEQUENTIAL -> layers(prefix, ((Sequential) layer).layers(), x);
      case LINEAR -> {
        Linear linear = (Linear) layer;
        Bounded[] bias = bias(linear.bias(), prefix + "bias", linear.outputs());
        yield each(linear(prefix + "weight", bias, x), linear.activation());
      }
      case CONVOLUTION -> convolution(prefix, (Convolution) layer, x);
      case RNN, LSTM, GRU -> {
        RecurrentDescription cell = (RecurrentDescription) layer;
        Bounded[][] frames = x;
        for (int i = 0; i < cell.layers(); i++) {
          frames = recurrent(prefix, "_l" + i, cell, frames);
        }
        yield frames;
      }
      case BIDIRECTIONAL -> bidirectional(prefix, ((Bidirectional) layer).layer(), x);
      case CARRY_LOOKAHEAD -> carryLookahead(prefix, (CarryLookahead) layer, x);
      case EXACT_CARRY -> exactCarry(prefix, (ExactCarry) layer, x);
      case MIN_GRU -> minGru(prefix, (MinGru) layer, x);
      case MIN_LSTM -> minLstm(prefix, (MinLstm) layer, x);
      case LRU -> lru(prefix, (LinearRecurrentUnit) layer, x);
      case LAYER_NORM -> {
        LayerNorm norm = (LayerNorm) layer;
        yield norm(prefix, true, norm.epsilon(), norm.bias(), x);
      }
      case RMS_NORM -> norm(prefix, false, ((RmsNorm) layer).epsilon(), false, x);
      case EMBEDDING -> embedding(prefix, x);
      case ACTIVATION -> each(x, ((Pointwise) layer).activation());
      case DROPOUT -> x;
      case RESIDUAL -> {
        Bounded[][] y = layers(prefix + "residual.", ((Residual) layer).layers(), x);
        Bounded[][] sums = new Bounded[x.length][];
        for (int t = 0; t < x.length; t++) {
          sums[t] = plus(y[t], x[t]);
        }
        yield sums;
      }
      case FLATTENED_LINEAR -> {
        FlattenedLinear linear = (FlattenedLinear) layer;
        Bounded[] all = Arrays.stream(x).flatMap(Arrays::stream).toArray(Bounded[]::new);
        Bounded[] bias = bias(linear.bias(), prefix + "bias", linear.outputs());
        yield linear(prefix + "weight", bias, new Bounded[][] {all});
      }
      case OVERLAP -> overlap(layer.outputs(x[0].length) - x[0].length, x);
      case WINDOW_CONVOLUTION -> windows(prefix, (WindowConvolution) layer, x);
      case MAGNITUDE -> magnitude((Magnitude) layer, x);
      case WITHIN_FRAME -> within(prefix + "within.", (WithinFrame) layer, x);
      case BESIDE -> beside(prefix + "beside.", (Beside) layer, x);
      case NADE -> nade(prefix, (Nade) layer, x);
    };
  }

  private Bounded[][] convolution(String prefix, Convolution layer, Bounded[][] x) {
    int inputs = x[0].length;
    int taps = layer.kernel();
    int length = inputs * taps;
    float[] weight = tensors.get(prefix + (layer.weightNorm() ? "weight_v" : "weight")).toArray();
    Bounded[] bias = bias(layer.bias(), prefix + "bias", layer.outputs());
    Bounded[][] y = new Bounded[x.length][layer.outputs()];
    for (int o = 0; o < layer.outputs(); o++) {
      double squares = 0;
      for (int i = o * length; i < (o + 1) * length; i++) {
        squares += (double) weight[i] * weight[i];
      }
      for (int t = 0; t < x.length; t++) {
        Bounded[] w = new Bounded[length];
        Bounded[] seen = new Bounded[length];
        for (int tap = 0; tap < taps; tap++) {
          int from = t - (taps - 1 - tap) * layer.dilation();
          for (int i = 0; i < inputs; i++) {
            double v = weight[(o * inputs + i) * taps + tap];
            w[tap * inputs + i] =
                layer.weightNorm()
                    ? Bounded.rounded(
                        tensors.get(prefix + "weight_g").get(o) * v / Math.sqrt(squares))
                    : Bounded.exactly(v);
            seen[tap * inputs + i] = from < 0 ? ZERO : x[from][i];
          }
        }
        y[t][o] = bias[o].chain(w, seen);
      }
    }
    return each(y, layer.activation());
  }

  /** One layer in one direction. */
  private Bounded[][] recurrent(
      String prefix, String suffix, RecurrentDescription layer, Bounded[][] x) {
    int hidden = layer.hidden();
    int rows = layer.gates() * hidden;
    Bounded[] inputBias = bias(layer.bias(), prefix + "bias_ih" + suffix, rows);
    Bounded[] hiddenBias = bias(layer.bias(), prefix + "bias_hh" + suffix, rows);
    String inputWeight = prefix + "weight_ih" + suffix;
    String hiddenWeight = prefix + "weight_hh" + suffix;
    Bounded[] h = zeros(hidden);
    Bounded[] c = zeros(hidden);
    Bounded[][] frames = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      h =
          switch (layer) {
            case Gru gru ->
                gru(linear(inputWeight, inputBias, x[t]), linear(hiddenWeight, hiddenBias, h), h);
            case Lstm lstm -> {
              Bounded[] gates = linear(inputWeight, plus(inputBias, hiddenBias), x[t]);
              yield lstm(linear(hiddenWeight, gates, h), c);
            }
            case Recurrent elman -> {
              Bounded[] sum = linear(inputWeight, plus(inputBias, hiddenBias), x[t]);
              yield each(linear(hiddenWeight, sum, h), elman.activation());
            }
          };
      frames[t] = h;
    }
    return frames;
  }

  private static Bounded[] lstm(Bounded[] gates, Bounded[] c) {
    int hidden = c.length;
    Bounded[] h = new Bounded[hidden];
    for (int i = 0; i < hidden; i++) {
      Bounded input = gates[i].sigmoid();
      Bounded forget = gates[hidden + i].sigmoid();
      Bounded candidate = gates[2 * hidden + i].tanh();
      Bounded output = gates[3 * hidden + i].sigmoid();
      c[i] = forget.fma(c[i], input.times(candidate));
      h[i] = output.times(c[i].tanh());
    }
    return h;
  }

  private static Bounded[] gru(Bounded[] x, Bounded[] y, Bounded[] before) {
    int hidden = before.length;
    Bounded[] h = new Bounded[hidden];
    for (int i = 0; i < hidden; i++) {
      Bounded reset = x[i].plus(y[i]).sigmoid();
      Bounded update = x[hidden + i].plus(y[hidden + i]).sigmoid();
      Bounded candidate = reset.fma(y[2 * hidden + i], x[2 * hidden + i]).tanh();
      h[i] = Bounded.between(candidate, before[i], update);
    }
    return h;
  }

  private Bounded[][] bidirectional(String prefix, RecurrentDescription layer, Bounded[][] x) {
    Bounded[][] frames = x;
    for (int i = 0; i < layer.layers(); i++) {
      Bounded[][] forward = recurrent(prefix, "_l" + i, layer, frames);
      Bounded[][] reverse =
          reversed(recurrent(prefix, "_l" + i + "_reverse", layer, reversed(frames)));
      frames = new Bounded[x.length][];
      for (int t = 0; t < x.length; t++) {
        frames[t] = joined(forward[t], reverse[t]);
      }
    }
    return frames;
  }

  private Bounded[][] carryLookahead(String prefix, CarryLookahead layer, Bounded[][] x) {
    Bounded[][] carry = layers(prefix + "carry.", layer.carry(), x);
    Bounded[] bias =
        plus(
            bias(layer.bias(), prefix + "cell.bias_ih", layer.hidden()),
            bias(layer.bias(), prefix + "cell.bias_hh", layer.hidden()));
    Bounded[][] z = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      Bounded[] sum = linear(prefix + "cell.weight_ih", bias, x[t]);
      z[t] = linear(prefix + "cell.weight_hh", sum, carry[t]);
    }
    return each(z, layer.activation());
  }

  private Bounded[][] exactCarry(String prefix, ExactCarry layer, Bounded[][] x) {
    Bounded[][] logits = linear(prefix + "propagate.", x);
    Bounded[][] generate = each(linear(prefix + "generate.", x), Activation.TANH);
    int channels = layer.channels();
    int n = layer.block();
    int choices = layer.coupled() ? n + 1 : n;
    Bounded[] c = zeros(channels);
    Bounded[][] y = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      Bounded[] next = new Bounded[channels];
      for (int i = 0; i < channels; i++) {
        Bounded g = generate[t][i];
        if (layer.gate() == Gate.MATRIX) {
          Bounded[] p = softmax(Arrays.copyOfRange(logits[t], i * choices, (i + 1) * choices));
          int first = i / n * n;
          next[i] =
              (layer.coupled() ? g.times(p[n]) : g)
                  .chain(Arrays.copyOf(p, n), Arrays.copyOfRange(c, first, first + n));
        } else {
          Bounded p = layer.gate() == Gate.SIGNED ? logits[t][i].tanh() : logits[t][i].sigmoid();
          Bounded weighed = layer.coupled() ? g.times(ONE.minus(p.absolute())) : g;
          next[i] = p.fma(c[i], weighed);
        }
      }
      c = next;
      y[t] = c;
    }
    return y;
  }

  private static Bounded[] softmax(Bounded[] logits) {
    Bounded greatest = Bounded.greatest(logits);
    Bounded[] shares = new Bounded[logits.length];
    Bounded sum = null;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = logits[i].minus(greatest).exp();
      sum = i == 0 ? shares[0] : sum.plus(shares[i]);
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = shares[i].over(sum);
    }
    return shares;
  }

  private Bounded[][] minGru(String prefix, MinGru layer, Bounded[][] x) {
    Bounded[][] update = each(linear(prefix + "linear_z.", x), Activation.SIGMOID);
    Bounded[][] candidate = linear(prefix + "linear_h.", x);
    Bounded[][] y = new Bounded[x.length][layer.hidden()];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < layer.hidden(); i++) {
        Bounded z = update[t][i];
        Bounded before = t == 0 ? ZERO : y[t - 1][i];
        y[t][i] = ONE.minus(z).fma(before, z.times(candidate[t][i]));
      }
    }
    return y;
  }

  private Bounded[][] minLstm(String prefix, MinLstm layer, Bounded[][] x) {
    Bounded[][] forget = each(linear(prefix + "linear_f.", x), Activation.SIGMOID);
    Bounded[][] input = each(linear(prefix + "linear_i.", x), Activation.SIGMOID);
    Bounded[][] candidate = linear(prefix + "linear_h.", x);
    Bounded[][] y = new Bounded[x.length][layer.hidden()];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < layer.hidden(); i++) {
        Bounded sum = forget[t][i].plus(input[t][i]);
        Bounded before = t == 0 ? ZERO : y[t - 1][i];
        Bounded added = input[t][i].over(sum).times(candidate[t][i]);
        y[t][i] = forget[t][i].over(sum).fma(before, added);
      }
    }
    return y;
  }

  /** Complex arithmetic in its real parts; λ and γ·B are computed in double, and rounded once. */
  private Bounded[][] lru(String prefix, LinearRecurrentUnit layer, Bounded[][] x) {
    int states = layer.state();
    int width = x[0].length;
    Bounded[] re = zeros(states);
    Bounded[] im = zeros(states);
    Bounded[][] y = new Bounded[x.length][width];
    for (int t = 0; t < x.length; t++) {
      for (int s = 0; s < states; s++) {
        double radius = Math.exp(-Math.exp(get(prefix + "nu_log", s)));
        double phase = Math.exp(get(prefix + "theta_log", s));
        double gain = Math.exp(get(prefix + "gamma_log", s));
        Bounded lambdaRe = Bounded.rounded(radius * Math.cos(phase));
        Bounded lambdaIm = Bounded.rounded(radius * Math.sin(phase));
        Bounded[] inRe = new Bounded[width];
        Bounded[] inIm = new Bounded[width];
        for (int i = 0; i < width; i++) {
          inRe[i] = Bounded.rounded(gain * get(prefix + "B_re", s * width + i));
          inIm[i] = Bounded.rounded(gain * get(prefix + "B_im", s * width + i));
        }
        Bounded nextRe =
            ZERO.chain(inRe, x[t]).minus(lambdaIm.times(im[s])).plus(lambdaRe.times(re[s]));
        Bounded nextIm =
            ZERO.chain(inIm, x[t]).plus(lambdaIm.times(re[s])).plus(lambdaRe.times(im[s]));
        re[s] = nextRe;
        im[s] = nextIm;
      }
      for (int i = 0; i < width; i++) {
        Bounded[] out = new Bounded[2 * states];
        Bounded[] state = new Bounded[2 * states];
        for (int s = 0; s < states; s++) {
          out[2 * s] = Bounded.exactly(get(prefix + "C_re", i * states + s));
          out[2 * s + 1] = Bounded.exactly(-get(prefix + "C_im", i * states + s));
          state[2 * s] = re[s];
          state[2 * s + 1] = im[s];
        }
        Bounded skip = Bounded.exactly(get(prefix + "D", i));
        y[t][i] = skip.fma(x[t][i], ZERO.chain(out, state));
      }
    }
    return y;
  }

  /** Of frames without error: sums are in double. */
  private Bounded[][] norm(
      String prefix, boolean centred, double epsilon, boolean hasBias, Bounded[][] x) {
    int n = x[0].length;
    Bounded[] weight = vector(prefix + "weight");
    Bounded[] bias = bias(hasBias, prefix + "bias", n);
    Bounded[][] y = new Bounded[x.length][n];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      for (Bounded element : x[t]) {
        if (element.error() > 0) {
          throw new IllegalArgumentException("without a bound");
        }
        mean += centred ? element.value() / n : 0;
      }
      double variance = 0;
      for (Bounded element : x[t]) {
        variance += (element.value() - mean) * (element.value() - mean) / n;
      }
      for (int i = 0; i < n; i++) {
        Bounded normal = Bounded.rounded((x[t][i].value() - mean) / Math.sqrt(variance + epsilon));
        y[t][i] = normal.fma(weight[i], bias[i]);
      }
    }
    return y;
  }

  private Bounded[][] embedding(String prefix, Bounded[][] x) {
    Tensor table = tensors.get(prefix + "weight");
    int width = table.dimension(1);
    Bounded[][] y = new Bounded[x.length][width];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < width; i++) {
        y[t][i] = Bounded.exactly(table.get((int) x[t][0].value() * width + i));
      }
    }
    return y;
  }

  private static Bounded[][] overlap(int samples, Bounded[][] x) {
    Bounded[] before = zeros(samples);
    Bounded[][] y = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = joined(before, x[t]);
      before = Arrays.copyOfRange(x[t], x[t].length - samples, x[t].length);
    }
    return y;
  }

  /** A position beyond an end is zero, or the one as far inside. */
  private Bounded[][] windows(String prefix, WindowConvolution layer, Bounded[][] x) {
    int channels = layer.channels();
    int positions = x[0].length / channels;
    int taps = layer.kernel();
    int windows = (layer.padLeft() + positions + layer.padRight() - taps) / layer.stride() + 1;
    Tensor weight = tensors.get(prefix + "weight");
    Bounded[] bias = bias(layer.bias(), prefix + "bias", layer.outputs());
    Bounded[][] y = new Bounded[x.length][windows * layer.outputs()];
    for (int t = 0; t < x.length; t++) {
      for (int window = 0; window < windows; window++) {
        Bounded[] seen = new Bounded[channels * taps];
        for (int tap = 0; tap < taps; tap++) {
          int position = window * layer.stride() + tap - layer.padLeft();
          if (layer.padding() == Padding.REFLECT) {
            position = position < 0 ? -position : position;
            position = position >= positions ? 2 * (positions - 1) - position : position;
          }
          for (int channel = 0; channel < channels; channel++) {
            seen[channel * taps + tap] =
                position < 0 || position >= positions ? ZERO : x[t][position * channels + channel];
          }
        }
        for (int o = 0; o < layer.outputs(); o++) {
          Bounded[] w = row(weight, o, channels * taps);
          y[t][window * layer.outputs() + o] = bias[o].chain(w, seen);
        }
      }
    }
    return each(y, layer.activation());
  }

  private static Bounded[][] magnitude(Magnitude layer, Bounded[][] x) {
    int pairs = layer.channels();
    Bounded[][] y = new Bounded[x.length][x[0].length / 2];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < y[t].length; i++) {
        int first = i / pairs * 2 * pairs + i % pairs;
        Bounded a = x[t][first];
        Bounded b = x[t][first + pairs];
        y[t][i] = a.fma(a, b.times(b)).root();
      }
    }
    return y;
  }

  private Bounded[][] within(String prefix, WithinFrame layer, Bounded[][] x) {
    int channels = layer.channels();
    Bounded[][] y = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      Bounded[][] positions = new Bounded[x[t].length / channels][];
      for (int p = 0; p < positions.length; p++) {
        positions[p] = Arrays.copyOfRange(x[t], p * channels, (p + 1) * channels);
      }
      y[t] =
          Arrays.stream(layers(prefix, layer.layers(), positions))
              .flatMap(Arrays::stream)
              .toArray(Bounded[]::new);
    }
    return y;
  }

  private Bounded[][] beside(String prefix, Beside layer, Bounded[][] x) {
    int taken = x[0].length - layer.passed();
    Bounded[][] inside = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      inside[t] = Arrays.copyOf(x[t], taken);
    }
    Bounded[][] y = layers(prefix, layer.layers(), inside);
    Bounded[][] both = new Bounded[x.length][];
    for (int t = 0; t < x.length; t++) {
      both[t] = joined(y[t], Arrays.copyOfRange(x[t], taken, x[t].length));
    }
    return both;
  }

  private Bounded[][] nade(String prefix, Nade layer, Bounded[][] x) {
    int outputs = layer.outputs();
    int features = x[0].length - outputs;
    Bounded[] outputBias = vector(prefix + "output.bias");
    Tensor output = tensors.get(prefix + "output.weight");
    Tensor value = tensors.get(prefix + "value.weight");
    Bounded[][] y = new Bounded[x.length][outputs];
    for (int t = 0; t < x.length; t++) {
      Bounded[] f = Arrays.copyOf(x[t], features);
      Bounded[] direct = linear(prefix + "direct.weight", outputBias, f);
      Bounded[] sums = linear(prefix + "hidden.weight", vector(prefix + "hidden.bias"), f);
      for (int j = 0; j < outputs; j++) {
        Bounded[] units = each(sums, Activation.SIGMOID);
        y[t][j] = direct[j].chain(row(output, j, units.length), units);
        Bounded[] added = row(value, j, units.length);
        for (int i = 0; i < units.length; i++) {
          sums[i] = x[t][features + j].fma(added[i], sums[i]);
        }
      }
    }
    return y;
  }

  private static Bounded[][] each(Bounded[][] x, Activation activation) {
    return Arrays.stream(x).map(frame -> each(frame, activation)).toArray(Bounded[][]::new);
  }

  private static Bounded[] each(Bounded[] x, Activation activation) {
    return Arrays.stream(x)
        .map(
            element ->
                switch (activation) {
                  case NONE -> element;
                  case RELU -> element.relu();
                  case TANH -> element.tanh();
                  case SIGMOID -> element.sigmoid();
                })
        .toArray(Bounded[]::new);
  }

  private Bounded[][] linear(String prefix, Bounded[][] x) {
    int rows = tensors.get(prefix + "weight").dimension(0);
    Bounded[] bias = bias(tensors.containsKey(prefix + "bias"), prefix + "bias", rows);
    return linear(prefix + "weight", bias, x);
  }

  private Bounded[][] linear(String weight, Bounded[] start, Bounded[][] x) {
    return Arrays.stream(x).map(frame -> linear(weight, start, frame)).toArray(Bounded[][]::new);
  }

  private Bounded[] linear(String weight, Bounded[] start, Bounded[] x) {
    Tensor matrix = tensors.get(weight);
    Bounded[] y = new Bounded[start.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = start[o].chain(row(matrix, o, x.length), x);
    }
    return y;
  }

  private static Bounded[] row(Tensor matrix, int row, int length) {
    Bounded[] values = new Bounded[length];
    for (int i = 0; i < length; i++) {
      values[i] = Bounded.exactly(matrix.get(row * length + i));
    }
    return values;
  }

  private static Bounded[] plus(Bounded[] a, Bounded[] b) {
    Bounded[] sum = new Bounded[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i].plus(b[i]);
    }
    return sum;
  }

  private static Bounded[] joined(Bounded[] first, Bounded[] second) {
    Bounded[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Bounded[][] reversed(Bounded[][] frames) {
    return Arrays.asList(frames).reversed().toArray(Bounded[][]::new);
  }

  private static Bounded[] zeros(int length) {
    Bounded[] zeros = new Bounded[length];
    Arrays.fill(zeros, ZERO);
    return zeros;
  }

  private Bounded[] bias(boolean present, String name, int length) {
    return present ? vector(name) : zeros(length);
  }

  private Bounded[] vector(String name) {
    float[] values = tensors.get(name).toArray();
    Bounded[] vector = new Bounded[values.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Bounded.exactly(values[i]);
    }
    return vector;
  }

  private double get(String name, int index) {
    return tensors.get(name).get(index);
  }
}
