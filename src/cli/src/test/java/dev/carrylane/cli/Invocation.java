package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line that was run inside this JVM. */
record Invocation(int code, String out, String err) {
  static Invocation of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Invocation(code, out.toString(), err.toString());
  }

  /** Runs a command line in a JVM of its own, as the launcher does but on the class path. */
  static Process start(String... args) throws IOException {
    return new ProcessBuilder(line(args)).start();
  }

  /** The command line that {@link #start} starts. */
  static List<String> line(String... args) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    line.add("--sun-misc-unsafe-memory-access=allow");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(args));
    return line;
  }

  /** What became of a command line that was started in a JVM of its own. */
  static Invocation finish(Process process) throws IOException {
    // Neither text fills its pipe, so that one may be read after the other.
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    // The JVM's own line, which no option prevents.
    err = err.replaceFirst("^WARNING: Using incubator modules: .*\\R", "");
    try {
      return new Invocation(process.waitFor(), out, err);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Asserts success with a report, and returns it. */
  String text() {
    assertEquals(Main.SUCCESS, code, err);
    assertFalse(out.isBlank());
    return out;
  }

  /** Asserts success with one JSON object as the last line, and returns it. */
  JsonNode json() {
    assertEquals(Main.SUCCESS, code, err);
    List<String> lines = out.lines().toList();
    assertFalse(lines.isEmpty(), "no output");
    assertTrue(out.endsWith(System.lineSeparator()), out);
    try {
      JsonNode node =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readTree(lines.get(lines.size() - 1));
      assertTrue(node.isObject(), out);
      return node;
    } catch (JsonProcessingException e) {
      throw new AssertionError(out, e);
    }
  }

  /** Asserts that the input was refused with one line that contains the given words. */
  void assertRefused(String... words) {
    assertEquals(Main.BAD_INPUT, code, out + err);
    assertEquals("", out);
    assertEquals(1, err.lines().count(), err);
    for (String word : words) {
      assertTrue(err.contains(word), err + " should contain " + word);
    }
  }
}
