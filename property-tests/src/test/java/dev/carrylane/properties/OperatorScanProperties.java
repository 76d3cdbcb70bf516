package dev.carrylane.properties;

import static dev.carrylane.engine.scan.ScanOperator.NONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.OperatorScan;
import dev.carrylane.engine.scan.ScanOperator;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.testkit.Help;
import dev.carrylane.testkit.Widths;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** The laws of scans with an operator of the application's own; all of them exact. */
@Tag(Widths.ANY)
class OperatorScanProperties {
  private static final int POISON = 0x5EED5EED;

  /**
   * Everything a scan needs, in one array: elements, results, states, scratch, in an order drawn anew, with
   * poison in between.
   */
  private static final class Arena {
    final int[] all;
    final int input;
    final int output;
    final int identity;
    final int initial;
    final int last;
    final int scratch;
    final int scratchLength;

    Arena(SplittableRandom random, ScanCase form, OperatorScan scan, int width, boolean exact) {
      boolean inPlace = form.generateStride == form.stateStride && random.nextBoolean();
      boolean needsIdentity = form.exclusive || form.hasEmpty() || random.nextBoolean();
      boolean hasInitial = random.nextBoolean();
      boolean hasLast = random.nextBoolean();
      boolean oneState = hasInitial && hasLast && random.nextBoolean();
      int states = form.lines() * width;
      int at = random.nextInt(5);
      int[] place = new int[6];
      int[] length = {
        form.size(form.generateStride),
        inPlace ? NONE : form.size(form.stateStride),
        needsIdentity ? width : NONE,
        hasInitial ? states : NONE,
        hasLast && !oneState ? states : NONE,
        scan.scratch(form.sequences, exact) * width
      };
      int turn = random.nextInt(6);
      for (int i = 0; i < 6; i++) {
        int which = (i + turn) % 6;
        place[which] = length[which] == NONE ? NONE : at;
        at += Math.max(0, length[which]) + random.nextInt(3);
      }
      all = new int[at];
      Arrays.fill(all, POISON);
      input = place[0];
      output = inPlace ? input : place[1];
      identity = place[2];
      initial = place[3];
      last = oneState ? initial : place[4];
      scratch = place[5];
      scratchLength = length[5];
    }
  }

  private static Engine engine(int threads) {
    return Engine.of(Backend.scalar()).withExecutor(Help.POOL, threads);
  }

  private static OperatorScan scan(Engine engine, int schedule) {
    return switch (schedule) {
      case 0 -> OperatorScan.on(engine);
      case 1 -> OperatorScan.on(engine, ScanSchedule.SERIAL_TIME);
      default -> OperatorScan.on(engine, ScanSchedule.BLOCKED_TIME);
    };
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void everyFormIsTheFoldOfItsSteps(
      @ForAll Monoid monoid,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll @IntRange(max = 2) int schedule,
      @ForAll boolean exact,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = monoid.width();
    ScanCase form = new ScanCase(random, random.nextInt(8) == 0 ? 40_000 : 2_000, width);
    OperatorScan scan = scan(engine(threads), schedule);
    Arena arena = new Arena(random, form, scan, width, exact);
    form.walk(
        new ScanCase.Walk() {
          @Override
          public void begin(int line) {
            if (arena.initial != NONE) {
              monoid.draw(random, arena.all, arena.initial + line * width);
            }
          }

          @Override
          public void step(int line, int k, int s, int time, int c, boolean anew) {
            int at = arena.input + form.place(form.generateStride, s, time, c);
            monoid.draw(random, arena.all, at);
          }

          @Override
          public void end(int line) {}
        });
    if (arena.identity != NONE) {
      monoid.putIdentity(arena.all, arena.identity);
    }
    int[] expected = arena.all.clone();
    int[] state = new int[width];
    form.walk(
        new ScanCase.Walk() {
          @Override
          public void begin(int line) {
            if (arena.initial == NONE) {
              monoid.putIdentity(state, 0);
            } else {
              System.arraycopy(arena.all, arena.initial + line * width, state, 0, width);
            }
          }

          @Override
          public void step(int line, int k, int s, int time, int c, boolean anew) {
            if (anew) {
              monoid.putIdentity(state, 0);
            }
            int x = arena.input + form.place(form.generateStride, s, time, c);
            int y = arena.output + form.place(form.stateStride, s, time, c);
            int[] both = new int[2 * width];
            System.arraycopy(state, 0, both, 0, width);
            System.arraycopy(arena.all, x, both, width, width);
            int[] next = new int[width];
            monoid.combine(both, 0, width, next);
            System.arraycopy(form.exclusive ? state : next, 0, expected, y, width);
            System.arraycopy(next, 0, state, 0, width);
          }

          @Override
          public void end(int line) {
            if (arena.last != NONE) {
              System.arraycopy(state, 0, expected, arena.last + line * width, width);
            }
          }
        });
    run(scan, form, monoid.on(arena.all, arena.identity, exact), arena);
    Arrays.fill(expected, arena.scratch, arena.scratch + arena.scratchLength, 0);
    Arrays.fill(arena.all, arena.scratch, arena.scratch + arena.scratchLength, 0);
    assertArrayEquals(expected, arena.all, () -> form + ", " + monoid);
  }

  private static void run(OperatorScan scan, ScanCase form, ScanOperator operator, Arena arena) {
    scan.run(
        form.sequences,
        form.resets,
        form.resetsOffset,
        operator,
        arena.input,
        arena.initial,
        arena.output,
        arena.last,
        arena.scratch);
  }

  /**
   * Elements are runs of steps, as line, begin and end. Two that are not neighbours of one line, in this
   * order, must not be combined, nor an element that is written at the same time.
   */
  private static final class Runs implements ScanOperator {
    static final int WIDTH = 3;
    static final int NOBODY = -7;
    private final Arena arena;
    private final ConcurrentHashMap<Integer, Thread> written = new ConcurrentHashMap<>();
    final AtomicInteger combined = new AtomicInteger();

    Runs(Arena arena) {
      this.arena = arena;
    }

    static void put(int[] x, int at, int line, int begin, int end) {
      x[at] = line;
      x[at + 1] = begin;
      x[at + 2] = end;
    }

    @Override
    public void combine(int left, int right, int out) {
      int[] x = arena.all;
      if (left == out) {
        throw new IllegalStateException("the left operand is replaced");
      }
      if (written.containsKey(left) || written.putIfAbsent(out, Thread.currentThread()) != null) {
        throw new IllegalStateException("an element is written twice at once, or read too early");
      }
      int line = x[right];
      if (x[left] == NOBODY) {
        put(x, out, line, x[right + 1], x[right + 2]);
      } else if (x[left] != line || line < 0 || x[left + 2] != x[right + 1]) {
        throw new IllegalStateException(
            "line %d [%d, %d) with line %d [%d, %d)"
                .formatted(x[left], x[left + 1], x[left + 2], line, x[right + 1], x[right + 2]));
      } else {
        put(x, out, line, x[left + 1], x[right + 2]);
      }
      written.remove(out);
      combined.incrementAndGet();
    }

    @Override
    public void copy(int from, int to) {
      System.arraycopy(arena.all, from, arena.all, to, WIDTH);
    }

    @Override
    public int length() {
      return arena.all.length;
    }

    @Override
    public int width() {
      return WIDTH;
    }

    @Override
    public int identity() {
      return arena.identity;
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void onlyNeighboursAreCombinedInOrder(
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll @IntRange(max = 2) int schedule,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScanCase form = new ScanCase(random, random.nextInt(8) == 0 ? 40_000 : 3_000, Runs.WIDTH);
    OperatorScan scan = scan(engine(threads), schedule);
    Arena arena = new Arena(random, form, scan, Runs.WIDTH, true);
    int[] expected = arena.all.clone();
    int[] begin = new int[1];
    int[] end = new int[1];
    form.walk(
        new ScanCase.Walk() {
          @Override
          public void begin(int line) {
            begin[0] = 0;
            end[0] = 0;
            if (arena.initial != NONE) {
              begin[0] = -1;
              Runs.put(arena.all, arena.initial + line * Runs.WIDTH, line, -1, 0);
              Runs.put(expected, arena.initial + line * Runs.WIDTH, line, -1, 0);
            }
          }

          @Override
          public void step(int line, int k, int s, int time, int c, boolean anew) {
            begin[0] = anew ? k : begin[0];
            end[0] = k + 1;
            int x = arena.input + form.place(form.generateStride, s, time, c);
            int y = arena.output + form.place(form.stateStride, s, time, c);
            Runs.put(arena.all, x, line, k, k + 1);
            Runs.put(expected, x, line, k, k + 1);
            if (form.exclusive && begin[0] == k) {
              Runs.put(expected, y, Runs.NOBODY, 0, 0);
            } else {
              Runs.put(expected, y, line, begin[0], form.exclusive ? k : k + 1);
            }
          }

          @Override
          public void end(int line) {
            if (arena.last != NONE) {
              boolean nothing = begin[0] == end[0];
              Runs.put(
                  expected,
                  arena.last + line * Runs.WIDTH,
                  nothing ? Runs.NOBODY : line,
                  begin[0],
                  end[0]);
            }
          }
        });
    if (arena.identity != NONE) {
      Runs.put(arena.all, arena.identity, Runs.NOBODY, 0, 0);
      Runs.put(expected, arena.identity, Runs.NOBODY, 0, 0);
    }
    run(scan, form, new Runs(arena), arena);
    Arrays.fill(expected, arena.scratch, arena.scratch + arena.scratchLength, 0);
    Arrays.fill(arena.all, arena.scratch, arena.scratch + arena.scratchLength, 0);
    assertArrayEquals(expected, arena.all, form::toString);
  }
}
