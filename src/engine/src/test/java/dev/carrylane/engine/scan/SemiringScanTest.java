package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples and edges of semiring scans; their laws are properties. */
class SemiringScanTest {
  private static final int[] STEPS = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 527, 529, 9000
  };

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  private static Sequences line(int steps) {
    return Sequences.channelMajor(1, steps);
  }

  @Test
  void smallExamplesByHand() {
    Engine engine = Engine.singleThreaded();
    long[] h = new long[5];
    long[] g = {3, -1, 4, -1, 5};
    LongSemiringScan.on(engine, Semiring.SUM).run(line(5), g, h);
    assertArrayEquals(new long[] {3, 2, 6, 5, 10}, h);
    LongSemiringScan.on(engine, Semiring.PRODUCT).run(line(5), g, h);
    assertArrayEquals(new long[] {3, -3, -12, 12, 60}, h);
    LongSemiringScan.on(engine, Semiring.MAX).run(line(5).exclusive(), g, h);
    assertArrayEquals(new long[] {Long.MIN_VALUE, 3, 3, 4, 4}, h);
    LongSemiringScan.on(engine, Semiring.MIN).run(line(5).reversed(), g, h);
    assertArrayEquals(new long[] {-1, -1, -1, -1, 5}, h);
    long[] p = {2, 2, 10, 0, 1};
    LongSemiringScan.on(engine, Semiring.PLUS_TIMES).run(line(5), p, g, h);
    assertArrayEquals(new long[] {3, 5, 54, -1, 4}, h);
    LongSemiringScan.on(engine, Semiring.MAX_PLUS).run(line(5), p, g, h);
    assertArrayEquals(new long[] {3, 5, 15, 15, 16}, h);
    long[] carries = new long[3];
    LongSemiringScan.on(engine, Semiring.OR_AND)
        .run(line(3), new long[] {7, 6, 4}, new long[] {1, 2, 0}, carries);
    assertArrayEquals(new long[] {1, 2, 0}, carries);
  }

  @Test
  void nothingIsGainedFromNothing() {
    // From nothing, and over a p of nothing, states stay what was generated.
    long none = Long.MIN_VALUE;
    long[] p = {-1, -5, 3, none, -2};
    long[] g = {none, none, 7, none, none};
    long[] h = new long[5];
    LongSemiringScan scan = LongSemiringScan.on(Engine.singleThreaded(), Semiring.MAX_PLUS);
    scan.run(line(5), p, g, h);
    assertArrayEquals(new long[] {none, none, 7, none, none}, h);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void extremesOfFloatsAreThoseOfMath(Backend backend) {
    Engine engine = Engine.of(backend);
    for (int nan : new int[] {0, 1, 13, 16, 40, 1000}) {
      float[] g = new float[200];
      for (int t = 0; t < g.length; t++) {
        g[t] = t == nan ? Float.NaN : t % 3 == 1 ? 0f : -0f;
      }
      float[] h = new float[g.length];
      FloatSemiringScan.on(engine, Semiring.MAX).run(line(g.length), g, h);
      float state = Float.NEGATIVE_INFINITY;
      for (int t = 0; t < h.length; t++) {
        state = Math.max(state, g[t]);
        assertEquals(Float.floatToIntBits(state), Float.floatToIntBits(h[t]), "max at " + t);
      }
      FloatSemiringScan.on(engine, Semiring.MIN).run(line(g.length), g, h);
      state = Float.POSITIVE_INFINITY;
      for (int t = 0; t < h.length; t++) {
        state = Math.min(state, g[t]);
        assertEquals(Float.floatToIntBits(state), Float.floatToIntBits(h[t]), "min at " + t);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Semiring.class)
  void everyLengthAndBackendGivesTheSame(Semiring semiring) {
    SplittableRandom random = new SplittableRandom(3);
    for (int steps : STEPS) {
      long[] p = random.longs(steps, -50, 50).toArray();
      long[] g = random.longs(steps, -1000, 1000).toArray();
      long[] expected = new long[steps];
      long[] h = new long[steps];
      long[] given = semiring.hasPropagate() ? p : null;
      LongSemiringScan.on(Engine.of(Backend.scalar()), semiring)
          .run(line(steps), given, g, expected);
      for (Engine engine : Backends.engines()) {
        for (ScanSchedule schedule : List.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME)) {
          LongSemiringScan.on(engine, semiring, schedule).run(line(steps), given, g, h);
          assertArrayEquals(expected, h, semiring + ", " + steps + " steps, " + schedule);
        }
      }
    }
  }

  @Test
  void threadsShareALongSequenceUnasked() {
    int steps = 1 << 18;
    long[] p = new SplittableRandom(1).longs(steps).toArray();
    long[] g = new SplittableRandom(2).longs(steps).toArray();
    long[] h = new long[steps];
    for (Backend backend : Backends.all()) {
      LongSemiringScan.on(Backends.engine(backend, 2), Semiring.PLUS_TIMES)
          .run(line(steps), p, g, h);
      long state = 0;
      for (int t = 0; t < steps; t++) {
        state = p[t] * state + g[t];
        if (state != h[t]) {
          assertEquals(state, h[t], "step " + t);
        }
      }
    }
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    Engine engine = Engine.singleThreaded();
    long[] h = {9, 9, 9, 9};
    long[] a = new long[4];
    LongSemiringScan sum = LongSemiringScan.on(engine, Semiring.SUM);
    LongSemiringScan affine = LongSemiringScan.on(engine, Semiring.PLUS_TIMES);
    mistake("p is null, but PLUS_TIMES needs it", () -> affine.run(line(4), a, h));
    mistake("SUM is a plain prefix and takes no p", () -> sum.run(line(4), a, a, h));
    mistake("g holds 4 longs, but 1 rows of 5", () -> sum.run(line(5), a, h));
    mistake(
        "initial holds 0 longs",
        () -> sum.run(line(4), null, 0, null, 0, a, 0, new long[0], 0, h, 0, null, 0));
    mistake(
        "resets holds 3 flags",
        () -> sum.run(line(4), new boolean[3], 0, null, 0, a, 0, null, 0, h, 0, null, 0));
    mistake(
        "h (offset 0, stride 3) overlaps g (offset 1, stride 3)",
        () -> sum.run(line(3), null, 0, null, 0, h, 1, null, 0, h, 0, null, 0));
    mistake(
        "finalState (offset 3) overlaps h",
        () -> sum.run(line(4), null, 0, null, 0, a, 0, null, 0, h, 0, h, 3));
    assertArrayEquals(new long[] {9, 9, 9, 9}, h);
    mistake(
        "OR_AND has no scan of floats; use LongSemiringScan",
        () -> FloatSemiringScan.on(engine, Semiring.OR_AND));
    mistake(
        "PLUS_TIMES has no scan of floats; use AffineScan",
        () -> FloatSemiringScan.on(engine, Semiring.PLUS_TIMES));
    assertThrows(NullPointerException.class, () -> LongSemiringScan.on(engine, null));
    assertThrows(NullPointerException.class, () -> LongSemiringScan.on(engine, Semiring.SUM, null));
  }

  private static void mistake(String message, Runnable call) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backends")
  void runAllocatesNothing(Backend backend) {
    int steps = 1100;
    int channels = 17;
    Sequences rows = Sequences.timeMajor(steps, channels);
    Sequences lines = Sequences.channelMajor(channels, steps).exclusive();
    long[] l = new long[steps * channels];
    float[] f = new float[steps * channels];
    Engine engine = Engine.of(backend);
    for (Semiring semiring : Semiring.values()) {
      LongSemiringScan longs = LongSemiringScan.on(engine, semiring);
      LongSemiringScan blocked = LongSemiringScan.on(engine, semiring, ScanSchedule.BLOCKED_TIME);
      boolean p = semiring.hasPropagate();
      Allocation.assertNone(
          () -> {
            longs.run(rows, p ? l : null, l, l);
            longs.run(lines, p ? l : null, l, l);
            blocked.run(rows, p ? l : null, l, l);
            blocked.run(lines, p ? l : null, l, l);
          });
    }
    for (Semiring semiring : new Semiring[] {Semiring.SUM, Semiring.MAX, Semiring.MIN_PLUS}) {
      FloatSemiringScan floats = FloatSemiringScan.on(engine, semiring);
      boolean p = semiring.hasPropagate();
      Allocation.assertNone(
          () -> {
            floats.run(rows, p ? f : null, f, f);
            floats.run(lines, p ? f : null, f, f);
          });
    }
  }
}
