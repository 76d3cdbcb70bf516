package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.scan.ScanPlan.Sharing;
import org.junit.jupiter.api.Test;

/** What follows from a shape. */
class ScanPlanTest {
  private static final ScanAbilities SERIAL = ScanAbilities.serial(1, 1);
  private static final ScanAbilities AFFINE =
      SERIAL.withReduction(8, false).withLookahead(4096, 8).withCorrection();
  private static final ScanAbilities EXACT = SERIAL.withReduction(8, true);
  private static final int LONG = 1 << 20;

  private static ScanPlanner planner(ScanAbilities can, ScanSchedule named, int threads) {
    return new ScanPlanner(can, named, threads, ScanTuning.MIN_ELEMENTS);
  }

  private static ScanPlan plan(ScanAbilities can, ScanSchedule named, int threads, Sequences of) {
    return planner(can, named, threads).plan(at(of), true, false);
  }

  private static Placement at(Sequences sequences) {
    Placement at = new Placement();
    at.describe(sequences);
    return at;
  }

  @Test
  void littleWorkIsNotShared() {
    ScanPlan plan = plan(AFFINE, null, 4, Sequences.timeMajor(16, 8));
    assertEquals(Sharing.NONE, plan.sharing());
    assertEquals(1, plan.parts());
    assertEquals(1, plan.slots());
    assertEquals(Sharing.NONE, plan(AFFINE, null, 1, Sequences.timeMajor(LONG, 8)).sharing());
  }

  @Test
  void theScheduleOfAPieceFollowsFromItsStepsAndTheLayout() {
    for (int channels : new int[] {1, 2, 4, 8}) {
      ScanPlan few = plan(AFFINE, null, 1, Sequences.timeMajor(1000, channels));
      assertEquals(ScanSchedule.SERIAL_TIME, ScanPlanner.schedule(few, 63));
      assertEquals(ScanSchedule.KOGGE_STONE, ScanPlanner.schedule(few, 64));
      assertEquals(4096 / channels, few.unit());
    }
    for (int channels : new int[] {3, 16}) {
      ScanPlan many = plan(AFFINE, null, 1, Sequences.timeMajor(1000, channels));
      assertEquals(ScanSchedule.SERIAL_TIME, ScanPlanner.schedule(many, 1000));
      assertEquals(1, many.unit());
      ScanPlan lines = plan(AFFINE, null, 1, Sequences.channelMajor(channels, 1000));
      assertEquals(ScanSchedule.KOGGE_STONE, ScanPlanner.schedule(lines, 1000));
      assertEquals(4096, lines.unit());
    }
  }

  @Test
  void aScheduleAskedForHoldsForEveryPieceThatItSuits() {
    Sequences two = Sequences.timeMajor(1000, 2);
    assertEquals(
        ScanSchedule.KOGGE_STONE,
        ScanPlanner.schedule(plan(AFFINE, ScanSchedule.KOGGE_STONE, 1, two), 1));
    assertEquals(
        ScanSchedule.SERIAL_TIME,
        ScanPlanner.schedule(plan(AFFINE, ScanSchedule.SERIAL_TIME, 1, two), 1000));
    Sequences three = Sequences.timeMajor(1000, 3);
    assertEquals(
        ScanSchedule.SERIAL_TIME,
        ScanPlanner.schedule(plan(AFFINE, ScanSchedule.KOGGE_STONE, 1, three), 1000));
    ScanPlan blocked = plan(AFFINE, ScanSchedule.BLOCKED_TIME, 1, three);
    assertEquals(Sharing.BLOCKS, blocked.sharing());
    assertEquals(ScanSchedule.BLOCKED_TIME, ScanPlanner.schedule(blocked, 1));
    assertEquals(ScanSchedule.SERIAL_TIME, blocked.within());
    assertEquals(ScanTuning.BLOCKS + 1, blocked.slots());
    ScanPlan line = plan(AFFINE, ScanSchedule.BLOCKED_TIME, 1, Sequences.timeMajor(1000, 1));
    assertEquals(ScanSchedule.KOGGE_STONE, line.within());
    assertEquals(4096, line.unit());
  }

  @Test
  void exactOperationsShareBlocksOfFewLongSequencesAmongThreads() {
    Sequences one = Sequences.timeMajor(LONG, 1);
    ScanPlan shared = plan(EXACT, null, 2, one);
    assertEquals(Sharing.BLOCKS, shared.sharing());
    assertEquals(
        ScanSchedule.SERIAL_TIME, ScanPlanner.schedule(shared, ScanTuning.MIN_EXACT_STEPS - 1));
    assertEquals(
        ScanSchedule.BLOCKED_TIME, ScanPlanner.schedule(shared, ScanTuning.MIN_EXACT_STEPS));
    assertEquals(Sharing.NONE, plan(EXACT, null, 1, one).sharing());
    assertEquals(Sharing.NONE, plan(SERIAL, null, 2, one).sharing());
    assertEquals(Sharing.CHANNELS, plan(EXACT, null, 2, Sequences.channelMajor(2, LONG)).sharing());
  }

  @Test
  void sequencesAreSharedWhereThereAreEnough() {
    ScanPlan plan = plan(AFFINE, null, 4, Sequences.timeMajor(8, LONG / 8, 4));
    assertEquals(Sharing.SEQUENCES, plan.sharing());
    assertEquals(8, plan.parts());
    assertEquals(4, plan.slots());
    assertEquals(
        32, plan(AFFINE, null, 4, Sequences.timeMajor(1000, LONG / 100, 1)).parts(), "8 a thread");
  }

  @Test
  void channelsAreSharedUnlessTheyComeFromMemory() {
    ScanPlan rows = plan(AFFINE, null, 4, Sequences.timeMajor(4095, 1024));
    assertEquals(Sharing.CHANNELS, rows.sharing());
    assertEquals(4, rows.parts());
    assertEquals(2, plan(AFFINE, null, 4, Sequences.timeMajor(8192, 256)).parts(), "128 channels");
    ScanPlan time = plan(AFFINE, null, 4, Sequences.timeMajor(4096, 1024));
    assertEquals(Sharing.SPECULATION, time.sharing());
    assertEquals(1024, ScanPlanner.partSteps(time, 4096, 4), "as few parts as threads");
    assertEquals(
        Sharing.CHANNELS, plan(AFFINE, null, 4, Sequences.channelMajor(1024, 4096)).sharing());
  }

  @Test
  void timeIsSharedBySpeculationWhereResultsMayBeWrittenEarly() {
    Sequences one = Sequences.timeMajor(LONG, 1);
    ScanPlan plan = plan(AFFINE, null, 2, one);
    assertEquals(Sharing.SPECULATION, plan.sharing());
    assertEquals(18, plan.slots());
    assertEquals(4096, plan.compared(), "a multiple of blocks");
    assertEquals(LONG / 16, ScanPlanner.partSteps(plan, LONG, 2));
    assertTrue(ScanPlanner.speculates(plan, 2 * ScanTuning.MIN_ELEMENTS));
    assertFalse(ScanPlanner.speculates(plan, 2 * ScanTuning.MIN_ELEMENTS - 1));
    assertEquals(Sharing.NONE, plan(AFFINE, null, 2, one.exclusive()).sharing());
    assertEquals(Sharing.NONE, planner(AFFINE, null, 2).plan(at(one), false, false).sharing());
    assertEquals(Sharing.NONE, plan(EXACT, ScanSchedule.SERIAL_TIME, 2, one).sharing());
  }

  @Test
  void threadsShareLessWithinAPass() {
    Placement at = at(Sequences.channelMajor(2, ScanTuning.MIN_ELEMENTS_IN_PASS));
    ScanPlanner planner = planner(AFFINE, null, 2);
    assertEquals(Sharing.NONE, planner.plan(at, true, false).sharing());
    assertEquals(Sharing.CHANNELS, planner.plan(at, true, true).sharing());
  }

  @Test
  void shapesThatRecurHaveTheSamePlan() {
    ScanPlanner planner = planner(AFFINE, null, 2);
    Placement at = at(Sequences.timeMajor(LONG, 1));
    ScanPlan first = planner.plan(at, true, false);
    at.steps = 10;
    ScanPlan second = planner.plan(at, true, false);
    at.steps = 11;
    assertSame(second, planner.plan(at, true, false));
    at.steps = LONG;
    assertSame(first, planner.plan(at, true, false));
  }
}
