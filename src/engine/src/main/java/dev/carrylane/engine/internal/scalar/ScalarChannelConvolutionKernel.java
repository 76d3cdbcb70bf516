package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.ChannelConvolution;
import dev.carrylane.engine.internal.ChannelConvolutionKernel;
import dev.carrylane.engine.internal.FloatPanels;
import dev.carrylane.engine.internal.PackedFilters;
import java.util.Arrays;

/** The definition, with the loops ordered so that the innermost runs along time. */
final class ScalarChannelConvolutionKernel implements ChannelConvolutionKernel {
  private final ActivationKernel activation;

  ScalarChannelConvolutionKernel(ActivationKernel activation) {
    this.activation = activation;
  }

  @Override
  public float[] pack(int outputs, int depth, int inputs, FloatPanels.Source source) {
    float[] packed = new float[Math.multiplyExact(outputs, depth)];
    for (int output = 0; output < outputs; output++) {
      for (int k = 0; k < depth; k++) {
        packed[output * depth + k] = source.at(output, k);
      }
    }
    return packed;
  }

  @Override
  public int scratchSize() {
    return 0;
  }

  @Override
  public void convolve(ChannelConvolution convolution, int from, int to, int part) {
    PackedFilters filters = convolution.filters;
    float[] y = convolution.y;
    for (int output = 0; output < filters.outputs(); output++) {
      int row = convolution.yOffset + output * convolution.yStride;
      if (!convolution.accumulate) {
        Arrays.fill(y, row + from, row + to, filters.bias()[output]);
      }
      int weight = output * filters.taps() * filters.inputs();
      for (int tap = 0; tap < filters.taps(); tap++) {
        int first = Math.max(from, convolution.firstFrame(tap));
        for (int input = 0; input < filters.inputs() && first < to; input++) {
          advance(
              to - first,
              filters.weights()[weight + input],
              convolution.x,
              convolution.place(tap, input, first),
              y,
              row + first);
        }
        weight += filters.inputs();
      }
      if (convolution.activation != Activation.NONE) {
        activation.apply(convolution.activation, y, row + from, to - from);
      }
    }
  }

  private static void advance(
      int frames, float weight, float[] x, int xOffset, float[] y, int yOffset) {
    for (int t = 0; t < frames; t++) {
      y[yOffset + t] = Math.fma(weight, x[xOffset + t], y[yOffset + t]);
    }
  }
}
