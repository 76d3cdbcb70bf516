package dev.carrylane.engine.golden;

import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.DenseAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import java.util.ArrayList;
import java.util.List;

/** {@link DenseAffineScan} and its gradient: blocks of one row to more than the lanes of a vector. */
final class DenseScanCases {
  private static final int[] BLOCKS = {1, 2, 3, 4, 5, 8, 15, 16, 17, 33};

  private static final List<Layout> LAYOUTS =
      List.of(
          Layout.timeMajor(0, 2).withStates(),
          Layout.timeMajor(1, 1).withStates(),
          Layout.timeMajor(20, 17).withStates().withResets().padded(),
          Layout.batch(2, 25, 3).reversed().exclusive().withStates().withResets().padded(),
          Layout.channelMajor(2, 3, 30).withStates().withResets().padded(),
          Layout.packed(2, 1, 7, 7, 40).withStates().reversed());

  private DenseScanCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (int n : BLOCKS) {
      Layout layout = Layout.timeMajor(50, 3).withStates();
      cases.add(scan(n, layout, ScanSchedule.SERIAL_TIME, Values.SIGNED));
      cases.add(gradient(n, layout, Values.SIGNED));
      cases.add(constant(n));
    }
    for (Layout layout : LAYOUTS) {
      for (int n : new int[] {2, 4, 7}) {
        cases.add(scan(n, layout, ScanSchedule.SERIAL_TIME, Values.SIGNED));
        cases.add(gradient(n, layout, Values.SIGNED));
      }
    }
    for (int n : new int[] {1, 2, 4, 5, 16}) {
      Layout layout = Layout.timeMajor(1701, 1).withStates();
      cases.add(scan(n, layout, ScanSchedule.BLOCKED_TIME, Values.SLOW));
    }
    cases.add(
        scan(
            3,
            Layout.timeMajor(1700, 2).withStates().withResets().reversed().exclusive().padded(),
            ScanSchedule.BLOCKED_TIME,
            Values.SLOW));
    for (Values values : Values.values()) {
      Layout layout = Layout.timeMajor(1700, 2).withStates();
      cases.add(scan(2, layout, ScanSchedule.SERIAL_TIME, values));
      cases.add(scan(2, layout, ScanSchedule.BLOCKED_TIME, values));
      cases.add(scan(5, layout, ScanSchedule.BLOCKED_TIME, values));
      cases.add(gradient(5, layout, values));
    }
    cases.add(large(scan(2, Layout.timeMajor(50_000, 1), ScanSchedule.SERIAL_TIME, Values.SIGNED)));
    cases.add(large(scan(2, Layout.timeMajor(50_000, 1), ScanSchedule.BLOCKED_TIME, Values.SLOW)));
    Layout wide = Layout.batch(4, 100, 90).withStates();
    cases.add(large(scan(4, wide, ScanSchedule.SERIAL_TIME, Values.SIGNED)));
    cases.add(large(gradient(4, wide, Values.SIGNED)));
    return cases;
  }

  private static GoldenCase large(GoldenCase example) {
    return GoldenCase.large(example.name(), example.computation());
  }

  /** Blocks of n rows, scaled so that SLOW lets states shrink as slowly as in a diagonal scan. */
  private static float[] blocks(Data data, int n, int length, Values values) {
    float[] p = values.floatPropagate(data, length);
    float scale = values == Values.SIGNED ? 1.6f / (float) StrictMath.sqrt(n) : 1f / n;
    for (int i = 0; i < length; i++) {
      p[i] *= scale;
    }
    return p;
  }

  private static GoldenCase scan(int n, Layout layout, ScanSchedule schedule, Values values) {
    String name =
        "dense %dx%d %s%s %s".formatted(n, n, AffineLayouts.name(schedule), layout.name(), values);
    return GoldenCase.of(
        name,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p = blocks(data, n, layout.pLength(n * n), values);
          float[] g = values.floats(data, layout.gLength(n));
          float[] h = data.floats(layout.hLength(n));
          float[] initial = layout.states() ? data.floats(layout.stateLength(n)) : null;
          float[] last = layout.states() ? data.floats(layout.stateLength(n)) : null;
          DenseAffineScan.on(engine, n, schedule)
              .run(
                  layout.sequences(n * n, n),
                  layout.flags(),
                  offset,
                  p,
                  offset,
                  g,
                  offset,
                  initial,
                  offset,
                  h,
                  offset,
                  last,
                  offset);
          results.add(h);
          if (last != null) {
            results.add(last);
          }
        });
  }

  /** The same blocks in every step. */
  private static GoldenCase constant(int n) {
    return GoldenCase.of(
        "dense %dx%d constant 40x3".formatted(n, n),
        (engine, results) -> {
          Data data = new Data();
          float[] p = blocks(data, n, 3 * n * n, Values.SIGNED);
          float[] g = data.floats(40 * 3 * n);
          Sequences sequences = Sequences.timeMajor(40, 3).strides(0, 3 * n, 3 * n);
          DenseAffineScan.on(engine, n).run(sequences, p, g, g);
          results.add(g);
        });
  }

  private static GoldenCase gradient(int n, Layout layout, Values values) {
    return GoldenCase.of(
        "dense %dx%d gradient %s %s".formatted(n, n, layout.name(), values),
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p = blocks(data, n, layout.pLength(n * n), values);
          float[] h = values.floats(data, layout.hLength(n));
          float[] dh = values.floats(data, layout.hLength(n));
          float[] dp = data.floats(layout.pLength(n * n));
          float[] dg = data.floats(layout.gLength(n));
          float[] initial = layout.states() ? data.floats(layout.stateLength(n)) : null;
          float[] dFinal = layout.states() ? data.floats(layout.stateLength(n)) : null;
          float[] dInitial = layout.states() ? data.floats(layout.stateLength(n)) : null;
          DenseAffineScanGradient.on(engine, n)
              .run(
                  layout.sequences(n * n, n),
                  layout.flags(),
                  offset,
                  p,
                  offset,
                  h,
                  offset,
                  initial,
                  offset,
                  dh,
                  offset,
                  dFinal,
                  offset,
                  dp,
                  offset,
                  dg,
                  offset,
                  dInitial,
                  offset);
          results.add(dp).add(dg);
          if (dInitial != null) {
            results.add(dInitial);
          }
        });
  }
}
