package dev.carrylane.jmh.cold;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import java.util.Arrays;

/**
 * Run in a new JVM: scans of one long sequence, each over the states that the one before left in the place of g.
 * Arguments: steps, channels, and how many scans.
 */
final class FirstScans {
  private static final int PATTERN = 8192;

  private FirstScans() {}

  public static void main(String[] args) {
    int steps = Integer.parseInt(args[0]);
    int channels = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    float[] p = filled(steps * channels, 0.49f, 0.5f);
    float[] h = filled(steps * channels, 1, 0);
    long[] times = new long[count];

    long start = System.nanoTime();
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    scan.run(steps, channels, p, h, h);
    times[0] = System.nanoTime() - start;
    for (int i = 1; i < count; i++) {
      long before = System.nanoTime();
      scan.run(steps, channels, p, h, h);
      times[i] = System.nanoTime() - before;
    }

    long[] later = Arrays.copyOfRange(times, 1, count);
    Arrays.sort(later);
    new Figures(Backend.active().name(), h[h.length - 1])
        .add("first", times[0])
        .add("later", later[later.length / 2])
        .print();
  }

  /** A pattern that repeats: numbers of (−scale, scale) around a mean. */
  private static float[] filled(int length, float scale, float mean) {
    float[] values = new float[length];
    int known = Math.min(PATTERN, length);
    for (int i = 0; i < known; i++) {
      values[i] = mean + scale * Inputs.value(0, i);
    }
    while (known < length) {
      int more = Math.min(known, length - known);
      System.arraycopy(values, 0, values, known, more);
      known += more;
    }
    return values;
  }
}
