package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.WarmUp;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.engine.gemv.Gemv;
import dev.carrylane.testkit.Floats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory of packed weights: how much it is, and what happens when it is given back. */
@Timeout(120)
class WeightsMemoryTest {
  private static final int INPUTS = 40;
  private static final int OUTPUTS = 70;
  private static final float[] MATRIX = Floats.moderate(INPUTS * OUTPUTS, 1);
  private static final float[] BIAS = Floats.moderate(OUTPUTS, 2);

  private static PackedWeights pack(Backend backend) {
    return PackedWeights.ofOutputRows(backend, OUTPUTS, INPUTS, MATRIX, BIAS);
  }

  private static void refused(Executable use) {
    String message = assertThrows(IllegalStateException.class, use).getMessage();
    assertEquals(
        "these weights of 40 × 70 were closed; pack them, or load their model, again", message);
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void closedWeightsRefuseEveryUse(Engine engine) {
    Gemm gemm = Gemm.on(engine);
    Gemv gemv = Gemv.on(engine);
    float[] x = Floats.moderate(3 * INPUTS, 3);
    float[] y = Floats.moderate(3 * OUTPUTS, 4);
    float[] before = y.clone();
    PackedWeights full = pack(engine.backend());
    PackedWeights half = full.bfloat16();
    for (PackedWeights weights : new PackedWeights[] {full, half}) {
      gemm.multiply(3, x, weights, y.clone(), Activation.NONE);
      assertTrue(weights.bytes() > 0);
      weights.close();
      weights.close();
      refused(() -> gemm.multiply(3, x, weights, y, Activation.NONE));
      refused(() -> gemm.multiply(0, x, weights, y, Activation.NONE));
      refused(() -> gemm.accumulate(3, x, weights, y, Activation.NONE));
      refused(() -> gemv.multiply(x, 0, weights, y, 0, Activation.NONE));
      refused(weights::bfloat16);
      assertArrayEquals(before, y);
      assertEquals(0, weights.bytes());
      assertEquals(INPUTS, weights.inputs());
      assertEquals(OUTPUTS, weights.outputs());
    }
    // Another operation on other weights goes on.
    gemm.multiply(3, x, pack(engine.backend()), y, Activation.NONE);
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void closedConvolutionsRefuseEveryUse(Engine engine) {
    float[] x = Floats.moderate(3 * 20, 3);
    float[] y = new float[3 * OUTPUTS];
    for (boolean closesWindows : new boolean[] {false, true}) {
      ConvolutionWeights weights =
          ConvolutionWeights.of(engine.backend(), OUTPUTS, 20, 2, 1, MATRIX, BIAS);
      PackedWeights windows = weights.asWindows();
      assertEquals(weights.bytes(), windows.bytes());
      AutoCloseable either = closesWindows ? windows : weights;
      assertDoesNotThrow(either::close);
      refused(() -> CausalConvolution.on(engine).run(3, x, weights, y, Activation.NONE));
      refused(() -> Gemm.on(engine).multiply(1, x, windows, y, Activation.NONE));
      refused(weights::bfloat16);
      refused(weights::asWindows);
      assertEquals(0, weights.bytes());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void closedWeightsOfDoublesRefuseEveryUse(Engine engine) {
    double[] matrix = new double[INPUTS * OUTPUTS];
    DoublePackedWeights weights =
        DoublePackedWeights.ofOutputRows(
            engine.backend(), OUTPUTS, INPUTS, matrix, 0, INPUTS, null, 0);
    double[] y = new double[OUTPUTS];
    DoubleGemm gemm = DoubleGemm.on(engine);
    gemm.multiply(1, matrix, weights, y, Activation.NONE);
    assertTrue(weights.bytes() >= (long) INPUTS * OUTPUTS * Double.BYTES);
    weights.close();
    weights.close();
    refused(() -> gemm.multiply(1, matrix, weights, y, Activation.NONE));
    assertEquals(0, weights.bytes());
  }

  /** A use under way in another thread has the right bits or is refused. */
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void weightsMayBeClosedWhileOthersUseThem(Engine engine) throws Exception {
    int rows = 200;
    float[] x = Floats.moderate(rows * INPUTS, 3);
    float[] expected = new float[rows * OUTPUTS];
    try (PackedWeights weights = pack(engine.backend())) {
      Gemm.on(engine).multiply(rows, x, weights, expected, Activation.NONE);
    }
    AtomicInteger refusals = new AtomicInteger();
    try (ExecutorService users = Executors.newFixedThreadPool(2)) {
      for (int time = 0; time < 60; time++) {
        PackedWeights weights = pack(engine.backend());
        AtomicInteger products = new AtomicInteger();
        List<Future<?>> ends = new ArrayList<>();
        for (int user = 0; user < 2; user++) {
          ends.add(
              users.submit(
                  () -> {
                    Gemm gemm = Gemm.on(engine);
                    float[] y = new float[rows * OUTPUTS];
                    refused(
                        () -> {
                          while (true) {
                            gemm.multiply(rows, x, weights, y, Activation.NONE);
                            assertArrayEquals(expected, y);
                            products.incrementAndGet();
                          }
                        });
                    refusals.incrementAndGet();
                  }));
        }
        while (products.get() < 1 + time % 5) {
          Thread.onSpinWait();
        }
        weights.close();
        for (Future<?> end : ends) {
          end.get();
        }
      }
    }
    assertEquals(120, refusals.get());
  }

  /** Weights of a backend that packs panels later: closed before, they are not packed; others are, with their parts. */
  @Test
  void whatIsClosedIsNotPackedLater() {
    Backend backend = proving();
    Engine engine = Engine.of(backend);
    float[] y = new float[OUTPUTS];
    PackedWeights weights = pack(backend);
    long rows = (long) INPUTS * OUTPUTS * Float.BYTES;
    long bias = 96 * Float.BYTES;
    assertEquals(rows + bias, weights.bytes());
    Gemv.on(engine).multiply(MATRIX, 0, weights, y, 0, Activation.NONE);
    weights.close();
    PackedWeights kept = pack(backend);
    PackedWeights part = kept.part(15, 25);
    float[] expected = new float[OUTPUTS];
    // What is asked for through a part, the whole gets, and both parts with it.
    Gemv.on(engine).multiply(MATRIX, 0, part, expected, 0, Activation.NONE);
    PackedWeights unused = kept.part(15, 24);
    PackedWeights half = kept.bfloat16();
    PackedWeights partOfHalf = half.part(15, 25);
    float[] expectedOfHalf = new float[OUTPUTS];
    Gemv.on(engine).multiply(MATRIX, 0, partOfHalf, expectedOfHalf, 0, Activation.NONE);
    backend.warmUp();
    Gemv.on(engine).multiply(MATRIX, 0, part, y, 0, Activation.NONE);
    Floats.assertSameBits(expected, y, "a part after warm-up");
    Gemv.on(engine).multiply(MATRIX, 0, partOfHalf, y, 0, Activation.NONE);
    Floats.assertSameBits(expectedOfHalf, y, "a part of bfloat16 weights after warm-up");
    Gemv.on(engine).multiply(MATRIX, 0, unused, y, 0, Activation.NONE);
    Gemv.on(engine).multiply(MATRIX, 0, kept.part(15, 23), y, 0, Activation.NONE);
    assertEquals(0, weights.bytes());
    refused(() -> Gemv.on(engine).multiply(MATRIX, 0, weights, y, 0, Activation.NONE));
    long width = 2L * backend.floatLanes();
    long panels = Math.ceilDiv(OUTPUTS, width) * width * INPUTS * Float.BYTES;
    assertEquals(panels + bias, kept.bytes(), "after warm-up, one layout");
    assertEquals(panels / 2 + bias, half.bytes(), "of bfloat16, after warm-up");
    assertEquals(panels + bias, pack(backend).bytes(), "packed after warm-up");
    part.close();
    assertEquals(0, kept.bytes());
    assertThrows(
        IllegalStateException.class,
        () -> Gemv.on(engine).multiply(MATRIX, 0, unused, y, 0, Activation.NONE));
  }

  private static Backend proving() {
    Backend active = Backend.active();
    assumeTrue(
        active.warmUpMode().isPresent() && active.isVector(), "this backend is never exchanged");
    return active.withWarmUp(WarmUp.OFF);
  }

  @Test
  void bytesAreThoseOfTheLayoutInUse() {
    long bias = 96 * Float.BYTES;
    for (Backend backend : Backends.all()) {
      long width = backend.isVector() ? 2L * backend.floatLanes() : 1;
      long columns = Math.ceilDiv(OUTPUTS, width) * width;
      try (PackedWeights weights = pack(backend)) {
        assertEquals(columns * INPUTS * Float.BYTES + bias, weights.bytes());
        PackedWeights half = weights.bfloat16();
        int each = backend.isVector() ? Short.BYTES : Float.BYTES;
        assertEquals(columns * INPUTS * each + bias, half.bytes());
      }
    }
  }

  @Test
  void closedWeightsLeaveRoomAtOnceUnderALimit() throws Exception {
    String output = reload("closed", "-XX:+DisableExplicitGC");
    assertTrue(output.contains("all packed"), output);
  }

  @Test
  void weightsThatNobodyHasLeaveRoomWhenTheyAreCollected() throws Exception {
    String output = reload("forgotten", "-XX:-DisableExplicitGC");
    assertTrue(output.contains("all packed"), output);
  }

  @Test
  void theLimitIsNamedWithItsRemedy() throws Exception {
    String output = reload("kept", "-XX:+DisableExplicitGC");
    assertTrue(
        output.contains(
            "packed weights of 1024 × 1024 need 4194304 bytes of native memory, but other weights have 67108864 of the 67108864 that are allowed; close models and weights that are no longer used, or raise -XX:MaxDirectMemorySize"),
        output);
    assertTrue(output.contains("all packed"), output);
  }

  private static String reload(String fate, String option)
      throws IOException, InterruptedException {
    assumeTrue(Backend.vector().isPresent(), Backend.vectorUnavailable());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxDirectMemorySize=64m",
                option,
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                ReloadedWeights.class.getName(),
                fate)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
