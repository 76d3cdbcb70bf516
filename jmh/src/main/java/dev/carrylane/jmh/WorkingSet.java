package dev.carrylane.jmh;

import dev.carrylane.cli.machine.Machine;
import java.util.List;

/** How much is read over and over so that it comes from one level of the memory. */
public final class WorkingSet {
  /** The levels, the nearest first. */
  public static final List<String> LEVELS = List.of("L1", "L2", "L3", "memory");

  /** What a cache holds where the machine does not tell. */
  private static final List<Long> USUAL = List.of(32L << 10, 1L << 20, 16L << 20);

  private static final long LEAST_FROM_MEMORY = 256L << 20;

  /** Above, a heap of the usual size could not hold it. */
  private static final long MOST_FROM_MEMORY = 1L << 30;

  private WorkingSet() {}

  /**
   * Half of a cache, or from memory four times the last cache but at least 256 MB; a power of two. Of the third level no more
   * than four times the second: a share of it that other machines on the same processor leave.
   *
   * @param level one of {@link #LEVELS}
   * @return bytes
   * @throws IllegalArgumentException if there is no such level
   */
  public static long bytes(String level) {
    return bytes(level, Machine.current().caches());
  }

  static long bytes(String level, List<Machine.Cache> caches) {
    int index = LEVELS.indexOf(level);
    if (index < 0) {
      throw new IllegalArgumentException(
          "level is %s; use one of %s".formatted(level, String.join(", ", LEVELS)));
    }
    if (index < USUAL.size()) {
      long half = cache(index, caches) / 2;
      return Long.highestOneBit(index == 2 ? Math.min(half, 4 * cache(1, caches)) : half);
    }
    long atLeast = Math.max(LEAST_FROM_MEMORY, 4 * cache(USUAL.size() - 1, caches));
    return Math.min(MOST_FROM_MEMORY, Long.highestOneBit(2 * atLeast - 1));
  }

  private static long cache(int index, List<Machine.Cache> caches) {
    return caches.stream()
        .filter(cache -> cache.level() == index + 1 && !cache.type().equals("Instruction"))
        .mapToLong(Machine.Cache::bytes)
        .findFirst()
        .orElse(USUAL.get(index));
  }
}
