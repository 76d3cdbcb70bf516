package dev.carrylane.properties;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.AffineScanGradient;
import dev.carrylane.engine.scan.DoubleAffineScan;
import dev.carrylane.engine.scan.DoubleAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Both precisions of the affine scan with arrays of doubles, so that a law is written once. Floats fit in
 * them, and arrays that are one for the caller are one for the engine.
 */
enum ScanPrecision {
  FLOAT,
  DOUBLE;

  /** The nearest number of this precision. */
  double round(double value) {
    return this == FLOAT ? (float) value : value;
  }

  /** A float, or a double near it that no float equals. */
  double value(float value, SplittableRandom random) {
    return this == FLOAT ? value : value * (1 + random.nextDouble(0x1p-25));
  }

  double fma(double a, double b, double c) {
    return this == FLOAT ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
  }

  double times(double a, double b) {
    return this == FLOAT ? (float) a * (float) b : a * b;
  }

  double plus(double a, double b) {
    return this == FLOAT ? (float) a + (float) b : a + b;
  }

  /** Scans; {@code schedule} is null for the default. */
  void scan(
      Engine engine,
      ScanSchedule schedule,
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      double[] p,
      int pOffset,
      double[] g,
      int gOffset,
      double[] initial,
      int initialOffset,
      double[] h,
      int hOffset,
      double[] last,
      int lastOffset) {
    if (this == DOUBLE) {
      DoubleAffineScan scan =
          schedule == null ? DoubleAffineScan.on(engine) : DoubleAffineScan.on(engine, schedule);
      scan.run(
          sequences,
          resets,
          resetsOffset,
          p,
          pOffset,
          g,
          gOffset,
          initial,
          initialOffset,
          h,
          hOffset,
          last,
          lastOffset);
      return;
    }
    AffineScan scan = schedule == null ? AffineScan.on(engine) : AffineScan.on(engine, schedule);
    Copies copies = new Copies();
    scan.run(
        sequences,
        resets,
        resetsOffset,
        copies.of(p),
        pOffset,
        copies.of(g),
        gOffset,
        copies.of(initial),
        initialOffset,
        copies.of(h),
        hOffset,
        copies.of(last),
        lastOffset);
    copies.back();
  }

  /** The gradient of a scan. */
  void gradient(
      Engine engine,
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      double[] p,
      int pOffset,
      double[] h,
      int hOffset,
      double[] initial,
      int initialOffset,
      double[] dh,
      int dhOffset,
      double[] dFinal,
      int dFinalOffset,
      double[] dp,
      int dpOffset,
      double[] dg,
      int dgOffset,
      double[] dInitial,
      int dInitialOffset) {
    if (this == DOUBLE) {
      DoubleAffineScanGradient.on(engine)
          .run(
              sequences,
              resets,
              resetsOffset,
              p,
              pOffset,
              h,
              hOffset,
              initial,
              initialOffset,
              dh,
              dhOffset,
              dFinal,
              dFinalOffset,
              dp,
              dpOffset,
              dg,
              dgOffset,
              dInitial,
              dInitialOffset);
      return;
    }
    Copies copies = new Copies();
    AffineScanGradient.on(engine)
        .run(
            sequences,
            resets,
            resetsOffset,
            copies.of(p),
            pOffset,
            copies.of(h),
            hOffset,
            copies.of(initial),
            initialOffset,
            copies.of(dh),
            dhOffset,
            copies.of(dFinal),
            dFinalOffset,
            copies.of(dp),
            dpOffset,
            copies.of(dg),
            dgOffset,
            copies.of(dInitial),
            dInitialOffset);
    copies.back();
  }

  /** Floats in the place of doubles. */
  private static final class Copies {
    private final Map<double[], float[]> made = new IdentityHashMap<>();

    float[] of(double[] array) {
      if (array == null) {
        return null;
      }
      return made.computeIfAbsent(
          array,
          doubles -> {
            float[] floats = new float[doubles.length];
            for (int i = 0; i < floats.length; i++) {
              floats[i] = (float) doubles[i];
            }
            return floats;
          });
    }

    void back() {
      made.forEach(
          (doubles, floats) -> {
            for (int i = 0; i < floats.length; i++) {
              doubles[i] = floats[i];
            }
          });
    }
  }
}
