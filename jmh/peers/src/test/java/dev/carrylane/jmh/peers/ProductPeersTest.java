package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.jmh.WorkRate;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All libraries are given the same work: every one computes the product within the bound of rounding. */
class ProductPeersTest {
  private static final OpenBlas OPENBLAS = new OpenBlas();

  @BeforeAll
  static void load() {
    OPENBLAS.load();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x1x1", "3x5x7", "32x32x32", "60x88x150", "60x750x150", "65x64x63"})
  void floatProducts(String shape) {
    GemmPeers.Operands operands = new GemmPeers.Operands();
    operands.shape = shape;
    operands.prepare();
    int length = operands.rows * operands.columns;
    double[] exact = new double[length];
    double[] bound = new double[length];
    for (int i = 0; i < length; i++) {
      double magnitude = 0;
      for (int k = 0; k < operands.depth; k++) {
        double product =
            (double) operands.a[i / operands.columns * operands.depth + k]
                * operands.b[k * operands.columns + i % operands.columns];
        exact[i] += product;
        magnitude += Math.abs(product);
      }
      bound[i] = Rounding.ofFloats(operands.depth, magnitude);
    }
    GemmPeers peers = new GemmPeers();
    WorkRate rate = new WorkRate();

    GemmPeers.Carrylane carrylane = new GemmPeers.Carrylane();
    carrylane.prepare(operands);
    check(
        "Carrylane",
        peers.carrylanePacked(operands, carrylane, result(operands), rate),
        exact,
        bound);
    GemmPeers.Pointers pointers = new GemmPeers.Pointers();
    pointers.prepare(OPENBLAS, operands);
    float[] copied = new float[length];
    FloatPointer pointer = peers.openblasPointers(OPENBLAS, operands, pointers, rate);
    pointer.get(copied);
    check("OpenBLAS on pointers", copied, exact, bound);
    check(
        "OpenBLAS on arrays",
        peers.openblasArrays(OPENBLAS, operands, result(operands), rate),
        exact,
        bound);
    GemmPeers.NetlibVector netlib = new GemmPeers.NetlibVector();
    netlib.prepare();
    check("netlib", peers.netlibVector(operands, netlib, result(operands), rate), exact, bound);
    GemmPeers.Ejml ejml = new GemmPeers.Ejml();
    ejml.prepare(operands);
    check("EJML", peers.ejml(operands, ejml, rate), exact, bound);
  }

  private static GemmPeers.Result result(GemmPeers.Operands operands) {
    GemmPeers.Result result = new GemmPeers.Result();
    result.prepare(operands);
    return result;
  }

  /** Here the comparison is itself a double product, so that twice the bound may lie between them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64})
  void doubleProducts(int n) {
    DoubleGemmPeers.Operands operands = new DoubleGemmPeers.Operands();
    operands.n = n;
    operands.prepare();
    double[] expected = new double[n * n];
    double[] bound = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      double magnitude = 0;
      for (int k = 0; k < n; k++) {
        double product = operands.a[i / n * n + k] * operands.b[k * n + i % n];
        expected[i] += product;
        magnitude += Math.abs(product);
      }
      bound[i] = 2 * Rounding.gamma(n, Rounding.DOUBLE) * magnitude;
    }
    DoubleGemmPeers peers = new DoubleGemmPeers();
    WorkRate rate = new WorkRate();

    DoubleGemmPeers.Pointers pointers = new DoubleGemmPeers.Pointers();
    pointers.prepare(OPENBLAS, operands);
    double[] copied = new double[n * n];
    DoublePointer pointer = peers.openblasPointers(OPENBLAS, operands, pointers, rate);
    pointer.get(copied);
    check("OpenBLAS on pointers", copied, expected, bound);
    check(
        "OpenBLAS on arrays",
        peers.openblasArrays(OPENBLAS, operands, result(operands), rate),
        expected,
        bound);
    DoubleGemmPeers.NetlibVector netlib = new DoubleGemmPeers.NetlibVector();
    netlib.prepare();
    check("netlib", peers.netlibVector(operands, netlib, result(operands), rate), expected, bound);
    DoubleGemmPeers.Ejml ejml = new DoubleGemmPeers.Ejml();
    ejml.prepare(operands);
    check("EJML", peers.ejml(operands, ejml, rate), expected, bound);
  }

  private static DoubleGemmPeers.Result result(DoubleGemmPeers.Operands operands) {
    DoubleGemmPeers.Result result = new DoubleGemmPeers.Result();
    result.prepare(operands);
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "512x256,output-rows",
    "512x256,input-rows",
    "7x3,output-rows",
    "7x3,input-rows",
  })
  void matrixVectorProducts(String shape, String rows) {
    GemvPeers.Operands operands = new GemvPeers.Operands();
    operands.shape = shape;
    operands.prepare();
    double[] exact = new double[operands.outputs];
    double[] bound = new double[operands.outputs];
    for (int i = 0; i < operands.outputs; i++) {
      double magnitude = 0;
      for (int k = 0; k < operands.inputs; k++) {
        double product = (double) operands.w[i * operands.inputs + k] * operands.x[k];
        exact[i] += product;
        magnitude += Math.abs(product);
      }
      bound[i] = Rounding.ofFloats(operands.inputs, magnitude);
    }
    GemvPeers peers = new GemvPeers();
    WorkRate rate = new WorkRate();

    GemvPeers.Carrylane carrylane = new GemvPeers.Carrylane();
    carrylane.prepare(operands);
    check(
        "Carrylane",
        peers.carrylanePacked(operands, carrylane, result(operands), rate),
        exact,
        bound);
    GemvPeers.Layout layout = new GemvPeers.Layout();
    layout.layout = rows;
    layout.prepare(operands);
    GemvPeers.Pointers pointers = new GemvPeers.Pointers();
    pointers.prepare(OPENBLAS, operands, layout);
    float[] copied = new float[operands.outputs];
    FloatPointer pointer = peers.openblasPointers(OPENBLAS, operands, layout, pointers, rate);
    pointer.get(copied);
    check("OpenBLAS on pointers", copied, exact, bound);
    check(
        "OpenBLAS on arrays",
        peers.openblasArrays(OPENBLAS, operands, layout, result(operands), rate),
        exact,
        bound);
  }

  private static GemvPeers.Result result(GemvPeers.Operands operands) {
    GemvPeers.Result result = new GemvPeers.Result();
    result.prepare(operands);
    return result;
  }

  @Test
  void nativeMemoryStartsCacheLines() {
    for (int length = 1; length < 40; length++) {
      FloatPointer floats = OpenBlas.floats(length);
      assertTrue((floats.address() + Float.BYTES * floats.position()) % 64 == 0);
      assertTrue(floats.limit() - floats.position() >= length);
      DoublePointer doubles = OpenBlas.doubles(length);
      assertTrue((doubles.address() + Double.BYTES * doubles.position()) % 64 == 0);
      assertTrue(doubles.limit() - doubles.position() >= length);
    }
  }

  private static void check(String library, float[] actual, double[] exact, double[] bound) {
    double[] widened = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      widened[i] = actual[i];
    }
    check(library, widened, exact, bound);
  }

  private static void check(String library, double[] actual, double[] expected, double[] bound) {
    for (int i = 0; i < expected.length; i++) {
      // NaN fails.
      assertTrue(
          Math.abs(actual[i] - expected[i]) <= bound[i],
          "%s, element %d: %s is more than %s from %s"
              .formatted(library, i, actual[i], bound[i], expected[i]));
    }
  }
}
