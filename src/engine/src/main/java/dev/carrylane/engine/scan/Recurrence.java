package dev.carrylane.engine.scan;

import dev.carrylane.engine.scan.Region.Kind;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A recurrence h<sub>t</sub> = f<sub>t</sub>(h<sub>t−1</sub>) with the operands of one call, as the schedules see it.
 * It owns the states that are on their way: a slot holds one state of every channel, and different slots, or different
 * channels of a slot, may be used by different threads at once. What else it is able to do, it says by {@link
 * ScanAbilities}, and does by {@link Reducible} and {@link Correctable}.
 *
 * @param <A> the arrays that elements lie in
 */
abstract class Recurrence<A> {
  /** Where the elements of this call lie. */
  final Placement at = new Placement();

  final ScanAbilities abilities;

  /** State elements of a channel. */
  final int width;

  /** States before the first step of each sequence, if they are given. */
  final Region<A> initial;

  /** States after its last step, if they are wanted. */
  final Region<A> last;

  /** The states on their way. */
  A states;

  private Region<?>[] regions = {};

  /** Where states after each step go. */
  private Region<A> result;

  private int slots;

  /** Where the initial state of a single sequence is copied to, or −1. */
  private int copied = -1;

  /** With an array without elements, and what the caller calls the states before the first steps and after the last. */
  Recurrence(ScanAbilities abilities, A none, String initialName, String lastName) {
    this.abilities = abilities;
    width = abilities.width();
    states = none;
    initial = region(initialName, Kind.EDGE, width);
    last = region(lastName, Kind.EDGE, width);
  }

  /** An operand of this recurrence. */
  final Region<A> region(String name, Kind kind, int width) {
    Region<A> region = new Region<>(at, name, kind, width);
    regions = Arrays.copyOf(regions, regions.length + 1);
    regions[regions.length - 1] = region;
    return region;
  }

  /** Makes an operand the one whose elements are the states after each step. */
  final Region<A> result(Region<A> region) {
    result = region;
    return region;
  }

  /** Checks that operands lie in their arrays, and overlap in no other way than allowed. */
  abstract void check();

  /** Takes over the operands and {@link #at}, once they are checked. */
  abstract void bind();

  /** Lets go of the caller's arrays. */
  void release() {
    for (Region<?> region : regions) {
      region.array = null;
    }
  }

  /** Makes room for what else so many slots need. */
  void reserveScratch(int slots) {}

  /** Fills a range of states with the one that a sequence starts from if it is given none. */
  void zero(A states, int offset, int length) {
    if (states instanceof float[] floats) {
      Arrays.fill(floats, offset, offset + length, 0);
    } else {
      Arrays.fill((double[]) states, offset, offset + length, 0);
    }
  }

  /**
   * Runs the recurrence over some steps of a sequence, in the direction of the scan, for the channels {@code from} to
   * before {@code to}, at least one. In the array of states, that of channel {@code from} lies at {@code state}, then
   * those of the others; they are replaced by those after the last step. The schedule is serial time, or {@link
   * ScanSchedule#KOGGE_STONE} where it is able to.
   */
  abstract void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule);

  /** Whether results may be written before operands of the same steps were read for the last time: not in place. */
  boolean keepsOperands() {
    return false;
  }

  /**
   * Makes room for so many states; what they held is lost. Before a result is written: the initial state of a single
   * sequence, which may lie where results go, is copied here.
   */
  final void reserve(int slots) {
    this.slots = slots;
    int state = at.channels * width;
    long length = (2L * slots + 1) * state;
    if (length > Integer.MAX_VALUE) {
      throw ScanRefusals.states(at.channels, width, length);
    }
    if (Array.getLength(states) < length) {
      @SuppressWarnings("unchecked")
      A longer = (A) Array.newInstance(states.getClass().getComponentType(), (int) length);
      states = longer;
    }
    reserveScratch(slots);
    copied = -1;
    if (at.count == 1 && initial.isGiven()) {
      copied = 2 * slots * state;
      System.arraycopy(initial.array, initial.offset, states, copied, state);
    }
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
    zero(states, state(slot, from), (to - from) * width);
  }

  /** Puts the initial state of a sequence into a slot. */
  final void begin(int slot, int sequence, int from, int to) {
    if (!initial.isGiven()) {
      clear(slot, from, to);
      return;
    }
    A source = copied >= 0 ? states : initial.array;
    int place = copied >= 0 ? copied + from * width : initial.index(sequence, 0, from);
    System.arraycopy(source, place, states, state(slot, from), (to - from) * width);
  }

  /** Reads the state after a step, of all channels, from the results of an inclusive scan into a slot. */
  final void loadResult(int slot, int sequence, int step) {
    int channels = at.channelMajor ? 1 : at.channels;
    for (int c = 0; c < at.channels; c += channels) {
      int place = result.index(sequence, step, c);
      System.arraycopy(result.array, place, states, state(slot, c), channels * width);
    }
  }

  /** Copies one slot to another. */
  final void copy(int slot, int target, int from, int to) {
    System.arraycopy(states, state(slot, from), states, state(target, from), (to - from) * width);
  }

  /** Puts the state of a slot into the caller's array. */
  final void end(int slot, int sequence, int from, int to) {
    if (last.isGiven()) {
      int target = last.index(sequence, 0, from);
      System.arraycopy(states, state(slot, from), last.array, target, (to - from) * width);
    }
  }

  /** Without a step, final states are the initial ones. */
  final void endWithoutSteps() {
    int length = at.count * at.channels * width;
    if (!last.isGiven()) {
      return;
    }
    if (initial.isGiven()) {
      System.arraycopy(initial.array, initial.offset, last.array, last.offset, length);
    } else {
      zero(last.array, last.offset, length);
    }
  }

  /** Keeps the state of a slot for {@link #shift}. */
  final void keep(int slot, int from, int to) {
    copy(slot, slots + slot, from, to);
  }

  /** Moves results one step on, and puts the state that was kept into the first: states before instead of after. */
  final void shift(int slot, int sequence, int first, int steps, int from, int to) {
    int before = state(slots + slot, from);
    A results = result.array;
    if (at.channelMajor) {
      // In memory, the places of the steps after the first begin at the second, or end there.
      int low = at.reversed ? first + steps - 1 : first;
      int moved = (steps - 1) * width;
      for (int c = from; c < to; c++) {
        int place = result.index(sequence, low, c);
        int source = at.reversed ? place + width : place;
        int target = at.reversed ? place : place + width;
        System.arraycopy(results, source, results, target, moved);
        int start = result.index(sequence, first, c);
        System.arraycopy(states, before + (c - from) * width, results, start, width);
      }
      return;
    }
    int stride = result.timeStride();
    int start = result.index(sequence, first, from);
    int length = (to - from) * width;
    for (int t = steps - 1; t > 0; t--) {
      System.arraycopy(results, start + (t - 1) * stride, results, start + t * stride, length);
    }
    System.arraycopy(states, before, results, start, length);
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
