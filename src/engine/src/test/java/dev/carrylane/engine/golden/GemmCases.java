package dev.carrylane.engine.golden;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Gemm} on packed and unpacked operands; every operand has an offset and gaps between its rows. */
final class GemmCases {
  private static final int OFFSET = 3;
  private static final int GAP = 5;

  private GemmCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (ProductShape shape : ProductShape.SMALL) {
      cases.add(packed(shape, Values.SIGNED, Packing.OUTPUT_ROWS, Activation.RELU));
      cases.add(packed(shape, Values.SIGNED, Packing.INPUT_ROWS, Activation.SIGMOID));
      cases.add(packed(shape, Values.SIGNED, Packing.BFLOAT16, Activation.TANH));
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
      cases.add(large(packed(shape, Values.SIGNED, Packing.BFLOAT16, Activation.NONE)));
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
    INPUT_ROWS,
    /** As OUTPUT_ROWS, and rounded. */
    BFLOAT16;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    PackedWeights pack(Backend backend, int inputs, int outputs, Values values, Data data) {
      float[] bias = values.floats(data, OFFSET + outputs);
      float[] rows = values.floats(data, length(outputs, inputs));
      float[] transposed = values.floats(data, length(inputs, outputs));
      return switch (this) {
        case OUTPUT_ROWS ->
            PackedWeights.ofOutputRows(
                backend, outputs, inputs, rows, OFFSET, inputs + GAP, bias, OFFSET);
        case INPUT_ROWS ->
            PackedWeights.ofInputRows(
                backend, inputs, outputs, transposed, OFFSET, outputs + GAP, null, 0);
        case BFLOAT16 -> OUTPUT_ROWS.pack(backend, inputs, outputs, values, new Data()).bfloat16();
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
        "gemm %s %s %s %s".formatted(shape, packing, activation, values).toLowerCase(Locale.ROOT),
        (engine, results) -> {
          Data data = new Data();
          float[] a = values.floats(data, length(shape.rows(), shape.depth()));
          float[] c = data.floats(length(shape.rows(), shape.columns()));
          PackedWeights weights =
              packing.pack(engine.backend(), shape.depth(), shape.columns(), values, data);
          Gemm.on(engine)
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
        "gemm %s accumulate packed %s".formatted(shape, values),
        (engine, results) -> {
          Data data = new Data();
          float[] a = values.floats(data, length(shape.rows(), shape.depth()));
          float[] c = values.floats(data, length(shape.rows(), shape.columns()));
          PackedWeights weights =
              Packing.OUTPUT_ROWS.pack(
                  engine.backend(), shape.depth(), shape.columns(), values, data);
          Gemm.on(engine)
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
        "gemm %s %s unpacked %s %s"
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
    float[] a = values.floats(data, length(aRows, aColumns));
    float[] b = values.floats(data, length(bRows, bColumns));
    float[] c = data.floats(length(rows, columns));
    int aStride = aColumns + GAP;
    int bStride = bColumns + GAP;
    int cStride = columns + GAP;
    Gemm gemm = Gemm.on(engine);
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
