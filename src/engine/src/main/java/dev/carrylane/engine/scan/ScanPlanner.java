package dev.carrylane.engine.scan;

import dev.carrylane.engine.scan.ScanPlan.Sharing;

/**
 * Decides how calls of one operation are computed, from the shape, the threads and the schedule asked for alone. Plans
 * are kept, so that shapes which recur by turns allocate nothing.
 */
final class ScanPlanner {
  /** Plans that are kept; an operation with more different ones makes the oldest again when it recurs. */
  private static final int KEPT = 16;

  private final ScanAbilities can;
  private final ScanSchedule named;
  private final int threads;
  private final int minElements;
  private final ScanPlan[] kept = new ScanPlan[KEPT];
  private int oldest;

  /** The shape of the call before, and its plan. */
  private ScanPlan plan;

  private int count;
  private int steps;
  private long totalSteps;
  private int channels;
  private boolean channelMajor;
  private boolean mayWriteEarly;
  private boolean inPass;

  /**
   * A planner for one operation.
   *
   * @param named the schedule for every piece; null to take each by its shape
   * @param minElements the fewest elements that a thread takes
   */
  ScanPlanner(ScanAbilities can, ScanSchedule named, int threads, int minElements) {
    this.can = can;
    this.named = named;
    this.threads = threads;
    this.minElements = minElements;
  }

  /**
   * The plan of a call with at least one sequence and channel.
   *
   * @param mayWriteEarly whether results may be written before the operands of their steps were read for the last
   *     time: not in place
   * @param inPass whether helpers are awake
   */
  ScanPlan plan(Placement at, boolean mayWriteEarly, boolean inPass) {
    boolean early = mayWriteEarly && !at.exclusive;
    long total = at.totalSteps();
    if (plan == null
        || count != at.count
        || steps != at.steps
        || totalSteps != total
        || channels != at.channels
        || channelMajor != at.channelMajor
        || this.mayWriteEarly != early
        || this.inPass != inPass) {
      count = at.count;
      steps = at.steps;
      totalSteps = total;
      channels = at.channels;
      channelMajor = at.channelMajor;
      this.mayWriteEarly = early;
      this.inPass = inPass;
      plan = decide();
    }
    return plan;
  }

  /** Whether steps of a layout go on lanes: of one channel, or of few side by side. */
  static boolean looksAhead(ScanAbilities can, boolean channelMajor, int channels) {
    return can.block() > 0
        && (isSingle(channelMajor, channels)
            || channels <= can.most() && Integer.bitCount(channels) == 1);
  }

  static boolean isSingle(boolean channelMajor, int channels) {
    return channelMajor || channels == 1;
  }

  /** The schedule of a piece between two places where a sequence begins anew. */
  static ScanSchedule schedule(ScanPlan plan, int steps) {
    return steps >= plan.leastSteps() ? plan.schedule() : ScanSchedule.SERIAL_TIME;
  }

  /** Whether threads share the time of a piece by speculation. */
  static boolean speculates(ScanPlan plan, int steps) {
    return plan.sharing() == Sharing.SPECULATION && steps >= plan.leastSpeculated();
  }

  /** Steps of a part of a piece whose time is shared by speculation. */
  static int partSteps(ScanPlan plan, int steps, int threads) {
    int fair = Math.ceilDiv(steps, threads);
    int brief = Math.ceilDiv(steps, ScanTuning.SPECULATIVE_PARTS_PER_THREAD * threads);
    return Math.ceilDiv(Math.min(fair, Math.max(brief, plan.least())), plan.unit()) * plan.unit();
  }

  private ScanPlan decide() {
    boolean lanes = looksAhead(can, channelMajor, channels);
    boolean single = isSingle(channelMajor, channels);
    int unit = lanes ? can.block() / (single ? 1 : channels) : 1;
    ScanSchedule within = lanes && single ? ScanSchedule.KOGGE_STONE : ScanSchedule.SERIAL_TIME;
    if (blocksTime()) {
      int least = named != null ? 0 : ScanTuning.MIN_EXACT_STEPS;
      int blockUnit = within == ScanSchedule.KOGGE_STONE ? unit : 1;
      return kept(
          Sharing.BLOCKS,
          1,
          ScanTuning.BLOCKS + 1,
          ScanSchedule.BLOCKED_TIME,
          least,
          within,
          blockUnit,
          0,
          0,
          0);
    }
    lanes &= named != ScanSchedule.SERIAL_TIME;
    unit = lanes ? unit : 1;
    ScanSchedule schedule = lanes ? ScanSchedule.KOGGE_STONE : ScanSchedule.SERIAL_TIME;
    int least = named != null || !lanes ? 0 : ScanTuning.LEAST_LOOKAHEAD;
    long elements = totalSteps * channels * can.work();
    int fewest = inPass ? Math.min(ScanTuning.MIN_ELEMENTS_IN_PASS, minElements) : minElements;
    int useful = (int) Math.min(elements / fewest, Integer.MAX_VALUE);
    if (threads == 1 || useful < 2) {
      return kept(Sharing.NONE, 1, 1, schedule, least, within, unit, 0, 0, 0);
    }
    if (count >= 2 * threads) {
      int parts = Math.min(useful, Math.min(count, ScanTuning.PARTS_PER_THREAD * threads));
      return kept(Sharing.SEQUENCES, parts, threads, schedule, least, within, unit, 0, 0, 0);
    }
    long work = (long) channels * can.work();
    int lines = (int) Math.min(channels, channelMajor ? channels : work / ScanTuning.MIN_CHANNELS);
    int parts = Math.max(1, Math.min(threads, Math.min(useful, lines)));
    boolean rows = parts > 1;
    boolean fromMemory = count == 1 && !channelMajor && elements >= ScanTuning.FROM_MEMORY;
    if (!can.correctable() || !mayWriteEarly || rows && !fromMemory) {
      Sharing sharing = rows ? Sharing.CHANNELS : Sharing.NONE;
      return kept(sharing, parts, parts, schedule, least, within, unit, 0, 0, 0);
    }
    int compared = Math.max(1, (int) (ScanTuning.COMPARED / work) / unit) * unit;
    // Rows of many channels are few, and the more channels, the longer until all of them agree: as
    // few parts as can
    // be.
    long part = (long) ScanTuning.COMPARISONS_PER_THREAD * threads * compared;
    return kept(
        Sharing.SPECULATION,
        1,
        ScanTuning.SPECULATIVE_PARTS_PER_THREAD * threads + 2,
        schedule,
        least,
        within,
        unit,
        (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(2L * fewest, work)),
        compared,
        rows ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, part));
  }

  /** By the threads, too, where the bits do not depend on it. */
  private boolean blocksTime() {
    boolean few = threads > 1 && (long) count * channels < threads;
    return named != null
        ? named == ScanSchedule.BLOCKED_TIME
        : can.exact() && can.stepBytes() > 0 && few && steps >= ScanTuning.MIN_EXACT_STEPS;
  }

  private ScanPlan kept(
      Sharing sharing,
      int parts,
      int slots,
      ScanSchedule schedule,
      int leastSteps,
      ScanSchedule within,
      int unit,
      int leastSpeculated,
      int compared,
      int least) {
    for (ScanPlan each : kept) {
      if (each != null
          && each.sharing() == sharing
          && each.parts() == parts
          && each.slots() == slots
          && each.schedule() == schedule
          && each.leastSteps() == leastSteps
          && each.within() == within
          && each.unit() == unit
          && each.leastSpeculated() == leastSpeculated
          && each.compared() == compared
          && each.least() == least) {
        return each;
      }
    }
    ScanPlan made =
        new ScanPlan(
            sharing,
            parts,
            slots,
            schedule,
            leastSteps,
            within,
            unit,
            leastSpeculated,
            compared,
            least);
    kept[oldest] = made;
    oldest = (oldest + 1) % KEPT;
    return made;
  }
}
