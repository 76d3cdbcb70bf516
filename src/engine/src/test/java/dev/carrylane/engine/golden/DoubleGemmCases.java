package dev.carrylane.engine.golden;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.DoubleGemm;
import dev.carrylane.engine.gemm.DoublePackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link DoubleGemm} on packed and unpacked operands; every operand has an offset and gaps between its rows. */
final class DoubleGemmCases {
  private static final int OFFSET = 3;
  private static final int GAP = 5;

  private DoubleGemmCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (ProductShape shape : ProductShape.SMALL) {
      cases.add(packed(shape, Values.SIGNED, Packing.OUTPUT_ROWS, Activation.RELU));
      cases.add(packed(shape, Values.SIGNED, Packing.INPUT_ROWS, Activation.SIGMOID));
      cases.add(accumulatePacked(shape, Values.SIGNED));
      for (Transpose transpose : Transpose.values()) {
        cases.add(unpacked(shape, Values.SIGNED, transpose, false));
      }
      cases.add(unpacked(shape, Values.SIGNED, Transpose.NONE, true));
    }
    for (Values values : List.of(Values.FINITE, Values.SPECIAL)) {
      for (Packing packing : Packing.values()) {
        cases.add(packed(ProductShape.SPECIAL, values, packing, Activation.NONE));
      }
      for (Activation activation : Activation.values()) {
        cases.add(packed(new ProductShape(33, 17, 4), values, Packing.OUTPUT_ROWS, activation));
      }
      cases.add(accumulatePacked(ProductShape.SPECIAL, values));
      for (Transpose transpose : Transpose.values()) {
        cases.add(unpacked(ProductShape.SPECIAL, values, transpose, false));
        cases.add(unpacked(ProductShape.SPECIAL, values, transpose, true));
      }
    }
    for (ProductShape shape : ProductShape.LARGE) {
      cases.add(large(packed(shape, Values.SIGNED, Packing.OUTPUT_ROWS, Activation.NONE)));
      cases.add(large(accumulatePacked(shape, Values.SIGNED)));
      for (Transpose transpose : Transpose.values()) {
        cases.add(large(unpacked(shape, Values.SIGNED, transpose, true)));
      }
    }
    return cases;
  }

  /** How weights are given. */
  enum Packing {
    /** One row for each output, with a bias. */
    OUTPUT_ROWS,
    /** One row for each input, without a bias. */
    INPUT_ROWS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    DoublePackedWeights pack(Backend backend, int inputs, int outputs, Values values, Data data) {
      double[] bias = values.doubles(data, OFFSET + outputs);
      double[] rows = values.doubles(data, length(outputs, inputs));
      double[] transposed = values.doubles(data, length(inputs, outputs));
      return switch (this) {
        case OUTPUT_ROWS ->
            DoublePackedWeights.ofOutputRows(
                backend, outputs, inputs, rows, OFFSET, inputs + GAP, bias, OFFSET);
        case INPUT_ROWS ->
            DoublePackedWeights.ofInputRows(
                backend, inputs, outputs, transposed, OFFSET, outputs + GAP, null, 0);
      };
    }
  }

  private static GoldenCase large(GoldenCase example) {
    return GoldenCase.large(example.name(), example.computation());
  }

  private static int length(int rows, int columns) {
    return OFFSET + rows * (columns + GAP);
  }

  private static GoldenCase packed(
      ProductShape shape, Values values, Packing packing, Activation activation) {
    return GoldenCase.of(
        "double gemm %s %s %s %s"
            .formatted(shape, packing, activation, values)
            .toLowerCase(Locale.ROOT),
        (engine, results) -> {
          Data data = new Data();
          double[] a = values.doubles(data, length(shape.rows(), shape.depth()));
          double[] c = data.doubles(length(shape.rows(), shape.columns()));
          DoublePackedWeights weights =
              packing.pack(engine.backend(), shape.depth(), shape.columns(), values, data);
          DoubleGemm.on(engine)
              .multiply(
                  shape.rows(),
                  a,
                  OFFSET,
                  shape.depth() + GAP,
                  weights,
                  c,
                  OFFSET,
                  shape.columns() + GAP,
                  activation);
          results.add(c);
        });
  }

  private static GoldenCase accumulatePacked(ProductShape shape, Values values) {
    return GoldenCase.of(
        "double gemm %s accumulate packed %s".formatted(shape, values),
        (engine, results) -> {
          Data data = new Data();
          double[] a = values.doubles(data, length(shape.rows(), shape.depth()));
          double[] c = values.doubles(data, length(shape.rows(), shape.columns()));
          DoublePackedWeights weights =
              Packing.OUTPUT_ROWS.pack(
                  engine.backend(), shape.depth(), shape.columns(), values, data);
          DoubleGemm.on(engine)
              .accumulate(
                  shape.rows(),
                  a,
                  OFFSET,
                  shape.depth() + GAP,
                  weights,
                  c,
                  OFFSET,
                  shape.columns() + GAP,
                  Activation.RELU);
          results.add(c);
        });
  }

  private static GoldenCase unpacked(
      ProductShape shape, Values values, Transpose transpose, boolean accumulate) {
    String name =
        "double gemm %s %s unpacked %s %s"
            .formatted(
                shape,
                accumulate ? "accumulate" : "multiply",
                transpose.name().toLowerCase(Locale.ROOT),
                values);
    return GoldenCase.of(
        name,
        (engine, results) -> runUnpacked(engine, results, shape, values, transpose, accumulate));
  }

  private static void runUnpacked(
      Engine engine,
      BitHash results,
      ProductShape shape,
      Values values,
      Transpose transpose,
      boolean accumulate) {
    Data data = new Data();
    int rows = shape.rows();
    int columns = shape.columns();
    int depth = shape.depth();
    int aRows = transpose == Transpose.LEFT ? depth : rows;
    int aColumns = transpose == Transpose.LEFT ? rows : depth;
    int bRows = transpose == Transpose.RIGHT ? columns : depth;
    int bColumns = transpose == Transpose.RIGHT ? depth : columns;
    double[] a = values.doubles(data, length(aRows, aColumns));
    double[] b = values.doubles(data, length(bRows, bColumns));
    double[] c = data.doubles(length(rows, columns));
    int aStride = aColumns + GAP;
    int bStride = bColumns + GAP;
    int cStride = columns + GAP;
    DoubleGemm gemm = DoubleGemm.on(engine);
    if (accumulate) {
      gemm.accumulate(
          transpose, rows, columns, depth, a, OFFSET, aStride, b, OFFSET, bStride, c, OFFSET,
          cStride);
    } else {
      gemm.multiply(
          transpose, rows, columns, depth, a, OFFSET, aStride, b, OFFSET, bStride, c, OFFSET,
          cStride);
    }
    results.add(c);
  }
}
