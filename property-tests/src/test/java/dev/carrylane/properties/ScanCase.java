package dev.carrylane.properties;

import dev.carrylane.engine.scan.Sequences;
import java.util.SplittableRandom;

/**
 * Sequences of any form, with the places of their elements worked out here once more, and the walk over
 * them that defines a scan.
 */
final class ScanCase {
  /** What happens on the way, in the direction of the scan. */
  interface Walk {
    /** A line begins: one channel of one sequence. */
    void begin(int line);

    /**
     * A step of it.
     *
     * @param k its number in the direction of the scan
     * @param anew whether the state is forgotten before
     */
    void step(int line, int k, int sequence, int time, int channel, boolean anew);

    /** It has ended. */
    void end(int line);
  }

  final Sequences sequences;
  final int channels;
  final boolean exclusive;
  final boolean[] resets;
  final int resetsOffset;
  final int propagateStride;
  final int generateStride;
  final int stateStride;
  private final int count;
  private final boolean channelMajor;
  private final boolean reversed;
  private final int width;
  private final int row;

  /** The first step of each sequence among all, and the end of the last. */
  private final int[] offsets;

  /**
   * Draws a case.
   *
   * @param maxElements about the most steps × channels
   * @param width array elements of a step and channel
   */
  ScanCase(SplittableRandom random, int maxElements, int width) {
    this.width = width;
    int kind = random.nextInt(6);
    boolean packed = kind == 5;
    channelMajor = kind == 2 || kind == 4;
    count = kind < 3 ? 1 : random.nextInt(5);
    int most = count == 1 ? maxElements : 200;
    int steps = random.nextInt(3) == 0 ? random.nextInt(most + 1) : random.nextInt(70);
    int widest = Math.clamp(maxElements / (count * steps + 1), 1, 80);
    channels = random.nextBoolean() ? 1 : random.nextInt(widest + 1);
    offsets = new int[count + 1];
    offsets[0] = packed ? random.nextInt(3) : 0;
    for (int s = 0; s < count; s++) {
      offsets[s + 1] = offsets[s] + (packed ? random.nextInt(3) * random.nextInt(60) : steps);
    }
    reversed = random.nextInt(3) == 0;
    exclusive = random.nextInt(3) == 0;
    row = (channelMajor ? steps : channels) * width;
    boolean gaps = random.nextInt(3) == 0;
    propagateStride = row + (gaps ? random.nextInt(4) : 0);
    generateStride = row + (gaps ? random.nextInt(4) : 0);
    stateStride = row + (gaps ? random.nextInt(4) : 0);
    sequences = describe(packed, steps, gaps);
    if (random.nextInt(3) == 0) {
      resetsOffset = random.nextInt(3);
      resets = new boolean[resetsOffset + offsets[count]];
      int rarity = random.nextBoolean() ? 5 : 1 + random.nextInt(most + 1);
      for (int i = 0; i < resets.length; i++) {
        resets[i] = random.nextInt(rarity) == 0;
      }
    } else {
      resetsOffset = 0;
      resets = null;
    }
  }

  private Sequences describe(boolean packed, int steps, boolean gaps) {
    Sequences described;
    if (packed) {
      described = Sequences.packed(offsets, channels);
    } else if (channelMajor) {
      described =
          count == 1
              ? Sequences.channelMajor(channels, steps)
              : Sequences.channelMajor(count, channels, steps);
    } else {
      described =
          count == 1
              ? Sequences.timeMajor(steps, channels)
              : Sequences.timeMajor(count, steps, channels);
    }
    described = reversed ? described.reversed() : described;
    described = exclusive ? described.exclusive() : described;
    return gaps ? described.strides(propagateStride, generateStride, stateStride) : described;
  }

  int lines() {
    return count * channels;
  }

  /** The array elements from the first row on to the end of the last. */
  int size(int stride) {
    int rows = channelMajor ? count * channels : offsets[count];
    return rows == 0 ? 0 : (rows - 1) * stride + row;
  }

  /** Where a step lies. */
  int place(int stride, int sequence, int time, int channel) {
    return channelMajor
        ? (sequence * channels + channel) * stride + time * width
        : (offsets[sequence] + time) * stride + channel * width;
  }

  void walk(Walk walk) {
    for (int s = 0; s < count; s++) {
      int steps = offsets[s + 1] - offsets[s];
      for (int c = 0; c < channels; c++) {
        int line = s * channels + c;
        walk.begin(line);
        for (int k = 0; k < steps; k++) {
          int time = reversed ? steps - 1 - k : k;
          // Between two steps stands the flag of the later one.
          int flag = reversed ? time + 1 : time;
          boolean anew = resets != null && flag < steps && reset(offsets[s] + flag);
          walk.step(line, k, s, time, c, anew);
        }
        walk.end(line);
      }
    }
  }

  /** Whether some sequence has no steps. */
  boolean hasEmpty() {
    for (int s = 0; s < count; s++) {
      if (offsets[s] == offsets[s + 1]) {
        return true;
      }
    }
    return false;
  }

  private boolean reset(int step) {
    return resets[resetsOffset + step];
  }

  @Override
  public String toString() {
    return sequences
        + (resets == null ? "" : ", resets from " + resetsOffset)
        + ", strides %d, %d, %d".formatted(propagateStride, generateStride, stateStride);
  }
}
