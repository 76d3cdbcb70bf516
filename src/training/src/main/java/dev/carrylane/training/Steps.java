package dev.carrylane.training;

/**
 * The frames of a shard step by step: first the first frame of every sequence, then the second of those that have one. Sequences go
 * from the longest to the shortest, so that those still running at a step are the first of those at the step before, and what they hand on is one range.
 * Frames in this order are called packed.
 */
final class Steps {
  private final boolean reversed;
  private int[] starts = {0};
  private int[] rows = {};
  private int[] order = {};
  private int count;
  private int running;

  /**
   * Steps of no shard yet.
   *
   * @param reversed whether sequences are gone through from the last frame to the first
   */
  Steps(boolean reversed) {
    this.reversed = reversed;
  }

  void reserve(int mostRows, int mostSequences) {
    if (rows.length < mostRows) {
      rows = new int[mostRows];
      starts = new int[mostRows + 1];
    }
    if (order.length < mostSequences) {
      order = new int[mostSequences];
    }
  }

  /** Orders the frames of a shard. */
  void order(Shard shard) {
    sort(shard);
    count = running == 0 ? 0 : shard.steps(order[0]);
    int active = running;
    int row = 0;
    for (int step = 0; step < count; step++) {
      while (shard.steps(order[active - 1]) <= step) {
        active--;
      }
      starts[step] = row;
      for (int k = 0; k < active; k++) {
        int sequence = order[k];
        rows[row++] =
            reversed ? shard.offsets[sequence + 1] - 1 - step : shard.offsets[sequence] + step;
      }
    }
    starts[count] = row;
  }

  /** By insertion: sequences are few, and most often of one length. */
  private void sort(Shard shard) {
    running = 0;
    for (int sequence = 0; sequence < shard.sequences; sequence++) {
      int steps = shard.steps(sequence);
      if (steps > 0) {
        int at = running++;
        while (at > 0 && shard.steps(order[at - 1]) < steps) {
          order[at] = order[at - 1];
          at--;
        }
        order[at] = sequence;
      }
    }
  }

  /** Steps of the longest sequence. */
  int count() {
    return count;
  }

  /** Sequences that have frames. */
  int running() {
    return running;
  }

  /** The number that the k-th longest sequence has in the shard. */
  int sequence(int k) {
    return order[k];
  }

  /** The first packed frame of a step; of the step behind the last, how many frames there are. */
  int start(int step) {
    return starts[step];
  }

  /** Sequences that still run at a step; 0 behind the last. */
  int active(int step) {
    return step < count ? starts[step + 1] - starts[step] : 0;
  }

  /** Packs frames of a shard. */
  void pack(float[] frames, int at, int stride, float[] packed, int packedStride, int channels) {
    int total = starts[count];
    for (int row = 0; row < total; row++) {
      copy(frames, rows[row] * stride + at, packed, row * packedStride, channels);
    }
  }

  /** Puts packed frames where the shard has them. */
  void unpack(float[] packed, int packedStride, float[] frames, int at, int stride, int channels) {
    int total = starts[count];
    for (int row = 0; row < total; row++) {
      copy(packed, row * packedStride, frames, rows[row] * stride + at, channels);
    }
  }

  /** Adds packed frames to those of a shard. */
  void addUnpacked(float[] packed, int packedStride, float[] frames, int stride, int channels) {
    int total = starts[count];
    for (int row = 0; row < total; row++) {
      int from = row * packedStride;
      int to = rows[row] * stride;
      for (int c = 0; c < channels; c++) {
        frames[to + c] += packed[from + c];
      }
    }
  }

  /** A call that copies an array costs more than a few elements. */
  private static void copy(float[] from, int fromAt, float[] to, int toAt, int length) {
    if (length > 8) {
      System.arraycopy(from, fromAt, to, toAt, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[toAt + i] = from[fromAt + i];
    }
  }
}
