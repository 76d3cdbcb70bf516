package dev.carrylane.engine.scan;

/**
 * Where the elements of a running scan lie: a {@link Sequences} that can be changed from call to call, so that a scan
 * which is given bare sizes allocates nothing. Steps are counted in the direction of the scan: step 0 of a reversed
 * sequence is its last.
 */
final class Placement {
  boolean channelMajor;
  int count;

  /** Of the longest sequence. */
  int steps;

  int channels;

  /** First rows of packed sequences and the end of the last; null where all are equally long. */
  int[] offsets;

  boolean reversed;
  boolean exclusive;

  /** Whether the steps are gone through against the direction that flags of new sequences are meant for. */
  boolean adjoint;

  /** Elements from row to row; negative where rows follow without gaps. */
  int propagateStride;

  int generateStride;
  int stateStride;

  /** One sequence, time-major. */
  void timeMajor(
      int steps, int channels, int propagateStride, int generateStride, int stateStride) {
    this.steps = steps;
    this.channels = channels;
    this.propagateStride = propagateStride;
    this.generateStride = generateStride;
    this.stateStride = stateStride;
    count = 1;
    channelMajor = false;
    offsets = null;
    reversed = false;
    exclusive = false;
  }

  /** Takes over a description, which must be there. */
  void describe(Sequences sequences) {
    if (sequences == null) {
      throw ScanRefusals.noSequences();
    }
    channelMajor = sequences.channelMajor;
    count = sequences.count;
    steps = sequences.steps;
    channels = sequences.channels;
    offsets = sequences.offsets;
    reversed = sequences.reversed;
    exclusive = sequences.exclusive;
    propagateStride = sequences.propagateStride;
    generateStride = sequences.generateStride;
    stateStride = sequences.stateStride;
  }

  /** The steps of a sequence. */
  int steps(int sequence) {
    return offsets == null ? steps : offsets[sequence + 1] - offsets[sequence];
  }

  /** All steps of all sequences. */
  long totalSteps() {
    return offsets == null ? (long) count * steps : offsets[count] - offsets[0];
  }

  /** The rows of an operand from its offset on, those before the first packed sequence included. */
  int rows() {
    if (offsets != null) {
      return steps == 0 ? 0 : offsets[count];
    }
    return count * (channelMajor ? channels : steps);
  }

  /** Elements in a row; 2<sup>31</sup> for all that is more than an array holds. */
  long columns(int width) {
    return Math.min(1L << 31, (long) (channelMajor ? steps : channels) * width);
  }

  /** Where an element lies of an operand with so many from row to row, counted from its offset. */
  int place(int stride, int width, int sequence, int step, int channel) {
    int t = reversed ? steps(sequence) - 1 - step : step;
    return channelMajor
        ? (sequence * channels + channel) * stride + t * width
        : (firstRow(sequence) + t) * stride + channel * width;
  }

  /**
   * Where in an array of flags, one for each step of all sequences, it says whether the sequence begins
   * anew between a step and the one before it; −1 where nothing does. The flag is that of the later of the
   * two in time. Before step 0, only a forward scan may begin anew; behind the last step, only the adjoint
   * of one.
   */
  private int flag(int sequence, int step) {
    int steps = steps(sequence);
    int later = reversed ? steps - step : step;
    boolean none = later == steps || later == 0 && adjoint != reversed;
    return none ? -1 : firstRow(sequence) + later;
  }

  /** Whether a flag, of those from an offset on, begins a sequence anew before a step; without flags, none does. */
  boolean beginsAnew(boolean[] resets, int offset, int sequence, int step) {
    if (resets == null) {
      return false;
    }
    int flag = flag(sequence, step);
    return flag >= 0 && resets[offset + flag];
  }

  private int firstRow(int sequence) {
    return offsets == null ? sequence * steps : offsets[sequence];
  }

  /** Checks that there is a flag for every step. */
  void checkFlags(boolean[] resets, int offset) {
    long flags = offsets == null ? (long) count * steps : rows();
    if (resets != null && (offset < 0 || offset + flags > resets.length)) {
      throw ScanRefusals.flags(resets.length, flags, offset);
    }
  }
}
