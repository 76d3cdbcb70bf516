package dev.carrylane.properties;

import dev.carrylane.engine.scan.Sequences;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sequences of any form, and where their elements lie, worked out independently of the engine: by the row
 * and the column of an element in time.
 */
final class ScanForm {
  /** How elements lie. */
  enum Layout {
    TIME_MAJOR,
    CHANNEL_MAJOR,
    PACKED
  }

  final Layout layout;

  /** The steps of each sequence; all equal unless packed. */
  final int[] lengths;

  final int channels;
  final boolean reversed;
  final boolean exclusive;

  /** Elements between rows of p, g and h; null where the description is to have no strides. */
  final int[] gaps;

  /** A flag for each step of all sequences, from {@link #resetsOffset} on; null for none. */
  final boolean[] resets;

  final int resetsOffset;

  /** Rows before the first packed sequence. */
  private final int rowsBefore;

  ScanForm(
      Layout layout,
      int[] lengths,
      int channels,
      boolean reversed,
      boolean exclusive,
      int[] gaps,
      int rowsBefore,
      SplittableRandom flags) {
    this.layout = layout;
    this.lengths = lengths;
    this.channels = channels;
    this.reversed = reversed;
    this.exclusive = exclusive;
    this.gaps = gaps;
    this.rowsBefore = layout == Layout.PACKED ? rowsBefore : 0;
    if (flags == null) {
      resets = null;
      resetsOffset = 0;
    } else {
      resetsOffset = flags.nextInt(4);
      resets = new boolean[resetsOffset + this.rowsBefore + Arrays.stream(lengths).sum()];
      int oneIn = flags.nextInt(1, 40);
      for (int i = 0; i < resets.length; i++) {
        resets[i] = flags.nextInt(oneIn) == 0;
      }
    }
  }

  /** A form of up to about so many elements; time is long in some and channels many in others. */
  static ScanForm random(SplittableRandom random, int elements) {
    Layout layout = Layout.values()[random.nextInt(3)];
    int count = random.nextInt(3) == 0 ? random.nextInt(12) : 1;
    int each = Math.max(1, elements / Math.max(1, count));
    int channels = size(random, random.nextInt(2) == 0 ? 4 : Math.min(each, 200));
    int steps = size(random, each / Math.max(1, channels));
    int[] lengths = new int[count];
    for (int s = 0; s < count; s++) {
      lengths[s] = layout == Layout.PACKED ? size(random, steps) : steps;
    }
    int[] gaps =
        random.nextBoolean()
            ? null
            : new int[] {random.nextInt(4), random.nextInt(4), random.nextInt(4)};
    SplittableRandom flags = random.nextInt(3) == 0 ? random.split() : null;
    return new ScanForm(
        layout,
        lengths,
        channels,
        random.nextBoolean(),
        random.nextInt(3) == 0,
        gaps,
        random.nextInt(3),
        flags);
  }

  /** Small ones come often. */
  private static int size(SplittableRandom random, int most) {
    return random.nextBoolean() ? random.nextInt(Math.min(most, 4) + 1) : random.nextInt(most + 1);
  }

  /** The engine's description. */
  Sequences sequences() {
    Sequences made =
        switch (layout) {
          case TIME_MAJOR ->
              lengths.length == 1
                  ? Sequences.timeMajor(lengths[0], channels)
                  : Sequences.timeMajor(lengths.length, equalLength(), channels);
          case CHANNEL_MAJOR ->
              lengths.length == 1
                  ? Sequences.channelMajor(channels, lengths[0])
                  : Sequences.channelMajor(lengths.length, channels, equalLength());
          case PACKED -> Sequences.packed(offsets(), channels);
        };
    made = reversed ? made.reversed() : made;
    made = exclusive ? made.exclusive() : made;
    return gaps == null ? made : made.strides(stride(0), stride(1), stride(2));
  }

  int count() {
    return lengths.length;
  }

  private int equalLength() {
    return lengths.length == 0 ? 7 : lengths[0];
  }

  private int[] offsets() {
    int[] offsets = new int[lengths.length + 1];
    offsets[0] = rowsBefore;
    for (int s = 0; s < lengths.length; s++) {
      offsets[s + 1] = offsets[s] + lengths[s];
    }
    return offsets;
  }

  /** Elements from row to row of p (0), g (1) or h (2). */
  int stride(int operand) {
    int columns = layout == Layout.CHANNEL_MAJOR ? equalLength() : channels;
    return columns + (gaps == null ? 0 : gaps[operand]);
  }

  private int rows() {
    return switch (layout) {
      case TIME_MAJOR -> lengths.length * equalLength();
      case CHANNEL_MAJOR -> lengths.length * channels;
      case PACKED -> offsets()[lengths.length];
    };
  }

  /** Elements that an array needs for an operand. */
  int length(int operand) {
    return rows() * stride(operand);
  }

  /** Where an element lies; {@code time} counts forward whatever the direction. */
  int place(int operand, int sequence, int time, int channel) {
    return switch (layout) {
      case TIME_MAJOR -> (sequence * equalLength() + time) * stride(operand) + channel;
      case CHANNEL_MAJOR -> (sequence * channels + channel) * stride(operand) + time;
      case PACKED -> (offsets()[sequence] + time) * stride(operand) + channel;
    };
  }

  /** The time of a step in the direction of the scan. */
  int time(int sequence, int step) {
    return reversed ? lengths[sequence] - 1 - step : step;
  }

  /** Whether the state before a step is a zero because of a flag. */
  boolean isReset(int sequence, int step) {
    if (resets == null) {
      return false;
    }
    // Reversed, the flag between two steps is that of the one scanned first; nothing comes before
    // step 0.
    if (reversed && step == 0) {
      return false;
    }
    int flagged = reversed ? time(sequence, step) + 1 : step;
    return resets[resetsOffset + firstRow(sequence) + flagged];
  }

  /** The place of a sequence's first flag among all. */
  int firstRow(int sequence) {
    return layout == Layout.PACKED ? offsets()[sequence] : sequence * equalLength();
  }

  @Override
  public String toString() {
    return "%s %s × %d%s%s%s%s"
        .formatted(
            layout,
            Arrays.toString(lengths),
            channels,
            reversed ? ", reversed" : "",
            exclusive ? ", exclusive" : "",
            gaps == null ? "" : ", gaps " + Arrays.toString(gaps),
            resets == null ? "" : ", resets");
  }
}
