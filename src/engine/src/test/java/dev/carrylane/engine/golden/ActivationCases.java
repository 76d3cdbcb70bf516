package dev.carrylane.engine.golden;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.GruCell;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.engine.activation.LstmCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Elementwise}, {@link LogSoftmax}, {@link LstmCell} and {@link GruCell}. */
final class ActivationCases {
  private static final int[] SIZES = {0, 1, 15, 16, 17, 31, 33, 150, 1000};

  private ActivationCases() {}

  /** A method of {@link Elementwise}. */
  @FunctionalInterface
  private interface Function {
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length);
  }

  private static final Map<String, Function> FUNCTIONS = new LinkedHashMap<>();

  static {
    FUNCTIONS.put("exp", Elementwise::exp);
    FUNCTIONS.put("tanh", Elementwise::tanh);
    FUNCTIONS.put("sigmoid", Elementwise::sigmoid);
    FUNCTIONS.put("relu", Elementwise::relu);
  }

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    FUNCTIONS.forEach(
        (name, function) -> {
          cases.add(everyExponent(name, function));
          cases.add(ordinaryArguments(name, function));
          for (int size : SIZES) {
            cases.add(elementwise(name, function, size));
          }
        });
    for (Values values : List.of(Values.SIGNED, Values.FINITE, Values.SPECIAL)) {
      for (int columns : SIZES) {
        cases.add(logSoftmax(columns, values));
      }
      for (int units : new int[] {0, 1, 15, 16, 17, 33, 128, 150}) {
        cases.add(lstm(1, units, values));
        cases.add(lstm(3, units, values));
        cases.add(gru(1, units, values));
        cases.add(gru(3, units, values));
      }
    }
    return cases;
  }

  /** A bit pattern in every 2^16: all signs and exponents, NaN among them. */
  private static GoldenCase everyExponent(String name, Function function) {
    return GoldenCase.of(
        name + " of every exponent",
        (engine, results) -> {
          float[] x = new float[1 << 16];
          for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i << 16 | i * 40503 & 0xffff);
          }
          function.apply(engine.backend(), x, 0, x, 0, x.length);
          results.add(x);
        });
  }

  private static GoldenCase ordinaryArguments(String name, Function function) {
    return GoldenCase.of(
        name + " from -20 to 20",
        (engine, results) -> {
          float[] x = new Data().floats(1 << 16, -20, 20);
          function.apply(engine.backend(), x, 0, x, 0, x.length);
          results.add(x);
        });
  }

  private static GoldenCase elementwise(String name, Function function, int size) {
    return GoldenCase.of(
        name + " of " + size,
        (engine, results) -> {
          Data data = new Data();
          float[] x = Data.notFinite(Data.finiteSpecials(data.floats(3 + size, -10, 10)));
          float[] y = data.floats(5 + size + 20);
          function.apply(engine.backend(), x, 3, y, 5, size);
          results.add(y);
        });
  }

  private static GoldenCase logSoftmax(int columns, Values values) {
    return GoldenCase.of(
        "log-softmax 7x" + columns + " " + values,
        (engine, results) -> {
          Data data = new Data();
          float[] x = values.floats(data, 1 + 7 * (columns + 2));
          float[] y = data.floats(2 + 7 * (columns + 3));
          LogSoftmax.logSoftmax(engine.backend(), 7, columns, x, 1, columns + 2, y, 2, columns + 3);
          results.add(y);
        });
  }

  private static GoldenCase lstm(int streams, int units, Values values) {
    return GoldenCase.of(
        "lstm cell " + streams + "x" + units + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int stride = 4 * units + 1;
          float[] gates = values.floats(data, 2 + streams * stride);
          float[] cell = values.floats(data, 3 + streams * (units + 2));
          float[] hidden = data.floats(1 + streams * (units + 3));
          for (int step = 0; step < 3; step++) {
            LstmCell.update(
                engine.backend(),
                streams,
                units,
                gates,
                2,
                stride,
                cell,
                3,
                units + 2,
                hidden,
                1,
                units + 3);
          }
          results.add(cell).add(hidden);
        });
  }

  private static GoldenCase gru(int streams, int units, Values values) {
    return GoldenCase.of(
        "gru cell " + streams + "x" + units + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int inputStride = 3 * units + 1;
          int recurrentStride = 3 * units + 2;
          float[] input = values.floats(data, 2 + streams * inputStride);
          float[] recurrent = values.floats(data, 3 + streams * recurrentStride);
          float[] before = values.floats(data, 1 + streams * (units + 3));
          float[] after = data.floats(4 + streams * (units + 4));
          GruCell.update(
              engine.backend(),
              streams,
              units,
              input,
              2,
              inputStride,
              recurrent,
              3,
              recurrentStride,
              before,
              1,
              units + 3,
              after,
              4,
              units + 4);
          results.add(after);
        });
  }
}
