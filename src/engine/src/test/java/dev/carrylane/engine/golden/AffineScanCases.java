package dev.carrylane.engine.golden;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.AffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import java.util.ArrayList;
import java.util.List;

/** {@link AffineScan} and {@link AffineScanGradient}. */
final class AffineScanCases {
  private AffineScanCases() {}

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
    cases.add(GoldenCase.of("affine in place of p 1000x5", AffineScanCases::inPlaceOfP));
    cases.add(GoldenCase.of("affine in place of g 1000x5", AffineScanCases::inPlaceOfG));
    return cases;
  }

  private static GoldenCase large(GoldenCase example) {
    return GoldenCase.large(example.name(), example.computation());
  }

  private static GoldenCase scan(Layout layout, ScanSchedule schedule, Values values) {
    return GoldenCase.of(
        "affine " + AffineLayouts.name(schedule) + layout.name() + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p = values.floatPropagate(data, layout.pLength(1));
          float[] g = values.floats(data, layout.gLength(1));
          float[] h = data.floats(layout.hLength(1));
          float[] initial = layout.states() ? data.floats(layout.stateLength(1)) : null;
          float[] last = layout.states() ? data.floats(layout.stateLength(1)) : null;
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

  private static AffineScan on(Engine engine, ScanSchedule schedule) {
    return schedule == null ? AffineScan.on(engine) : AffineScan.on(engine, schedule);
  }

  private static GoldenCase gradient(Layout layout, Values values) {
    return GoldenCase.of(
        "affine gradient " + layout.name() + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p = values.floatPropagate(data, layout.pLength(1));
          float[] h = values.floats(data, layout.hLength(1));
          float[] dh = values.floats(data, layout.hLength(1));
          float[] dp = data.floats(layout.pLength(1));
          float[] dg = data.floats(layout.gLength(1));
          float[] initial = layout.states() ? data.floats(layout.stateLength(1)) : null;
          float[] dFinal = layout.states() ? data.floats(layout.stateLength(1)) : null;
          float[] dInitial = layout.states() ? data.floats(layout.stateLength(1)) : null;
          AffineScanGradient.on(engine)
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
    float[] p = data.floats(5000);
    AffineScan.on(engine).run(1000, 5, p, data.floats(5000), p);
    results.add(p);
  }

  /** The form without a description of the sequence, p and g side by side. */
  private static void inPlaceOfG(Engine engine, BitHash results) {
    Data data = new Data();
    float[] pg = data.floats(1000 * 12);
    float[] state = data.floats(7);
    AffineScan.on(engine).run(1000, 5, pg, 1, 12, pg, 7, 12, state, 1, pg, 7, 12, state, 1);
    results.add(pg).add(state);
  }
}
