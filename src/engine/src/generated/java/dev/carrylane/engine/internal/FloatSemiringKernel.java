package dev.carrylane.engine.internal;

import dev.carrylane.engine.scan.Semiring;
import java.util.Arrays;

/**
 * The recurrence h_t = (p_t ⊗ h_{t−1}) ⊕ g_t of a semiring, channels independent. Where the semiring
 * has no propagate, p is not read.
 */
public interface FloatSemiringKernel {
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
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
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
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] state,
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
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] products,
      float[] sums,
      int at) {
    Arrays.fill(sums, at, at + channels, zero(semiring));
    advance(semiring, on, steps, channels, pAt, gAt, sums, at);
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
  static boolean holds(Semiring semiring, float product, float before) {
    return true;
  }

  /**
   * Whether the semiring is one of this element type.
   *
   * @param semiring the semiring
   * @return whether the kernels have it
   */
  static boolean has(Semiring semiring) {
    return semiring != Semiring.OR_AND && semiring != Semiring.PLUS_TIMES;
  }

  /**
   * Whether results are the same however the steps are grouped.
   *
   * @param semiring the semiring
   * @return false where elements round
   */
  static boolean isExact(Semiring semiring) {
    return semiring == Semiring.MAX || semiring == Semiring.MIN;
  }

  /**
   * The state that a sequence starts from if it is given none.
   *
   * @param semiring the semiring
   * @return the identity of ⊕, or 1 for plain products
   */
  static float zero(Semiring semiring) {
    return switch (semiring) {
      case SUM, OR_AND, PLUS_TIMES -> 0;
      case PRODUCT -> 1;
      case MAX, MAX_PLUS -> Float.NEGATIVE_INFINITY;
      case MIN, MIN_PLUS -> Float.POSITIVE_INFINITY;
    };
  }
}
