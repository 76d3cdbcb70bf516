package dev.carrylane.generator;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the engine's generated sources: the register tiles of the matrix products, the kernels of the semirings, scans
 * in registers, the columns of matrices that are stored by rows, and the twins of the float classes in other types.
 *
 * <p>The vectors of a kernel are local variables, because the JIT keeps no array of vectors in registers; so each number
 * of them is a method of its own.
 */
final class Generator {
  private static final String ENGINE = "dev/carrylane/engine/";
  private static final String VECTOR = "internal/vector/";

  private final Formatter formatter =
      new Formatter(JavaFormatterOptions.builder().formatJavadoc(false).build());

  private final Path handWritten;
  private final SortedMap<String, String> sources = new TreeMap<>();

  private Generator(Path handWritten) {
    this.handWritten = handWritten;
  }

  /** Writes all sources, and removes others. */
  public static void main(String[] arguments) throws IOException {
    Path engine = Path.of(arguments[0]);
    SortedMap<String, String> sources = sources(engine);
    Path target = target(engine);
    for (String left : read(target).keySet()) {
      if (!sources.containsKey(left)) {
        Files.delete(target.resolve(left));
      }
    }
    for (var each : sources.entrySet()) {
      Path file = target.resolve(each.getKey());
      // A file that is as it should be keeps its date, so that nothing is built again.
      if (!Files.exists(file) || !Files.readString(file).equals(each.getValue())) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, each.getValue());
      }
    }
  }

  /** The folder of the generated sources of the engine. */
  static Path target(Path engine) {
    return engine.resolve("src/generated/java");
  }

  /** The generated sources that are there, by their places below the folder. */
  static SortedMap<String, String> read(Path folder) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String place = folder.relativize(file).toString().replace('\\', '/');
          found.put(place, Files.readString(file));
        }
      }
    }
    return found;
  }

  /** What the generated sources should be, by their places below their folder. */
  static SortedMap<String, String> sources(Path engine) throws IOException {
    Generator generator = new Generator(engine.resolve("src/main/java").resolve(ENGINE));
    generator.addAll();
    return generator.sources;
  }

  private void addAll() throws IOException {
    for (Tiles tiles : Tiles.ALL) {
      add(VECTOR + tiles.className(), tiles.source());
    }
    for (KoggeStone scan : KoggeStone.ALL) {
      add(VECTOR + scan.className(), scan.source());
    }
    for (String type : List.of("Float", "Double")) {
      add(VECTOR + type + "KoggeStone", KoggeStone.dispatcher(type));
    }
    add(VECTOR + "DenseSteps", DenseSteps.source());
    for (SemiringKernels kernels : SemiringKernels.ALL) {
      addSemiring("internal/kernel/", kernels, "", kernels.contract());
      addSemiring("internal/scalar/", kernels, "Scalar", kernels.scalar());
      addSemiring(VECTOR, kernels, "Vector", kernels.vector());
    }
    for (String name : Twins.IN_DOUBLE) {
      add(Twins.inDouble(name), Twins.code(name, Twins.inDouble(original(name))));
    }
    for (String name : Twins.IN_LONG) {
      add(Twins.inLong(name), Twins.code(name, Twins.inLong(original(name))));
    }
    for (String name : Twins.IN_NARROW) {
      String type = name.substring(name.lastIndexOf('/') + 1);
      for (String part : Twins.PARTS) {
        String narrow = Twins.narrow(type, original(name), part);
        add(name + part, Twins.code(name, narrow));
        add(Twins.inDouble(name + part), Twins.code(name, Twins.inDouble(narrow)));
      }
    }
  }

  /** The kernels for long are the originals: they have all semirings. */
  private void addSemiring(String folder, SemiringKernels kernels, String kind, String source) {
    String original = folder + SemiringKernels.ALL.getFirst().name(kind);
    String name = folder + kernels.name(kind);
    add(name, name.equals(original) ? source : Twins.code(original, source));
  }

  private String original(String name) throws IOException {
    return Files.readString(handWritten.resolve(name + ".java"));
  }

  /** Formats as the build demands of all sources. */
  private void add(String name, String source) {
    try {
      String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
      String needed = RemoveUnusedImports.removeUnusedImports(ordered);
      sources.put(ENGINE + name + ".java", formatter.formatSource(needed));
    } catch (FormatterException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }
}
