package dev.carrylane.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.jmh.ScanCost.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanCostTest {
  private static final Latency NONE = new Latency(0, 0, 0);
  private static final Bandwidth ENDLESS = new Bandwidth(1e9, 1e9, 1, Double.POSITIVE_INFINITY);

  private static Phase work(double... nanos) {
    return new Phase(nanos, new double[nanos.length]);
  }

  private static double nanos(int threads, Latency latency, Bandwidth bandwidth, Phase... phases) {
    return new ScanCost(threads, false, List.of(phases)).nanos(latency, bandwidth);
  }

  @Test
  void bandwidthGrowsInProportionUntilAllCoresHaveTheirs() {
    Bandwidth four = new Bandwidth(10, 25, 4, Double.POSITIVE_INFINITY);
    assertEquals(10, four.of(1));
    assertEquals(20, four.of(2));
    assertEquals(25, four.of(3));
    assertEquals(25, four.of(4));
    assertEquals(100, four.of(16));
  }

  @Test
  void bandwidthOfMoreCoresHasALimit() {
    Bandwidth two = new Bandwidth(10, 18, 2, Double.POSITIVE_INFINITY);
    assertEquals(18, two.withLimit(18).of(16));
    assertEquals(36, two.withLimit(40).of(4));
    assertEquals(40, two.withLimit(40).of(16));
    // What was measured here is not taken back.
    assertEquals(18, two.withLimit(5).of(16));
  }

  @Test
  void helpersAreCalledOneAfterTheOther() {
    Latency latency = new Latency(20, 5, 1);
    assertArrayEquals(new double[] {0}, latency.starts(1, false));
    assertArrayEquals(new double[] {15, 20, 25, 30}, latency.starts(4, false));
    assertArrayEquals(new double[] {0, 1, 2, 3}, latency.starts(4, true));
  }

  @Test
  void whoeverIsFreeTakesTheNextPart() {
    assertEquals(10, nanos(1, NONE, ENDLESS, work(1, 2, 3, 4)));
    // 1 and 3 against 2 and 4.
    assertEquals(6, nanos(2, NONE, ENDLESS, work(1, 2, 3, 4)));
    assertEquals(4, nanos(9, NONE, ENDLESS, work(1, 2, 3, 4)));
  }

  @Test
  void helpersThatComeLateTakeLess() {
    Latency latency = new Latency(25, 0, 0);
    assertEquals(60, nanos(2, latency, ENDLESS, work(20, 20, 20, 20)), "the caller takes three");
    assertEquals(20, nanos(2, latency, ENDLESS, work(20)), "nobody is called for one part");
  }

  @Test
  void phasesFollowEachOther() {
    assertEquals(27, nanos(2, NONE, ENDLESS, work(10, 10), work(7), work(10, 10)));
  }

  @Test
  void aPartTakesAsLongAsItsBytesDo() {
    Bandwidth two = new Bandwidth(1, 1.5, 2, Double.POSITIVE_INFINITY);
    Phase fromMemory = new Phase(new double[] {10, 10}, new double[] {30, 30});
    assertEquals(60, nanos(1, NONE, two, fromMemory));
    assertEquals(40, nanos(2, NONE, two, fromMemory), 1e-9);
    Phase inCache = new Phase(new double[] {50, 50}, new double[] {30, 30});
    assertEquals(50, nanos(2, NONE, two, inCache));
  }

  @Test
  void figuresHaveThreeDigits() {
    assertEquals("0.123", ScanScaling.figure(0.1234));
    assertEquals("1.23", ScanScaling.figure(1.234));
    assertEquals("12.3", ScanScaling.figure(12.34));
    assertEquals("1234", ScanScaling.figure(1234.4));
    assertEquals("0.00000", ScanScaling.figure(0));
  }
}
