package dev.carrylane.properties;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.FloatSemiringScan;
import dev.carrylane.engine.scan.LongSemiringScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Semiring;
import dev.carrylane.engine.scan.Sequences;
import java.lang.reflect.Array;
import java.util.SplittableRandom;

/**
 * The element types of semiring scans, with the definition of a step on single numbers. Arrays are objects
 * here, and numbers are boxed: they are equal if their bits are, any NaN to any.
 */
enum SemiringElement {
  LONG {
    @Override
    Object array(int length) {
      return new long[length];
    }

    @Override
    Number draw(SplittableRandom random, Kind kind) {
      return switch (kind) {
        case SMALL -> random.nextLong(-1000, 1000);
        case RARE -> random.nextInt(40) == 0 ? Long.MAX_VALUE : random.nextLong(-3, 3);
        case SPECIAL -> SPECIAL_LONGS[random.nextInt(SPECIAL_LONGS.length)];
        case ANY -> random.nextLong();
      };
    }

    @Override
    Number drawGain(SplittableRandom random, Semiring semiring) {
      long gain =
          switch (random.nextInt(8)) {
            case 0 -> Long.MIN_VALUE;
            case 1, 2 -> Long.MIN_VALUE + 100_000_000 + random.nextInt(1000);
            default -> random.nextInt(-1000, 1000);
          };
      return semiring == Semiring.MAX_PLUS ? gain : ~gain;
    }

    @Override
    Number start(Semiring semiring) {
      return switch (semiring) {
        case SUM, OR_AND, PLUS_TIMES -> 0L;
        case PRODUCT -> 1L;
        case MAX, MAX_PLUS -> Long.MIN_VALUE;
        case MIN, MIN_PLUS -> Long.MAX_VALUE;
      };
    }

    @Override
    Number step(Semiring semiring, Number p, Number h, Number g) {
      long state = (Long) h;
      long given = (Long) g;
      long factor = p == null ? 0 : (Long) p;
      return switch (semiring) {
        case SUM -> state + given;
        case PRODUCT -> state * given;
        case MAX -> Math.max(state, given);
        case MIN -> Math.min(state, given);
        case OR_AND -> given | (factor & state);
        case PLUS_TIMES -> given + factor * state;
        case MAX_PLUS ->
            state == Long.MIN_VALUE || factor == Long.MIN_VALUE
                ? given
                : Math.max(factor + state, given);
        case MIN_PLUS ->
            state == Long.MAX_VALUE || factor == Long.MAX_VALUE
                ? given
                : Math.min(factor + state, given);
      };
    }

    @Override
    boolean has(Semiring semiring) {
      return true;
    }

    @Override
    void run(Engine engine, Semiring semiring, ScanSchedule schedule, Operands on) {
      LongSemiringScan scan =
          schedule == null
              ? LongSemiringScan.on(engine, semiring)
              : LongSemiringScan.on(engine, semiring, schedule);
      scan.run(
          on.sequences,
          on.resets,
          on.resetsOffset,
          (long[]) on.p,
          on.pOffset,
          (long[]) on.g,
          on.gOffset,
          (long[]) on.initial,
          on.initialOffset,
          (long[]) on.h,
          on.hOffset,
          (long[]) on.last,
          on.lastOffset);
    }
  },
  FLOAT {
    @Override
    Object array(int length) {
      return new float[length];
    }

    @Override
    Number draw(SplittableRandom random, Kind kind) {
      return switch (kind) {
        case SMALL -> (float) random.nextDouble(-1.1, 1.1);
        case RARE -> random.nextInt(900) == 0 ? Float.NaN : (float) random.nextInt(-3, 3);
        case SPECIAL -> SPECIAL_FLOATS[random.nextInt(SPECIAL_FLOATS.length)];
        case ANY -> Float.intBitsToFloat(random.nextInt());
      };
    }

    @Override
    Number start(Semiring semiring) {
      return switch (semiring) {
        case SUM, OR_AND, PLUS_TIMES -> 0f;
        case PRODUCT -> 1f;
        case MAX, MAX_PLUS -> Float.NEGATIVE_INFINITY;
        case MIN, MIN_PLUS -> Float.POSITIVE_INFINITY;
      };
    }

    @Override
    Number step(Semiring semiring, Number p, Number h, Number g) {
      float state = (Float) h;
      float given = (Float) g;
      float factor = p == null ? 0 : (Float) p;
      return switch (semiring) {
        case SUM -> state + given;
        case PRODUCT -> state * given;
        case MAX -> Math.max(state, given);
        case MIN -> Math.min(state, given);
        case MAX_PLUS -> Math.max(factor + state, given);
        case MIN_PLUS -> Math.min(factor + state, given);
        case OR_AND, PLUS_TIMES -> throw new IllegalArgumentException(semiring.toString());
      };
    }

    @Override
    void run(Engine engine, Semiring semiring, ScanSchedule schedule, Operands on) {
      FloatSemiringScan scan =
          schedule == null
              ? FloatSemiringScan.on(engine, semiring)
              : FloatSemiringScan.on(engine, semiring, schedule);
      scan.run(
          on.sequences,
          on.resets,
          on.resetsOffset,
          (float[]) on.p,
          on.pOffset,
          (float[]) on.g,
          on.gOffset,
          (float[]) on.initial,
          on.initialOffset,
          (float[]) on.h,
          on.hOffset,
          (float[]) on.last,
          on.lastOffset);
    }
  };

  /** How numbers are drawn. */
  enum Kind {
    /** None of whose sums leaves the range. */
    SMALL,
    /** Small ones, and seldom one that stays: the largest, or NaN. */
    RARE,
    SPECIAL,
    ANY
  }

  /** The arrays of one call. */
  static final class Operands {
    Sequences sequences;
    boolean[] resets;
    int resetsOffset;
    Object p;
    int pOffset;
    Object g;
    int gOffset;
    Object initial;
    int initialOffset;
    Object h;
    int hOffset;
    Object last;
    int lastOffset;
  }

  private static final long[] SPECIAL_LONGS = {
    0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, 1L << 32
  };
  private static final float[] SPECIAL_FLOATS = {
    0,
    -0f,
    1,
    -1,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    1e30f,
    -1e-30f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  abstract Object array(int length);

  abstract Number draw(SplittableRandom random, Kind kind);

  /**
   * A p of max-plus or min-plus among integers: small; nothing; or so deep that two of them leave the range,
   * but one and a state that was small do not.
   */
  Number drawGain(SplittableRandom random, Semiring semiring) {
    throw new IllegalArgumentException(toString());
  }

  boolean isInteger() {
    return this == LONG;
  }

  abstract Number start(Semiring semiring);

  abstract Number step(Semiring semiring, Number p, Number h, Number g);

  abstract void run(Engine engine, Semiring semiring, ScanSchedule schedule, Operands on);

  boolean has(Semiring semiring) {
    return semiring != Semiring.OR_AND && semiring != Semiring.PLUS_TIMES;
  }

  Object draw(SplittableRandom random, Kind kind, int length) {
    Object array = array(length);
    for (int i = 0; i < length; i++) {
      Array.set(array, i, draw(random, kind));
    }
    return array;
  }
}
