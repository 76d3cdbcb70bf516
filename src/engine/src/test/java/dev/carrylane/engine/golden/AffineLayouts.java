package dev.carrylane.engine.golden;

import dev.carrylane.engine.scan.ScanSchedule;
import java.util.List;

/** The shapes of diagonal affine scans in either precision. */
final class AffineLayouts {
  /** Channels about the widths of vectors, and every way in which sequences may lie. */
  static final List<Layout> SERIAL =
      List.of(
          Layout.timeMajor(0, 4).withStates(),
          Layout.timeMajor(5, 0),
          Layout.timeMajor(1, 1).withStates(),
          Layout.timeMajor(70, 1),
          Layout.timeMajor(33, 2),
          Layout.timeMajor(33, 4),
          Layout.timeMajor(33, 8).withStates(),
          Layout.timeMajor(33, 15),
          Layout.timeMajor(33, 16),
          Layout.timeMajor(33, 17).withStates().padded(),
          Layout.timeMajor(33, 31).reversed(),
          Layout.timeMajor(33, 33).exclusive().withStates(),
          Layout.timeMajor(60, 150).withResets().withStates(),
          Layout.timeMajor(60, 64).withResets().reversed(),
          Layout.timeMajor(20, 1024),
          Layout.batch(3, 40, 17).withStates(),
          Layout.batch(3, 40, 17).reversed().exclusive().withStates().withResets().padded(),
          Layout.channelMajor(1, 5, 63).withStates(),
          Layout.channelMajor(2, 17, 100).withResets().padded(),
          Layout.packed(6, 0, 3, 3, 40, 41).withStates(),
          Layout.packed(33, 2, 30, 100).reversed().exclusive().withStates().withResets().padded());

  /** Lengths about a tile, a piece and a block of the scan in registers. */
  static final List<Layout> FEW_CHANNELS =
      List.of(
          Layout.timeMajor(63, 1),
          Layout.timeMajor(64, 1).withStates(),
          Layout.timeMajor(65, 1),
          Layout.timeMajor(511, 1),
          Layout.timeMajor(513, 1).reversed(),
          Layout.timeMajor(2047, 1).withStates(),
          Layout.timeMajor(2048, 1),
          Layout.timeMajor(2049, 1).withStates().exclusive(),
          Layout.timeMajor(4095, 1),
          Layout.timeMajor(4096, 1).withStates(),
          Layout.timeMajor(4097, 1),
          Layout.timeMajor(9001, 1).withResets().withStates(),
          Layout.timeMajor(1023, 2),
          Layout.timeMajor(2049, 2).withStates().reversed(),
          Layout.timeMajor(1025, 4),
          Layout.timeMajor(1030, 4).exclusive().withResets().withStates(),
          Layout.timeMajor(513, 8),
          Layout.timeMajor(1027, 8).reversed().withStates().padded(),
          Layout.batch(3, 333, 1).withStates(),
          Layout.batch(2, 777, 4).reversed().exclusive().withResets().padded(),
          Layout.channelMajor(1, 3, 4097).withStates(),
          Layout.channelMajor(2, 9, 300).withResets().reversed().padded(),
          Layout.packed(1, 0, 100, 100, 612, 5000).withStates(),
          Layout.packed(2, 1, 700, 3000).exclusive().reversed());

  /** One block, the edges of blocks, many of them, and more than a wave. */
  static final List<Layout> BLOCKED =
      List.of(
          Layout.timeMajor(527, 3),
          Layout.timeMajor(528, 3).withStates(),
          Layout.timeMajor(529, 3),
          Layout.timeMajor(2000, 1).withStates(),
          Layout.timeMajor(2000, 8).reversed().withStates().padded(),
          Layout.timeMajor(8448, 5).exclusive().withStates(),
          Layout.timeMajor(8449, 2).withResets(),
          Layout.timeMajor(1200, 17).withResets().reversed().exclusive().withStates(),
          Layout.timeMajor(600, 1024).withStates(),
          Layout.batch(2, 1500, 4).withStates(),
          Layout.channelMajor(1, 3, 2500).withStates());

  /** Every kind of values, in the schedule that follows from the shape. */
  static final List<Layout> VALUES =
      List.of(
          Layout.timeMajor(9001, 1).withStates(),
          Layout.timeMajor(2500, 4),
          Layout.timeMajor(200, 37).withStates().withResets());

  static final Layout VALUES_BLOCKED = Layout.timeMajor(5001, 3).withStates();

  static final Layout VALUES_GRADIENT = Layout.timeMajor(100, 37).withStates().withResets();

  /** Shared among threads: by channels, by sequences, and in time. */
  static final List<Layout> LARGE =
      List.of(
          Layout.timeMajor(300, 1024).withStates(),
          Layout.batch(20, 220, 65).withResets(),
          Layout.timeMajor(270_001, 1).withStates(),
          Layout.timeMajor(70_001, 4).reversed());

  private AffineLayouts() {}

  /** A schedule at the beginning of a name; nothing where it follows from the shape. */
  static String name(ScanSchedule schedule) {
    return schedule == null
        ? ""
        : switch (schedule) {
          case SERIAL_TIME -> "serial ";
          case KOGGE_STONE -> "lookahead ";
          case BLOCKED_TIME -> "blocked ";
          default -> throw new IllegalArgumentException(schedule + " is not recorded");
        };
  }
}
