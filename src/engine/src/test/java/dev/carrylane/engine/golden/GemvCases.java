package dev.carrylane.engine.golden;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;
import java.util.ArrayList;
import java.util.List;

/** {@link Gemv}: one stream, several, and chains that go on. */
final class GemvCases {
  /** Inputs and outputs. */
  private static final int[][] SIZES = {
    {0, 3}, {3, 0}, {1, 1}, {7, 15}, {33, 16}, {16, 17}, {88, 150}, {150, 88}, {128, 512}, {256, 33}
  };

  private GemvCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (int[] size : SIZES) {
      for (boolean rounded : new boolean[] {false, true}) {
        cases.add(one(size[0], size[1], rounded, false, Values.SIGNED));
        cases.add(one(size[0], size[1], rounded, true, Values.SIGNED));
        cases.add(streams(size[0], size[1], rounded, 5));
      }
    }
    for (Values values : List.of(Values.FINITE, Values.SPECIAL)) {
      cases.add(one(88, 150, false, false, values));
      cases.add(one(88, 150, true, true, values));
    }
    cases.add(streams(128, 512, false, 17));
    return cases;
  }

  private static PackedWeights weights(
      Backend backend, int inputs, int outputs, boolean rounded, Values values, Data data) {
    float[] weight = values.floats(data, 1 + outputs * (inputs + 2));
    float[] bias = values.floats(data, 2 + outputs);
    PackedWeights weights =
        PackedWeights.ofOutputRows(backend, outputs, inputs, weight, 1, inputs + 2, bias, 2);
    return rounded ? weights.bfloat16() : weights;
  }

  private static String name(String what, int inputs, int outputs, boolean rounded, Values values) {
    return "gemv %s %d to %d%s %s"
        .formatted(what, inputs, outputs, rounded ? " bfloat16" : "", values);
  }

  private static GoldenCase one(
      int inputs, int outputs, boolean rounded, boolean accumulate, Values values) {
    return GoldenCase.of(
        name(accumulate ? "accumulate" : "multiply", inputs, outputs, rounded, values),
        (engine, results) -> {
          Data data = new Data();
          // A single NaN in x would make every result one.
          float[] x = (values == Values.SPECIAL ? Values.FINITE : values).floats(data, 3 + inputs);
          float[] y = data.floats(4 + outputs);
          PackedWeights weights = weights(engine.backend(), inputs, outputs, rounded, values, data);
          if (accumulate) {
            Gemv.on(engine).accumulate(x, 3, weights, y, 1, Activation.NONE);
          } else {
            Gemv.on(engine).multiply(x, 3, weights, y, 1, Activation.SIGMOID);
          }
          results.add(y);
        });
  }

  private static GoldenCase streams(int inputs, int outputs, boolean rounded, int streams) {
    return GoldenCase.of(
        name(streams + " streams", inputs, outputs, rounded, Values.SIGNED),
        (engine, results) -> {
          Data data = new Data();
          float[] x = data.floats(3 + streams * (inputs + 4));
          float[] y = data.floats(1 + streams * (outputs + 3));
          PackedWeights weights =
              weights(engine.backend(), inputs, outputs, rounded, Values.SIGNED, data);
          Gemv.on(engine)
              .multiply(streams, x, 3, inputs + 4, weights, y, 1, outputs + 3, Activation.TANH);
          results.add(y);
        });
  }
}
