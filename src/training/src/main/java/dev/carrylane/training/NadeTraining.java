package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.network.layer.Nade;
import java.util.Arrays;

/**
 * Trains {@link Nade}. As when it runs, a frame is cut into spans, each of which ends with a value that is not 0, and the spans of
 * several frames are rows of one product. Going back computes their hidden units anew from the sums that each frame starts with: that
 * is a sum for each value that is not 0, and keeping them would take as much memory as all frames with all values.
 */
final class NadeTraining extends LayerTraining {
  /** Spans of one product, or more if a single frame has more. */
  private static final int SPANS = 256;

  private final int features;
  private final int hidden;
  private final int startWeight;
  private final int startBias;
  private final int valueWeight;
  private final int outputWeight;
  private final int outputBias;
  private final int directWeight;

  NadeTraining(Nade layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.outputs(), 0);
    features = layer.features(inputs);
    hidden = layer.hidden();
    startWeight = slices.at(prefix + "hidden.weight");
    startBias = slices.at(prefix + "hidden.bias");
    valueWeight = slices.at(prefix + "value.weight");
    outputWeight = slices.at(prefix + "output.weight");
    outputBias = slices.at(prefix + "output.bias");
    directWeight = slices.at(prefix + "direct.weight");
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(engine);
  }

  private final class Pass extends LayerPass {
    private final Engine engine;
    private final Gemm gemm;
    private final int most = Math.max(SPANS, outputs);

    /** Before the sigmoid: of each frame at its beginning, and of the frame at hand. */
    private float[] starts = {};

    private final float[] sums = new float[hidden];

    /** The derivative by the starts. */
    private float[] startsDerivative = {};

    /** Of each span its frame, its outputs and the hidden units that they are of. */
    private final int[] frames = new int[most];

    private final int[] from = new int[most];
    private final int[] to = new int[most];
    private float[] units = {};
    private float[] logits = {};
    private float[] unitsDerivative = {};
    private int spans;

    Pass(Engine engine) {
      this.engine = engine;
      gemm = Gemm.on(engine);
    }

    @Override
    void reserve(int rows, int sequences) {
      starts = Growing.frames(starts, rows, hidden);
      startsDerivative = Growing.frames(startsDerivative, rows, hidden);
      units = Growing.frames(units, most, hidden);
      logits = Growing.frames(logits, most, outputs);
      unitsDerivative = Growing.frames(unitsDerivative, most, hidden);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int rows = shard.rows;
      float[] w = weights;
      Elements.fillRows(w, outputBias, y, rows, outputs);
      product(rows, outputs, x, w, directWeight, y);
      Elements.fillRows(w, startBias, starts, rows, hidden);
      product(rows, hidden, x, w, startWeight, starts);
      for (int first = 0; first < rows; ) {
        int end = spans(first, rows, x);
        for (int i = 0; i < spans; i++) {
          int at = frames[i] * outputs + from[i];
          System.arraycopy(y, at, logits, i * outputs + from[i], to[i] - from[i]);
        }
        gemm.accumulate(
            Transpose.RIGHT,
            spans,
            outputs,
            hidden,
            units,
            0,
            hidden,
            w,
            outputWeight,
            hidden,
            logits,
            0,
            outputs);
        for (int i = 0; i < spans; i++) {
          int at = frames[i] * outputs + from[i];
          System.arraycopy(logits, i * outputs + from[i], y, at, to[i] - from[i]);
        }
        first = end;
      }
    }

    /** Goes on with the chains of a product of the features. */
    private void product(int rows, int out, float[] x, float[] w, int weight, float[] y) {
      gemm.accumulate(
          Transpose.RIGHT, rows, out, features, x, 0, inputs, w, weight, features, y, 0, out);
    }

    /**
     * Finds the spans of whole frames, as many as there is room for, and their hidden units.
     *
     * @return the frame after the last of them
     */
    private int spans(int first, int rows, float[] x) {
      spans = 0;
      int frame = first;
      while (frame < rows && spans + count(x, frame) <= most) {
        System.arraycopy(starts, frame * hidden, sums, 0, hidden);
        int begin = 0;
        for (int i = 0; i < outputs - 1; i++) {
          float value = x[frame * inputs + features + i];
          if (value != 0) {
            span(frame, begin, i + 1);
            multiplyAdd(value, weights, valueWeight + i * hidden, sums, 0, hidden);
            begin = i + 1;
          }
        }
        span(frame, begin, outputs);
        frame++;
      }
      int length = spans * hidden;
      Elementwise.apply(engine.backend(), Activation.SIGMOID, units, 0, units, 0, length);
      return frame;
    }

    private int count(float[] x, int frame) {
      int count = 1;
      int end = (frame + 1) * inputs - 1;
      for (int i = end - outputs + 1; i < end; i++) {
        count += x[i] != 0 ? 1 : 0;
      }
      return count;
    }

    private void span(int frame, int begin, int end) {
      System.arraycopy(sums, 0, units, spans * hidden, hidden);
      frames[spans] = frame;
      from[spans] = begin;
      to[spans] = end;
      spans++;
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      for (int first = 0; first < rows; ) {
        int end = spans(first, rows, x);
        throughOutputs(dy, gradient);
        throughValues(x, gradient);
        first = end;
      }
      add(rows, hidden, startsDerivative, x, gradient, startWeight);
      Elements.addRows(startsDerivative, rows, hidden, gradient, startBias);
      add(rows, outputs, dy, x, gradient, directWeight);
      Elements.addRows(dy, rows, outputs, gradient, outputBias);
      if (dx != null) {
        for (int row = 0; row < rows; row++) {
          Arrays.fill(dx, row * inputs, (row + 1) * inputs, 0);
        }
        back(rows, hidden, startsDerivative, startWeight, dx);
        back(rows, outputs, dy, directWeight, dx);
      }
    }

    /** From the derivatives of outputs to those of the sums of each span, by itself. */
    private void throughOutputs(float[] dy, float[] gradient) {
      Arrays.fill(logits, 0, spans * outputs, 0);
      for (int i = 0; i < spans; i++) {
        int at = frames[i] * outputs + from[i];
        System.arraycopy(dy, at, logits, i * outputs + from[i], to[i] - from[i]);
      }
      gemm.accumulate(
          Transpose.LEFT,
          outputs,
          hidden,
          spans,
          logits,
          0,
          outputs,
          units,
          0,
          hidden,
          gradient,
          outputWeight,
          hidden);
      gemm.multiply(
          Transpose.NONE,
          spans,
          hidden,
          outputs,
          logits,
          0,
          outputs,
          weights,
          outputWeight,
          hidden,
          unitsDerivative,
          0,
          hidden);
      Elements.throughActivation(Activation.SIGMOID, units, unitsDerivative, spans * hidden);
    }

    /** A value adds to the sums of all later spans of its frame: from its last span to its first. */
    private void throughValues(float[] x, float[] gradient) {
      for (int i = spans - 1; i >= 0; i--) {
        boolean isLast = i == spans - 1 || frames[i + 1] != frames[i];
        int at = i * hidden;
        if (!isLast) {
          int value = to[i] - 1;
          float factor = x[frames[i] * inputs + features + value];
          int weight = valueWeight + value * hidden;
          multiplyAdd(factor, unitsDerivative, at + hidden, gradient, weight, hidden);
          multiplyAdd(1, unitsDerivative, at + hidden, unitsDerivative, at, hidden);
        }
        if (from[i] == 0) {
          System.arraycopy(unitsDerivative, at, startsDerivative, frames[i] * hidden, hidden);
        }
      }
    }

    /** Adds what a product of the features contributes to its weight's gradient. */
    private void add(int rows, int out, float[] dy, float[] x, float[] gradient, int weight) {
      gemm.accumulate(
          Transpose.LEFT,
          out,
          features,
          rows,
          dy,
          0,
          out,
          x,
          0,
          inputs,
          gradient,
          weight,
          features);
    }

    /** Adds what it contributes to the derivative by the features. */
    private void back(int rows, int out, float[] dy, int weight, float[] dx) {
      gemm.accumulate(
          Transpose.NONE,
          rows,
          features,
          out,
          dy,
          0,
          out,
          weights,
          weight,
          features,
          dx,
          0,
          inputs);
    }
  }

  private static void multiplyAdd(
      float factor, float[] x, int from, float[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] = Math.fma(factor, x[from + i], y[to + i]);
    }
  }
}
