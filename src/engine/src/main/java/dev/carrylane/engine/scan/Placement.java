package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.Checks;

/**
 * Where the elements of a running scan lie: a {@link Sequences} that can be changed from call to call, so
 * that a scan which is given bare sizes allocates nothing. Steps are counted in the direction of the scan:
 * step 0 of a reversed sequence is its last. An operand's {@code width} is the number of its elements for
 * each channel and step.
 */
final class Placement {
  /** Which operand's stride is meant. */
  enum Operand {
    PROPAGATE,
    GENERATE,
    STATE
  }

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
    return offsets != null ? offsets[count] : count * (channelMajor ? channels : steps);
  }

  /** Elements in a row. */
  int columns(int width) {
    long columns = (long) (channelMajor ? steps : channels) * width;
    if (columns > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a row has %d elements, more than an array holds".formatted(columns));
    }
    return (int) columns;
  }

  /** Elements from row to row. */
  int stride(Operand operand, int width) {
    int given =
        switch (operand) {
          case PROPAGATE -> propagateStride;
          case GENERATE -> generateStride;
          case STATE -> stateStride;
        };
    return given >= 0 ? given : columns(width);
  }

  /** Whether all steps have the one row of an operand. */
  boolean isConstant(Operand operand) {
    return !channelMajor && stride(operand, 1) == 0 && channels > 0;
  }

  /** Elements from a step to the next. */
  int timeStride(Operand operand, int width) {
    int forward = channelMajor ? width : stride(operand, width);
    return reversed ? -forward : forward;
  }

  /** Elements from a channel to the next. */
  int channelStride(Operand operand, int width) {
    return channelMajor ? stride(operand, width) : width;
  }

  /** Where an element lies, counted from the operand's offset. */
  int place(Operand operand, int width, int sequence, int step, int channel) {
    int stride = stride(operand, width);
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
  int flag(int sequence, int step) {
    int steps = steps(sequence);
    int later = reversed ? steps - step : step;
    boolean none = later == steps || later == 0 && adjoint != reversed;
    return none ? -1 : firstRow(sequence) + later;
  }

  /** The flags that all sequences need, from the first on. */
  long flags() {
    return offsets == null ? (long) count * steps : offsets[count];
  }

  private int firstRow(int sequence) {
    return offsets == null ? sequence * steps : offsets[sequence];
  }

  /** Checks that there is a flag for every step. */
  void checkFlags(boolean[] resets, int offset) {
    if (resets != null && (offset < 0 || offset + flags() > resets.length)) {
      throw new IllegalArgumentException(
          "resets holds %d flags, but the sequences need %d from offset %d on"
              .formatted(resets.length, flags(), offset));
    }
  }

  /** Checks that the rows of an operand lie in an array. */
  void check(Operand operand, int width, String name, float[] array, int offset) {
    Checks.rows(name, array, offset, rows(), columns(width), stride(operand, width));
  }

  /** Checks that the rows of an operand lie in an array. */
  void check(Operand operand, int width, String name, double[] array, int offset) {
    Checks.rows(name, array, offset, rows(), columns(width), stride(operand, width));
  }

  /** Checks that the rows of an operand lie in an array. */
  void check(Operand operand, int width, String name, long[] array, int offset) {
    Checks.rows(name, array, offset, rows(), columns(width), stride(operand, width));
  }

  /** Checks that an operand and the result are the same elements of an array, or have none in common. */
  void checkInPlace(
      Operand operand, int width, String name, Object array, int offset, Object h, int hOffset) {
    Checks.sameOrDisjoint(
        name,
        array,
        offset,
        stride(operand, width),
        "h",
        h,
        hOffset,
        stride(Operand.STATE, width),
        rows(),
        columns(width));
  }

  /**
   * Checks that two operands of different widths have no element in common. Rows of one may lie between
   * those of the other.
   */
  void checkDisjoint(
      Operand operand,
      int width,
      String name,
      Object array,
      int offset,
      Operand other,
      int otherWidth,
      String otherName,
      Object otherArray,
      int otherOffset) {
    int stride = stride(operand, width);
    int otherStride = stride(other, otherWidth);
    if (array == otherArray
        && meet(offset, stride, columns(width), otherOffset, otherStride, columns(otherWidth))) {
      throw new IllegalArgumentException(
          "%s (offset %d, stride %d) overlaps %s (offset %d, stride %d) in one array; give it elements of its own"
              .formatted(otherName, otherOffset, otherStride, name, offset, stride));
    }
  }

  /** A stride of 0 stands for one row. */
  private boolean meet(
      int offset, int stride, int columns, int otherOffset, int otherStride, int otherColumns) {
    int rows = rows();
    if (rows == 0 || columns == 0 || otherColumns == 0) {
      return false;
    }
    if (stride != otherStride || stride == 0) {
      return offset < otherOffset + (rows - 1L) * otherStride + otherColumns
          && otherOffset < offset + (rows - 1L) * stride + columns;
    }
    // Row j of the other begins (otherOffset − offset) + (j − i) · stride behind row i; the j − i
    // for which that
    // is nearest to 0 from either side decide.
    long distance = (long) otherOffset - offset;
    long nearest = Math.floorDiv(-distance, stride);
    for (long apart = nearest; apart <= nearest + 1; apart++) {
      long behind = distance + Math.clamp(apart, 1 - rows, rows - 1) * (long) stride;
      if (-otherColumns < behind && behind < columns) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks that the initial states of several sequences are not overwritten before they are read. That of a
   * single one may lie anywhere.
   */
  void checkInitial(
      int width,
      Object initial,
      int initialOffset,
      Object last,
      int lastOffset,
      Object h,
      int hOffset) {
    if (count == 1) {
      return;
    }
    int length = channels * width;
    checkStatesApart(
        "initial", initial, initialOffset, width, Operand.STATE, width, "h", h, hOffset);
    Checks.sameOrDisjoint(
        "initial",
        initial,
        initialOffset,
        length,
        "finalState",
        last,
        lastOffset,
        length,
        count,
        length);
  }

  /** Checks that states of all sequences, side by side, lie outside the span of an operand. */
  void checkStatesApart(
      String name,
      Object states,
      int statesOffset,
      int width,
      Operand operand,
      int operandWidth,
      String operandName,
      Object array,
      int offset) {
    int length = channels * width;
    Checks.disjoint(
        name,
        states,
        statesOffset,
        count,
        length,
        length,
        operandName,
        array,
        offset,
        rows(),
        columns(operandWidth),
        stride(operand, operandWidth));
  }

  /** Checks that states at the end of sequences would not be written over results. */
  void checkApart(int width, Object last, int lastOffset, Object h, int hOffset) {
    int stride = stride(Operand.STATE, width);
    int length = count * channels * width;
    // A single row fits any stride, so it takes that of h if it is no longer than a row.
    boolean meet =
        length <= columns(width)
            ? overlap(lastOffset, length, hOffset, stride, width)
            : lastOffset < hOffset + (rows() - 1L) * stride + columns(width)
                && hOffset < lastOffset + (long) length;
    if (last == h && length > 0 && rows() > 0 && meet) {
      throw new IllegalArgumentException(
          "finalState (offset %d) lies in h (offset %d, stride %d) and would overwrite states there; give it elements of its own"
              .formatted(lastOffset, hOffset, stride));
    }
  }

  private boolean overlap(int lastOffset, int length, int hOffset, int stride, int width) {
    return Checks.overlap(lastOffset, stride, 1, hOffset, stride, rows(), columns(width));
  }
}
