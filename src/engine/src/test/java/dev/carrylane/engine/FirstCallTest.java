package dev.carrylane.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A JVM's first calls, which every other test has behind it. */
@DisabledIfSystemProperty(
    named = Backend.PROPERTY,
    matches = ".+",
    disabledReason = "a backend asked for by name is never exchanged")
class FirstCallTest {
  @Test
  void firstCallsGiveTheSameBitsAndAllocateNothingWhileVectorsTakeOver()
      throws IOException, InterruptedException {
    assumeTrue(Backend.vector().isPresent(), Backend.vectorUnavailable());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                FirstSteps.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("same bits"), output);
  }
}
