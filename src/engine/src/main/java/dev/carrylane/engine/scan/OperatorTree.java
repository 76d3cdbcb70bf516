package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.thread.ParallelLoop;

/**
 * {@link ScanSchedule#BLOCKED_TIME} of an operator: time in blocks, reduced in parallel, a tree over the
 * blocks, and every block scanned from its carry.
 *
 * <p>The first block of a wave is scanned at once and its last state takes part in the tree as the other blocks' totals
 * do; nobody needs the total of the last block. The tree is that of Brent and Kung ("A regular layout for parallel
 * adders", 1982), which leaves in each place everything up to and including it, and so needs no identity.
 *
 * <p>Blocks lie in waves, so that what was reduced is scanned again before it leaves the cache.
 */
final class OperatorTree {
  /** Blocks of a wave. */
  static final int BLOCKS = ScanTuning.OPERATOR_BLOCKS;

  private final ParallelLoop loop;
  private final OperatorPiece scans;
  private final long parallelLevelNanos;
  private final ParallelLoop.Body reduce = this::reducePart;
  private final ParallelLoop.Body level = this::levelPart;
  private final ParallelLoop.Body rescan = this::rescanPart;
  private ScanOperator operator;
  private int width;
  private int x;
  private int y;
  private int steps;
  private int blockSteps;
  private int blocks;
  private int carry;
  private int slots;
  private int parts;
  private int node;
  private int nodes;
  private int distance;
  private int end;

  /** With how long a level of the tree has to take one thread for others to take part in it. */
  OperatorTree(ParallelLoop loop, OperatorPiece scans, long parallelLevelNanos) {
    this.loop = loop;
    this.scans = scans;
    this.parallelLevelNanos = parallelLevelNanos;
  }

  /** Steps of every block but the last, which may have less. */
  static int blockSteps(int steps) {
    return Math.clamp(
        Math.ceilDiv(steps, BLOCKS), ScanTuning.OPERATOR_MIN_BLOCK, ScanTuning.OPERATOR_MAX_BLOCK);
  }

  private static int blocks(int steps) {
    return Math.ceilDiv(steps, blockSteps(steps));
  }

  /** Elements that the tree needs for lines of at most so many steps. */
  static int slots(int steps) {
    // A total for each block of a wave, and the state between waves.
    return (int)
            Math.min(
                BLOCKS,
                (steps + ScanTuning.OPERATOR_MIN_BLOCK - 1L) / ScanTuning.OPERATOR_MIN_BLOCK)
        + 1;
  }

  /** Scans a piece of a line, with the elements of its own at slots; returns where the state after the last step lies. */
  int run(ScanOperator operator, int width, int x, int y, int steps, int state, int slots) {
    blockSteps = blockSteps(steps);
    if (steps <= blockSteps) {
      return scans.scan(0, x, y, steps, state);
    }
    this.operator = operator;
    this.width = width;
    this.slots = slots;
    carry = state;
    try {
      int all = blocks(steps);
      for (int done = 0; done < all; ) {
        blocks = Math.min(BLOCKS, all - done);
        int from = done * blockSteps;
        this.x = x + from * scans.inputStep;
        this.y = y + from * scans.outputStep;
        this.steps = Math.min(blocks * blockSteps, steps - from);
        wave();
        carry = end;
        done += blocks;
      }
      return carry;
    } finally {
      this.operator = null;
    }
  }

  private void wave() {
    long before = System.nanoTime();
    // The last block is not reduced.
    share(reduce, Math.max(1, blocks - 1));
    if (blocks > 1) {
      long each = (System.nanoTime() - before) / (blockSteps * (long) (blocks - 1)) + 1;
      sweep(blocks - 1, each * loop.threads());
      share(rescan, blocks - 1);
    }
  }

  private void share(ParallelLoop.Body body, int items) {
    nodes = items;
    parts =
        loop.threads() == 1
            ? 1
            : Math.min(items, ScanTuning.OPERATOR_PARTS_PER_THREAD * loop.threads());
    loop.run(body, parts);
  }

  /** Puts into each of the first places the totals of all up to it. */
  private void sweep(int places, long nanosEach) {
    int d = 1;
    for (; 2 * d <= places; d *= 2) {
      level(2 * d - 1, d, places, nanosEach);
    }
    for (d /= 2; d > 0; d /= 2) {
      level(3 * d - 1, d, places, nanosEach);
    }
  }

  private void level(int first, int distance, int places, long nanosEach) {
    int count = first >= places ? 0 : (places - first - 1) / (2 * distance) + 1;
    if (count == 0) {
      return;
    }
    this.distance = distance;
    node = first;
    if (count > 1 && loop.threads() > 1 && count * nanosEach >= parallelLevelNanos) {
      share(level, count);
    } else {
      nodes = count;
      parts = 1;
      levelPart(0, 0);
    }
  }

  private void levelPart(int index, int worker) {
    int from = (int) ((long) nodes * index / parts);
    int to = (int) ((long) nodes * (index + 1) / parts);
    for (int k = from; k < to; k++) {
      int i = node + k * 2 * distance;
      operator.combine(slot(i - distance), slot(i), slot(i));
    }
  }

  private void reducePart(int index, int worker) {
    int from = (int) ((long) nodes * index / parts);
    int to = (int) ((long) nodes * (index + 1) / parts);
    for (int block = from; block < to; block++) {
      if (block == 0) {
        int state = scans.scan(worker, x, y, Math.min(blockSteps, steps), carry);
        if (blocks == 1) {
          keep(state);
        } else {
          operator.copy(state, slot(0));
        }
      } else {
        reduce(block);
      }
    }
  }

  /** From the last step back to the first, so that the result always replaces the right operand. */
  private void reduce(int block) {
    int total = slot(block);
    int left = x + (block * blockSteps + blockSteps - 2) * scans.inputStep;
    operator.combine(left, left + scans.inputStep, total);
    for (int t = blockSteps - 2; t > 0; t--) {
      left -= scans.inputStep;
      operator.combine(left, total, total);
    }
  }

  private void rescanPart(int index, int worker) {
    int from = (int) ((long) nodes * index / parts);
    int to = (int) ((long) nodes * (index + 1) / parts);
    for (int block = from + 1; block <= to; block++) {
      int first = block * blockSteps;
      int count = Math.min(blockSteps, steps - first);
      int state =
          scans.scan(
              worker,
              x + first * scans.inputStep,
              y + first * scans.outputStep,
              count,
              slot(block - 1));
      if (block == blocks - 1) {
        keep(state);
      }
    }
  }

  /** The state after a wave: results stay where they are, a worker's scratch does not. */
  private void keep(int state) {
    if (scans.at.exclusive) {
      end = slots;
      operator.copy(state, end);
    } else {
      end = state;
    }
  }

  private int slot(int block) {
    return slots + (1 + block) * width;
  }
}
