package dev.carrylane.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.adder.AdderSchedule;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.jmh.ScanCost.Phase;
import dev.carrylane.jmh.ScanModel.Kernel;
import dev.carrylane.jmh.ScanModel.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of work; a nanosecond for an element, so that nanoseconds are elements. */
class ScanModelTest {
  private static final Latency NONE = new Latency(0, 0, 0);
  private static final Bandwidth ENDLESS = new Bandwidth(1e9, 1e9, 1, Double.POSITIVE_INFINITY);
  private static final Kernel KERNEL = new Kernel(1, 12);
  private static final int MILLION = 1 << 20;

  private static Shape channels(int steps, int channels) {
    return new Shape(1, steps, channels, 1, channels == 1 ? 4096 : 1, 40);
  }

  private static ScanCost shared(Shape shape, int threads) {
    return ScanModel.shared(shape, threads, false, KERNEL);
  }

  private static double nanos(ScanCost cost) {
    return cost.nanos(NONE, ENDLESS);
  }

  private static double sum(double[] parts) {
    return Arrays.stream(parts).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 16, 17})
  void everyElementIsInOnePart(int threads) {
    List<Shape> shapes =
        List.of(
            channels(1000, 1),
            channels(MILLION + 1, 1),
            channels(100_003, 64),
            channels(5001, 1000),
            new Shape(77, 3001, 5, 1, 1, 40),
            new Shape(3, 300_001, 1, 1, 4096, 40));
    for (Shape shape : shapes) {
      ScanCost cost = shared(shape, threads);
      double work = 0;
      double bytes = 0;
      for (Phase phase : cost.phases()) {
        boolean serial = phase.nanos().length == 1 && cost.phases().size() > 1;
        work += serial ? 0 : sum(phase.nanos());
        bytes += serial ? 0 : sum(phase.bytes());
      }
      assertEquals(shape.elements(), work, 1e-6 * work, shape + " on " + threads);
      assertEquals(12 * work, bytes, 1e-6 * bytes, shape + " on " + threads);
    }
  }

  @Test
  void littleWorkIsNotShared() {
    assertEquals(262_143, nanos(shared(channels(262_143, 1), 2)));
    assertEquals(131_071, nanos(ScanModel.shared(channels(131_071, 1), 2, true, KERNEL)));
    assertEquals(1, shared(channels(262_143, 1), 2).threads());
  }

  @Test
  void channelsAreSharedByThe128() {
    assertEquals(512 * 4000, nanos(shared(channels(4000, 1024), 2)));
    assertEquals(128 * 4000, nanos(shared(channels(4000, 1024), 8)));
    assertEquals(128 * 4000, nanos(shared(channels(4000, 1024), 16)));
    assertEquals(8, shared(channels(4000, 1024), 16).phases().get(0).nanos().length);
    // In units of 16 channels, the rest with the last.
    assertEquals(504 * 4000, nanos(shared(channels(4000, 1000), 2)));
  }

  @Test
  void channelsFromMemoryAreScannedFromBothEnds() {
    // Two parts, one of them corrected after 40 rows.
    assertEquals((8192 + 40) * 1024, nanos(shared(channels(16_384, 1024), 2)));
    // 1024 rows for each of 16 threads, 15 of which are corrected.
    assertEquals((1024 + 15 * 40) * 1024, nanos(shared(channels(16_384, 1024), 16)));
    // Too few rows to forget in: by channels.
    assertEquals(128 * 4096, nanos(shared(channels(4096, 1024), 32)));
  }

  @Test
  void sequencesAreSharedWhole() {
    Shape batch = new Shape(64, 4096, 64, 1, 1, 40);
    assertEquals(32 * 4096 * 64, nanos(shared(batch, 2)));
    assertEquals(4 * 4096 * 64, nanos(shared(batch, 16)));
    // 6 of them on 3 threads, 2 each.
    Shape few = new Shape(6, 100_000, 2, 1, 1, 40);
    assertEquals(2 * 200_000, nanos(shared(few, 3)));
  }

  @Test
  void fewChannelsAreScannedFromBothEnds() {
    // Two threads, 16 parts of 65536; 8 of them corrected up to the first comparison.
    assertEquals(8 * 65536 + 8 * 4096, nanos(shared(channels(MILLION, 1), 2)));
    // 16 threads, one part each, because shorter ones would not be worth correcting.
    assertEquals(65536 + 15 * 4096, nanos(shared(channels(MILLION, 1), 16)));
    // Compared every 32 steps of 64 channels, and the same after 40.
    Shape rows = channels(262_144, 64);
    assertEquals((8 * 16384 + 8 * 64) * 64, nanos(shared(rows, 2)));
  }

  @Test
  void statesThatDoNotForgetAreScannedByOneThread() {
    Shape shape = new Shape(1, 4096, 1, 256, 1, Shape.NEVER);
    assertEquals(MILLION, nanos(shared(shape, 1)));
    // 256 elements of a step make it wide enough for two threads, but there is one channel.
    assertEquals(MILLION, nanos(shared(shape, 2)));
  }

  /** The engine's own count of blocks shows in its depth. */
  @ParameterizedTest
  @ValueSource(ints = {512, 528, 529, 1000, 8193, 16384, 300_000, MILLION, 10_000_000})
  void blocksAreTheEngines(int steps) {
    for (int stepBytes : new int[] {8, 512, 8192}) {
      long block = ScanModel.blockSteps(steps, stepBytes);
      long waves = Math.ceilDiv(Math.ceilDiv(steps, block), 16);
      long depth = steps <= block ? steps : Math.min(steps, waves * (2 * block + 28));
      assertEquals(depth, ScanSchedule.BLOCKED_TIME.depth(steps, stepBytes));
    }
  }

  @Test
  void blockedTimeReducesAndScansAgain() {
    Kernel reduce = new Kernel(2, 8);
    // Two waves of 16 blocks, the last of which is shorter.
    int block = 32752;
    int last = 1000;
    int steps = 31 * block + last;
    ScanCost one = ScanModel.blocked(steps, 1, 1, false, KERNEL, reduce);
    assertEquals(steps + 28 * 2.0 * block + 28 * 2, nanos(one));
    double bytes = one.phases().stream().mapToDouble(phase -> sum(phase.bytes())).sum();
    assertEquals(12.0 * steps + 28 * 8.0 * block, bytes, 1);
    // Everyone has one block: reduced, and scanned.
    ScanCost many = ScanModel.blocked(steps, 1, 16, false, KERNEL, reduce);
    assertEquals(2 * (2.0 * block + 14 * 2 + block), nanos(many));
    assertEquals(6, many.phases().size());
    assertEquals(last, many.phases().get(5).nanos()[14]);
    // One block is scanned.
    assertEquals(500, nanos(ScanModel.blocked(500, 1, 2, false, KERNEL, reduce)));
  }

  @Test
  void anOperatorHasATree() {
    Kernel reduce = new Kernel(2, 4);
    // Four waves of 256 blocks of 1024.
    ScanCost one = ScanModel.tree(MILLION, 1, false, KERNEL, reduce);
    assertEquals(MILLION + 4 * 254 * 2048.0 + 4 * 510 * 2, nanos(one));
    // 64 parts on 16 threads: of the 255 blocks 63 parts have 4, and the first has 3 in both loops.
    ScanCost many = ScanModel.tree(MILLION, 16, false, KERNEL, reduce);
    assertEquals(64, many.phases().get(0).nanos().length);
    assertEquals(4 * (16 * 2048.0 + 510 * 2 + 16 * 1024), nanos(many), 4 * 2048.0);
  }

  @Test
  void overlappedTimeBeginsAQuarterEarly() {
    // Four blocks of 1024, three of them with 256 more, and three comparisons.
    assertEquals(4096 + 3 * 256 + 3, nanos(ScanModel.overlapped(4096, 1, 1, false, KERNEL)));
    assertEquals(2 * 1280 + 3, nanos(ScanModel.overlapped(4096, 1, 2, false, KERNEL)));
    assertEquals(1280 + 3, nanos(ScanModel.overlapped(4096, 1, 16, false, KERNEL)));
    assertEquals(10 * (1280 + 3), nanos(ScanModel.overlapped(4096, 10, 4, false, KERNEL)));
    // The quarter is read twice if two threads read it.
    assertEquals(12.0 * 4096, sum(bytes(ScanModel.overlapped(4096, 1, 1, false, KERNEL))));
    assertEquals(12.0 * 4864, sum(bytes(ScanModel.overlapped(4096, 1, 2, false, KERNEL))));
  }

  private static double[] bytes(ScanCost cost) {
    return cost.phases().get(0).bytes();
  }

  @Test
  void anAdditionIsSharedFromSomeLengthOn() {
    int words = 156_250;
    Latency latency = new Latency(0, 0, 4);
    assertEquals(AdderSchedule.THREADED, AdderSchedule.forLength(64L * words, 2));
    ScanCost one = ScanModel.adder(words, 1, false, KERNEL, latency);
    assertEquals(words, one.nanos(latency, ENDLESS));
    // 19 blocks of 8192 and 602 words, of which 10 blocks are one thread's; 19 carries of half a
    // meeting.
    ScanCost two = ScanModel.adder(words, 2, false, KERNEL, latency);
    assertEquals(10 * 8192 + 19 * 2, two.nanos(latency, ENDLESS));
    ScanCost brief = ScanModel.adder(1000, 2, false, KERNEL, latency);
    assertEquals(1000, brief.nanos(latency, ENDLESS));
  }
}
