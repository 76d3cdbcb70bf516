package dev.carrylane.engine.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * What a recurrence is able to do, whatever the shape. A record has a string of its components, so that what runs often
 * stands in {@link ScanPlanner}; see {@link ScanRefusals}.
 *
 * @param width state elements of a channel
 * @param work elements that a step reads for each channel, more or less its multiply-adds: what threads share
 * @param stepBytes bytes of the operands that a step reads for each channel, if steps can be {@linkplain Reducible
 *     reduced}; else 0
 * @param exact whether results do not depend on how steps are grouped
 * @param correctable whether states are {@link Correctable} and, from different beginnings, likely to have the same
 *     bits after a while
 * @param block elements of a block of {@link ScanSchedule#KOGGE_STONE}; 0 without it
 * @param most channels side by side that it takes at most, a power of two
 */
record ScanAbilities(
    int width, int work, int stepBytes, boolean exact, boolean correctable, int block, int most) {
  /** Steps one after the other. */
  static ScanAbilities serial(int width, int work) {
    return new ScanAbilities(width, work, 0, false, false, 0, 0);
  }

  ScanAbilities withReduction(int bytes, boolean exactly) {
    return new ScanAbilities(width, work, bytes, exactly, correctable, block, most);
  }

  ScanAbilities withCorrection() {
    return new ScanAbilities(width, work, stepBytes, exact, true, block, most);
  }

  ScanAbilities withLookahead(int elements, int channels) {
    return new ScanAbilities(width, work, stepBytes, exact, correctable, elements, channels);
  }

  /** Checks that a schedule that is asked for by name is one of this recurrence. */
  void check(ScanSchedule named, String scan) {
    List<ScanSchedule> able = new ArrayList<>();
    able.add(ScanSchedule.SERIAL_TIME);
    if (block > 0) {
      able.add(ScanSchedule.KOGGE_STONE);
    }
    if (stepBytes > 0) {
      able.add(ScanSchedule.BLOCKED_TIME);
    }
    if (named != null && !able.contains(named)) {
      throw ScanRefusals.schedule(named, scan, able);
    }
  }
}
