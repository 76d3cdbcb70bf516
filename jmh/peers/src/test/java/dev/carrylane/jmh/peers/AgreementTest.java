package dev.carrylane.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AgreementTest {
  /** Sums of 1, 2 and 3 times (element + 1). */
  private static void require(int elements, Agreement.Result result) {
    Agreement.require("a library", elements, 3, (element, k) -> (k + 1.0) * (element + 1), result);
  }

  @Test
  void takesWhatRoundingExplains() {
    require(100, i -> 6 * (i + 1));
    require(100, i -> 6 * (i + 1) * (1 + 0x1p-23f));
  }

  @Test
  void refusesWhatItDoesNot() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> require(100, i -> i == 99 ? 600.001f : 6 * (i + 1)));
    assertEquals(
        "a library: element 99 is 600.001",
        refused.getMessage().substring(0, refused.getMessage().indexOf(',')));
    assertThrows(IllegalStateException.class, () -> require(1, i -> Float.NaN));
  }

  @Test
  void comparesElementsFromAllOfLargeResults() {
    int elements = 1_000_000;
    assertThrows(
        IllegalStateException.class,
        () -> require(elements, i -> i > elements - 1000 ? 0 : 6f * (i + 1)));
  }
}
