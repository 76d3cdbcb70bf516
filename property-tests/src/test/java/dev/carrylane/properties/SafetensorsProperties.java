package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.safetensors.SafetensorsFile;
import dev.carrylane.testkit.Widths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** A safetensors file gives back what was written, and a damaged one is refused in one way only. */
@Tag(Widths.ANY)
class SafetensorsProperties {
  private Path folder;

  @BeforeProperty
  void createFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("a"));
    Files.deleteIfExists(folder.resolve("b"));
    Files.delete(folder);
  }

  @Property(tries = 500)
  void readingGivesBackWhatWasWritten(
      @ForAll("metadata") Map<String, String> metadata,
      @ForAll("tensors") Map<String, Tensor> tensors)
      throws IOException {
    SafetensorsFile.write(folder.resolve("a"), metadata, tensors);
    SafetensorsFile file = SafetensorsFile.read(folder.resolve("a"));

    assertEquals(metadata, file.metadata());
    assertEquals(tensors.keySet(), file.tensors().keySet());
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor read = file.tensors().get(entry.getKey());
      assertArrayEquals(entry.getValue().shape(), read.shape());
      assertArrayEquals(bits(entry.getValue()), bits(read));
    }
  }

  @Property(tries = 200)
  void theBytesDependOnNothingButTheContents(
      @ForAll("metadata") Map<String, String> metadata,
      @ForAll("tensors") Map<String, Tensor> tensors)
      throws IOException {
    SafetensorsFile.write(folder.resolve("a"), metadata, tensors);
    SafetensorsFile.write(folder.resolve("b"), reversed(metadata), reversed(tensors));

    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a")), Files.readAllBytes(folder.resolve("b")));
  }

  @Property(tries = 1000)
  void aDamagedFileIsReadOrRefused(
      @ForAll("metadata") Map<String, String> metadata,
      @ForAll("tensors") Map<String, Tensor> tensors,
      @ForAll @Size(max = 4) List<@IntRange(min = 0) Integer> positions,
      @ForAll byte value,
      @ForAll @IntRange(max = 16) int cut)
      throws IOException {
    SafetensorsFile.write(folder.resolve("a"), metadata, tensors);
    byte[] bytes = Files.readAllBytes(folder.resolve("a"));
    for (int position : positions) {
      bytes[position % bytes.length] = value;
    }
    Files.write(folder.resolve("a"), Arrays.copyOf(bytes, Math.max(0, bytes.length - cut)));
    try {
      SafetensorsFile.read(folder.resolve("a"));
    } catch (MalformedFileException e) {
      assertEquals(1, e.getMessage().lines().count());
    }
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(text(0), text(0)).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    return Arbitraries.maps(text(1).filter(name -> !name.equals("__metadata__")), tensor())
        .ofMaxSize(6);
  }

  private static Arbitrary<Tensor> tensor() {
    return Arbitraries.integers()
        .between(0, 5)
        .array(int[].class)
        .ofMaxSize(4)
        .flatMap(
            shape ->
                Arbitraries.integers()
                    .array(int[].class)
                    .ofSize(Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                    .map(bits -> Tensor.of(floats(bits), shape)));
  }

  /** Text of any code points but surrogates; names, of at least one character, have no NUL. */
  private static Arbitrary<String> text(int length) {
    Arbitrary<Integer> codePoints =
        Arbitraries.oneOf(
            Arbitraries.integers().between(length, 0x7f),
            Arbitraries.integers().between(0x80, 0xd7ff),
            Arbitraries.integers().between(0xe000, Character.MAX_CODE_POINT));
    return codePoints
        .array(int[].class)
        .ofMinSize(length)
        .ofMaxSize(12)
        .map(text -> new String(text, 0, text.length));
  }

  private static float[] floats(int[] bits) {
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    return values;
  }

  private static int[] bits(Tensor tensor) {
    int[] bits = new int[tensor.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(tensor.get(i));
    }
    return bits;
  }

  private static <V> Map<String, V> reversed(Map<String, V> map) {
    List<String> names = new ArrayList<>(map.keySet());
    Collections.reverse(names);
    Map<String, V> reversed = new LinkedHashMap<>();
    names.forEach(name -> reversed.put(name, map.get(name)));
    return reversed;
  }
}
