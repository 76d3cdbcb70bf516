package dev.carrylane.engine.golden;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.DoubleAffineScan;
import dev.carrylane.engine.scan.DoubleAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import java.util.ArrayList;
import java.util.List;

/** {@link DoubleAffineScan} and {@link DoubleAffineScanGradient}. */
final class DoubleAffineScanCases {
  private DoubleAffineScanCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (Layout layout : AffineLayouts.SERIAL) {
      cases.add(scan(layout, ScanSchedule.SERIAL_TIME, Values.SIGNED));
      cases.add(gradient(layout, Values.SIGNED));
    }
    for (Layout layout : AffineLayouts.FEW_CHANNELS) {
      cases.add(scan(layout, ScanSchedule.KOGGE_STONE, Values.SLOW));
    }
    for (Layout layout : AffineLayouts.BLOCKED) {
      cases.add(scan(layout, ScanSchedule.BLOCKED_TIME, Values.SLOW));
    }
    for (Values values : Values.values()) {
      for (Layout layout : AffineLayouts.VALUES) {
        cases.add(scan(layout, null, values));
      }
      cases.add(scan(AffineLayouts.VALUES_BLOCKED, ScanSchedule.BLOCKED_TIME, values));
      cases.add(gradient(AffineLayouts.VALUES_GRADIENT, values));
    }
    for (Layout layout : AffineLayouts.LARGE) {
      cases.add(large(scan(layout, null, Values.SLOW)));
      cases.add(large(scan(layout, ScanSchedule.BLOCKED_TIME, Values.SLOW)));
      cases.add(large(gradient(layout, Values.SLOW)));
    }
    cases.add(
        GoldenCase.of("double affine in place of p 1000x5", DoubleAffineScanCases::inPlaceOfP));
    cases.add(
        GoldenCase.of("double affine in place of g 1000x5", DoubleAffineScanCases::inPlaceOfG));
    return cases;
  }

  private static GoldenCase large(GoldenCase example) {
    return GoldenCase.large(example.name(), example.computation());
  }

  private static GoldenCase scan(Layout layout, ScanSchedule schedule, Values values) {
    return GoldenCase.of(
        "double affine " + AffineLayouts.name(schedule) + layout.name() + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          double[] p = values.doublePropagate(data, layout.pLength(1));
          double[] g = values.doubles(data, layout.gLength(1));
          double[] h = data.doubles(layout.hLength(1));
          double[] initial = layout.states() ? data.doubles(layout.stateLength(1)) : null;
          double[] last = layout.states() ? data.doubles(layout.stateLength(1)) : null;
          on(engine, schedule)
              .run(
                  layout.sequences(1, 1),
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

  private static DoubleAffineScan on(Engine engine, ScanSchedule schedule) {
    return schedule == null ? DoubleAffineScan.on(engine) : DoubleAffineScan.on(engine, schedule);
  }

  private static GoldenCase gradient(Layout layout, Values values) {
    return GoldenCase.of(
        "double affine gradient " + layout.name() + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          double[] p = values.doublePropagate(data, layout.pLength(1));
          double[] h = values.doubles(data, layout.hLength(1));
          double[] dh = values.doubles(data, layout.hLength(1));
          double[] dp = data.doubles(layout.pLength(1));
          double[] dg = data.doubles(layout.gLength(1));
          double[] initial = layout.states() ? data.doubles(layout.stateLength(1)) : null;
          double[] dFinal = layout.states() ? data.doubles(layout.stateLength(1)) : null;
          double[] dInitial = layout.states() ? data.doubles(layout.stateLength(1)) : null;
          DoubleAffineScanGradient.on(engine)
              .run(
                  layout.sequences(1, 1),
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

  private static void inPlaceOfP(Engine engine, BitHash results) {
    Data data = new Data();
    double[] p = data.doubles(5000);
    DoubleAffineScan.on(engine).run(1000, 5, p, data.doubles(5000), p);
    results.add(p);
  }

  /** The form without a description of the sequence, p and g side by side. */
  private static void inPlaceOfG(Engine engine, BitHash results) {
    Data data = new Data();
    double[] pg = data.doubles(1000 * 12);
    double[] state = data.doubles(7);
    DoubleAffineScan.on(engine).run(1000, 5, pg, 1, 12, pg, 7, 12, state, 1, pg, 7, 12, state, 1);
    results.add(pg).add(state);
  }
}
