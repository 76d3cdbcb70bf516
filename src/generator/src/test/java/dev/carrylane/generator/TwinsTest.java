package dev.carrylane.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float[] floats = floatValue(Float.MAX_VALUE) | double[] doubles = doubleValue(Double.MAX_VALUE)",
        "Gemm.of(PackedWeights w) | DoubleGemm.of(DoublePackedWeights w)",
        "AffineScanGradient of AffineScan | DoubleAffineScanGradient of DoubleAffineScan",
        "VectorWidth.FLOATS, FLOAT_LANES, JAVA_FLOAT | VectorWidth.DOUBLES, DOUBLE_LANES, JAVA_DOUBLE",
        "Kernels.of(b).floatGemm(0f) | Kernels.of(b).doubleGemm(0d)",
        "floating, aFloat, FLOATING | floating, aFloat, FLOATING",
      })
  void renamesForDouble(String source, String twin) {
    assertEquals(twin, Twins.inDouble(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FloatSemiringKernel on, float[] h | LongSemiringKernel on, long[] h",
        "Float.BYTES, floats | Float.BYTES, longs",
      })
  void renamesForLong(String source, String twin) {
    assertEquals(twin, Twins.inLong(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class FloatAffineRows { int n = VectorWidth.FLOAT_LANES; } "
            + "| class FloatAffineRowsHalf { int n = VectorWidth.HALF_FLOAT_LANES; }",
        "FloatAffineRowsX, AVectorWidth. | FloatAffineRowsX, AVectorWidth.",
      })
  void renamesForHalfTheWidth(String source, String twin) {
    assertEquals(twin, Twins.narrow("FloatAffineRows", source, "Half"));
  }
}
