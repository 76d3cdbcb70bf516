package dev.carrylane.engine.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The results of every operation, bit by bit, against those on record: no release changes a bit unawares. Each
 * case runs on the scalar backend, on the vector backend of this JVM if there is one and it isn't asked to be
 * scalar, and large ones on two threads as well; all must give the recorded hash.
 *
 * <p>The record is {@code bits.txt}, a line for each case. To write it anew:
 *
 * <pre>
 * mvn -pl src/engine test -Dtest=GoldenBitsTest -Dcarrylane.golden.write=/tmp/bits.txt
 * </pre>
 *
 * <p>and copy it over the old one. Nothing is written unless scalar and vector backend agree in every case. A
 * line that is added is a new case; a line that changed or went means that users get other bits than before, which
 * the release notes have to say.
 */
class GoldenBitsTest {
  private static final String WRITE = "carrylane.golden.write";
  private static final String SEPARATOR = " = ";

  private static final Map<String, List<GoldenCase>> FAMILIES = families();

  private static Map<String, List<GoldenCase>> families() {
    Map<String, List<GoldenCase>> families = new LinkedHashMap<>();
    families.put("matrix products", GemmCases.all());
    families.put("matrix products of doubles", DoubleGemmCases.all());
    families.put("matrix-vector products", GemvCases.all());
    families.put("convolutions", ConvolutionCases.all());
    families.put("activations and cells", ActivationCases.all());
    families.put("affine scans", AffineScanCases.all());
    families.put("affine scans of doubles", DoubleAffineScanCases.all());
    families.put("complex scans", ComplexScanCases.all());
    families.put("dense scans", DenseScanCases.all());
    families.put("semirings", SemiringCases.all());
    families.put("operators", OperatorCases.all());
    families.put("adder", AdderCases.all());
    return families;
  }

  @TestFactory
  @DisabledIfSystemProperty(named = WRITE, matches = ".+")
  Stream<DynamicContainer> givesTheRecordedBits() throws IOException {
    Map<String, Long> recorded = recorded();
    return FAMILIES.entrySet().stream()
        .map(
            family ->
                DynamicContainer.dynamicContainer(
                    family.getKey(),
                    family.getValue().stream()
                        .map(
                            example ->
                                DynamicTest.dynamicTest(
                                    example.name(), () -> check(example, recorded)))));
  }

  private static void check(GoldenCase example, Map<String, Long> recorded) {
    Long expected = recorded.get(example.name());
    if (expected == null) {
      fail("%s is not on record; see this test's comment".formatted(example.name()));
    }
    List<String> wrong = new ArrayList<>();
    for (Engine engine : engines(example)) {
      long hash = example.hash(engine);
      if (hash != expected) {
        wrong.add("%s gives %s".formatted(engine, hex(hash)));
      }
    }
    if (!wrong.isEmpty()) {
      fail("%s: %s on record, but %s".formatted(example.name(), hex(expected), wrong));
    }
  }

  @Test
  @DisabledIfSystemProperty(named = WRITE, matches = ".+")
  void everyCaseIsOnRecordAndEveryRecordHasItsCase() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (GoldenCase example : cases()) {
      assertTrue(names.add(example.name()), () -> "two cases are named " + example.name());
    }
    assertEquals(String.join("\n", names), String.join("\n", recorded().keySet()));
  }

  @Test
  @EnabledIfSystemProperty(named = WRITE, matches = ".+")
  void write() throws IOException {
    assertTrue(backends().size() > 1, "the record is written where both backends run");
    StringBuilder text =
        new StringBuilder(
            "# Results of every operation; GoldenBitsTest says what a change means.\n");
    List<String> disagreements = new ArrayList<>();
    for (GoldenCase example : cases()) {
      Set<Long> hashes = new LinkedHashSet<>();
      engines(example).forEach(engine -> hashes.add(example.hash(engine)));
      if (hashes.size() > 1) {
        disagreements.add(example.name());
      }
      text.append(example.name()).append(SEPARATOR).append(hex(hashes.iterator().next()));
      text.append('\n');
    }
    assertEquals(List.of(), disagreements, "backends or threads disagree; nothing is written");
    Files.writeString(Path.of(System.getProperty(WRITE)), text);
  }

  private static List<GoldenCase> cases() {
    return FAMILIES.values().stream().flatMap(List::stream).toList();
  }

  /** Scalar alone where the JVM is asked to be scalar. */
  private static List<Backend> backends() {
    return System.getProperty(Backend.PROPERTY, "").equals("scalar")
        ? List.of(Backend.scalar())
        : Backends.all();
  }

  private static List<Engine> engines(GoldenCase example) {
    List<Engine> engines = new ArrayList<>();
    for (Backend backend : backends()) {
      engines.add(Engine.of(backend));
      if (example.shared()) {
        engines.add(Backends.engine(backend, 2));
      }
    }
    return engines;
  }

  private static Map<String, Long> recorded() throws IOException {
    Map<String, Long> recorded = new LinkedHashMap<>();
    for (String line : text().lines().filter(line -> !line.startsWith("#")).toList()) {
      int at = line.lastIndexOf(SEPARATOR);
      assertTrue(at > 0, () -> "bits.txt has a line without a hash: " + line);
      String name = line.substring(0, at);
      long hash = HexFormat.fromHexDigitsToLong(line.substring(at + SEPARATOR.length()));
      assertTrue(recorded.put(name, hash) == null, () -> "bits.txt has two lines for " + name);
    }
    return recorded;
  }

  private static String text() throws IOException {
    try (InputStream file = GoldenBitsTest.class.getResourceAsStream("bits.txt")) {
      assertTrue(file != null, "bits.txt is missing");
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hex(long hash) {
    return HexFormat.of().toHexDigits(hash);
  }
}
