package dev.carrylane.engine.golden;

import dev.carrylane.engine.scan.FloatSemiringScan;
import dev.carrylane.engine.scan.LongSemiringScan;
import dev.carrylane.engine.scan.Semiring;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@link LongSemiringScan} and {@link FloatSemiringScan} of every semiring that they have. */
final class SemiringCases {
  private static final Set<Semiring> OF_LONGS = EnumSet.allOf(Semiring.class);
  private static final Set<Semiring> OF_FLOATS =
      EnumSet.complementOf(EnumSet.of(Semiring.OR_AND, Semiring.PLUS_TIMES));

  private static final List<Layout> LAYOUTS =
      List.of(
          Layout.timeMajor(1, 1),
          Layout.timeMajor(1001, 1).withStates(),
          Layout.timeMajor(129, 2),
          Layout.timeMajor(65, 4).reversed().exclusive(),
          Layout.timeMajor(40, 17).withResets().withStates().padded(),
          Layout.batch(2, 50, 33).reversed().withStates(),
          Layout.channelMajor(2, 3, 127).withResets().withStates().padded(),
          Layout.packed(5, 0, 3, 3, 40).exclusive().withStates());

  private static final Layout LARGE = Layout.timeMajor(270_001, 1).withStates();

  private SemiringCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (Semiring semiring : OF_LONGS) {
      for (Layout layout : LAYOUTS) {
        cases.add(longs(semiring, layout));
      }
      GoldenCase large = longs(semiring, LARGE);
      cases.add(GoldenCase.large(large.name(), large.computation()));
    }
    for (Semiring semiring : OF_FLOATS) {
      for (Layout layout : LAYOUTS) {
        cases.add(floats(semiring, layout, Values.SIGNED));
      }
      cases.add(floats(semiring, LAYOUTS.get(1), Values.SPECIAL));
      cases.add(floats(semiring, LAYOUTS.get(4), Values.SPECIAL));
      GoldenCase large = floats(semiring, LARGE, Values.SIGNED);
      cases.add(GoldenCase.large(large.name(), large.computation()));
    }
    return cases;
  }

  private static String name(String type, Semiring semiring, Layout layout) {
    return type + " " + semiring.name().toLowerCase(Locale.ROOT) + " " + layout.name();
  }

  /** Small enough that sums stay in range, with the values that stand for an infinity among them. */
  private static long[] summands(long[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (i % 29) {
            case 17 -> Long.MIN_VALUE;
            case 28 -> Long.MAX_VALUE;
            default -> values[i] >> 24;
          };
    }
    return values;
  }

  private static GoldenCase longs(Semiring semiring, Layout layout) {
    return GoldenCase.of(
        name("long", semiring, layout),
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          long[] p = semiring.hasPropagate() ? data.longs(layout.pLength(1)) : null;
          long[] g = data.longs(layout.gLength(1));
          if (semiring == Semiring.MAX_PLUS || semiring == Semiring.MIN_PLUS) {
            summands(p);
            summands(g);
          }
          long[] h = data.longs(layout.hLength(1));
          long[] initial = layout.states() ? data.longs(layout.stateLength(1)) : null;
          long[] last = layout.states() ? data.longs(layout.stateLength(1)) : null;
          LongSemiringScan.on(engine, semiring)
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

  private static GoldenCase floats(Semiring semiring, Layout layout, Values values) {
    return GoldenCase.of(
        name("float", semiring, layout) + " " + values,
        (engine, results) -> {
          Data data = new Data();
          int offset = layout.padding();
          float[] p =
              semiring.hasPropagate() ? values.floatPropagate(data, layout.pLength(1)) : null;
          float[] g = values.floats(data, layout.gLength(1));
          float[] h = data.floats(layout.hLength(1));
          float[] initial = layout.states() ? data.floats(layout.stateLength(1)) : null;
          float[] last = layout.states() ? data.floats(layout.stateLength(1)) : null;
          FloatSemiringScan.on(engine, semiring)
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
}
