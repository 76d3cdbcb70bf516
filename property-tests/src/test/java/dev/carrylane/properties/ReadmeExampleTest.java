package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Architecture;
import dev.carrylane.network.Decoder;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first Java block of the README is a whole program, and those on the adder are one together, given their
 * variables: they must compile and run as written.
 */
class ReadmeExampleTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

  private static final Pattern ADDER =
      Pattern.compile("\n## The adder it comes from\n(.*?)\n## ", Pattern.DOTALL);

  private static String readme() throws IOException {
    return Files.readString(Path.of(System.getProperty("basedir", "."), "../README.md"));
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

  @Test
  void compilesAndRuns(@TempDir Path folder) throws Exception {
    Matcher block = JAVA_BLOCK.matcher(readme());
    assertTrue(block.find(), "README.md has no Java block");
    String source = block.group(1);
    assertTrue(source.lines().count() <= 15, "the example is longer than 15 lines");
    Matcher name = CLASS_NAME.matcher(source);
    assertTrue(name.find(), "the example declares no public class");

    compile(folder, name.group(1), source);

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

  /** What the blocks on the adder compute, {@code same} among it. */
  @Test
  void theAdderIsTheScanThatANetworkHas(@TempDir Path folder) throws Exception {
    Matcher section = ADDER.matcher(readme());
    assertTrue(section.find(), "README.md has no section on the adder");
    List<String> blocks =
        JAVA_BLOCK.matcher(section.group(1)).results().map(found -> found.group(1)).toList();
    assertEquals(2, blocks.size());
    compile(
        folder,
        "Adders",
        """
        import dev.carrylane.engine.*;
        import dev.carrylane.engine.adder.*;
        import dev.carrylane.engine.scan.*;
        import java.util.Arrays;

        public class Adders {
          public static boolean run(Engine engine, int bits, int steps, int channels, int words,
              long[] a, long[] b, long[] generate, long[] propagate, long[] carry,
              float[] p, float[] g, float[] h, long[] x, long[] y) {
            %s
            return same;
          }
        }
        """
            .formatted(String.join("", blocks)));

    int bits = 200;
    int steps = 30;
    int channels = 5;
    SplittableRandom random = new SplittableRandom(1);
    long[] a = random.longs(bits).toArray();
    long[] b = random.longs(bits).toArray();
    long[] propagate = new long[bits];
    long[] carry = new long[bits];
    float[] p = Floats.ordinary(random, steps * channels);
    float[] g = Floats.ordinary(random, steps * channels);
    float[] h = new float[steps * channels];
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Object same =
          Arrays.stream(loader.loadClass("Adders").getMethods())
              .filter(method -> method.getName().equals("run"))
              .findAny()
              .orElseThrow()
              .invoke(
                  null,
                  Engine.singleThreaded(),
                  bits,
                  steps,
                  channels,
                  bits,
                  a,
                  b,
                  new long[bits],
                  propagate,
                  carry,
                  p,
                  g,
                  h,
                  new long[bits],
                  new long[bits]);
      assertEquals(true, same);
    }
    for (int i = 0; i < 64; i++) {
      BigInteger sum = number(a, i).add(number(b, i));
      for (int t = 0; t < bits; t++) {
        long bit = propagate[t] ^ (t == 0 ? 0 : carry[t - 1]);
        assertEquals(sum.testBit(t), (bit >>> i & 1) == 1, "bit " + t + " of sum " + i);
      }
      assertEquals(sum.testBit(bits), (carry[bits - 1] >>> i & 1) == 1, "carry out of sum " + i);
    }
    for (int i = 0; i < h.length; i++) {
      assertEquals(Math.fma(p[i], i < channels ? 0 : h[i - channels], g[i]), h[i]);
    }
  }

  /** One of 64 numbers whose bits lie side by side. */
  private static BigInteger number(long[] columns, int index) {
    BigInteger number = BigInteger.ZERO;
    for (int t = 0; t < columns.length; t++) {
      number = (columns[t] >>> index & 1) == 1 ? number.setBit(t) : number;
    }
    return number;
  }
}
