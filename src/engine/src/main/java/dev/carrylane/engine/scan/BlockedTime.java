package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;

/** {@link ScanSchedule#BLOCKED_TIME}: threads take blocks of time of one sequence. */
final class BlockedTime {
  private final ParallelLoop loop;
  private final Recurrence recurrence;
  private final ScanLoop scans;
  private final ParallelLoop.Body reduce = this::reducePart;
  private final ParallelLoop.Body rescan = this::rescanPart;
  private int sequence;
  private int first;
  private int steps;
  private int blockSteps;
  private int blocks;
  private ScanSchedule within;

  BlockedTime(ParallelLoop loop, Recurrence recurrence, ScanLoop scans) {
    this.loop = loop;
    this.recurrence = recurrence;
    this.scans = scans;
  }

  /** Scans from the state of slot 0, which then holds the state after the last step. */
  void run(int sequence, int first, int steps) {
    int channels = recurrence.at.channels;
    this.sequence = sequence;
    within = recurrence.withinBlocks();
    blockSteps = ScanSchedule.blockSteps(steps, (long) channels * recurrence.stepBytes());
    if (steps <= blockSteps) {
      scans.scan(0, sequence, first, steps, 0, channels, within);
      return;
    }
    recurrence.reserveMaps(ScanSchedule.BLOCKS);
    int all = Math.ceilDiv(steps, blockSteps);
    for (int done = 0; done < all; ) {
      blocks = Math.min(ScanSchedule.BLOCKS, all - done);
      this.first = first + done * blockSteps;
      this.steps = Math.min(blocks * blockSteps, steps - done * blockSteps);
      wave();
      done += blocks;
    }
  }

  /**
   * Block b is scanned from slot b + 1 (the first from slot 1, too), so that slot 0 stays what the wave
   * began with until it ends.
   */
  private void wave() {
    int channels = recurrence.at.channels;
    recurrence.copy(0, 1, 0, channels);
    loop.run(reduce, Math.max(1, blocks - 1));
    if (blocks > 1) {
      // Slot 1 holds the state after the first block.
      recurrence.copy(1, 2, 0, channels);
      for (int b = 1; b < blocks - 1; b++) {
        recurrence.carry(
            b,
            sequence,
            first + b * blockSteps,
            blockSteps,
            recurrence.state(b + 1, 0),
            recurrence.state(b + 2, 0));
      }
      loop.run(rescan, blocks - 1);
      for (int b = 2; b < blocks && recurrence.at.exclusive; b++) {
        // An exclusive scan is the inclusive one, a step later. The first carry is no map's.
        recurrence.putBefore(b, sequence, first + b * blockSteps);
      }
    }
    recurrence.copy(blocks, 0, 0, channels);
  }

  /** The first part scans the first block, the others reduce; nobody needs the map of the last block. */
  private void reducePart(int index, int worker) {
    if (index == 0) {
      scan(0);
    } else {
      recurrence.reduce(index, sequence, first + index * blockSteps, blockSteps);
    }
  }

  private void rescanPart(int index, int worker) {
    scan(index + 1);
  }

  private void scan(int block) {
    int count = Math.min(blockSteps, steps - block * blockSteps);
    int channels = recurrence.at.channels;
    scans.scan(block + 1, sequence, first + block * blockSteps, count, 0, channels, within);
  }
}
