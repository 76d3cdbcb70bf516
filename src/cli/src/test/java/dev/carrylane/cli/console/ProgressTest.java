package dev.carrylane.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void showsABarOnATerminalAndNothingElsewhere() {
    assertEquals("", errorOf("false"));
    String bar = errorOf("true");
    assertTrue(bar.contains("work") && bar.contains("100%") && bar.contains("2/2"), bar);
  }

  private static String errorOf(String terminal) {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true));
    System.setProperty(Progress.TERMINAL_PROPERTY, terminal);
    try (Progress progress = Progress.of("work", 2)) {
      progress.step();
      progress.step();
    } finally {
      System.clearProperty(Progress.TERMINAL_PROPERTY);
      System.setErr(err);
    }
    return bytes.toString();
  }
}
