package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.engine.Engine;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A schedule that a scan has not is refused when the scan is made. */
class ScanScheduleTest {
  private static final Engine ENGINE = Engine.singleThreaded();

  static Stream<Arguments> refused() {
    ScanSchedule lookahead = ScanSchedule.KOGGE_STONE;
    ScanSchedule blocks = ScanSchedule.BLOCKED_TIME;
    return Stream.of(
        refused(
            "KOGGE_STONE is no schedule of ComplexAffineScan; it has [SERIAL_TIME, BLOCKED_TIME]",
            () -> ComplexAffineScan.on(ENGINE, lookahead)),
        refused(
            "KOGGE_STONE is no schedule of DenseAffineScan; it has [SERIAL_TIME, BLOCKED_TIME]",
            () -> DenseAffineScan.on(ENGINE, 2, lookahead)),
        refused(
            "KOGGE_STONE is no schedule of OperatorScan; it has [SERIAL_TIME, BLOCKED_TIME]",
            () -> OperatorScan.on(ENGINE, lookahead)),
        refused(
            "KOGGE_STONE is no schedule of LongSemiringScan of OR_AND; it has [SERIAL_TIME, BLOCKED_TIME]",
            () -> LongSemiringScan.on(ENGINE, Semiring.OR_AND, lookahead)),
        refused(
            "BLOCKED_TIME is no schedule of FloatSemiringScan of SUM; it has [SERIAL_TIME]",
            () -> FloatSemiringScan.on(ENGINE, Semiring.SUM, blocks)));
  }

  private static Arguments refused(String message, Executable made) {
    return Arguments.of(message, made);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void aScheduleThatAScanHasNotIsRefused(String message, Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }
}
