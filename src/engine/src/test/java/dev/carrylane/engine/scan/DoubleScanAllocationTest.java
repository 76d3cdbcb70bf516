package dev.carrylane.engine.scan;

import dev.carrylane.engine.Allocation;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
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
  @MethodSource("backendsAndSchedules")
  void matrices(Backend backend, ScanSchedule schedule) {
    int most = 2_200 * 16;
    double[] p = uniform(1, most * 16);
    for (int i = 0; i < p.length; i++) {
      p[i] *= 0.5;
    }
    double[] g = uniform(2, most);
    double[] h = new double[most];
    double[] state = new double[2 * 17];
    DoubleDenseAffineScan two = DoubleDenseAffineScan.on(engine(backend), 2, schedule);
    DoubleDenseAffineScan sixteen = DoubleDenseAffineScan.on(engine(backend), 16, schedule);
    Sequences many = Sequences.timeMajor(1_030, 17);
    Sequences one = Sequences.timeMajor(1_200, 1);
    Allocation.assertNone(
        () -> {
          two.run(many, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
          sixteen.run(one, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
        });
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#all")
  void recurrencesOfHigherOrder(Backend backend) {
    int steps = 70;
    int channels = 37;
    double[] a = uniform(1, steps * channels * 8);
    double[] g = uniform(2, steps * channels);
    double[] h = new double[steps * channels];
    double[] state = new double[channels * 8];
    DoubleCompanionScan scan = DoubleCompanionScan.on(engine(backend), 8);
    Sequences rows = Sequences.timeMajor(steps, channels);
    Sequences lines = Sequences.channelMajor(channels, steps).reversed();
    Allocation.assertNone(
        () -> {
          scan.run(rows, null, 0, a, 0, g, 0, null, 0, h, 0, state, 0);
          scan.run(lines, null, 0, a, 0, g, 0, null, 0, h, 0, state, 0);
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

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#all")
  void gradientsOfMatrices(Backend backend) {
    int steps = 40;
    DoubleDenseAffineScanGradient small = DoubleDenseAffineScanGradient.on(engine(backend), 4);
    DoubleDenseAffineScanGradient large = DoubleDenseAffineScanGradient.on(engine(backend), 36);
    double[] p = uniform(1, steps * 36 * 36);
    double[] h = uniform(2, steps * 36);
    double[] dp = new double[p.length];
    double[] dg = new double[h.length];
    Sequences nine = Sequences.timeMajor(steps, 9);
    Sequences one = Sequences.timeMajor(steps, 1);
    Allocation.assertNone(
        () -> {
          small.run(nine, p, h, h, dp, dg);
          large.run(one, p, h, h, dp, dg);
        });
  }
}
