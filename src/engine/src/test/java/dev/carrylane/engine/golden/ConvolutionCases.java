package dev.carrylane.engine.golden;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link CausalConvolution}. */
final class ConvolutionCases {
  private ConvolutionCases() {}

  /**
   * @param frames frames to compute
   * @param history frames before them
   * @param inputs input channels
   * @param outputs output channels
   * @param taps kernel size
   * @param dilation frames between taps
   */
  private record Shape(int frames, int history, int inputs, int outputs, int taps, int dilation) {
    @Override
    public String toString() {
      return "%d frames after %d, %d to %d, %d taps dilation %d"
          .formatted(frames, history, inputs, outputs, taps, dilation);
    }
  }

  private static final List<Shape> MUSIC =
      List.of(
          new Shape(60, 0, 88, 150, 5, 1),
          new Shape(60, 0, 150, 150, 5, 2),
          new Shape(60, 0, 150, 150, 5, 4),
          new Shape(60, 0, 150, 150, 5, 8));

  private static final List<Shape> OTHERS =
      List.of(
          new Shape(0, 2, 3, 4, 5, 1),
          new Shape(9, 0, 0, 4, 2, 1),
          new Shape(9, 0, 4, 0, 2, 1),
          new Shape(1, 0, 1, 1, 1, 1),
          new Shape(1, 4, 150, 150, 5, 1),
          new Shape(1, 100, 150, 150, 5, 8),
          new Shape(2, 1, 17, 31, 3, 2),
          new Shape(7, 5, 16, 16, 3, 3),
          new Shape(40, 13, 33, 17, 7, 2),
          new Shape(100, 0, 1, 8, 7, 4),
          new Shape(100, 0, 8, 8, 7, 64),
          new Shape(33, 0, 15, 33, 2, 50));

  private static final List<Shape> LARGE =
      List.of(new Shape(257, 0, 88, 150, 5, 1), new Shape(40, 7, 150, 450, 3, 2));

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (Shape shape : MUSIC) {
      cases.add(convolution(shape, false, Activation.RELU, Values.SIGNED));
      cases.add(convolution(shape, true, Activation.RELU, Values.SIGNED));
    }
    for (Shape shape : OTHERS) {
      cases.add(convolution(shape, false, Activation.TANH, Values.SIGNED));
    }
    for (Activation activation : Activation.values()) {
      cases.add(convolution(new Shape(20, 3, 20, 50, 4, 2), true, activation, Values.SIGNED));
    }
    for (Values values : List.of(Values.FINITE, Values.SPECIAL)) {
      cases.add(convolution(MUSIC.get(0), false, Activation.NONE, values));
      cases.add(convolution(new Shape(40, 3, 20, 50, 3, 2), true, Activation.SIGMOID, values));
    }
    for (Shape shape : LARGE) {
      GoldenCase example = convolution(shape, false, Activation.NONE, Values.SIGNED);
      cases.add(GoldenCase.large(example.name(), example.computation()));
    }
    return cases;
  }

  private static GoldenCase convolution(
      Shape shape, boolean rounded, Activation activation, Values values) {
    String name =
        "convolution %s%s %s %s"
            .formatted(
                shape,
                rounded ? " bfloat16" : "",
                activation.name().toLowerCase(Locale.ROOT),
                values);
    return GoldenCase.of(
        name,
        (engine, results) -> {
          Data data = new Data();
          int xStride = shape.inputs + 2;
          int yStride = shape.outputs + 3;
          int first = 1 + shape.history * xStride;
          float[] x = values.floats(data, first + shape.frames * xStride);
          float[] weight = values.floats(data, 2 + shape.outputs * shape.inputs * shape.taps);
          float[] bias = values.floats(data, 3 + shape.outputs);
          float[] y = data.floats(4 + shape.frames * yStride);
          ConvolutionWeights weights =
              ConvolutionWeights.of(
                  engine.backend(),
                  shape.outputs,
                  shape.inputs,
                  shape.taps,
                  shape.dilation,
                  weight,
                  2,
                  bias,
                  3);
          CausalConvolution.on(engine)
              .run(
                  shape.frames,
                  shape.history,
                  x,
                  first,
                  xStride,
                  rounded ? weights.bfloat16() : weights,
                  y,
                  4,
                  yStride,
                  activation);
          results.add(y);
        });
  }
}
