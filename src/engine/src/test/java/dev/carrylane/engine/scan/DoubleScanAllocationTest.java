package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans in double precision allocate nothing, as little as their twins. */
class DoubleScanAllocationTest {
  /** Runs a helper before the caller begins, which allocates nothing either. */
  private static final Executor HELPER_FIRST = Runnable::run;

  private static final int LANES = 8;

  static Stream<Arguments> backendsAndSchedules() {
    return Backends.all().stream()
        .flatMap(b -> Stream.of(ScanSchedule.values()).map(s -> Arguments.of(b, s)));
  }

  private static Engine engine(Backend backend) {
    return Engine.of(backend).withExecutor(HELPER_FIRST, 2);
  }

  /** Values from −1 to 1. */
  private static double[] uniform(long seed, int length) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void realNumbers(Backend backend, ScanSchedule schedule) {
    int steps = 3 * ScanSchedule.blockSteps(1, 1) + 5;
    int most = 9 * LANES;
    double[] p = uniform(1, steps * most);
    double[] g = uniform(2, steps * most);
    double[] h = new double[steps * most];
    double[] state = new double[most];
    DoubleAffineScan scan = DoubleAffineScan.on(engine(backend), schedule);
    Sequences[] forms = {
      Sequences.timeMajor(steps, 3),
      Sequences.timeMajor(steps, 2 * LANES + 3).exclusive(),
      Sequences.timeMajor(steps, most).reversed()
    };
    Allocation.assertNone(
        () -> {
          for (Sequences each : forms) {
            scan.run(each, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
          }
        });
  }

  /** Few channels, also of one sequence that threads share. */
  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#all")
  void realNumbersWithStepsOnLanes(Backend backend) {
    int steps = 20_003;
    double[] p = uniform(1, steps);
    double[] g = uniform(2, steps);
    double[] h = new double[steps];
    DoubleAffineScan scan =
        DoubleAffineScan.on(engine(backend), ScanSchedule.KOGGE_STONE, steps / 2);
    DoubleAffineScan blocked = DoubleAffineScan.on(engine(backend), ScanSchedule.BLOCKED_TIME);
    Sequences[] forms = {
      Sequences.timeMajor(3_000, 1), Sequences.channelMajor(2, 3_000).reversed()
    };
    Allocation.assertNone(
        () -> {
          scan.run(steps, 1, p, g, h);
          for (Sequences each : forms) {
            scan.run(each, p, g, h);
            blocked.run(each, p, g, h);
          }
        });
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#all")
  void gradientsOfRealNumbers(Backend backend) {
    int steps = 400;
    int most = 2 * LANES + 3;
    double[] p = uniform(1, steps * most);
    double[] h = uniform(2, steps * most);
    double[] dh = uniform(3, steps * most);
    double[] dp = new double[steps * most];
    double[] dg = new double[steps * most];
    double[] states = new double[2 * most];
    boolean[] resets = new boolean[steps];
    resets[17] = true;
    DoubleAffineScanGradient gradient = DoubleAffineScanGradient.on(engine(backend));
    Sequences[] forms = {
      Sequences.timeMajor(steps, most),
      Sequences.timeMajor(steps, 1).reversed(),
      Sequences.channelMajor(LANES, steps).exclusive(),
      Sequences.packed(new int[] {0, 20, steps}, LANES)
    };
    Allocation.assertNone(
        () -> {
          for (Sequences each : forms) {
            gradient.run(
                each, resets, 0, p, 0, h, 0, states, 0, dh, 0, states, 0, dp, 0, dg, 0, states, 0);
          }
        });
  }
}
