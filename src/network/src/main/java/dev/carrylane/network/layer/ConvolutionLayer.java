package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;

/**
 * Runs {@link Convolution}. Weight normalisation is folded in when the layer is built. A state holds the last {@code reach}
 * input frames, frame t in slot t mod {@code reach}, so that the position says where all of them are.
 */
final class ConvolutionLayer extends Layer {
  private final ConvolutionWeights weights;
  private final Activation activation;

  ConvolutionLayer(Convolution layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.outputs(), layer.stateSize(inputs));
    activation = layer.activation();
    int taps = layer.kernel();
    float[] weight =
        layer.weightNorm()
            ? foldNorm(
                weights.take(prefix + "weight_g", outputs, 1, 1),
                weights.take(prefix + "weight_v", outputs, inputs, taps))
            : weights.take(prefix + "weight", outputs, inputs, taps);
    float[] bias = layer.bias() ? weights.take(prefix + "bias", outputs) : null;
    this.weights = weights.pack(outputs, inputs, taps, layer.dilation(), weight, bias);
  }

  /** The norm is summed in double: its rounding then does not show in a float weight. */
  private static float[] foldNorm(float[] g, float[] weight) {
    int length = weight.length / g.length;
    for (int row = 0; row < g.length; row++) {
      double squares = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        squares += (double) weight[i] * weight[i];
      }
      double scale = g[row] / Math.sqrt(squares);
      for (int i = row * length; i < (row + 1) * length; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
    }
    return weight;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final CausalConvolution convolution;
    private final Gemm gemm;
    private final ConvolutionWeights weights;
    private final PackedWeights windowWeights;
    private final Activation activation;
    private final int at;
    private final int channels;
    private final int reach;
    private final int taps;
    private final int dilation;

    /** History, and behind it the frames whose taps reach into it. */
    private final float[] joined;

    /** The taps of a frame side by side, for each row of a step. */
    private final float[] windows;

    Runner(ConvolutionLayer layer, Engine engine, int block, int at) {
      weights = layer.weights;
      windowWeights = weights.asWindows();
      activation = layer.activation;
      this.at = at;
      channels = weights.inputs();
      reach = weights.reach();
      taps = weights.taps();
      dilation = weights.dilation();
      convolution = CausalConvolution.on(engine);
      gemm = Gemm.on(engine);
      joined = Scratch.frames(reach + Math.min(reach, block), channels);
      windows = Scratch.frames(block, taps * channels);
    }

    @Override
    int run(
        int frames,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] state,
        int slice,
        long position) {
      int ring = slice + at;
      if (frames == 1 && position >= reach) {
        window(x, xOffset, state, ring, position, 0);
        multiplyWindows(1, y, yOffset);
        remember(x, xOffset, state, ring, position);
        return 1;
      }
      int done = 0;
      int known = (int) Math.min(position, reach);
      if (known > 0) {
        // Taps of later frames find their history in x.
        done = Math.min(frames, reach);
        for (int i = 0; i < known; i++) {
          int from = ring + slot(position - known + i) * channels;
          System.arraycopy(state, from, joined, i * channels, channels);
        }
        System.arraycopy(x, xOffset, joined, known * channels, done * channels);
        convolve(done, known, joined, known * channels, y, yOffset);
      }
      if (done < frames) {
        int from = xOffset + done * channels;
        convolve(frames - done, done, x, from, y, yOffset + done * weights.outputs());
      }
      for (int frame = Math.max(0, frames - reach); frame < frames; frame++) {
        remember(x, xOffset + frame * channels, state, ring, position + frame);
      }
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      // A run of rows whose taps are all known is one product.
      int first = 0;
      for (int row = 0; row < rows.count; row++) {
        int from = xOffset + row * channels;
        float[] state = rows.states[row];
        long position = rows.positions[row];
        if (position >= reach) {
          window(x, from, state, rows.slices[row] + at, position, row - first);
          remember(x, from, state, rows.slices[row] + at, position);
        } else {
          multiplyWindows(row - first, y, yOffset + first * weights.outputs());
          first = row + 1;
          int to = yOffset + row * weights.outputs();
          run(1, x, from, y, to, state, rows.slices[row], position);
        }
      }
      multiplyWindows(rows.count - first, y, yOffset + first * weights.outputs());
    }

    private void convolve(int frames, int history, float[] x, int xOffset, float[] y, int yOffset) {
      convolution.run(
          frames,
          history,
          x,
          xOffset,
          channels,
          weights,
          y,
          yOffset,
          weights.outputs(),
          activation);
    }

    private void multiplyWindows(int count, float[] y, int yOffset) {
      gemm.multiply(
          count,
          windows,
          0,
          taps * channels,
          windowWeights,
          y,
          yOffset,
          weights.outputs(),
          activation);
    }

    /** Puts a frame's taps side by side: earlier frames out of the ring, and the frame itself. */
    private void window(
        float[] x, int xOffset, float[] state, int ring, long position, int window) {
      int to = window * taps * channels;
      for (int tap = 0; tap < taps - 1; tap++) {
        int from = ring + slot(position - (long) (taps - 1 - tap) * dilation) * channels;
        System.arraycopy(state, from, windows, to, channels);
        to += channels;
      }
      System.arraycopy(x, xOffset, windows, to, channels);
    }

    private void remember(float[] x, int xOffset, float[] state, int ring, long position) {
      if (reach > 0) {
        System.arraycopy(x, xOffset, state, ring + slot(position) * channels, channels);
      }
    }

    private int slot(long frame) {
      return (int) (frame % reach);
    }
  }
}
