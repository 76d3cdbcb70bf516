package dev.carrylane.engine.scan;

import dev.carrylane.engine.scan.Placement.Operand;

/**
 * A recurrence h<sub>t</sub> = f<sub>t</sub>(h<sub>t−1</sub>) with the arrays of one call, as the
 * schedules see it. It owns the states that are on their way: a slot holds one state of every channel, and
 * different slots, or different channels of a slot, may be used by different threads at once.
 *
 * <p>Arrays are handled as objects here, because a state is moved in the same way whatever its elements are;
 * the recurrence itself knows them by their type.
 */
abstract class Recurrence {
  /** Where the elements of this call lie. */
  final Placement at = new Placement();

  /** State elements of a channel. */
  final int width;

  private Object initial;
  private int initialOffset;
  private Object result;
  private int resultOffset;
  private Object last;
  private int lastOffset;
  private Object states;
  private int slots;

  Recurrence(int width) {
    this.width = width;
  }

  /**
   * Gives the arrays that every recurrence has; {@link #at} describes them already.
   *
   * @param initial {@code [count, channels, width]}; null for zero states
   * @param last as {@code initial}; null if not wanted
   */
  final void bind(
      Object initial,
      int initialOffset,
      Object result,
      int resultOffset,
      Object last,
      int lastOffset) {
    this.initial = initial;
    this.initialOffset = initialOffset;
    this.result = result;
    this.resultOffset = resultOffset;
    this.last = last;
    this.lastOffset = lastOffset;
  }

  /** Lets go of the caller's arrays. Recurrences with more of them let go of these, too. */
  void release() {
    initial = null;
    result = null;
    last = null;
  }

  /** Makes the array of states at least so long, without regard to what it held, and returns it. */
  abstract Object reserveStates(int length);

  /** Fills a range of the array of states with the state that a sequence starts from if it is given none. */
  abstract void zero(int offset, int length);

  /**
   * Runs the recurrence over steps of one sequence, for some of its channels.
   *
   * @param sequence which
   * @param first its first step, in the direction of the scan
   * @param steps how many, 0 or more
   * @param from the first channel
   * @param to after the last channel, more than {@code from}
   * @param state where the state of channel {@code from} lies in the array of states; then follow those
   *     of the others. Replaced by the state after the last step
   * @param schedule {@link ScanSchedule#SERIAL_TIME} or {@link ScanSchedule#KOGGE_STONE}
   */
  abstract void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule);

  /**
   * The schedule for a sequence of so many steps, unless one is asked for by name. It may depend on the
   * shape alone.
   */
  abstract ScanSchedule scheduleFor(int steps);

  /** The schedule in each block of {@link ScanSchedule#BLOCKED_TIME}. */
  abstract ScanSchedule withinBlocks();

  /** Steps between two places where a scan in this schedule may be cut without a change of bits. */
  abstract int unit(ScanSchedule schedule);

  /**
   * Whether results may be written before the operands of the same steps have been read for the last time:
   * not where the scan works in place.
   */
  boolean keepsOperands() {
    return false;
  }

  /** Whether states from different beginnings are likely to have the same bits after a while. */
  boolean meets() {
    return true;
  }

  /** Whether two ranges of the array of states have the same bits. */
  boolean same(int state, int other, int length) {
    throw new UnsupportedOperationException();
  }

  /** Elements that a step reads for each channel, more or less its multiply-adds: what threads share. */
  int work() {
    return width;
  }

  /** Whether {@link #reduce} and what belongs to it is there. */
  boolean canReduce() {
    return false;
  }

  /** Bytes of the operands that a step reads for each channel: what decides how many steps a block has. */
  int stepBytes() {
    throw new UnsupportedOperationException();
  }

  /** Makes room for the maps of so many blocks. */
  void reserveMaps(int blocks) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reduces a block of steps to one map of its carry.
   *
   * @param block the map's number
   */
  void reduce(int block, int sequence, int first, int steps) {
    throw new UnsupportedOperationException();
  }

  /**
   * Carries a state through the map of a block; where the map is not good enough, through its steps.
   *
   * @param block the map's number
   * @param before where the state before the block lies in the array of states
   * @param after where that after it goes
   */
  void carry(int block, int sequence, int first, int steps, int before, int after) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes room for so many states; what they held is lost. To be called before a result is written: the
   * initial state of a single sequence may lie where results go, so that it is copied here.
   */
  final void reserve(int slots) {
    this.slots = slots;
    int state = at.channels * width;
    states = reserveStates(Math.multiplyExact(2 * slots + 1, state));
    if (at.count == 1 && initial != null) {
      int copy = 2 * slots * state;
      System.arraycopy(initial, initialOffset, states, copy, state);
      initial = states;
      initialOffset = copy;
    }
  }

  /** The slots that there is room for. */
  final int slots() {
    return slots;
  }

  /** The slot that a state in the array of states belongs to. */
  final int slotOf(int state) {
    return state / (at.channels * width);
  }

  /** Where the state of a channel lies in the array of states. */
  final int state(int slot, int channel) {
    return (slot * at.channels + channel) * width;
  }

  /** Puts the state that a sequence starts from if it is given none into a slot. */
  final void clear(int slot, int from, int to) {
    zero(state(slot, from), (to - from) * width);
  }

  /** Puts the initial state of a sequence into a slot. */
  final void begin(int slot, int sequence, int from, int to) {
    if (initial == null) {
      clear(slot, from, to);
      return;
    }
    int source = initialOffset + (sequence * at.channels + from) * width;
    System.arraycopy(initial, source, states, state(slot, from), (to - from) * width);
  }

  /** Reads the state after a step, of all channels, from the results of an inclusive scan into a slot. */
  final void loadResult(int slot, int sequence, int step) {
    int channels = at.channelMajor ? 1 : at.channels;
    for (int c = 0; c < at.channels; c += channels) {
      int place = resultOffset + at.place(Operand.STATE, width, sequence, step, c);
      System.arraycopy(result, place, states, state(slot, c), channels * width);
    }
  }

  /** Copies one slot to another. */
  final void copy(int slot, int target, int from, int to) {
    System.arraycopy(states, state(slot, from), states, state(target, from), (to - from) * width);
  }

  /** Puts the state of a slot into the caller's array. */
  final void end(int slot, int sequence, int from, int to) {
    if (last != null) {
      int target = lastOffset + (sequence * at.channels + from) * width;
      System.arraycopy(states, state(slot, from), last, target, (to - from) * width);
    }
  }

  /** Keeps the state of a slot for {@link #shift}. */
  final void keep(int slot, int from, int to) {
    copy(slot, slots + slot, from, to);
  }

  /**
   * Moves the results of some steps one step on, and puts the state that was kept into the first: the
   * states before the steps instead of those after them.
   */
  final void shift(int slot, int sequence, int first, int steps, int from, int to) {
    int before = state(slots + slot, from);
    if (at.channelMajor) {
      // In memory, the places of the steps after the first begin at the second, or end there.
      int low = at.reversed ? first + steps - 1 : first;
      int moved = (steps - 1) * width;
      for (int c = from; c < to; c++) {
        int place = resultOffset + at.place(Operand.STATE, width, sequence, low, c);
        if (at.reversed) {
          System.arraycopy(result, place + width, result, place, moved);
        } else {
          System.arraycopy(result, place, result, place + width, moved);
        }
        int start = resultOffset + at.place(Operand.STATE, width, sequence, first, c);
        System.arraycopy(states, before + (c - from) * width, result, start, width);
      }
      return;
    }
    int stride = at.timeStride(Operand.STATE, width);
    int start = resultOffset + at.place(Operand.STATE, width, sequence, first, from);
    int length = (to - from) * width;
    for (int t = steps - 1; t > 0; t--) {
      System.arraycopy(result, start + (t - 1) * stride, result, start + t * stride, length);
    }
    System.arraycopy(states, before, result, start, length);
  }

  /**
   * Puts the state of a slot into the result of a step of an exclusive scan, for all channels: where a block began
   * with a state that is rounded otherwise than the one in which the block before then ended.
   */
  final void putBefore(int slot, int sequence, int step) {
    keep(slot, 0, at.channels);
    shift(slot, sequence, step, 1, 0, at.channels);
  }
}
