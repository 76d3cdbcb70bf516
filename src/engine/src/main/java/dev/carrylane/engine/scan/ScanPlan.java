package dev.carrylane.engine.scan;

/**
 * How calls of one operation are computed, from the shape, the threads and the schedule asked for alone. One object, made
 * up anew for every call.
 */
final class ScanPlan {
  /** What threads share. */
  enum Sharing {
    /** One thread does everything. */
    NONE,
    /** Whole sequences. */
    SEQUENCES,
    /** Channels of every sequence. */
    CHANNELS,
    /** Blocks of time, one sequence after the other. */
    BLOCKS,
    /** Parts of time that helpers begin in from a state of zero, one sequence after the other. */
    SPECULATION
  }

  private final ScanAbilities can;
  private final ScanSchedule named;
  private final int threads;
  private final int minElements;

  Sharing sharing;

  /** Of the sequences or channels; 1 where something else is shared or nothing. */
  int parts;

  /** States of all channels to make room for. */
  int slots;

  /** Inside of the blocks of blocked time. */
  ScanSchedule within;

  /** Steps between two places where a scan may be cut without a change of bits. */
  int unit;

  /** Steps between two comparisons of states in speculative time. */
  int compared;

  private ScanSchedule schedule;
  private int leastSteps;

  /** Steps of the shortest piece whose time is shared by speculation. */
  private int leastSpeculated;

  /** Steps of a part of speculative time, unless threads would go without or it is short. */
  private int leastPart;

  /** For one operation: the schedule for every piece, or null to take each by its shape, and what a thread takes at least. */
  ScanPlan(ScanAbilities can, ScanSchedule named, int threads, int minElements) {
    this.can = can;
    this.named = named;
    this.threads = threads;
    this.minElements = minElements;
  }

  /**
   * Plans a call with at least one sequence and channel.
   *
   * @param mayWriteEarly whether results may be written before the operands of their steps were read for the last
   *     time: not in place
   * @param inPass whether helpers are awake
   */
  void make(Placement at, boolean mayWriteEarly, boolean inPass) {
    boolean lanes = can.looksAhead(at.channelMajor, at.channels);
    boolean single = ScanAbilities.isSingle(at.channelMajor, at.channels);
    within = lanes && single ? ScanSchedule.KOGGE_STONE : ScanSchedule.SERIAL_TIME;
    parts = 1;
    if (blocksTime(at)) {
      sharing = Sharing.BLOCKS;
      slots = ScanTuning.BLOCKS + 1;
      schedule = ScanSchedule.BLOCKED_TIME;
      leastSteps = named != null ? 0 : ScanTuning.MIN_EXACT_STEPS;
      unit = lanes && single ? can.block() : 1;
      return;
    }
    lanes &= named != ScanSchedule.SERIAL_TIME;
    unit = lanes ? can.block() / (single ? 1 : at.channels) : 1;
    schedule = lanes ? ScanSchedule.KOGGE_STONE : ScanSchedule.SERIAL_TIME;
    leastSteps = named != null || !lanes ? 0 : ScanTuning.LEAST_LOOKAHEAD;
    sharing = Sharing.NONE;
    slots = 1;
    if (threads > 1) {
      share(at, mayWriteEarly && !at.exclusive, inPass);
    }
  }

  private void share(Placement at, boolean mayWriteEarly, boolean inPass) {
    long work = (long) at.channels * can.work();
    long elements = at.totalSteps() * work;
    int fewest = inPass ? Math.min(ScanTuning.MIN_ELEMENTS_IN_PASS, minElements) : minElements;
    if (elements < 2L * fewest) {
      return;
    }
    int useful = (int) Math.min(elements / fewest, Integer.MAX_VALUE);
    if (at.count >= 2 * threads) {
      sharing = Sharing.SEQUENCES;
      parts = Math.min(useful, Math.min(at.count, ScanTuning.PARTS_PER_THREAD * threads));
      slots = threads;
      return;
    }
    long most = at.channelMajor ? at.channels : work / ScanTuning.MIN_CHANNELS;
    int lines = (int) Math.min(at.channels, most);
    int shares = Math.max(1, Math.min(threads, Math.min(useful, lines)));
    boolean rows = shares > 1;
    boolean fromMemory = at.count == 1 && !at.channelMajor && elements >= ScanTuning.FROM_MEMORY;
    if (!can.correctable() || !mayWriteEarly || rows && !fromMemory) {
      sharing = rows ? Sharing.CHANNELS : Sharing.NONE;
      parts = shares;
      slots = shares;
      return;
    }
    sharing = Sharing.SPECULATION;
    slots = ScanTuning.SPECULATIVE_PARTS_PER_THREAD * threads + 2;
    leastSpeculated = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(2L * fewest, work));
    compared = Math.max(1, (int) (ScanTuning.COMPARED / work) / unit) * unit;
    // Rows of many channels are few, and the more channels, the longer until all of them agree: as
    // few parts as can be.
    long part = (long) ScanTuning.COMPARISONS_PER_THREAD * threads * compared;
    leastPart = rows ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, part);
  }

  /** By the threads, too, where the bits do not depend on it. */
  private boolean blocksTime(Placement at) {
    boolean few = threads > 1 && (long) at.count * at.channels < threads;
    return named != null
        ? named == ScanSchedule.BLOCKED_TIME
        : can.exact() && can.stepBytes() > 0 && few && at.steps >= ScanTuning.MIN_EXACT_STEPS;
  }

  /** The schedule of a piece between two places where a sequence begins anew. */
  ScanSchedule schedule(int steps) {
    return steps >= leastSteps ? schedule : ScanSchedule.SERIAL_TIME;
  }

  /** Whether threads share the time of a piece by speculation. */
  boolean speculates(int steps) {
    return sharing == Sharing.SPECULATION && steps >= leastSpeculated;
  }

  /** Steps of a part of a piece whose time is shared by speculation. */
  int partSteps(int steps) {
    int fair = Math.ceilDiv(steps, threads);
    int brief = Math.ceilDiv(steps, ScanTuning.SPECULATIVE_PARTS_PER_THREAD * threads);
    return Math.ceilDiv(Math.min(fair, Math.max(brief, leastPart)), unit) * unit;
  }
}
