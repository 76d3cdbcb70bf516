package dev.carrylane.engine.adder;

import dev.carrylane.engine.internal.ParallelLoop;

/**
 * {@link AdderSchedule#THREADED}: threads take blocks of words. Owns what is known of each block; a
 * subclass owns the operands and knows the type of a word.
 */
abstract class Blocks {
  /**
   * 64 KiB of each operand, so that a block's words, should a carry run far through them, are still in the
   * second-level cache when they are read again. A quarter or half as long made no difference that could be
   * measured.
   */
  static final int BITS = 1 << 19;

  /** Setting fewer blocks than this to zero, 256 KiB, takes no longer than waking the helpers. */
  private static final long SHARED_RUN_BLOCKS = 4;

  private final ParallelLoop loop;
  private final int blockWords;
  private final long sharedRun;
  private final ParallelLoop.Body sums = this::sum;
  private final ParallelLoop.Body increments = this::increment;
  private int words;
  private int carryIn;

  /** The carry that each block generates by itself; after the scan the carry into it. */
  private int[] carry = new int[0];

  /** How many of each block's words, from its lowest, a carry would run through. */
  private int[] run = new int[0];

  Blocks(ParallelLoop loop, int blockWords) {
    this.loop = loop;
    this.blockWords = blockWords;
    sharedRun = SHARED_RUN_BLOCKS * blockWords;
  }

  /** The sum of a range, as the kernels add. */
  abstract int add(int from, int count, int carry);

  /** How many words of the sum are all ones, from the lowest of a range up to the first that is not. */
  abstract int ones(int from, int count);

  /** Adds one to a range of the sum whose lowest {@code run} words are all ones. */
  abstract void increment(int from, int count, int run);

  /** Adds all words and returns the carry out. */
  final int run(int length, int into) {
    words = length;
    carryIn = into;
    int blocks = Math.ceilDiv(length, blockWords);
    if (blocks <= 1) {
      return add(0, length, into);
    }
    if (carry.length < blocks) {
      carry = new int[blocks];
      run = new int[blocks];
    }
    loop.run(sums, blocks);
    return finish(blocks);
  }

  /** The scan over the blocks, and the carries into them. */
  private int finish(int blocks) {
    long running = 0;
    int last = carry[0];
    for (int block = 1; block < blocks; block++) {
      int into = last;
      int propagates = run[block] == size(block) ? 1 : 0;
      last = carry[block] | propagates & into;
      carry[block] = into;
      running += into * run[block];
    }
    if (running >= sharedRun) {
      loop.run(increments, blocks - 1);
    } else {
      for (int block = 1; block < blocks; block++) {
        increment(block - 1, 0);
      }
    }
    return last;
  }

  private int size(int block) {
    return Math.min(blockWords, words - block * blockWords);
  }

  /** The carry into the lowest block is known, so nothing is left to be added to that one. */
  private void sum(int block, int worker) {
    int from = block * blockWords;
    carry[block] = add(from, size(block), block == 0 ? carryIn : 0);
    run[block] = block == 0 ? 0 : ones(from, size(block));
  }

  private void increment(int index, int worker) {
    int block = index + 1;
    if (carry[block] == 1) {
      increment(block * blockWords, size(block), run[block]);
    }
  }
}
