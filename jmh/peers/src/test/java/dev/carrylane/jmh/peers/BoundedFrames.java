package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.CarryLookahead;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Frames of channels computed in double, each with a bound on how far a float computation may be from it
 * that sums in any order. Below, x̂ is the float for x, |x̂ − x| ≤ e.
 *
 * <ul>
 *   <li>A sum of multiples of q, whose magnitudes add up to at most 2^24 q, is exact: so is every part of it.
 *   <li>Any other sum of n terms ŵx̂ is within {@link Rounding#ofFloats} of the exact sum of these terms, and that is
 *       within Σ(|w|e_x + e_w|x| + e_w e_x) of Σwx.
 *   <li>ReLU passes the bound on. tanh and the sigmoid pass it on times their greatest slope within it, 1 −
 *       tanh² and σ(1 − σ) at the point nearest to 0, and add the error of their own that the caller states.
 * </ul>
 */
final class BoundedFrames {
  final int channels;
  final double[] value;
  final double[] error;

  private BoundedFrames(int frames, int channels) {
    this.channels = channels;
    value = new double[frames * channels];
    error = new double[frames * channels];
  }

  /** The output of a CL-RNN on given frames. */
  static BoundedFrames of(ModelFile model, float[] input, double functionError) {
    ModelDescription description = model.description();
    Map<String, Tensor> tensors = model.parameters().tensors();
    int frames = input.length / description.inputs();
    BoundedFrames x = new BoundedFrames(frames, description.inputs());
    for (int i = 0; i < input.length; i++) {
      x.value[i] = input[i];
    }
    BoundedFrames carries = x;
    CarryLookahead layer = (CarryLookahead) description.layers().getFirst();
    for (int level = 0; level < layer.carry().size(); level++) {
      String prefix = "0.carry." + level;
      Tensor direction = tensors.get(prefix + ".weight_v");
      double[] weight = folded(tensors.get(prefix + ".weight_g"), direction);
      Sum sum = new Sum(frames, direction.dimension(0));
      sum.addBias(tensors.get(prefix + ".bias"));
      int taps = direction.dimension(2);
      for (int tap = 0; tap < taps; tap++) {
        sum.addProducts(carries, (taps - 1 - tap) << level, weight, taps, tap);
      }
      carries = sum.result();
      for (int i = 0; i < carries.value.length; i++) {
        carries.value[i] = Math.max(carries.value[i], 0);
      }
    }
    Sum sum = new Sum(frames, layer.hidden());
    sum.addLinear(tensors, "0.cell.weight_ih", "0.cell.bias_ih", x);
    sum.addLinear(tensors, "0.cell.weight_hh", "0.cell.bias_hh", carries);
    BoundedFrames hidden = sum.result();
    hidden.apply(Math::tanh, y -> 1 - y * y, functionError);
    Sum logits = new Sum(frames, description.outputs());
    logits.addLinear(tensors, "1.weight", "1.bias", hidden);
    BoundedFrames output = logits.result();
    output.apply(z -> 1 / (1 + Math.exp(-z)), y -> y * (1 - y), functionError);
    return output;
  }

  /** w = g·v/‖v‖ for every output channel. */
  private static double[] folded(Tensor gain, Tensor direction) {
    double[] weight = new double[direction.size()];
    int length = weight.length / gain.size();
    for (int row = 0; row < gain.size(); row++) {
      double squares = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        squares += (double) direction.get(i) * direction.get(i);
      }
      for (int i = row * length; i < (row + 1) * length; i++) {
        weight[i] = direction.get(i) * (gain.get(row) / Math.sqrt(squares));
      }
    }
    return weight;
  }

  private void apply(
      DoubleUnaryOperator function, DoubleUnaryOperator slopeAtValue, double functionError) {
    for (int i = 0; i < value.length; i++) {
      double nearestToZero = Math.max(0, Math.abs(value[i]) - error[i]);
      double slope = slopeAtValue.applyAsDouble(function.applyAsDouble(nearestToZero));
      value[i] = function.applyAsDouble(value[i]);
      error[i] = slope * error[i] + functionError;
    }
  }

  /** Asserts that all floats are within the bounds; returns the root of the mean squared distance. */
  double check(String library, float[] actual) {
    double squares = 0;
    for (int i = 0; i < value.length; i++) {
      double distance = Math.abs(actual[i] - value[i]);
      // NaN fails.
      assertTrue(
          distance <= error[i],
          "%s, frame %d, channel %d: %s is more than %s from %s"
              .formatted(library, i / channels, i % channels, actual[i], error[i], value[i]));
      squares += distance * distance;
    }
    return Math.sqrt(squares / value.length);
  }

  /** The greatest bound. */
  double greatestError() {
    return Arrays.stream(error).max().orElseThrow();
  }

  private static double[] widened(Tensor tensor) {
    double[] values = new double[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.get(i);
    }
    return values;
  }

  /** The greatest power of two that all values are multiples of. */
  private static double quantum(double[] values) {
    double quantum = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (value != 0) {
        long significand = Double.doubleToRawLongBits(value) & (1L << 52) - 1 | 1L << 52;
        double lowestBit = Math.ulp(value) * (significand & -significand);
        quantum = Math.min(quantum, lowestBit);
      }
    }
    return quantum;
  }

  /** A sum in the making for every frame and channel. */
  private static final class Sum {
    private final BoundedFrames frames;
    private final double[] magnitude;
    private double quantum = Double.POSITIVE_INFINITY;
    private int terms;

    Sum(int count, int channels) {
      frames = new BoundedFrames(count, channels);
      magnitude = new double[count * channels];
    }

    void addBias(Tensor bias) {
      terms++;
      quantum = Math.min(quantum, quantum(widened(bias)));
      for (int i = 0; i < magnitude.length; i++) {
        float value = bias.get(i % frames.channels);
        frames.value[i] += value;
        magnitude[i] += Math.abs(value);
      }
    }

    void addLinear(Map<String, Tensor> tensors, String weight, String bias, BoundedFrames x) {
      addProducts(x, 0, widened(tensors.get(weight)), 1, 0);
      addBias(tensors.get(bias));
    }

    /** Adds w[out][in][tap]·x[t − delay][in] for one tap. */
    void addProducts(BoundedFrames x, int delay, double[] w, int taps, int tap) {
      terms += x.channels;
      quantum = Math.min(quantum, quantum(w) * quantum(x.value));
      int count = magnitude.length / frames.channels;
      for (int t = delay; t < count; t++) {
        for (int out = 0; out < frames.channels; out++) {
          double sum = 0;
          double inherited = 0;
          double absolute = 0;
          for (int in = 0; in < x.channels; in++) {
            double weight = w[(out * x.channels + in) * taps + tap];
            double weightError = weight == (float) weight ? 0 : Rounding.ofFloat(weight);
            int source = (t - delay) * x.channels + in;
            double input = x.value[source];
            double inputError = x.error[source];
            sum += weight * input;
            inherited +=
                Math.abs(weight) * inputError + weightError * (Math.abs(input) + inputError);
            absolute += (Math.abs(weight) + weightError) * (Math.abs(input) + inputError);
          }
          int target = t * frames.channels + out;
          frames.value[target] += sum;
          frames.error[target] += inherited;
          magnitude[target] += absolute;
        }
      }
    }

    BoundedFrames result() {
      for (int i = 0; i < magnitude.length; i++) {
        boolean exact = frames.error[i] == 0 && magnitude[i] <= quantum * 0x1p24;
        frames.error[i] += exact ? 0 : Rounding.ofFloats(terms, magnitude[i]);
      }
      return frames;
    }
  }
}
