package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.check.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * The sequences that a scan runs over: how many, how long, how their elements lie in the arrays, in which
 * direction they are scanned, and whether a result includes its own step. One description serves every
 * operand of a scan and every kind of scan; it holds no data, is immutable, and may be kept and shared.
 *
 * <p>An operand is a matrix of rows in an array, from an offset on. In the time-major layouts a row is a
 * time step, {@code [T, C]}; in the channel-major layouts it is a channel, {@code [C, T]}. Rows follow each
 * other at the operand's stride; without {@link #strides} they follow without gaps. Elements between rows
 * are neither read nor written.
 *
 * {@snippet :
 * Sequences one = Sequences.timeMajor(steps, channels);          // [T, C]
 * Sequences batch = Sequences.timeMajor(32, steps, channels);    // [B, T, C]
 * Sequences lines = Sequences.channelMajor(channels, steps);     // [C, T]
 * Sequences words = Sequences.packed(new int[] {0, 3, 3, 10}, channels); // of 3, 0 and 7 steps
 * Sequences back = words.reversed().exclusive().strides(128, 128, 64);
 * }
 */
public final class Sequences {
  final boolean channelMajor;
  final int count;
  final int steps;
  final int channels;
  final int[] offsets;
  final boolean reversed;
  final boolean exclusive;
  final int propagateStride;
  final int generateStride;
  final int stateStride;

  private Sequences(boolean channelMajor, int count, int steps, int channels, int[] offsets) {
    Checks.count("count", count);
    Checks.count("steps", steps);
    Checks.count("channels", channels);
    long rows = offsets != null ? 0 : (long) count * (channelMajor ? channels : steps);
    if (rows > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d sequences of %d %s are %d rows, more than an array holds; scan them in several calls"
              .formatted(
                  count,
                  channelMajor ? channels : steps,
                  channelMajor ? "channels" : "steps",
                  rows));
    }
    this.channelMajor = channelMajor;
    this.count = count;
    this.steps = steps;
    this.channels = channels;
    this.offsets = offsets;
    reversed = false;
    exclusive = false;
    propagateStride = -1;
    generateStride = -1;
    stateStride = -1;
  }

  private Sequences(Sequences of, boolean reversed, boolean exclusive, int p, int g, int h) {
    channelMajor = of.channelMajor;
    count = of.count;
    steps = of.steps;
    channels = of.channels;
    offsets = of.offsets;
    this.reversed = reversed;
    this.exclusive = exclusive;
    propagateStride = p;
    generateStride = g;
    stateStride = h;
  }

  /**
   * {@return one sequence, {@code [steps, channels]}}
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @throws IllegalArgumentException if a size is negative
   */
  public static Sequences timeMajor(int steps, int channels) {
    return new Sequences(false, 1, steps, channels, null);
  }

  /**
   * {@return a batch, {@code [count, steps, channels]}: sequence s has the rows from s · steps on}
   *
   * @param count sequences, 0 or more
   * @param steps time steps of each, 0 or more
   * @param channels channels, 0 or more
   * @throws IllegalArgumentException if a size is negative, or there are 2<sup>31</sup> rows or more
   */
  public static Sequences timeMajor(int count, int steps, int channels) {
    return new Sequences(false, count, steps, channels, null);
  }

  /**
   * {@return one sequence with the steps of a channel side by side, {@code [channels, steps]}}
   *
   * @param channels channels, 0 or more
   * @param steps time steps, 0 or more
   * @throws IllegalArgumentException if a size is negative
   */
  public static Sequences channelMajor(int channels, int steps) {
    return new Sequences(true, 1, steps, channels, null);
  }

  /**
   * {@return a batch with the steps of a channel side by side, {@code [count, channels, steps]}}
   *
   * @param count sequences, 0 or more
   * @param channels channels, 0 or more
   * @param steps time steps of each, 0 or more
   * @throws IllegalArgumentException if a size is negative, or there are 2<sup>31</sup> rows or more
   */
  public static Sequences channelMajor(int count, int channels, int steps) {
    return new Sequences(true, count, steps, channels, null);
  }

  /**
   * {@return sequences of different lengths one after the other, {@code [rows, channels]}: sequence s has the rows from
   * {@code offsets[s]} to before {@code offsets[s + 1]}, which may be none}
   *
   * @param offsets where each sequence begins, and where the last ends; not kept
   * @param channels channels, 0 or more
   * @throws IllegalArgumentException if {@code offsets} is empty, begins below 0, or decreases, or {@code channels} is
   *     negative
   */
  public static Sequences packed(int[] offsets, int channels) {
    Objects.requireNonNull(offsets, "offsets");
    if (offsets.length == 0) {
      throw new IllegalArgumentException(
          "offsets is empty; it needs one entry more than there are sequences");
    }
    int[] copy = offsets.clone();
    int longest = 0;
    Checks.count("offsets[0]", copy[0]);
    for (int s = 1; s < copy.length; s++) {
      if (copy[s] < copy[s - 1]) {
        throw new IllegalArgumentException(
            "offsets[%d] is %d, less than offsets[%d], which is %d; they must not decrease"
                .formatted(s, copy[s], s - 1, copy[s - 1]));
      }
      longest = Math.max(longest, copy[s] - copy[s - 1]);
    }
    return new Sequences(false, copy.length - 1, longest, channels, copy);
  }

  /**
   * {@return the same sequences scanned from their last step to their first} The initial state is that before the last
   * step, the final state that after the first.
   */
  public Sequences reversed() {
    return new Sequences(this, !reversed, exclusive, propagateStride, generateStride, stateStride);
  }

  /**
   * {@return the same sequences, with the state <em>before</em> each step for its result} The final state is that after
   * the last step all the same. The results are those of the inclusive scan, bit for bit, one step on (of operators that
   * round, see {@link OperatorScan}).
   */
  public Sequences exclusive() {
    return new Sequences(this, reversed, true, propagateStride, generateStride, stateStride);
  }

  /**
   * {@return the same sequences with gaps between the rows} A stride is the distance between the first elements of
   * neighbouring rows, in elements of the array.
   *
   * @param propagate stride of the rows of p
   * @param generate stride of the rows of g
   * @param state stride of the rows of h
   * @throws IllegalArgumentException if a stride is negative; the scan checks that it is not less than a row
   */
  public Sequences strides(int propagate, int generate, int state) {
    Checks.count("propagate stride", propagate);
    Checks.count("generate stride", generate);
    Checks.count("state stride", state);
    return new Sequences(this, reversed, exclusive, propagate, generate, state);
  }

  /** {@return the number of sequences} */
  public int count() {
    return count;
  }

  /**
   * {@return the steps of a sequence}
   *
   * @param sequence its number, from 0
   */
  public int steps(int sequence) {
    return offsets == null ? steps : offsets[sequence + 1] - offsets[sequence];
  }

  /** {@return the channels of every sequence} */
  public int channels() {
    return channels;
  }

  /** {@return whether a channel's steps lie side by side, not a step's channels} */
  public boolean isChannelMajor() {
    return channelMajor;
  }

  /** {@return whether the scan goes from the last step to the first} */
  public boolean isReversed() {
    return reversed;
  }

  /** {@return whether the result of a step is the state before it, not after it} */
  public boolean isExclusive() {
    return exclusive;
  }

  @Override
  public String toString() {
    String shape =
        offsets != null
            ? "packed " + Arrays.toString(offsets) + " × " + channels
            : channelMajor
                ? "[%d, %d, %d] channel-major".formatted(count, channels, steps)
                : "[%d, %d, %d]".formatted(count, steps, channels);
    return shape + (reversed ? ", reversed" : "") + (exclusive ? ", exclusive" : "");
  }
}
