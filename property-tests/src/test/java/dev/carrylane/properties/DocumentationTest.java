package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.testkit.Widths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java blocks of the README are whole programs, of which the first trains a model and the second runs it. So is any block
 * of a page in {@code docs} that declares a public class; the others of a page are together the statements of one. Blocks of
 * JSON are descriptions of models. They must compile without warnings and run as written, assertions included. Links between
 * pages must lead somewhere.
 */
@Tag(Widths.ANY)
class DocumentationTest {
  private static final int README_LINES = 175;
  private static final int EXAMPLE_LINES = 32;

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ANY_BLOCK = Pattern.compile("```.*?```", Pattern.DOTALL);
  private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");

  private static List<Path> docs() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(docs());
    pages.add(README);
    return pages;
  }

  static List<Path> programs() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path page : docs()) {
      if (!javaBlocks(page).isEmpty()) {
        pages.add(page);
      }
    }
    return pages;
  }

  private static List<String> javaBlocks(Path page) throws IOException {
    return JAVA_BLOCK
        .matcher(Files.readString(page))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** The second program runs the model that the first one trained. */
  @Test
  void theReadmeIsShortAndItsExamplesRun(@TempDir Path folder) throws Exception {
    assertTrue(Files.readAllLines(README).size() <= README_LINES, "README.md is too long");
    List<String> blocks = javaBlocks(README);
    assertEquals(2, blocks.size());
    Path numbers = folder.resolve("numbers.txt");
    Files.writeString(
        numbers,
        IntStream.range(0, 301)
            .mapToObj(i -> Double.toString(Math.sin(i / 3.0)))
            .collect(Collectors.joining("\n", "", "\n")));
    Path run = folder.resolve("run");
    Path model = run.resolve("best.safetensors");
    assertExamplePrints(folder, blocks.getFirst(), numbers.toString(), run.toString());
    assertTrue(Files.exists(model), "the example leaves no model");
    assertExamplePrints(folder, blocks.getLast(), model.toString());
  }

  private static void assertExamplePrints(Path folder, String source, String... arguments)
      throws Exception {
    assertTrue(source.lines().count() <= EXAMPLE_LINES, "an example is too long");
    Matcher name = CLASS_NAME.matcher(source);
    assertTrue(name.find(), "an example declares no public class");
    String printed = run(folder, name.group(1), source, arguments);
    assertFalse(printed.isBlank(), name.group(1) + " prints nothing");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aPageIsAProgramThatRuns(Path page, @TempDir Path folder) throws Exception {
    List<String> parts = new ArrayList<>();
    for (String block : javaBlocks(page)) {
      Matcher name = CLASS_NAME.matcher(block);
      if (name.find()) {
        String printed = run(folder, name.group(1), block);
        assertFalse(printed.isBlank(), name.group(1) + " prints nothing");
      } else {
        parts.add(block);
      }
    }
    String imports =
        parts.stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    String statements =
        parts.stream()
            .flatMap(String::lines)
            .filter(line -> !line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    run(
        folder,
        "Page",
        """
        %s
        public class Page {
          public static void main(String[] args) throws Exception {
            %s
          }
        }
        """
            .formatted(imports, statements));
  }

  @Test
  void describedModelsAreRead() throws IOException {
    int descriptions = 0;
    for (Path page : pages()) {
      Matcher block = JSON_BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        ModelDescription.fromJson(block.group(1));
        descriptions++;
      }
    }
    assertTrue(descriptions >= 2, descriptions + " descriptions");
  }

  /** Compiles a class and runs its main method; gives what it printed. */
  private static String run(Path folder, String name, String source, String... arguments)
      throws Exception {
    compile(folder, name, source);
    PrintStream standardOutput = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader.setDefaultAssertionStatus(true);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } finally {
      System.setOut(standardOutput);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static void compile(Path folder, String name, String source) throws IOException {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int status =
        compiler.run(
            null,
            messages,
            messages,
            "-Xlint:all,-path",
            "-Werror",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            file.toString());
    assertEquals(0, status, messages.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    String text = ANY_BLOCK.matcher(Files.readString(page)).replaceAll("");
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      String target = link.group(1);
      if (target.contains("://")) {
        continue;
      }
      Path file = target.isEmpty() ? page : page.resolveSibling(target).normalize();
      assertTrue(Files.exists(file), page + " links to " + target + ", which does not exist");
      String anchor = link.group(2);
      if (anchor != null) {
        assertTrue(
            anchors(file).contains(anchor),
            file + ", linked to by " + page + ", has no #" + anchor);
      }
    }
  }

  /** What the headings of a page are linked to by. */
  private static Set<String> anchors(Path page) throws IOException {
    String text = ANY_BLOCK.matcher(Files.readString(page)).replaceAll("");
    return HEADING
        .matcher(text)
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
