package dev.carrylane.engine.conv;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.kernel.FloatProduct;
import dev.carrylane.engine.internal.product.FloatProductLoop;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import java.util.Arrays;
import java.util.Objects;

/**
 * Causal dilated convolution over a time-major sequence: output frame t depends on the input frames t −
 * (taps − 1)·dilation, …, t − dilation, t. Every output is <em>defined</em> as the serial chain
 *
 * <pre>
 * y = bias[o]
 * for tap = 0 (the oldest), 1, …: for i = 0, 1, …: y = Math.fma(x[t − (taps−1−tap)·dilation][i], w[o][i][tap], y)
 * </pre>
 *
 * <p>Taps that reach before the first known frame contribute no term, which equals zero padding wherever
 * the weights are finite. The bits are the same on every backend, vector width and number of threads, and
 * whether the sequence is run at once, in pieces or frame by frame.
 *
 * <p>No column matrix is built: taps are the same frames at shifted offsets. One user thread at a time;
 * nothing is allocated by a call once a convolution of as many taps has run.
 */
public final class CausalConvolution {
  private final Engine engine;
  private final FloatProductLoop loop;
  private int[] tapOffsets = {};
  private int[] tapFirstRows = {};

  private CausalConvolution(Engine engine) {
    this.engine = engine;
    this.loop = new FloatProductLoop(engine.backend(), ParallelLoop.of(engine));
  }

  /**
   * A convolution operation.
   *
   * @param engine where it runs
   * @return an operation with scratch memory of its own
   */
  public static CausalConvolution on(Engine engine) {
    return new CausalConvolution(engine);
  }

  /**
   * Convolves frames.
   *
   * @param frames frames to compute, 0 or more
   * @param history known frames that lie in {@code x} just before {@code xOffset}, with the same stride;
   *     0 at the start of a sequence. More than {@code weights.reach()} are not read
   * @param x input frames of {@code weights.inputs()} floats
   * @param xOffset where the first frame to compute starts
   * @param xStride distance between input frames
   * @param weights weights, bias, taps and dilation
   * @param y output frames of {@code weights.outputs()} floats; must not overlap the input or its history
   * @param yOffset where they start
   * @param yStride distance between output frames
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException if a range leaves its array, input and output overlap, or the weights
   *     are packed for another backend; nothing is written then
   * @throws IllegalStateException if the weights are closed
   */
  public void run(
      int frames,
      int history,
      float[] x,
      int xOffset,
      int xStride,
      ConvolutionWeights weights,
      float[] y,
      int yOffset,
      int yStride,
      Activation activation) {
    Checks.count("frames", frames);
    Checks.count("history", history);
    Objects.requireNonNull(activation, "activation");
    weights.weights().requireUsable(engine.backend());
    int inputs = weights.inputs();
    int outputs = weights.outputs();
    int known = inputs == 0 ? 0 : Math.min(history, weights.reach());
    long start = xOffset - (long) known * xStride;
    if (start < 0 || known > 0 && xStride < inputs) {
      throw Refusals.history(known, xStride, xOffset);
    }
    long xEnd = Checks.rows("x", x, xOffset, frames, inputs, xStride);
    long yEnd = Checks.rows("y", y, yOffset, frames, outputs, yStride);
    Checks.disjoint("x", x, (int) start, xEnd, "y", y, yOffset, yEnd);
    placeTaps(weights, known, xOffset, xStride);
    FloatProduct product = loop.product();
    product.a = x;
    product.aTransposed = false;
    product.segmentOffsets = tapOffsets;
    product.segmentFirstRows = tapFirstRows;
    product.segments = weights.taps();
    product.segmentLength = inputs;
    product.aStride = xStride;
    product.c = y;
    product.cOffset = yOffset;
    product.cStride = yStride;
    product.accumulate = false;
    product.activation = activation;
    loop.run(weights.weights(), frames);
  }

  /**
   * As {@link #run(int, int, float[], int, int, ConvolutionWeights, float[], int, int, Activation)}, of a whole sequence
   * whose frames follow each other from the beginning of each array.
   *
   * @param frames frames to compute, 0 or more
   * @param x input frames
   * @param weights weights, bias, taps and dilation
   * @param y output frames; must not overlap the input
   * @param activation applied to every element of the result
   */
  public void run(
      int frames, float[] x, ConvolutionWeights weights, float[] y, Activation activation) {
    run(frames, 0, x, 0, weights.inputs(), weights, y, 0, weights.outputs(), activation);
  }

  private void placeTaps(ConvolutionWeights weights, int known, int xOffset, int xStride) {
    int taps = weights.taps();
    if (tapOffsets.length < taps) {
      tapOffsets = Arrays.copyOf(tapOffsets, taps);
      tapFirstRows = Arrays.copyOf(tapFirstRows, taps);
    }
    for (int tap = 0; tap < taps; tap++) {
      int back = (taps - 1 - tap) * weights.dilation();
      // May lie before the array: rows that would read there do not take this tap.
      tapOffsets[tap] = xOffset - back * xStride;
      tapFirstRows[tap] = Math.max(0, back - known);
    }
  }
}
