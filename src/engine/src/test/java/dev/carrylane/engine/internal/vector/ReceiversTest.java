package dev.carrylane.engine.internal.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledIfSystemProperty(
    named = Backend.PROPERTY,
    matches = "128|256|512",
    disabledReason = "the sources are the same in every width")
class ReceiversTest {
  private static final List<Path> SOURCES =
      List.of(Path.of("src", "main", "java"), Path.of("src", "generated", "java"));

  @Test
  void everyReceiverInTheKernelsIsKnown() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path each : SOURCES) {
      try (Stream<Path> below = Files.walk(each)) {
        below
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("module-info.java"))
            .forEach(files::add);
      }
    }
    assertTrue(
        files.stream().anyMatch(file -> file.endsWith("FloatTiles.java")), "generated sources");
    try (var manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      assertEquals(List.of(), Receivers.unknown(manager.getJavaFileObjectsFromPaths(files)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FloatVector.fromArray(S, a, 0).neg();",
        "FloatVector x = FloatVector.broadcast(S, 1); x.neg();",
        "FloatVector x = C.cast(FloatVector.zero(S)); x.reinterpretAsInts().neg();",
        "FloatVector x = C.cast(FloatVector.zero(S)); for (int i = 0; i < n; i++) { x = x.neg(); }",
        "FloatVector x = C.cast(FloatVector.zero(S)); while (n > 0) { x = C.cast(x).neg(); } x.neg();",
        "FloatVector x = C.cast(FloatVector.zero(S)); if (n > 0) { x = FloatVector.zero(S); } x.neg();",
        "(n > 0 ? C.cast(FloatVector.zero(S)) : FloatVector.zero(S)).neg();",
        "use(FloatVector.zero(S));",
        "for (int i = 0; i < n; i++) { parameter.neg(); parameter = C.cast(parameter); }",
        "FloatVector x = C.cast(FloatVector.zero(S)); for (int i = 0; i < n; i++) { x.neg(); }",
      })
  void aReceiverOfUnknownClassIsFound(String body) throws IOException {
    assertEquals(1, unknown(body).size(), unknown(body).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C.cast(FloatVector.fromArray(S, a, 0)).neg().intoArray(a, 0);",
        "parameter.neg();",
        "FloatVector x = FloatVector.zero(S); C.cast(FloatVector.broadcast(S, 1)).add(x);",
        "FloatVector x = C.cast(FloatVector.zero(S)); if (n > 0) { x = x.neg(); } x.neg();",
        "FloatVector x = FloatVector.zero(S); x = C.cast(x); x.neg();",
        "FloatVector x = FloatVector.zero(S); for (int i = 0; i < n; i++) { x = C.cast(x).neg(); x.abs(); }",
        "FloatVector x = C.cast(FloatVector.zero(S)); for (int i = 0; i < n; i++) { C.cast(x).neg(); }",
        "for (int i = 0; i < n; i++) { FloatVector x = C.cast(FloatVector.zero(S)); x = x.neg(); x.abs(); }",
      })
  void aReceiverOfKnownClassIsPassed(String body) throws IOException {
    assertEquals(List.of(), unknown(body));
  }

  private static List<String> unknown(String body) throws IOException {
    String source =
        """
        package dev.carrylane.example;
        import jdk.incubator.vector.*;
        class Example {
          static final VectorSpecies<Float> S = FloatVector.SPECIES_128;
          static final Class<? extends FloatVector> C = FloatVector.zero(S).getClass();
          static void use(FloatVector x) {}
          static void method(float[] a, int n, FloatVector parameter) { %s }
        }
        """
            .formatted(body);
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    return Receivers.unknown(List.of(file));
  }
}
