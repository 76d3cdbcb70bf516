package dev.carrylane.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.cli.machine.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkingSetTest {
  private static final int K = 1 << 10;
  private static final int M = 1 << 20;

  private static List<Long> all(List<Machine.Cache> caches) {
    return WorkingSet.LEVELS.stream().map(level -> WorkingSet.bytes(level, caches)).toList();
  }

  @Test
  void fitsHalfOfACacheOrFarExceedsTheLast() {
    List<Machine.Cache> caches =
        List.of(
            new Machine.Cache(1, "Data", 48 * K),
            new Machine.Cache(1, "Instruction", 64 * K),
            new Machine.Cache(2, "Unified", 2 * M),
            new Machine.Cache(3, "Unified", 105L * M));
    assertEquals(List.of(16L * K, 1L * M, 8L * M, 512L * M), all(caches));
  }

  @Test
  void isUsualWhereTheMachineDoesNotTell() {
    assertEquals(List.of(16L * K, 512L * K, 4L * M, 256L * M), all(List.of()));
  }

  @Test
  void fitsIntoAHeapWhateverTheCaches() {
    List<Machine.Cache> caches = List.of(new Machine.Cache(3, "Unified", 1152L * M));
    assertEquals(1024L * M, WorkingSet.bytes("memory", caches));
  }

  @Test
  void namesALevelThatIsNone() {
    assertEquals(
        "level is L4; use one of L1, L2, L3, memory",
        assertThrows(IllegalArgumentException.class, () -> WorkingSet.bytes("L4")).getMessage());
  }
}
