package dev.carrylane.jmh.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.AffineScan;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test double of a slow kernel is slow, and is a kernel. */
class SlowedJarTest {
  private static final int EVERY = 10;
  private static final int CALLS = 100;
  private static final int SIDE = 16;

  @TempDir Path temp;

  /** A kernel that counts. */
  public static final class Counted {
    private int runs;

    /** Made by the test. */
    public Counted() {}

    /** The short form. */
    public void work() {
      work(1, 2L);
    }

    /** The kernel. */
    public void work(int one, long two) {
      runs += (int) (one * two - 1);
    }

    /** {@return how often the kernel ran} */
    public int runs() {
      return runs;
    }
  }

  /** Results of the slowed kernels, by the engine of the loader that loads this class. */
  public static final class Results implements Supplier<float[]> {
    /** Made by reflection. */
    public Results() {}

    @Override
    public float[] get() {
      Random random = new Random(1);
      Engine engine = Engine.singleThreaded();
      float[] a = values(random);
      float[] b = values(random);
      float[] scanned = new float[a.length];
      float[] product = new float[a.length];
      AffineScan scan = AffineScan.on(engine);
      Gemm gemm = Gemm.on(engine);
      PackedWeights weights = PackedWeights.ofOutputRows(engine.backend(), SIDE, SIDE, b, null);
      float[] all = new float[2 * EVERY * a.length];
      for (int i = 0; i < EVERY; i++) {
        scan.run(SIDE, SIDE, a, b, scanned);
        gemm.multiply(SIDE, a, 0, SIDE, weights, product, 0, SIDE, Activation.NONE);
        System.arraycopy(scanned, 0, all, 2 * i * a.length, a.length);
        System.arraycopy(product, 0, all, (2 * i + 1) * a.length, a.length);
      }
      return all;
    }

    private static float[] values(Random random) {
      float[] values = new float[SIDE * SIDE];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      return values;
    }
  }

  @Test
  void theKernelRunsElevenTimesInTen() throws Exception {
    byte[] bytes;
    try (InputStream in = Counted.class.getResourceAsStream("SlowedJarTest$Counted.class")) {
      bytes = SlowedJar.slow(in.readAllBytes(), "work", EVERY);
    }
    Class<?> slowed =
        new ClassLoader() {
          Class<?> define() {
            return defineClass(null, bytes, 0, bytes.length);
          }
        }.define();
    Object counted = slowed.getConstructor().newInstance();
    for (int i = 0; i < CALLS; i++) {
      slowed.getMethod("work").invoke(counted);
    }
    assertEquals(CALLS + CALLS / EVERY, slowed.getMethod("runs").invoke(counted));
  }

  @Test
  void theSlowedEngineComputesTheSame() throws Exception {
    Path jar = temp.resolve("slowed.jar");
    SlowedJar.write(SlowedJar.engine(), jar, EVERY);
    assertEquals(Optional.of(Library.ENGINE), Library.in(jar));
    URL tests = SlowedJarTest.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL(), tests}, ClassLoader.getPlatformClassLoader())) {
      // Throws if it is not the slowed one.
      loader.loadClass(AffineScan.class.getName()).getDeclaredField(SlowedJar.COUNTER);
      loader.loadClass(Gemm.class.getName()).getDeclaredField(SlowedJar.COUNTER);
      Supplier<?> results =
          (Supplier<?>) loader.loadClass(Results.class.getName()).getConstructor().newInstance();
      assertArrayEquals(new Results().get(), (float[]) results.get());
    }
  }

  @Test
  void anUnknownKernelIsRefused() throws Exception {
    try (InputStream in = Counted.class.getResourceAsStream("SlowedJarTest$Counted.class")) {
      byte[] bytes = in.readAllBytes();
      assertThrows(IllegalArgumentException.class, () -> SlowedJar.slow(bytes, "multiply", EVERY));
    }
  }
}
