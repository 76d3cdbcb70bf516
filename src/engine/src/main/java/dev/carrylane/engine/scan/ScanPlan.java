package dev.carrylane.engine.scan;

/**
 * How a call is computed; {@link ScanPlanner} tells what follows for a piece, for the reason that {@link ScanAbilities}
 * names.
 *
 * @param sharing what threads share
 * @param parts of the sequences or channels; 1 where something else is shared or nothing
 * @param slots states of all channels to make room for
 * @param schedule that of a piece of at least {@code leastSteps}; shorter ones are scanned in serial time
 * @param leastSteps see {@code schedule}
 * @param within the schedule inside of the blocks of blocked time
 * @param unit steps between two places where a scan may be cut without a change of bits
 * @param leastSpeculated steps of the shortest piece whose time is shared by speculation
 * @param compared steps between two comparisons of states in speculative time
 * @param least steps of a part of speculative time, unless threads would go without or it is short
 */
record ScanPlan(
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
}
