package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.Architecture;
import dev.carrylane.network.Decoder;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first Java block of the README is a whole program: it must compile and run as written. */
class ReadmeExampleTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

  @Test
  void compilesAndRuns(@TempDir Path folder) throws Exception {
    Path readme = Path.of(System.getProperty("basedir", "."), "../README.md");
    Matcher block = JAVA_BLOCK.matcher(Files.readString(readme));
    assertTrue(block.find(), "README.md has no Java block");
    String source = block.group(1);
    assertTrue(source.lines().count() <= 15, "the example is longer than 15 lines");
    Matcher name = CLASS_NAME.matcher(source);
    assertTrue(name.find(), "the example declares no public class");

    Path file = folder.resolve(name.group(1) + ".java");
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

    ModelDescription description =
        new ModelDescription(
            Architecture.CL_RNN, 3, List.of(4, 4), 2, 3, Decoder.PER_STEP, 0, Output.SIGMOID, "");
    Path model = folder.resolve("model.safetensors");
    Model.of(description, Initialization.uniform(description, 1), Backend.active()).save(model);
    PrintStream standardOutput = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass(name.group(1))
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {model.toString()});
    } finally {
      System.setOut(standardOutput);
    }
    assertTrue(!printed.toString(StandardCharsets.UTF_8).isBlank(), "the example prints nothing");
  }
}
