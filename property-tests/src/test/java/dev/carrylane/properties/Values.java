package dev.carrylane.properties;

import dev.carrylane.testkit.Floats;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * The values of a trial's operands, which shrink: to a kind that is easier to follow, and to the first operands of
 * that kind. An operand that gets shorter keeps the values that it still has.
 *
 * @param kind what the values are
 * @param number which of that kind
 */
record Values(Kind kind, int number) {
  /** Kinds of values, the simplest first. */
  enum Kind {
    /** From −3 to 3: short chains of them can be followed in one's head. */
    WHOLE,
    /** Within ±1, so that every rounding is visible. */
    ORDINARY,
    /** A few special values among ordinary ones. */
    SPRINKLED,
    /** Products of two are denormal: their sums round at a fixed place. */
    TINY,
    /** Where the format or a function ends. */
    SPECIAL,
    /** Any 32 bits; chains of them soon end in NaN. */
    BITS
  }

  /** Every kind; the ordinary ones more often. */
  static final class Any implements ArbitrarySupplier<Values> {
    @Override
    public Arbitrary<Values> get() {
      return Combinators.combine(
              Arbitraries.of(
                  Kind.WHOLE,
                  Kind.ORDINARY,
                  Kind.ORDINARY,
                  Kind.ORDINARY,
                  Kind.SPRINKLED,
                  Kind.TINY,
                  Kind.SPECIAL,
                  Kind.BITS),
              Arbitraries.integers().between(0, 1 << 20))
          .as(Values::new)
          .withoutEdgeCases();
    }
  }

  private static final float[] SPECIAL = Floats.special();

  /** For choices that follow the values of the operands. */
  SplittableRandom random() {
    return new SplittableRandom(number);
  }

  /** One operand: another for each name. */
  float[] floats(String operand, int length) {
    SplittableRandom random = new SplittableRandom(31L * number + operand.hashCode());
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      double ordinary = random.nextDouble(-1, 1);
      long bits = random.nextLong();
      float special = SPECIAL[(int) (bits >>> 33) % SPECIAL.length];
      values[i] =
          switch (kind) {
            case WHOLE -> Math.round(3 * ordinary);
            case ORDINARY -> (float) ordinary;
            case SPRINKLED -> (bits & 15) == 0 ? special : (float) ordinary;
            case TINY -> (float) (0x1p-70 * ordinary);
            case SPECIAL -> special;
            case BITS -> Float.intBitsToFloat((int) bits);
          };
    }
    return values;
  }
}
