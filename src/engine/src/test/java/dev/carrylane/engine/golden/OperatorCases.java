package dev.carrylane.engine.golden;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.OperatorScan;
import dev.carrylane.engine.scan.ScanOperator;
import dev.carrylane.engine.scan.ScanSchedule;
import java.util.ArrayList;
import java.util.List;

/** {@link OperatorScan} with an operator that rounds, so that the grouping of steps shows. */
final class OperatorCases {
  private static final List<Layout> LAYOUTS =
      List.of(
          Layout.timeMajor(1, 1).withStates(),
          Layout.timeMajor(63, 1),
          Layout.timeMajor(64, 1).withStates(),
          Layout.timeMajor(65, 3).reversed(),
          Layout.timeMajor(1000, 5).withResets().withStates().padded(),
          Layout.timeMajor(16_385, 1).exclusive().withStates(),
          Layout.batch(3, 200, 2).reversed().exclusive().withResets().withStates().padded(),
          Layout.channelMajor(2, 3, 300).withStates().padded(),
          Layout.packed(2, 0, 3, 3, 400).withStates());

  private static final List<Layout> LARGE =
      List.of(Layout.timeMajor(300_001, 1).withStates(), Layout.batch(6, 7_000, 3).exclusive());

  private OperatorCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (ScanSchedule schedule : List.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME)) {
      for (Layout layout : LAYOUTS) {
        cases.add(GoldenCase.of(name(layout, schedule), computation(layout, schedule)));
      }
      for (Layout layout : LARGE) {
        cases.add(GoldenCase.large(name(layout, schedule), computation(layout, schedule)));
      }
    }
    return cases;
  }

  private static String name(Layout layout, ScanSchedule schedule) {
    return "operator " + AffineLayouts.name(schedule) + layout.name();
  }

  private static GoldenCase.Computation computation(Layout layout, ScanSchedule schedule) {
    return (engine, results) -> run(engine, results, layout, schedule);
  }

  private static void run(Engine engine, BitHash results, Layout layout, ScanSchedule schedule) {
    OperatorScan scan = OperatorScan.on(engine, schedule);
    int width = AffineMaps.WIDTH;
    int input = width + layout.padding();
    int output = input + layout.gLength(width);
    int initial = output + layout.hLength(width);
    int last = initial + layout.stateLength(width);
    int scratch = last + layout.stateLength(width);
    int length = scratch + width * scan.scratch(layout.sequences(width, width), false);
    AffineMaps maps = new AffineMaps(new Data().floats(length));
    scan.run(
        layout.sequences(width, width),
        layout.flags(),
        layout.padding(),
        maps,
        input,
        layout.states() ? initial : ScanOperator.NONE,
        output,
        layout.states() ? last : ScanOperator.NONE,
        scratch);
    for (int i = 0; i < scratch; i++) {
      results.add(Float.floatToIntBits(maps.values[i]));
    }
  }

  /** The maps x → a·x + b in float, a and b side by side; the identity comes first. */
  private static final class AffineMaps implements ScanOperator {
    static final int WIDTH = 2;

    final float[] values;

    AffineMaps(float[] values) {
      this.values = values;
      values[0] = 1;
      values[1] = 0;
    }

    @Override
    public void combine(int left, int right, int out) {
      float a = values[right] * values[left];
      values[out + 1] = Math.fma(values[right], values[left + 1], values[right + 1]);
      values[out] = a;
    }

    @Override
    public void copy(int from, int to) {
      values[to] = values[from];
      values[to + 1] = values[from + 1];
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int width() {
      return WIDTH;
    }

    @Override
    public int identity() {
      return 0;
    }
  }
}
