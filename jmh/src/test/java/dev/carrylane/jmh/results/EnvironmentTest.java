package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("processor", "Any – \"quoted\"");
    machine.put("cores", "2");
    machine.put("caches", "L1 32 KiB");
    Environment written =
        new Environment(
            "bench --quick",
            "2026-01-01T00:00:00Z",
            "1.0",
            null,
            0.03,
            "quick",
            3,
            2,
            machine,
            List.of("a", "b"),
            List.of(
                new ProbeReading(0.5, 1e9, Double.NaN, Double.NaN),
                new ProbeReading(1.5, 1.1e9, 0.25, 0.01)),
            Map.of("A.b", "failed"));
    Path file = folder.resolve("environment.json");
    Files.writeString(file, "what was there");
    written.write(file);
    Environment read = Environment.read(file);
    assertEquals(written, read);
    assertEquals(List.copyOf(machine.keySet()), List.copyOf(read.machine().keySet()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void whatAnotherVersionAddsOrLacksDoesNotMatter() throws IOException {
    Path file = folder.resolve("environment.json");
    Files.writeString(file, "{\"command\": \"c\", \"date\": \"d\", \"new\": 1}");
    assertEquals(List.of(), Environment.read(file).probe());
    assertEquals(Map.of(), Environment.read(file).failures());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"forks\": \"many\"}"})
  void aDamagedFileIsToldWithARemedy(String json) throws IOException {
    Path file = folder.resolve("environment.json");
    Files.writeString(file, json);
    IOException e = assertThrows(IOException.class, () -> Environment.read(file));
    assertTrue(
        e.getMessage().startsWith(file + " is not the environment of a run"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aMissingFileIsTold() {
    assertThrows(NoSuchFileException.class, () -> Environment.read(folder.resolve("none.json")));
  }
}
