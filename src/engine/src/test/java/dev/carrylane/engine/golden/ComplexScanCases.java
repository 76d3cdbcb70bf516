package dev.carrylane.engine.golden;

import dev.carrylane.engine.scan.ComplexAffineScan;
import dev.carrylane.engine.scan.ComplexAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import java.util.ArrayList;
import java.util.List;

/** {@link ComplexAffineScan} and its gradient, interleaved. */
final class ComplexScanCases {
  private static final int WIDTH = 2;

  private static final List<Layout> SERIAL =
      List.of(
          Layout.timeMajor(0, 3).withStates(),
          Layout.timeMajor(1, 1).withStates(),
          Layout.timeMajor(100, 1),
          Layout.timeMajor(50, 2).reversed(),
          Layout.timeMajor(50, 4).withStates(),
          Layout.timeMajor(50, 8).exclusive(),
          Layout.timeMajor(33, 15),
          Layout.timeMajor(33, 17).withStates().padded(),
          Layout.timeMajor(33, 33).withResets(),
          Layout.timeMajor(60, 64).withStates(),
          Layout.timeMajor(60, 150).withStates().reversed().exclusive().withResets().padded(),
          Layout.timeMajor(10, 1024),
          Layout.batch(3, 40, 9).withStates().withResets(),
          Layout.channelMajor(2, 17, 30).withStates().withResets().padded(),
          Layout.channelMajor(1, 3, 50).reversed().exclusive(),
          Layout.packed(5, 0, 3, 3, 40).withStates(),
          Layout.packed(17, 2, 30, 100).reversed().withStates().withResets().padded());

  private static final List<Layout> BLOCKED =
      List.of(
          Layout.timeMajor(528, 3).withStates(),
          Layout.timeMajor(529, 3),
          Layout.timeMajor(2000, 1).withStates().reversed(),
          Layout.timeMajor(8449, 4).withStates().exclusive(),
          Layout.timeMajor(1200, 17).withResets().withStates().padded(),
          Layout.channelMajor(1, 2, 1500).withStates());

  private static final List<Layout> LARGE =
      List.of(
          Layout.timeMajor(200, 1024).withStates(),
          Layout.timeMajor(70_001, 3).withStates(),
          Layout.batch(12, 300, 64).withResets());

  private ComplexScanCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (Layout layout : SERIAL) {
      cases.add(scan(layout, ScanSchedule.SERIAL_TIME, Values.SIGNED));
      cases.add(gradient(layout, Values.SIGNED));
    }
    for (Layout layout : BLOCKED) {
      cases.add(scan(layout, ScanSchedule.BLOCKED_TIME, Values.SLOW));
    }
    for (Values values : Values.values()) {
      Layout few = Layout.timeMajor(2001, 3).withStates();
      Layout many = Layout.timeMajor(100, 37).withStates().withResets();
      cases.add(scan(few, ScanSchedule.SERIAL_TIME, values));
      cases.add(scan(few, ScanSchedule.BLOCKED_TIME, values));
      cases.add(scan(many, ScanSchedule.SERIAL_TIME, values));
      cases.add(gradient(many, values));
    }
    for (Layout layout : LARGE) {
      cases.add(large(scan(layout, ScanSchedule.SERIAL_TIME, Values.SLOW)));
      cases.add(large(scan(layout, ScanSchedule.BLOCKED_TIME, Values.SLOW)));
      cases.add(large(gradient(layout, Values.SIGNED)));
    }
    return cases;
  }

  private static GoldenCase large(GoldenCase example) {
    return GoldenCase.large(example.name(), example.computation());
  }

  /** Scaled so that SLOW gives absolute values just below 1. */
  private static float[] propagate(Data data, Layout layout, Values values) {
    float[] p = values.floatPropagate(data, layout.pLength(WIDTH));
    for (int i = 0; i < p.length; i++) {
      p[i] *= 0.70710677f;
    }
    return p;
  }

  private static GoldenCase scan(Layout layout, ScanSchedule schedule, Values values) {
    return GoldenCase.of(
        "complex " + AffineLayouts.name(schedule) + layout.name() + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p = propagate(data, layout, values);
          float[] g = values.floats(data, layout.gLength(WIDTH));
          float[] h = data.floats(layout.hLength(WIDTH));
          float[] initial = layout.states() ? data.floats(layout.stateLength(WIDTH)) : null;
          float[] last = layout.states() ? data.floats(layout.stateLength(WIDTH)) : null;
          ComplexAffineScan.on(engine, schedule)
              .run(
                  layout.sequences(WIDTH, WIDTH),
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

  private static GoldenCase gradient(Layout layout, Values values) {
    return GoldenCase.of(
        "complex gradient " + layout.name() + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p = propagate(data, layout, values);
          float[] h = values.floats(data, layout.hLength(WIDTH));
          float[] dh = values.floats(data, layout.hLength(WIDTH));
          float[] dp = data.floats(layout.pLength(WIDTH));
          float[] dg = data.floats(layout.gLength(WIDTH));
          float[] initial = layout.states() ? data.floats(layout.stateLength(WIDTH)) : null;
          float[] dFinal = layout.states() ? data.floats(layout.stateLength(WIDTH)) : null;
          float[] dInitial = layout.states() ? data.floats(layout.stateLength(WIDTH)) : null;
          ComplexAffineScanGradient.on(engine)
              .run(
                  layout.sequences(WIDTH, WIDTH),
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
