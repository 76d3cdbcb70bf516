package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  @Test
  void passesOutputOn() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    StandardOutput output = new StandardOutput(target);
    PrintWriter writer = new PrintWriter(output);
    writer.print("text");
    writer.flush();
    assertEquals("text", target.toString());
    assertEquals("", output.loss());
    assertFalse(writer.checkError());
  }

  @Test
  void aReaderThatLeftIsNoLoss() {
    assertEquals("", lossAfter("Broken pipe"));
    assertEquals("No space left on device", lossAfter("No space left on device"));
    assertEquals("null", lossAfter(null));
  }

  private static String lossAfter(String message) {
    StandardOutput output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(message);
              }
            });
    PrintWriter writer = new PrintWriter(output);
    writer.print("text");
    writer.flush();
    assertTrue(writer.checkError());
    writer.print("more");
    writer.flush();
    return output.loss();
  }
}
