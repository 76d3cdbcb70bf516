package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.scan.Semiring;
import java.util.Arrays;

/**
 * The recurrence h_t = (p_t ⊗ h_{t−1}) ⊕ g_t of a semiring, channels independent. Where the semiring
 * has no propagate, p is not read.
 */
public interface LongSemiringKernel {
  /**
   * The operands of a call, all of them checked, with the distance from a step to the next (negative
   * where a scan goes back in time) and from a channel to the next. h may be p or g.
   */
  final class Operands {
    public long[] p;
    public int pStep;
    public int pChannel;
    public long[] g;
    public int gStep;
    public int gChannel;
    public long[] h;
    public int hStep;
    public int hChannel;

    /** Whether the channels of a step lie side by side in every operand. */
    public boolean channelsTouch() {
      return pChannel == 1 && gChannel == 1 && hChannel == 1;
    }

    /** Lets go of the caller's arrays. */
    public void clear() {
      p = null;
      g = null;
      h = null;
    }
  }

  /**
   * Runs the recurrence. {@code h} may be the same array as {@code g} or {@code p} in the same places.
   *
   * @param semiring the operations
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param hAt first element of h
   * @param state the state before, of each channel; replaced by the state after
   * @param stateAt its first element
   */
  void scan(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      long[] state,
      int stateAt);

  /**
   * Runs the recurrence for the state after it alone; h is not used.
   *
   * @param semiring the operations
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param state the state before, of each channel; replaced by the state after
   * @param stateAt its first element
   */
  void advance(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      long[] state,
      int stateAt);

  /**
   * Reduces steps of a semiring that {@link #isExact} to one map: the sum is the state after them if it
   * starts with the identity of ⊕. The product of all p is used where the semiring has propagate.
   *
   * @param semiring the operations
   * @param on the operands; h is not used
   * @param steps steps, at least 1
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param products receives the products
   * @param sums receives the sums
   * @param at first element of both
   */
  default void reduce(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      long[] products,
      long[] sums,
      int at) {
    Arrays.fill(sums, at, at + channels, zero(semiring));
    advance(semiring, on, steps, channels, pAt, gAt, sums, at);
    if (semiring.hasPropagate()) {
      Arrays.fill(products, at, at + channels, one(semiring));
      multiply(semiring, on, steps, channels, pAt, products, at);
    }
  }

  /**
   * Whether the map of a block gives the state behind it: not where the composed gains have left the range
   * of numbers, because a state that takes all of them may have been beaten long before.
   *
   * @param semiring one that {@link #isExact}
   * @param product the product of the block
   * @param before the state before
   * @return false if the block has to be gone through step by step
   */
  static boolean holds(Semiring semiring, long product, long before) {
    long nothing = zero(semiring);
    boolean tropical = semiring == Semiring.MAX_PLUS || semiring == Semiring.MIN_PLUS;
    return !tropical || compose(product, before, nothing) != ~nothing;
  }

  /**
   * Multiplies all p of a semiring that has propagate: product ⊗ p_0 ⊗ p_1 ⊗ …, as {@link #compose} does
   * it.
   *
   * @param semiring the operations
   * @param on the operands; only p is used
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param product a factor for each channel; replaced by the product
   * @param at its first element
   */
  void multiply(
      Semiring semiring, Operands on, int steps, int channels, int pAt, long[] product, int at);

  /**
   * The product of a semiring, from which nothing changes what it is multiplied by.
   *
   * @param semiring one that has propagate
   * @return the identity of ⊗
   */
  static long one(Semiring semiring) {
    return semiring == Semiring.OR_AND ? -1 : semiring == Semiring.PLUS_TIMES ? 1 : 0;
  }

  /**
   * The sum of a value and a gain, where one of them may be nothing and then the sum is.
   *
   * @param value the one
   * @param gain the other
   * @param nothing the number that stands for −∞ or ∞
   * @return the sum, wrapped around
   */
  static long plus(long value, long gain, long nothing) {
    return value == nothing || gain == nothing ? nothing : value + gain;
  }

  /**
   * The sum of two gains as {@link #plus}, but {@code ~nothing} where it leaves the range of numbers or
   * one of them is that already.
   *
   * @param x the one
   * @param y the other
   * @param nothing the number that stands for −∞ or ∞
   * @return the sum
   */
  static long compose(long x, long y, long nothing) {
    if (x == nothing || y == nothing) {
      return nothing;
    }
    long sum = x + y;
    boolean left = ((x ^ sum) & (y ^ sum)) < 0;
    return left || x == ~nothing || y == ~nothing || sum == nothing ? ~nothing : sum;
  }

  /**
   * Whether the semiring is one of this element type.
   *
   * @param semiring the semiring
   * @return whether the kernels have it
   */
  static boolean has(Semiring semiring) {
    return true;
  }

  /**
   * Whether results are the same however the steps are grouped.
   *
   * @param semiring the semiring
   * @return false where elements round
   */
  static boolean isExact(Semiring semiring) {
    return true;
  }

  /**
   * The state that a sequence starts from if it is given none.
   *
   * @param semiring the semiring
   * @return the identity of ⊕, or 1 for plain products
   */
  static long zero(Semiring semiring) {
    return switch (semiring) {
      case SUM, OR_AND, PLUS_TIMES -> 0;
      case PRODUCT -> 1;
      case MAX, MAX_PLUS -> Long.MIN_VALUE;
      case MIN, MIN_PLUS -> Long.MAX_VALUE;
    };
  }
}
