package dev.carrylane.engine.scan;

/** What scans are tuned by: from which sizes on, and in which portions, work is shared. */
final class ScanTuning {
  /** The fewest elements that a thread takes: waking it costs as much as about 15 µs of work in cache. */
  static final int MIN_ELEMENTS = 1 << 17;

  /** The same within a pass, where helpers are awake, but take lines from each other's caches. */
  static final int MIN_ELEMENTS_IN_PASS = 1 << 16;

  /** The fewest channels that a thread takes of time-major rows: threads fetch each other's lines at their edges. */
  static final int MIN_CHANNELS = 128;

  /** Ranges of channels begin at multiples of this: a vector of 512 bits, about a cache line. */
  static final int CHANNEL_UNIT = 16;

  /** Elements that come from memory, where threads had rather have whole rows than some channels of every row. */
  static final int FROM_MEMORY = 1 << 22;

  /** Sequences of different lengths are dealt in more parts than threads, so that these end together. */
  static final int PARTS_PER_THREAD = 8;

  /** Elements of an exclusive scan that are moved a step on at once, while they are in the first-level cache. */
  static final int SHIFTED = 4096;

  /** The fewest steps that threads share where grouping changes nothing: they are read twice, with two meetings. */
  static final int MIN_EXACT_STEPS = 1 << 17;

  /** Shorter sequences of few channels are scanned step by step, which lanes beat from here on. */
  static final int LEAST_LOOKAHEAD = 64;

  /** Parts of speculative time for each thread: so many that caller and helpers meet within little of the whole. */
  static final int SPECULATIVE_PARTS_PER_THREAD = 8;

  /** Elements between two comparisons of states in speculative time. */
  static final int COMPARED = 2048;

  /** Comparisons to a part and thread: going through helpers' parts to the first takes a quarter of a share at most. */
  static final int COMPARISONS_PER_THREAD = 4;

  /** Blocks of a wave of blocked time: as many as the threads that one wave can keep busy. */
  static final int BLOCKS = 16;

  /** Steps of a block of short sequences: reducing and scanning them takes as long as handing them to a thread. */
  static final int MIN_BLOCK_STEPS = 512;

  /** Operands of a block: they stay in a second-level cache of 1 MB, those of a wave in the third level. */
  static final int BLOCK_BYTES = 1 << 18;

  /** Steps of a block of long rows: the walk over its maps is then a small part of what its steps cost. */
  static final int LEAST_BLOCK_STEPS = 32;

  /** Rows of the largest blocks whose states come to the same bits: all elements have to, at once. */
  static final int MOST_TO_MEET = 8;

  /** The fewest steps of an operator that a thread takes: some 10 µs with a cheap one, what waking it costs. */
  static final int OPERATOR_STEPS = 1 << 12;

  /** The fewest steps of one line of an operator that threads share. */
  static final int OPERATOR_SHARED_STEPS = 1 << 14;

  /** Blocks of a wave of an operator: enough to be dealt evenly among many threads, and still in cache. */
  static final int OPERATOR_BLOCKS = 256;

  /** Steps of the shortest block of an operator. */
  static final int OPERATOR_MIN_BLOCK = 64;

  /** Steps of the longest: 256 of them are 2 MB of 8 bytes each. */
  static final int OPERATOR_MAX_BLOCK = 1024;

  /** Parts of a wave or a level of the tree for each thread. */
  static final int OPERATOR_PARTS_PER_THREAD = 4;

  /** A level of the tree that is shorter is done before other threads have come to help. */
  static final long PARALLEL_LEVEL_NANOS = 50_000;

  private ScanTuning() {}
}
