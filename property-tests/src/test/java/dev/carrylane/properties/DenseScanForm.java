package dev.carrylane.properties;

import dev.carrylane.engine.scan.Sequences;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Sequences in one of the forms that a scan may have, drawn at random, and where their elements lie: worked
 * out here once more, from the description alone.
 */
final class DenseScanForm {
  private final boolean channelMajor;
  private final boolean packed;
  private final boolean reversed;
  private final int channels;
  private final int[] starts;
  private final int gap;
  private final boolean constant;
  private final int offset;
  private final boolean[] resets;
  private final int resetsOffset;
  private final boolean exclusive;
  private final Sequences sequences;

  /**
   * A form.
   *
   * @param width elements of p for each channel and step
   * @param state elements of g and h
   */
  DenseScanForm(SplittableRandom random, int maxSteps, int maxChannels, int width, int state) {
    this(random, 0, maxSteps, maxChannels, width, state);
  }

  /**
   * A form with no less than so many steps; if there must be any, there also are sequences and channels, and
   * resets are as rare as sequences are long.
   */
  DenseScanForm(
      SplittableRandom random, int minSteps, int maxSteps, int maxChannels, int width, int state) {
    int layout = random.nextInt(4);
    channelMajor = layout == 1;
    packed = layout == 2;
    int some = random.nextInt(layout == 0 && random.nextInt(8) == 0 ? 9 : 4);
    int count = layout == 3 ? 1 : minSteps == 0 ? some : some % 3 + 1;
    channels = minSteps == 0 ? size(random, maxChannels) : random.nextInt(1, maxChannels + 1);
    reversed = random.nextBoolean();
    exclusive = random.nextInt(3) == 0;
    int steps = steps(random, minSteps, maxSteps);
    starts = new int[count + 1];
    starts[0] = packed ? random.nextInt(3) : 0;
    for (int s = 0; s < count; s++) {
      starts[s + 1] = starts[s] + (packed ? steps(random, minSteps, maxSteps) : steps);
    }
    gap = random.nextInt(4);
    constant = !channelMajor && random.nextInt(6) == 0;
    offset = random.nextInt(5);
    resets = random.nextInt(3) == 0 ? new boolean[starts[count] + 3] : null;
    resetsOffset = random.nextInt(3);
    for (int i = 0; resets != null && i < resets.length; i++) {
      resets[i] = random.nextInt(minSteps == 0 ? 6 : maxSteps) == 0;
    }
    Sequences plain =
        packed
            ? Sequences.packed(starts, channels)
            : channelMajor
                ? Sequences.channelMajor(count, channels, steps)
                : Sequences.timeMajor(count, steps, channels);
    Sequences turned = reversed ? plain.reversed() : plain;
    Sequences cut = exclusive ? turned.exclusive() : turned;
    // Where they are equal, rows of different operands may be interleaved.
    int columns = channelMajor ? steps : channels;
    sequences =
        gap == 0 && !constant
            ? cut
            : cut.strides(
                constant ? 0 : columns * width + gap, columns * state + gap, columns * state + gap);
  }

  private static int steps(SplittableRandom random, int least, int most) {
    return least == 0 ? size(random, most) : random.nextInt(least, most + 1);
  }

  private static int size(SplittableRandom random, int most) {
    return random.nextInt(3) == 0 ? Math.min(most, random.nextInt(3)) : random.nextInt(most + 1);
  }

  Sequences sequences() {
    return sequences;
  }

  boolean[] resets() {
    return resets;
  }

  int resetsOffset() {
    return resetsOffset;
  }

  int offset() {
    return offset;
  }

  int count() {
    return starts.length - 1;
  }

  int channels() {
    return channels;
  }

  boolean isExclusive() {
    return exclusive;
  }

  boolean isConstant() {
    return constant;
  }

  int steps(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /** The time of a step of the scan. */
  int time(int sequence, int step) {
    return reversed ? steps(sequence) - 1 - step : step;
  }

  /** Whether the state before a step of the scan is zero. */
  boolean beginsAnew(int sequence, int step) {
    if (resets == null || reversed && step == 0) {
      return false;
    }
    int later = time(sequence, step) + (reversed ? 1 : 0);
    return resets[resetsOffset + starts[sequence] + later];
  }

  /** An operand's elements, less what is before its offset. */
  private int rows() {
    return channelMajor ? count() * channels : starts[count()];
  }

  private int columns() {
    return channelMajor ? count() == 0 ? 0 : steps(0) : channels;
  }

  int length(int width) {
    return offset + rows() * (columns() * width + gap) + 1;
  }

  int propagateLength(int width) {
    return constant ? offset + columns() * width : length(width);
  }

  private int row(int sequence, int time, int channel) {
    return channelMajor ? sequence * channels + channel : starts[sequence] + time;
  }

  /** Where the first of the elements of a channel and step of the scan lies. */
  int place(int width, int sequence, int step, int channel) {
    int t = time(sequence, step);
    int row = row(sequence, t, channel) * (columns() * width + gap);
    return offset + row + (channelMajor ? t : channel) * width;
  }

  int propagatePlace(int width, int sequence, int step, int channel) {
    return constant ? offset + channel * width : place(width, sequence, step, channel);
  }

  private String indicesOfResets() {
    return IntStream.range(0, resets.length).filter(i -> resets[i]).boxed().toList().toString();
  }

  @Override
  public String toString() {
    return sequences
        + (constant ? ", one row of p" : "")
        + ", gap "
        + gap
        + (resets == null ? "" : ", resets " + indicesOfResets());
  }
}
