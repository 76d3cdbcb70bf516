package dev.carrylane.engine.internal.product;

/** The measured constants of matrix products; work is in multiply-adds. docs/performance.md has the measurements. */
public final class ProductTuning {
  /** The least work worth waking a thread for: waking one takes about as long. */
  static final long LEAST_WORK = 4_000_000;

  /** The same within a pass, where the thread, once awake, finds more to do; but a pass may hold nothing else. */
  static final long LEAST_WORK_IN_PASS = 2_000_000;

  /** The same for threads that are awake. */
  static final long LEAST_WORK_HELPED = 500_000;

  /** The most parts: threads begin at different times, so that many small parts end more evenly. */
  static final int PARTS_PER_THREAD = 8;

  /** The same for threads that are awake, and begin together: rows of a convolution differ in work. */
  static final int PARTS_PER_THREAD_HELPED = 4;

  /** The least work of a part, so that claiming it costs nothing beside it; but each thread gets one. */
  static final long PART = 500_000;

  /** Packing moves an element in about the time of so much work; an estimate. */
  static final int COST_OF_PACKING = 8;

  /** Columns in a block: with {@link #ROW_BYTES} of depth, it leaves a 2 MB L2 room for what streams past. */
  public static final int BLOCK_COLUMNS = 512;

  /** Rows up to which packing the right operand costs more than reading it where it lies. */
  public static final int MOST_ROWS_IN_PLACE = 96;

  /** Rows of the right operand that are packed together, so that both sides are short streams; an estimate. */
  public static final int PACKED_ROWS = 8;

  /** Rows of a panel that are written column by column, in scratch that stays in L1. */
  public static final int TRANSPOSED_ROWS = 64;

  /** Of each row of a tile so much is copied at once: twelve leave a 48 KB L1 room for the panel that streams past. */
  public static final int ROW_BYTES = 3072;

  /** Rows are so much further apart than they are long, to start in different sets of L1. */
  public static final int ROW_GAP_BYTES = 32;

  private ProductTuning() {}
}
