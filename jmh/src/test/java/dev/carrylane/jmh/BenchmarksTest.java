package dev.carrylane.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared computes the same. */
class BenchmarksTest {
  /** Far more than roundings of states below 30 add up to, whose factors forget them, and far less than a wrong one. */
  private static final float ROUNDING = 1e-4f;

  private final ScanBenchmark scans = new ScanBenchmark();
  private final ScanBenchmark.Scans engine = new ScanBenchmark.Scans();

  private <T extends ScanBenchmark.Sized> T sized(T sized, int steps, int channels) {
    engine.prepare();
    sized.steps = steps;
    sized.channels = channels;
    return sized;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "700,1", "300,5", "100,64"})
  void scansAreTheLoop(int steps, int channels) {
    ScanBenchmark.Numbers of = sized(new ScanBenchmark.Numbers(), steps, channels);
    of.prepare();
    float[] loop = scans.serialLoop(of).clone();
    assertArrayEquals(loop, scans.affine(of, engine), ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "700,1", "300,5", "100,64"})
  void gradientsAreTheLoops(int steps, int channels) {
    ScanBenchmark.Gradients of = sized(new ScanBenchmark.Gradients(), steps, channels);
    of.prepare();
    // The gradient by the first step's factor is that by nothing: the state before it is 0.
    float[] p = scans.gradientLoop(of).clone();
    float[] g = of.dg.clone();
    assertArrayEquals(p, scans.gradient(of, engine), ROUNDING);
    assertArrayEquals(g, of.dg, ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "700,1", "300,5", "100,64"})
  void complexScansAreTheLoop(int steps, int channels) {
    ScanBenchmark.Complexes of = sized(new ScanBenchmark.Complexes(), steps, channels);
    of.prepare();
    float[] loop = scans.complexLoop(of).clone();
    assertArrayEquals(loop, scans.complex(of, engine), ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "700,1", "300,5", "100,64"})
  void scansOfPairsAreTheLoop(int steps, int channels) {
    ScanBenchmark.Matrices of = sized(new ScanBenchmark.Matrices(), steps, channels);
    of.prepare();
    float[] loop = scans.matrixLoop(of).clone();
    assertArrayEquals(loop, scans.matrix(of, engine), ROUNDING);
  }

  @Test
  void productsAreTheSamePackedAndUnpacked() {
    ProductBenchmark products = new ProductBenchmark();
    ProductBenchmark.Matrices of = new ProductBenchmark.Matrices();
    of.shape = "33x70x50";
    of.prepare();
    float[] packed = products.packed(of).clone();
    assertArrayEquals(packed, products.unpacked(of), ROUNDING);
  }

  /** Rounding a weight to bfloat16 changes it by one part in 2⁸ at most, and so no sum of 60 terms below 1 by more than ¼. */
  @Test
  void bfloat16IsTheSameMatrix() {
    ProductBenchmark products = new ProductBenchmark();
    ProductBenchmark.Vectors of = new ProductBenchmark.Vectors();
    of.shape = "40x60";
    of.prepare();
    float[] floats = products.vector(of).clone();
    assertArrayEquals(floats, products.vectorBfloat16(of), 0.25f);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1024, 100_000})
  void sumsAreTheSame(int bits) {
    AdderBenchmark sums = new AdderBenchmark();
    sums.bits = bits;
    sums.prepare();
    assertEquals(sums.bigInteger(), sums.sum(sums.add()));
  }

  @Test
  void readsAllOfTheWorkingSet() {
    RooflineBenchmark roofline = new RooflineBenchmark();
    RooflineBenchmark.Source source = new RooflineBenchmark.Source();
    source.level = "L1";
    source.prepare();
    int lanes = FloatVector.SPECIES_PREFERRED.length();
    double sum = (double) RooflineBenchmark.READ_BYTES / Float.BYTES / lanes * 0.74f;
    assertEquals(sum, roofline.read(source), 0.02 * sum);
  }

  @Test
  void triadsGoOverAllOfTheArrays() {
    RooflineBenchmark roofline = new RooflineBenchmark();
    RooflineBenchmark.Arrays arrays = new RooflineBenchmark.Arrays();
    arrays.level = "L2";
    arrays.prepare();
    float[] h = roofline.triad(arrays);
    int apart = (h.length - arrays.p.length) / 2;
    for (int i = 0; i < arrays.p.length; i++) {
      float expected = Math.fma(arrays.p[i], 0.5f, arrays.g[i + apart]);
      assertTrue(expected == h[i + 2 * apart], "at " + i);
    }
  }
}
