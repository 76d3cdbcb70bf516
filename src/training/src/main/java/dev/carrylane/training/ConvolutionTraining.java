package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.network.layer.Convolution;
import java.util.Arrays;

/**
 * Trains {@link Convolution}: a product for each tap with the same frames, shifted, so that nothing is copied into columns. Rows that
 * a tap would find before their sequence do without it, as in a model.
 */
final class ConvolutionTraining extends LayerTraining {
  private final int taps;
  private final int dilation;

  /** Earlier frames that the oldest tap needs. */
  private final int reach;

  private final Activation activation;
  private final int weight;
  private final int bias;

  /** Null where the kernel is trained as it is. */
  private final WeightNorm norm;

  ConvolutionTraining(Convolution layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.outputs(), layer.stateSize(inputs));
    taps = layer.kernel();
    dilation = layer.dilation();
    reach = layer.reach();
    activation = layer.activation();
    if (layer.weightNorm()) {
      slices.requireUntied(prefix + "weight_v", prefix + "weight_g");
      weight = slices.tapMajor(prefix + "weight_v");
      norm = new WeightNorm(inputs, outputs, taps, weight, slices.at(prefix + "weight_g"), slices);
    } else {
      weight = slices.tapMajor(prefix + "weight");
      norm = null;
    }
    bias = layer.bias() ? slices.at(prefix + "bias") : -1;
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    if (norm != null) {
      norm.prepare(weights);
    }
  }

  @Override
  void finish(float[] gradient) {
    if (norm != null) {
      norm.finish(weights, gradient);
    }
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends LayerPass {
    private final ConvolutionTraining layer;
    private final Engine engine;
    private final Gemm gemm;
    private final int at;
    private final int in;
    private final int out;
    private final int taps;
    private final int reach;
    private final boolean single;

    /** As long as the frames of a shard, where there is a single channel. */
    private float[] scratch = {};

    /** The frames before each sequence that are known, the last of them at the end of {@link #reach}. */
    private float[] history = {};

    Pass(ConvolutionTraining layer, Engine engine, int at) {
      this.layer = layer;
      this.engine = engine;
      this.at = at;
      gemm = Gemm.on(engine);
      in = layer.inputs;
      out = layer.outputs;
      taps = layer.taps;
      reach = layer.reach;
      single = in == 1 && out == 1;
    }

    @Override
    void reserve(int rows, int sequences) {
      history = Growing.frames(history, sequences, layer.memory);
      scratch = Growing.frames(scratch, single ? rows : 0, 1);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      if (layer.bias < 0) {
        Arrays.fill(y, 0, shard.rows * out, 0f);
      } else {
        Elements.fillRows(layer.weights, layer.bias, y, shard.rows, out);
      }
      for (int s = 0; s < shard.sequences; s++) {
        recall(shard, s);
        convolve(shard, s, x, y);
        remember(shard, s, x);
      }
      if (layer.activation != Activation.NONE) {
        Elementwise.apply(engine.backend(), layer.activation, y, 0, y, 0, shard.rows * out);
      }
    }

    private float[] kernel() {
      return layer.norm == null ? layer.weights : layer.norm.kernel;
    }

    /** Where a tap lies in the kernel, and its derivative in a gradient. */
    private int kernelAt(int tap) {
      return layer.weight + tap * in * out;
    }

    /** Frames from a tap to the frame that it is for. */
    private int shift(int tap) {
      return (taps - 1 - tap) * layer.dilation;
    }

    /** The frames before a sequence that are known. */
    private int known(Shard shard, int sequence) {
      return shard.states == null ? 0 : (int) Math.min(shard.positions[sequence], reach);
    }

    private void convolve(Shard shard, int sequence, float[] x, float[] y) {
      int frames = shard.steps(sequence);
      int first = shard.offsets[sequence];
      int known = known(shard, sequence);
      float[] kernel = kernel();
      for (int tap = 0; tap < taps; tap++) {
        int shift = shift(tap);
        int b = kernelAt(tap);
        int begin = Math.max(0, shift - known);
        int before = Math.min(shift, frames);
        if (begin < before) {
          int from = historyAt(sequence, begin - shift);
          int to = (first + begin) * out;
          gemm.accumulate(
              Transpose.NONE,
              before - begin,
              out,
              in,
              history,
              from,
              in,
              kernel,
              b,
              out,
              y,
              to,
              out);
        }
        if (shift < frames && single) {
          SingleChannel.addScaled(frames - shift, kernel[b], x, first, y, first + shift, scratch);
        } else if (shift < frames) {
          int from = first * in;
          int to = (first + shift) * out;
          gemm.accumulate(
              Transpose.NONE, frames - shift, out, in, x, from, in, kernel, b, out, y, to, out);
        }
      }
    }

    /** Where a frame before the sequence lies in {@link #history}, −1 being the last of them. */
    private int historyAt(int sequence, int frame) {
      return (sequence + 1) * layer.memory + frame * in;
    }

    /** The state has frame t of a sequence in slot t mod {@link #reach}. */
    private void recall(Shard shard, int sequence) {
      for (int frame = -known(shard, sequence); frame < 0; frame++) {
        int from = slot(shard, sequence, frame);
        System.arraycopy(shard.states, from, history, historyAt(sequence, frame), in);
      }
    }

    private void remember(Shard shard, int sequence, float[] x) {
      if (shard.states == null || reach == 0) {
        return;
      }
      int frames = shard.steps(sequence);
      for (int frame = Math.max(0, frames - reach); frame < frames; frame++) {
        int from = (shard.offsets[sequence] + frame) * in;
        System.arraycopy(x, from, shard.states, slot(shard, sequence, frame), in);
      }
    }

    private int slot(Shard shard, int sequence, int frame) {
      int slot = (int) ((shard.positions[sequence] + frame) % reach);
      return shard.slice(sequence, at) + slot * in;
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      Elements.throughActivation(layer.activation, y, dy, shard.rows * out);
      if (layer.bias >= 0) {
        Elements.addRows(dy, shard.rows, out, gradient, layer.bias);
      }
      for (int s = 0; s < shard.sequences; s++) {
        addKernelGradient(shard, s, x, dy, gradient);
        if (dx != null) {
          inputGradient(shard, s, dy, dx);
        }
      }
    }

    private void addKernelGradient(
        Shard shard, int sequence, float[] x, float[] dy, float[] gradient) {
      int frames = shard.steps(sequence);
      int first = shard.offsets[sequence];
      int known = known(shard, sequence);
      for (int tap = 0; tap < taps; tap++) {
        int shift = shift(tap);
        int c = kernelAt(tap);
        int begin = Math.max(0, shift - known);
        int before = Math.min(shift, frames);
        if (begin < before) {
          int from = historyAt(sequence, begin - shift);
          int to = (first + begin) * out;
          gemm.accumulate(
              Transpose.LEFT,
              in,
              out,
              before - begin,
              history,
              from,
              in,
              dy,
              to,
              out,
              gradient,
              c,
              out);
        }
        if (shift < frames && !single) {
          int from = first * in;
          int to = (first + shift) * out;
          gemm.accumulate(
              Transpose.LEFT, in, out, frames - shift, x, from, in, dy, to, out, gradient, c, out);
        }
      }
      if (single) {
        SingleChannel.addKernelGradient(
            taps, layer.dilation, frames, first, x, dy, gradient, layer.weight);
      }
    }

    /** Begins with the tap that every frame has. */
    private void inputGradient(Shard shard, int sequence, float[] dy, float[] dx) {
      int frames = shard.steps(sequence);
      int first = shard.offsets[sequence];
      float[] kernel = kernel();
      if (single) {
        SingleChannel.scale(first, first + frames, kernel[kernelAt(taps - 1)], dy, dx);
        for (int tap = taps - 2; tap >= 0 && shift(tap) < frames; tap--) {
          int shift = shift(tap);
          float w = kernel[kernelAt(tap)];
          SingleChannel.addScaled(frames - shift, w, dy, first + shift, dx, first, scratch);
        }
        return;
      }
      int from = first * out;
      int to = first * in;
      gemm.multiply(
          Transpose.RIGHT,
          frames,
          in,
          out,
          dy,
          from,
          out,
          kernel,
          kernelAt(taps - 1),
          out,
          dx,
          to,
          in);
      for (int tap = taps - 2; tap >= 0; tap--) {
        int shift = shift(tap);
        if (shift >= frames) {
          return;
        }
        from = (first + shift) * out;
        gemm.accumulate(
            Transpose.RIGHT,
            frames - shift,
            in,
            out,
            dy,
            from,
            out,
            kernel,
            kernelAt(tap),
            out,
            dx,
            to,
            in);
      }
    }
  }
}
