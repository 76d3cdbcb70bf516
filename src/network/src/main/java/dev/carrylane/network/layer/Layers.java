package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * Short names for the kinds of layers, to be imported statically:
 *
 * {@snippet :
 * ModelDescription model =
 *     ModelDescription.of(88)
 *         .then(carryLookahead(exactCarry(150), 150))
 *         .then(linear(88))
 *         .output(Output.SIGMOID);
 * }
 *
 * Where a record has more settings than a method here, make the record.
 */
public final class Layers {
  private Layers() {}

  /**
   * {@return a linear layer with a bias}
   *
   * @param outputs its width
   */
  public static Linear linear(int outputs) {
    return new Linear(outputs, true, Activation.NONE);
  }

  /**
   * {@return a linear layer with a bias and an activation}
   *
   * @param outputs its width
   * @param activation its function
   */
  public static Linear linear(int outputs, Activation activation) {
    return new Linear(outputs, true, activation);
  }

  /**
   * {@return a linear layer over all frames of a sequence}
   *
   * @param frames the length of a sequence
   * @param outputs its width
   */
  public static FlattenedLinear flattenedLinear(int frames, int outputs) {
    return new FlattenedLinear(frames, outputs, true);
  }

  /**
   * {@return a causal convolution with a bias and ReLU}
   *
   * @param outputs its width
   * @param kernel taps
   * @param dilation frames from tap to tap
   */
  public static Convolution convolution(int outputs, int kernel, int dilation) {
    return new Convolution(outputs, kernel, dilation, true, false, Activation.RELU);
  }

  /**
   * {@return the carry-lookahead module of the paper: a weight-normalised causal convolution with ReLU for each level, whose
   * dilation doubles from level to level}
   *
   * @param kernel taps of each level
   * @param channels the width of each level
   */
  public static List<LayerDescription> convolutions(int kernel, int... channels) {
    List<LayerDescription> levels = new ArrayList<>();
    for (int level = 0; level < channels.length; level++) {
      levels.add(new Convolution(channels[level], kernel, 1 << level, true, true, Activation.RELU));
    }
    return levels;
  }

  /**
   * {@return an Elman recurrence with tanh}
   *
   * @param hidden its units
   */
  public static Recurrent rnn(int hidden) {
    return new Recurrent(hidden, 1, true, Activation.TANH);
  }

  /**
   * {@return a long short-term memory}
   *
   * @param hidden its units
   */
  public static Lstm lstm(int hidden) {
    return new Lstm(hidden, 1, true);
  }

  /**
   * {@return a gated recurrent unit}
   *
   * @param hidden its units
   */
  public static Gru gru(int hidden) {
    return new Gru(hidden, 1, true);
  }

  /**
   * {@return a recurrent layer in both directions}
   *
   * @param layer the layer
   */
  public static Bidirectional bidirectional(RecurrentDescription layer) {
    return new Bidirectional(layer);
  }

  /**
   * {@return the hidden layer of a carry-lookahead network}
   *
   * @param carry the layers that look the carries up
   * @param hidden units of the cell
   */
  public static CarryLookahead carryLookahead(List<LayerDescription> carry, int hidden) {
    return new CarryLookahead(carry, hidden, true, Activation.TANH);
  }

  /**
   * {@return the hidden layer of a carry-lookahead network}
   *
   * @param carry the layer that looks the carries up
   * @param hidden units of the cell
   */
  public static CarryLookahead carryLookahead(LayerDescription carry, int hidden) {
    return carryLookahead(List.of(carry), hidden);
  }

  /**
   * {@return an exact carry with a coupled sigmoid gate}
   *
   * @param channels its width
   */
  public static ExactCarry exactCarry(int channels) {
    return new ExactCarry(channels, Gate.SIGMOID, true, 1);
  }

  /**
   * {@return an exact carry with a coupled gate of either sign}
   *
   * @param channels its width
   */
  public static ExactCarry signedCarry(int channels) {
    return new ExactCarry(channels, Gate.SIGNED, true, 1);
  }

  /**
   * {@return an exact carry with a coupled matrix gate}
   *
   * @param channels its width, a multiple of the block
   * @param block rows of a matrix
   */
  public static ExactCarry matrixCarry(int channels, int block) {
    return new ExactCarry(channels, Gate.MATRIX, true, block);
  }

  /**
   * {@return a minGRU}
   *
   * @param hidden its units
   */
  public static MinGru minGru(int hidden) {
    return new MinGru(hidden, true);
  }

  /**
   * {@return a minLSTM}
   *
   * @param hidden its units
   */
  public static MinLstm minLstm(int hidden) {
    return new MinLstm(hidden, true);
  }

  /**
   * {@return a linear recurrent unit}
   *
   * @param state complex numbers that it remembers
   */
  public static LinearRecurrentUnit lru(int state) {
    return new LinearRecurrentUnit(state);
  }

  /** {@return a layer norm with PyTorch's epsilon} */
  public static LayerNorm layerNorm() {
    return new LayerNorm(1e-5, true);
  }

  /** {@return an RMS norm with an epsilon of 10⁻⁶} */
  public static RmsNorm rmsNorm() {
    return new RmsNorm(1e-6);
  }

  /**
   * {@return a table of rows for tokens}
   *
   * @param vocabulary its rows
   * @param width its columns
   */
  public static Embedding embedding(int vocabulary, int width) {
    return new Embedding(vocabulary, width);
  }

  /**
   * {@return a function of every element}
   *
   * @param activation the function
   */
  public static Pointwise activation(Activation activation) {
    return new Pointwise(activation);
  }

  /**
   * {@return dropout}
   *
   * @param probability the share of elements that training sets to zero
   */
  public static Dropout dropout(double probability) {
    return new Dropout(probability);
  }

  /**
   * {@return layers whose input is added to their output}
   *
   * @param layers the layers
   */
  public static Residual residual(LayerDescription... layers) {
    return new Residual(List.of(layers));
  }

  /**
   * {@return layers whose input is added to their output}
   *
   * @param layers the layers
   */
  public static Residual residual(List<LayerDescription> layers) {
    return new Residual(layers);
  }

  /**
   * {@return layers over the positions of each frame}
   *
   * @param channels channels of a position
   * @param layers the layers
   */
  public static WithinFrame withinFrame(int channels, List<LayerDescription> layers) {
    return new WithinFrame(channels, layers);
  }

  /**
   * {@return layers that take a part of each frame}
   *
   * @param passed the last channels of a frame, which go past them and follow their output
   * @param layers the layers
   */
  public static Beside beside(int passed, LayerDescription... layers) {
    return new Beside(List.of(layers), passed);
  }

  /**
   * {@return a distribution of values that are told one after the other}
   *
   * @param outputs how many, which are the last channels of a frame
   * @param hidden its hidden units
   */
  public static Nade nade(int outputs, int hidden) {
    return new Nade(outputs, hidden);
  }

  /**
   * {@return frames that begin with the end of the frame before}
   *
   * @param samples how many elements are repeated
   */
  public static Overlap overlap(int samples) {
    return new Overlap(samples);
  }

  /**
   * {@return the magnitudes of pairs}
   *
   * @param channels pairs of a position
   */
  public static Magnitude magnitude(int channels) {
    return new Magnitude(channels);
  }
}
