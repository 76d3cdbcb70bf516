package dev.carrylane.tasks.recognition;

import dev.carrylane.network.Tensor;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An entry of the fixtures' manifest, which has one on each line. */
record Fixture(String name, Map<String, String> facts) {
  private static final Path FOLDER = TestData.repository().resolve("src/tasks/src/test/fixtures");

  private static final Pattern FACT =
      Pattern.compile("\"(\\w+)\": (\"[^\"]*\"|\\[[^\\]]*\\]|[-+.e0-9]+)");

  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

  static Stream<Fixture> all() {
    List<Fixture> fixtures = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(FOLDER.resolve("manifest.json"))) {
        Map<String, String> facts = new LinkedHashMap<>();
        Matcher fact = FACT.matcher(line);
        while (fact.find()) {
          facts.put(fact.group(1), fact.group(2));
        }
        if (facts.containsKey("expected")) {
          fixtures.add(new Fixture(unquoted(facts.get("name")), facts));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fixtures.stream();
  }

  static Fixture named(String name) {
    return all().filter(fixture -> fixture.name.equals(name)).findFirst().orElseThrow();
  }

  Path checkpoint() {
    return FOLDER.resolve(unquoted(facts.get("file")));
  }

  Tensor inputs() throws IOException {
    return rows(FOLDER.resolve(name + ".in.csv"));
  }

  Tensor outputs() throws IOException {
    return rows(FOLDER.resolve(name + ".out.csv"));
  }

  String expected() {
    return unquoted(facts.get("expected"));
  }

  boolean hasHint() {
    return facts.containsKey("hint");
  }

  /** The texts of a list; empty if there is none. */
  List<String> list(String fact) {
    List<String> texts = new ArrayList<>();
    Matcher text = TEXT.matcher(facts.getOrDefault(fact, ""));
    while (text.find()) {
      texts.add(text.group(1));
    }
    return texts;
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1);
  }

  /** Frames of a CSV file, a row each. */
  static Tensor rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int width = lines.getFirst().split(",").length;
    float[] values = new float[lines.size() * width];
    int at = 0;
    for (String line : lines) {
      for (String value : line.split(",")) {
        values[at++] = Float.parseFloat(value);
      }
    }
    return Tensor.of(values, lines.size(), width);
  }

  @Override
  public String toString() {
    return name;
  }
}
