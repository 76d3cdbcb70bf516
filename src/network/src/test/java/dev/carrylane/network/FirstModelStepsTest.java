package dev.carrylane.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.network.layer.LayerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first steps of models in a JVM, which every other test has behind it. */
final class FirstModelStepsTest {
  @ParameterizedTest
  @EnumSource(
      value = LayerKind.class,
      names = {
        "LSTM",
        "CARRY_LOOKAHEAD",
        "EXACT_CARRY",
        "LRU",
        "FLATTENED_LINEAR",
        "WINDOW_CONVOLUTION"
      })
  void allocateNothingFromTheSecondCallOn(LayerKind kind) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                FirstModelSteps.class.getName(),
                kind.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertEquals("0 bytes", output.strip());
  }
}
