package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All libraries are given the same work: what they compute while they are timed is within the bound of rounding, and so is what
 * they compute before, or they refuse.
 */
class ProductPeersTest {
  private static final OpenBlas OPENBLAS = new OpenBlas();

  private final ProductPeers peers = new ProductPeers();

  @BeforeAll
  static void load() {
    OPENBLAS.load();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1x1x1", "3x5x7", "32x32x32", "60x88x150", "60x750x150", "65x64x63", "200x8x101"})
  void productsOfMatrices(String shape) {
    ProductPeers.Operands operands = new ProductPeers.Operands();
    operands.shape = shape;
    operands.prepare();

    ProductPeers.Pointers pointers = new ProductPeers.Pointers();
    pointers.prepare(OPENBLAS, operands);
    pointers.c.put(new float[operands.c.length]);
    FloatPointer product = peers.openblas(OPENBLAS, operands, pointers);
    operands.check("OpenBLAS", product::get);

    ProductPeers.Arrays arrays = new ProductPeers.Arrays();
    arrays.prepare(OPENBLAS, operands);
    Arrays.fill(operands.c, Float.NaN);
    float[] ofArrays = peers.openblasArrays(OPENBLAS, operands, arrays);
    operands.check("OpenBLAS on arrays", i -> ofArrays[i]);

    ProductPeers.NetlibVector netlib = new ProductPeers.NetlibVector();
    netlib.prepare(operands);
    Arrays.fill(operands.c, 0);
    float[] ofNetlib = peers.netlibVector(operands, netlib);
    operands.check("netlib", i -> ofNetlib[i]);

    ProductPeers.Ejml ejml = new ProductPeers.Ejml();
    ejml.prepare(operands);
    Arrays.fill(operands.c, 0);
    float[] ofEjml = peers.ejml(operands, ejml);
    operands.check("EJML", i -> ofEjml[i]);
  }

  /** Setting up compares, and refuses what is wrong. */
  @ParameterizedTest
  @CsvSource({"1x1,outputs", "7x3,outputs", "7x3,inputs", "512x256,outputs", "512x256,inputs"})
  void productsOfMatrixAndVector(String shape, String layout) {
    ProductPeers.Vectors vectors = new ProductPeers.Vectors();
    vectors.shape = shape;
    vectors.layout = layout;
    vectors.prepare(OPENBLAS);
    float before = vectors.y.get(0);
    vectors.y.put(0, Float.NaN);
    assertTrue(peers.openblasVector(OPENBLAS, vectors).get(0) == before);
  }

  /** Setting up compares, and refuses what is wrong. */
  @ParameterizedTest
  @CsvSource({"music,60", "text,7", "digits,100"})
  void convolutions(String level, int frames) throws OrtException {
    ConvolutionPeers convolution = new ConvolutionPeers();
    convolution.level = level;
    convolution.frames = frames;
    convolution.prepare();
    try {
      assertTrue(Float.isFinite(convolution.onnxRuntime().get(0)));
    } finally {
      convolution.close();
    }
  }

  @Test
  void nativeMemoryStartsCacheLines() {
    for (int length = 1; length < 40; length++) {
      FloatPointer floats = OpenBlas.floats(length);
      assertTrue((floats.address() + Float.BYTES * floats.position()) % 64 == 0);
      assertTrue(floats.limit() - floats.position() >= length);
    }
  }
}
