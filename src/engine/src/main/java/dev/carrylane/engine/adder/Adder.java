package dev.carrylane.engine.adder;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.AdderKernel;
import java.util.Objects;

/**
 * Exact addition and subtraction of binary numbers of any length, in caller-supplied arrays: the circuit
 * whose carry lookahead the networks of this library borrow.
 *
 * <p>A number is a range of words of 64 bits, the lowest first. Every bit
 * counts: the words are unsigned, and numbers in two's complement of the same length are added and subtracted the
 * same way, as their sign needs no treatment. Position t of the sum is a<sub>t</sub> + b<sub>t</sub> +
 * c<sub>t−1</sub>, whose carry
 *
 * <blockquote>
 *
 * c<sub>t</sub> = g<sub>t</sub> ∨ (p<sub>t</sub> ∧ c<sub>t−1</sub>)
 *
 * </blockquote>
 *
 * <p>is what the position generates by itself, or propagates from below. With · for <i>and</i> and + for
 * <i>or</i> it is the recurrence of {@link dev.carrylane.engine.scan.AffineScan}, and it is found in the same
 * ways: serially (a ripple-carry adder), or by the associativity of (p₂, g₂) ∘ (p₁, g₁) =
 * (p₂·p₁, p₂·g₁ + g₂) for many positions at once (a carry-lookahead adder; Weinberger and Smith, "A
 * one-microsecond adder using one-megacycle circuitry", IRE Transactions on Electronic Computers, 1956). {@link
 * AdderSchedule} names the ways; the result is the same.
 *
 * {@snippet :
 * Adder adder = Adder.on(engine);
 * int carry = adder.add(words, a, b, sum);
 *
 * // In place, in two pieces, the second with the carry out of the first:
 * carry = adder.add(1000, a, 0, b, 0, a, 0, 0);
 * carry = adder.add(words - 1000, a, 1000, b, 1000, a, 1000, carry);
 * }
 *
 * <p>The result may take the place of an operand (the same array and offset) and may share an array with one if no
 * element is common; a and b may overlap in any way. Everything is checked before anything is
 * written.
 *
 * <p>An instance keeps no state, so that any number of threads may use it at once; nothing is allocated.
 */
public final class Adder {
  private final AdderSchedule schedule;
  private final Backend backend;

  private Adder(Engine engine, AdderSchedule schedule) {
    this.schedule = schedule;
    backend = engine.backend();
  }

  /**
   * {@return an adder whose schedule follows from the length}
   *
   * @param engine where it runs
   */
  public static Adder on(Engine engine) {
    return new Adder(Objects.requireNonNull(engine, "engine"), null);
  }

  /**
   * {@return an adder with a schedule of the caller's choice for all lengths}
   *
   * @param engine where it runs
   * @param schedule how carries are found
   */
  public static Adder on(Engine engine, AdderSchedule schedule) {
    if (schedule == null) {
      throw Refusals.noSchedule();
    }
    return new Adder(Objects.requireNonNull(engine, "engine"), schedule);
  }

  /**
   * sum = a + b, from the beginning of each array and with no carry in.
   *
   * @param words the length of a, b and the sum, 0 or more
   * @param a the first operand
   * @param b the second operand
   * @param sum receives the sum; may be {@code a} or {@code b}
   * @return the carry out, 0 or 1: the bit above the sum
   * @throws IllegalArgumentException as the longer form
   */
  public int add(int words, long[] a, long[] b, long[] sum) {
    return add(words, a, 0, b, 0, sum, 0, 0);
  }

  /**
   * sum = a + b + carry.
   *
   * @param words the length of a, b and the sum, 0 or more
   * @param a the first operand
   * @param aOffset its lowest word
   * @param b the second operand
   * @param bOffset its lowest word
   * @param sum receives the sum
   * @param sumOffset its lowest word
   * @param carry the carry in, 0 or 1
   * @return the carry out, 0 or 1: the bit above the sum; with no words the carry in
   * @throws IllegalArgumentException if a range leaves its array, the sum overlaps an operand without taking its
   *     place, or the carry is neither 0 nor 1
   */
  public int add(
      int words,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      long[] sum,
      int sumOffset,
      int carry) {
    return run(words, a, aOffset, b, bOffset, false, sum, sumOffset, carry);
  }

  /**
   * difference = a − b − borrow, which is a + ~b + (1 − borrow).
   *
   * @param words the length of a, b and the difference, 0 or more
   * @param a the operand to subtract from
   * @param aOffset its lowest word
   * @param b the operand to subtract
   * @param bOffset its lowest word
   * @param difference receives the difference
   * @param differenceOffset its lowest word
   * @param borrow the borrow in, 0 or 1
   * @return the borrow out: 1 if b + borrow is greater than a, and the difference therefore short of the true one by
   *     2<sup>its bits</sup>, else 0; with no words the borrow in
   * @throws IllegalArgumentException if a range leaves its array, the difference overlaps an operand without taking
   *     its place, or the borrow is neither 0 nor 1
   */
  public int subtract(
      int words,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      long[] difference,
      int differenceOffset,
      int borrow) {
    return 1 - run(words, a, aOffset, b, bOffset, true, difference, differenceOffset, 1 - borrow);
  }

  private int run(
      int words,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      boolean complement,
      long[] result,
      int resultOffset,
      int carry) {
    String name = complement ? "difference" : "sum";
    Checks.count("words", words);
    Checks.range("a", Objects.requireNonNull(a, "a").length, "longs", aOffset, words);
    Checks.range("b", Objects.requireNonNull(b, "b").length, "longs", bOffset, words);
    Objects.requireNonNull(result, name);
    Checks.range(name, result.length, "longs", resultOffset, words);
    Checks.sameOrDisjoint("a", a, aOffset, name, result, resultOffset, words);
    Checks.sameOrDisjoint("b", b, bOffset, name, result, resultOffset, words);
    if ((carry & 1) != carry) {
      throw Refusals.carry(complement ? "borrow" : "carry", complement ? 1 - carry : carry);
    }
    AdderSchedule way =
        schedule != null ? schedule : AdderSchedule.forLength((long) words * Long.SIZE);
    Kernels kernels = way == AdderSchedule.RIPPLE ? Kernels.scalar() : Kernels.of(backend);
    AdderKernel kernel = kernels.scans().adder();
    return kernel.add(words, a, aOffset, b, bOffset, complement, result, resultOffset, carry);
  }
}
