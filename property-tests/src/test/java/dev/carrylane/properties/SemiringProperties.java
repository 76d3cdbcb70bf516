package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Semiring;
import dev.carrylane.properties.SemiringElement.Kind;
import dev.carrylane.properties.SemiringElement.Operands;
import dev.carrylane.testkit.Help;
import java.lang.reflect.Array;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Scans of semirings against their definition, number after number: every bit, in every form. */
class SemiringProperties {
  @Provide
  Arbitrary<Backend> backends() {
    return Arbitraries.of(Engines.backends());
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void everyFormHasTheBitsOfTheRecurrence(
      @ForAll SemiringElement element,
      @ForAll Semiring semiring,
      @ForAll("backends") Backend backend,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll Kind kind,
      @ForAll long seed) {
    Assume.that(element.has(semiring));
    SplittableRandom random = new SplittableRandom(seed);
    // Sums wrap around where they leave the range, which only the serial order defines.
    boolean tropical = semiring == Semiring.MAX_PLUS || semiring == Semiring.MIN_PLUS;
    boolean wraps = tropical && element.isInteger() && kind != Kind.SMALL;
    // Steps that cannot be regrouped are not reduced to blocks.
    boolean exact = element.isInteger() || semiring == Semiring.MAX || semiring == Semiring.MIN;
    ScanSchedule schedule =
        wraps
            ? ScanSchedule.SERIAL_TIME
            : random.nextBoolean()
                ? null
                : exact && random.nextBoolean()
                    ? ScanSchedule.BLOCKED_TIME
                    : ScanSchedule.SERIAL_TIME;
    // Rarely long enough that threads share it without being told to.
    int most = random.nextInt(100) == 0 ? 400_000 : random.nextInt(8) == 0 ? 40_000 : 3_000;
    ScanCase form = new ScanCase(random, most, 1);
    Operands on = operands(random, element, semiring, form, kind);
    if (tropical && element.isInteger() && !wraps && random.nextBoolean()) {
      for (int i = 0; i < Array.getLength(on.p); i++) {
        Array.set(on.p, i, element.drawGain(random, semiring));
      }
    }
    Object h = copy(on.h);
    Object last = on.last == null ? null : copy(on.last);
    Operands before = new Operands();
    before.p = on.p == null ? null : copy(on.p);
    before.g = copy(on.g);
    before.initial = on.initial == null ? null : copy(on.initial);
    reference(element, semiring, form, on, before, h, last);
    element.run(Engine.of(backend).withExecutor(Help.POOL, threads), semiring, schedule, on);
    String what = "%s %s of %s, %s".formatted(schedule, semiring, element, form);
    assertSame(h, on.h, what);
    if (last != null) {
      assertSame(last, on.last, what + ", final states");
    }
  }

  private static Operands operands(
      SplittableRandom random,
      SemiringElement element,
      Semiring semiring,
      ScanCase form,
      Kind kind) {
    Operands on = new Operands();
    on.sequences = form.sequences;
    on.resets = form.resets;
    on.resetsOffset = form.resetsOffset;
    if (semiring.hasPropagate()) {
      on.pOffset = random.nextInt(3);
      on.p = element.draw(random, kind, on.pOffset + form.size(form.propagateStride));
    }
    on.gOffset = random.nextInt(3);
    on.g = element.draw(random, kind, on.gOffset + form.size(form.generateStride));
    if (form.generateStride == form.stateStride && random.nextBoolean()) {
      on.h = on.g;
      on.hOffset = on.gOffset;
    } else if (on.p != null && form.propagateStride == form.stateStride && random.nextBoolean()) {
      on.h = on.p;
      on.hOffset = on.pOffset;
    } else {
      on.hOffset = random.nextInt(3);
      on.h = element.draw(random, kind, on.hOffset + form.size(form.stateStride));
    }
    if (random.nextBoolean()) {
      on.initialOffset = random.nextInt(3);
      on.initial = element.draw(random, kind, on.initialOffset + form.lines());
    }
    if (random.nextBoolean()) {
      boolean same = on.initial != null && random.nextBoolean();
      on.lastOffset = same ? on.initialOffset : random.nextInt(3);
      on.last = same ? on.initial : element.draw(random, kind, on.lastOffset + form.lines());
    }
    return on;
  }

  private static void reference(
      SemiringElement element,
      Semiring semiring,
      ScanCase form,
      Operands on,
      Operands before,
      Object h,
      Object last) {
    Number[] state = new Number[1];
    form.walk(
        new ScanCase.Walk() {
          @Override
          public void begin(int line) {
            state[0] =
                before.initial == null
                    ? element.start(semiring)
                    : (Number) Array.get(before.initial, on.initialOffset + line);
          }

          @Override
          public void step(int line, int k, int s, int time, int c, boolean anew) {
            Number earlier = anew ? element.start(semiring) : state[0];
            Number p = null;
            if (before.p != null) {
              int at = on.pOffset + form.place(form.propagateStride, s, time, c);
              p = (Number) Array.get(before.p, at);
            }
            int at = on.gOffset + form.place(form.generateStride, s, time, c);
            state[0] = element.step(semiring, p, earlier, (Number) Array.get(before.g, at));
            Array.set(
                h,
                on.hOffset + form.place(form.stateStride, s, time, c),
                form.exclusive ? earlier : state[0]);
          }

          @Override
          public void end(int line) {
            if (last != null) {
              Array.set(last, on.lastOffset + line, state[0]);
            }
          }
        });
  }

  private static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  /** Boxed numbers are equal if their bits are, any NaN to any. */
  private static void assertSame(Object expected, Object actual, String what) {
    for (int i = 0; i < Array.getLength(expected); i++) {
      if (!Array.get(expected, i).equals(Array.get(actual, i))) {
        assertEquals(Array.get(expected, i), Array.get(actual, i), what + ", at " + i);
      }
    }
  }
}
