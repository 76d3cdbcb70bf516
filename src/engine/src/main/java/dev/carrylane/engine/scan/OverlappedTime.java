package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;

/**
 * {@link ScanSchedule#OVERLAPPED_TIME}. The definition is serial: where a block begins, the state is replaced
 * by the one that the last quarter of the block before gives from a zero state, if the two agree. On threads
 * all blocks begin with the latter, and those for which it was wrong are scanned again. Where results replace
 * operands they could not be, and one thread does what the definition says.
 */
final class OverlappedTime {
  private static final int MOST_BLOCKS = 16;
  private static final int MIN_BLOCK_STEPS = 1024;
  private static final int OVERLAP = 4;

  /** One for the sequence; for each block its state, what it began with, and the state a step before that. */
  static final int SLOTS = 1 + 3 * MOST_BLOCKS;

  private final ParallelLoop loop;
  private final Recurrence recurrence;
  private final ScanLoop scans;
  private final ParallelLoop.Body part = this::part;
  private int sequence;
  private int first;
  private int steps;
  private int blockSteps;

  OverlappedTime(ParallelLoop loop, Recurrence recurrence, ScanLoop scans) {
    this.loop = loop;
    this.recurrence = recurrence;
    this.scans = scans;
  }

  /** Scans from the state of slot 0, which then holds the state after the last step. */
  void run(int sequence, int first, int steps) {
    this.sequence = sequence;
    this.first = first;
    this.steps = steps;
    blockSteps = Math.max(MIN_BLOCK_STEPS, Math.ceilDiv(steps, MOST_BLOCKS));
    int blocks = Math.ceilDiv(steps, blockSteps);
    recurrence.reserveAside(MOST_BLOCKS);
    copy(0, state(0));
    if (loop.threads() > 1 && recurrence.keepsOperands()) {
      loop.run(part, blocks);
      for (int b = 1; b < blocks; b++) {
        if (!isGuessed(b)) {
          copy(state(b - 1), state(b));
          scan(b);
        }
      }
    } else {
      for (int b = 0; b < blocks; b++) {
        boolean last = b == blocks - 1;
        if (!last) {
          // While the operands of this block are there.
          guess(b + 1);
        }
        scan(b);
        if (!last) {
          copy(isGuessed(b + 1) ? guessed(b + 1) : state(b), state(b + 1));
        }
      }
    }
    for (int b = 1; b < blocks && recurrence.at.exclusive; b++) {
      // An exclusive scan is the inclusive one, a step later, and gives out no guesses.
      recurrence.putBefore(state(b - 1), sequence, first + b * blockSteps);
    }
    copy(state(blocks - 1), 0);
  }

  private void part(int block, int worker) {
    if (block > 0) {
      guess(block);
      copy(guessed(block), state(block));
    }
    scan(block);
  }

  private static int state(int block) {
    return 1 + 3 * block;
  }

  private static int guessed(int block) {
    return 2 + 3 * block;
  }

  private static int before(int block) {
    return 3 + 3 * block;
  }

  private void copy(int slot, int target) {
    recurrence.copy(slot, target, 0, recurrence.at.channels);
  }

  /** Finds the state that a block probably begins with. */
  private void guess(int block) {
    int end = first + block * blockSteps - 1;
    int overlap = blockSteps / OVERLAP - 1;
    int before = recurrence.state(before(block), 0);
    recurrence.zero(before, recurrence.at.channels * recurrence.width);
    recurrence.scanAside(block, sequence, end - overlap, overlap, before);
    copy(before(block), guessed(block));
    recurrence.scanAside(block, sequence, end, 1, recurrence.state(guessed(block), 0));
  }

  /** Whether a block begins with the state that was guessed. */
  private boolean isGuessed(int block) {
    return recurrence.agree(
        sequence,
        first + block * blockSteps - 1,
        recurrence.state(before(block), 0),
        recurrence.state(guessed(block), 0),
        recurrence.state(state(block - 1), 0));
  }

  private void scan(int block) {
    int count = Math.min(blockSteps, steps - block * blockSteps);
    int channels = recurrence.at.channels;
    scans.scan(
        state(block),
        sequence,
        first + block * blockSteps,
        count,
        0,
        channels,
        ScanSchedule.SERIAL_TIME);
  }
}
