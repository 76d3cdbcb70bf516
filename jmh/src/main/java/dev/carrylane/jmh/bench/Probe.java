package dev.carrylane.jmh.bench;

import dev.carrylane.jmh.FmaPeak;
import dev.carrylane.jmh.results.ProbeReading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells how fast the machine is at a moment, by chains of fused multiply-adds in this JVM, which are the same work every time: what its
 * readings differ by is the machine's. Used by one thread.
 */
final class Probe {
  /** Until the chains are compiled. */
  private static final long WARM_UP_NANOS = 700_000_000;

  /** One reading takes so many pieces and is their median, so that a single interruption does not count. */
  private static final int PIECES = 9;

  /** Calls in a piece: some milliseconds. */
  private static final int CALLS = 64;

  private final long began = System.nanoTime();
  private final List<ProbeReading> readings = new ArrayList<>();
  private long[] ticks = {};
  private float factor = 0.999f;

  /** Compiles the probe. */
  Probe() {
    long until = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < until) {
      piece();
    }
    ticks = ticks();
  }

  /** Calls a second. */
  private double piece() {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      factor = Math.clamp(Math.abs(FmaPeak.floats(factor)), 0.5f, 0.999f);
    }
    return CALLS * 1e9 / (System.nanoTime() - start);
  }

  /** Takes a reading. */
  void read() {
    double[] pieces = new double[PIECES];
    for (int i = 0; i < PIECES; i++) {
      pieces[i] = piece();
    }
    Arrays.sort(pieces);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    long[] now = ticks();
    readings.add(
        new ProbeReading(
            (System.nanoTime() - began) * 1e-9,
            pieces[PIECES / 2],
            load < 0 ? Double.NaN : load,
            stolen(ticks, now)));
    ticks = now;
  }

  /** {@return all readings so far} */
  List<ProbeReading> readings() {
    return List.copyOf(readings);
  }

  /** The kernel's counters of all processors' time: user, nice, system, idle, iowait, irq, softirq, steal; empty if unknown. */
  private static long[] ticks() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String line = lines.findFirst().orElse("");
      return Arrays.stream(line.strip().split("\\s+")).skip(1).mapToLong(Long::parseLong).toArray();
    } catch (IOException | RuntimeException elsewhere) {
      return new long[0];
    }
  }

  private static double stolen(long[] before, long[] after) {
    int steal = 7;
    if (before.length <= steal || after.length <= steal) {
      return Double.NaN;
    }
    long all = 0;
    for (int i = 0; i <= steal; i++) {
      all += after[i] - before[i];
    }
    return all <= 0 ? 0 : (double) (after[steal] - before[steal]) / all;
  }
}
