package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.thread.ParallelLoop;

/**
 * {@link ScanSchedule#BLOCKED_TIME}: threads take blocks of time of one sequence.
 *
 * <p>Between the reduced blocks of a wave and the scanned ones, one thread carries the state through their 14 maps, one
 * after the other, where Blelloch goes up and down a tree of maps. The walk is less work than the tree, takes less time
 * than one meeting of two threads, rounds a carry once in each block, and has a state at every block, from which the
 * block itself is run where a map gives none that is finite. So many channels that the walk were long are better shared
 * themselves, as in {@link ScanSchedule#SERIAL_TIME}.
 *
 * <p>{@link OperatorTree} has the tree: the operations of a caller may be long, and blocks are many.
 */
final class BlockedTime {
  private final ParallelLoop loop;
  private final Recurrence<?> recurrence;
  private final Reducible maps;
  private final PieceScan pieces;
  private final ParallelLoop.Body reduce = this::reducePart;
  private final ParallelLoop.Body rescan = this::rescanPart;
  private int sequence;
  private int first;
  private int steps;
  private int blockSteps;
  private int blocks;
  private ScanPlan plan;

  private BlockedTime(
      ParallelLoop loop, Recurrence<?> recurrence, Reducible maps, PieceScan pieces) {
    this.loop = loop;
    this.recurrence = recurrence;
    this.maps = maps;
    this.pieces = pieces;
  }

  /** Blocked time of a recurrence, or null where it cannot be reduced. */
  static BlockedTime of(ParallelLoop loop, Recurrence<?> recurrence, PieceScan pieces) {
    return recurrence instanceof Reducible maps
        ? new BlockedTime(loop, recurrence, maps, pieces)
        : null;
  }

  /** Scans from the state of slot 0, which then holds the state after the last step. */
  void run(ScanPlan plan, int sequence, int first, int steps) {
    int channels = recurrence.at.channels;
    this.plan = plan;
    this.sequence = sequence;
    blockSteps = ScanSchedule.blockSteps(steps, (long) channels * recurrence.abilities.stepBytes());
    if (steps <= blockSteps) {
      pieces.scan(0, sequence, first, steps, 0, channels, plan.within(), plan.unit());
      return;
    }
    maps.reserveMaps(ScanTuning.BLOCKS);
    int all = Math.ceilDiv(steps, blockSteps);
    for (int done = 0; done < all; ) {
      blocks = Math.min(ScanTuning.BLOCKS, all - done);
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
        maps.carry(
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
      maps.reduce(index, sequence, first + index * blockSteps, blockSteps);
    }
  }

  private void rescanPart(int index, int worker) {
    scan(index + 1);
  }

  private void scan(int block) {
    int count = Math.min(blockSteps, steps - block * blockSteps);
    int channels = recurrence.at.channels;
    int at = first + block * blockSteps;
    pieces.scan(block + 1, sequence, at, count, 0, channels, plan.within(), plan.unit());
  }
}
