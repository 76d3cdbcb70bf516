package dev.carrylane.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is checked in is what the generator writes. */
class CurrentTest {
  private static final Path ENGINE = Path.of("..", "engine");

  @Test
  void generatedSourcesAreCurrent() throws IOException {
    assertEquals(
        List.of(),
        differing(Generator.read(Generator.target(ENGINE)), Generator.sources(ENGINE)),
        "generated sources that differ from what the generator writes; run "
            + "mvn -B -ntp -q -pl src/generator compile exec:exec@generate");
  }

  @Test
  void writesWhatIsMissingAndRemovesWhatIsLeft(@TempDir Path engine) throws IOException {
    copyHandWritten(engine);
    Path target = Generator.target(engine);
    Path left = target.resolve("dev/carrylane/engine/Left.java");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "final class Left {}\n");
    SortedMap<String, String> wanted = Generator.sources(engine);
    List<String> differing = differing(Generator.read(target), wanted);
    assertEquals(wanted.size() + 1, differing.size());
    assertTrue(differing.contains("dev/carrylane/engine/Left.java"), differing::toString);
    Generator.main(new String[] {engine.toString()});
    assertEquals(wanted, Generator.read(target));
  }

  private static void copyHandWritten(Path engine) throws IOException {
    for (var each : Generator.read(ENGINE.resolve("src/main/java")).entrySet()) {
      Path file = engine.resolve("src/main/java").resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }

  private static List<String> differing(
      SortedMap<String, String> found, SortedMap<String, String> wanted) {
    SortedSet<String> all = new TreeSet<>(found.keySet());
    all.addAll(wanted.keySet());
    return all.stream()
        .filter(each -> !wanted.getOrDefault(each, "").equals(found.get(each)))
        .toList();
  }
}
