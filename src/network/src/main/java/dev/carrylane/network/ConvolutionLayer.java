package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
import java.util.OptionalLong;

/**
 * One level of the carry-lookahead module: causal dilated convolution, bias, ReLU. Weight normalisation
 * (Salimans and Kingma, arXiv 1602.07868), w = g·v/‖v‖ per output channel, is folded in when the layer
 * is built.
 */
final class ConvolutionLayer implements HiddenLayer {
  private final ConvolutionWeights weights;

  private ConvolutionLayer(ConvolutionWeights weights) {
    this.weights = weights;
  }

  /** The level whose tensors are called {@code prefix.bias} and so on; normalised weights or plain. */
  static ConvolutionLayer of(
      ParameterReader parameters,
      String prefix,
      int inputs,
      int outputs,
      int taps,
      int dilation,
      Backend backend) {
    long remembered = 2 * ((taps - 1L) * dilation + 1) * inputs;
    if (remembered > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s reaches %d frames of %d channels back; its state takes %d floats, more than an array holds"
              .formatted(prefix, (taps - 1L) * dilation, inputs, remembered));
    }
    float[] weight =
        parameters.has(prefix + ".weight")
            ? parameters.get(prefix + ".weight", outputs, inputs, taps).toArray()
            : foldNorm(
                parameters.get(prefix + ".weight_g", outputs, 1, 1),
                parameters.get(prefix + ".weight_v", outputs, inputs, taps));
    float[] bias = parameters.get(prefix + ".bias", outputs).toArray();
    return new ConvolutionLayer(
        ConvolutionWeights.of(backend, outputs, inputs, taps, dilation, weight, 0, bias, 0));
  }

  /** The norm is summed in double: its rounding then does not show in a float weight. */
  private static float[] foldNorm(Tensor g, Tensor v) {
    int rows = g.size();
    int length = v.size() / rows;
    float[] weight = v.toArray();
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        squares += (double) weight[i] * weight[i];
      }
      double scale = g.get(row) / Math.sqrt(squares);
      for (int i = row * length; i < (row + 1) * length; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
    }
    return weight;
  }

  @Override
  public int inputs() {
    return weights.inputs();
  }

  @Override
  public int outputs() {
    return weights.outputs();
  }

  @Override
  public OptionalLong receptiveField() {
    return OptionalLong.of(weights.reach() + 1L);
  }

  @Override
  public HiddenState newState(Engine engine, int block) {
    return new State(weights, engine);
  }

  /**
   * The last {@code reach} input frames, in a ring that is written twice, {@code ring} frames apart, so
   * that the frames up to the newest always lie in one piece and the convolution reads them in place. A
   * step costs one more copied frame and no shifting, the same at every step.
   */
  private static final class State implements HiddenState {
    private final CausalConvolution convolution;
    private final ConvolutionWeights weights;
    private final int channels;
    private final int ring;
    private final float[] recent;
    private final float[] joined;
    private int slot;
    private int known;

    State(ConvolutionWeights weights, Engine engine) {
      this.weights = weights;
      convolution = CausalConvolution.on(engine);
      channels = weights.inputs();
      ring = weights.reach() + 1;
      recent = new float[2 * ring * channels];
      joined = new float[2 * weights.reach() * channels];
      reset();
    }

    @Override
    public void reset() {
      slot = ring - 1;
      known = 0;
    }

    @Override
    public void run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      if (frames == 1) {
        remember(x, xOffset);
        convolve(1, Math.min(known - 1, weights.reach()), recent, newest(), y, yOffset);
        return;
      }
      int done = 0;
      if (known > 0) {
        done = Math.min(frames, weights.reach());
        joinWithHistory(done, x, xOffset);
        convolve(done, known(), joined, known() * channels, y, yOffset);
      }
      if (done < frames) {
        convolve(
            frames - done,
            done,
            x,
            xOffset + done * channels,
            y,
            yOffset + done * weights.outputs());
      }
      for (int frame = Math.max(0, frames - ring); frame < frames; frame++) {
        remember(x, xOffset + frame * channels);
      }
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
          Activation.RELU);
    }

    /** History followed by the first frames of a later piece: the rest finds its history in x. */
    private void joinWithHistory(int frames, float[] x, int xOffset) {
      int history = known() * channels;
      int end = newest() + channels;
      System.arraycopy(recent, end - history, joined, 0, history);
      System.arraycopy(x, xOffset, joined, history, frames * channels);
    }

    private int known() {
      return Math.min(known, weights.reach());
    }

    private int newest() {
      return (slot + ring) * channels;
    }

    private void remember(float[] x, int xOffset) {
      slot = slot + 1 == ring ? 0 : slot + 1;
      System.arraycopy(x, xOffset, recent, slot * channels, channels);
      System.arraycopy(x, xOffset, recent, newest(), channels);
      known = Math.min(known + 1, ring);
    }
  }
}
