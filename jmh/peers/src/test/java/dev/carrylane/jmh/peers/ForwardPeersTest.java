package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Models;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime is given the same model as Carrylane, and neither is better off for computing it worse. */
class ForwardPeersTest {
  private static final double UNIT = 0x1p-24;

  /** tanh to 1.34 and the sigmoid to 1.70 ulp, and an ulp of a float below 1 is a unit at most. */
  private static final double CARRYLANE_FUNCTIONS = 2 * UNIT;

  /** ONNX Runtime states none; {@link #onnxRuntimesFunctions} finds 4.02 for tanh, 2.66 for the sigmoid. */
  private static final double ONNX_FUNCTIONS = 5 * UNIT;

  /**
   * The music model with values for which every sum up to the tanh is exact in any order, so that a bound
   * of rounding can tell a wrong tap, padding or transposition: only the functions and the decoder round.
   */
  @ParameterizedTest
  @CsvSource({"1,1", "7,1", "60,1", "60,2", "256,2"})
  void bothComputeTheSameModel(int frames, int threads) throws OrtException {
    ModelDescription description = Models.file("clrnn").description();
    ModelFile file = new ModelFile(description, exactParameters(description));
    Model model = Model.of(file, ModelOptions.defaults());
    SplittableRandom random = new SplittableRandom(2);
    float[] x = new float[frames * description.inputs()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(2);
    }

    float[] ours = new float[frames * description.outputs()];
    model.newState(Engine.singleThreaded()).run(frames, x, 0, ours, 0);
    BoundedFrames expected = BoundedFrames.of(file, x, CARRYLANE_FUNCTIONS);
    expected.check("Carrylane", ours);

    float[] theirs = new float[ours.length];
    long[] shape = {1, frames, Models.NOTES};
    try (OnnxForward session = new OnnxForward(OnnxGraph.of(file, frames), threads, shape, shape)) {
      session.input().put(0, x);
      session.run().get(0, theirs);
    }
    expected = BoundedFrames.of(file, x, ONNX_FUNCTIONS);
    expected.check("ONNX Runtime", theirs);
    assertTrue(expected.greatestError() < 1e-5, "bound " + expected.greatestError());
  }

  /**
   * Convolutions of 16 weights ±1/4, wherever they lie, the others 0: v is ±1 there, ‖v‖ is 4 and g 1. Their
   * biases are multiples of 1/4, and the cell's values multiples of 1/64.
   */
  private static Parameters exactParameters(ModelDescription description) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(description, 1).tensors());
    tensors.replaceAll(
        (name, tensor) -> {
          float[] values = tensor.toArray();
          if (name.endsWith(".weight_g")) {
            Arrays.fill(values, 1);
          } else if (name.endsWith(".weight_v")) {
            int length = values.length / tensor.dimension(0);
            Arrays.fill(values, 0);
            for (int first = 0; first < values.length; first += length) {
              random
                  .ints(first, first + length)
                  .distinct()
                  .limit(16)
                  .forEach(i -> values[i] = random.nextBoolean() ? 1 : -1);
            }
          } else if (name.contains(".carry.")) {
            fill(values, random, 2, 4);
          } else if (name.contains(".cell.")) {
            fill(values, random, 4, 64);
          }
          return Tensor.of(values, tensor.shape());
        });
    return Parameters.of(tensors);
  }

  /** Fractions from −most/denominator to most/denominator. */
  private static void fill(float[] values, SplittableRandom random, int most, float denominator) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-most, most + 1) / denominator;
    }
  }

  /**
   * The benchmark itself. With its values the bounds of four levels multiply to far more than any error, but
   * they must hold; and on the whole Carrylane loses at most one bit more than ONNX Runtime, whose error is
   * nearly that of rounding the result.
   */
  @ParameterizedTest
  @CsvSource({"60,1", "60,2", "256,1"})
  void carrylaneIsAsAccurate(int frames, int threads) throws OrtException {
    ForwardPeers peers = new ForwardPeers();
    peers.model = "clrnn";
    peers.frames = frames;
    peers.threads = threads;
    peers.prepare();
    float[] y = new float[frames * Models.NOTES];
    peers.onnxRuntime().get(0, y);
    peers.close();

    ModelFile file = Models.file("clrnn");
    float[] x = Models.frames("clrnn", frames);
    double ours =
        BoundedFrames.of(file, x, CARRYLANE_FUNCTIONS).check("Carrylane", Ours.outputs("clrnn", x));
    double theirs = BoundedFrames.of(file, x, ONNX_FUNCTIONS).check("ONNX Runtime", y);
    assertTrue(ours <= 2 * theirs, "Carrylane " + ours + ", ONNX Runtime " + theirs);
  }

  @Test
  void aDifferenceIsRefused() {
    float[] ours = {0.5f, 0.5f};
    FloatBuffer same = FloatBuffer.wrap(new float[] {0.500009f, 0.5f});
    Ours.require("library", "model", ours, same, 1e-5);
    FloatBuffer other = FloatBuffer.wrap(new float[] {0.5f, 0.50002f});
    assertThrows(
        IllegalStateException.class, () -> Ours.require("library", "model", ours, other, 1e-5));
    FloatBuffer nothing = FloatBuffer.wrap(new float[] {0.5f, Float.NaN});
    assertThrows(
        IllegalStateException.class, () -> Ours.require("library", "model", ours, nothing, 1e-5));
  }

  @Test
  void onnxRuntimesFunctions() throws OrtException {
    checkFunction("Tanh", Math::tanh);
    checkFunction("Sigmoid", x -> 1 / (1 + Math.exp(-x)));
  }

  /** Every 1021st float: a prime, so that the last bits differ. */
  private static void checkFunction(String operator, DoubleUnaryOperator exact)
      throws OrtException {
    int length = 1 << 16;
    OnnxModelWriter writer = new OnnxModelWriter();
    writer.input(OnnxGraph.INPUT, length);
    writer.output(OnnxGraph.OUTPUT, length);
    writer.node(operator, OnnxGraph.OUTPUT, List.of(OnnxGraph.INPUT));
    long[] shape = {length};
    try (OnnxForward session = new OnnxForward(writer.toByteArray(), 1, shape, shape)) {
      for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; ) {
        for (int i = 0; i < length; i++, bits += 1021) {
          float x = Float.intBitsToFloat((int) bits);
          session.input().put(i, Float.isNaN(x) ? 0 : x);
        }
        FloatBuffer y = session.run();
        for (int i = 0; i < length; i++) {
          float x = session.input().get(i);
          double distance = Math.abs(y.get(i) - exact.applyAsDouble(x));
          assertTrue(distance <= ONNX_FUNCTIONS, operator + " of " + x + " is " + y.get(i));
        }
      }
    }
  }
}
