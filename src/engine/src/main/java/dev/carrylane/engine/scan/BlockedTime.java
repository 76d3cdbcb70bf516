package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;

/**
 * {@link ScanSchedule#BLOCKED_TIME}: threads take blocks of time of one sequence.
 *
 * <p>Between the reduced blocks of a wave and the scanned ones, one thread carries the state through their 14 maps,
 * one after the other, where Blelloch goes up and down a tree of maps. The walk applies 14 maps to a state. The tree
 * composes 21 pairs of maps in 6 levels and applies 14 maps, too. What counts:
 *
 * <ul>
 *   <li>Time. For one channel the walk takes 0.08 µs; the arithmetic of the tree, alone, on one thread, 1.5 to 2.2
 *       times as long as that of the walk, since it is more, and a chain of 14 multiply-adds is short. On threads each
 *       of the levels is a meeting, of 14 µs at best. The wave takes 400 µs.
 *   <li>Accuracy. The walk rounds a carry once in each block, and begins the next block with a state; where a map gives
 *       none that is finite, the block itself does. A composed map has no state to fall back to: its product may
 *       overflow where no state does, which had to be found out and walked after all.
 *   <li>Many channels. The walk takes 0.9 ns for each and map: 0.9 µs for 64, 12 µs for 1024, whose wave takes 260 µs
 *       on one thread. To share their walk costs a meeting, more than it saves on two threads, and what it would save
 *       on many is not worth a third phase, because so many channels are better shared themselves, as in {@link
 *       ScanSchedule#SERIAL_TIME}, which needs neither walk nor maps.
 * </ul>
 *
 * <p>{@link OperatorTree} has the tree: the operations of a caller may be long, and blocks are many.
 */
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
