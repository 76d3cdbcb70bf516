package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.StateTable;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.testkit.Widths;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Damaged descriptions and saved states are refused in one way: an {@code IllegalArgumentException} with one line, and
 * nothing is changed. Damaged bytes get a checksum that fits them in half of the cases, since nothing but the checksum would
 * be tried otherwise.
 */
@Tag(Widths.ANY)
class MalformedProperties {
  private static final int CHECKSUM = 4;
  private static final int LONGEST_MESSAGE = 600;

  /** What stands in a description in the place of something else. */
  private static final List<String> TOKENS =
      List.of(
          "-1",
          "0",
          "1",
          "2",
          "1048576",
          "1048577",
          "2147483648",
          "9223372036854775808",
          "1e999",
          "-0.0",
          "0.5",
          "NaN",
          "01",
          "true",
          "null",
          "\"\"",
          "\"a\\nb\"",
          "\"\\u0000\\ud800\"",
          "\"lstm\"",
          "\"residual\"",
          "\"flattened-linear\"",
          "\"embedding\"",
          "{",
          "}",
          "[",
          "]",
          "[]",
          "{}",
          ",",
          ":",
          "\"",
          "\\",
          "\n",
          "\u2028",
          "\"kind\": \"sequential\", \"layers\": [",
          "{\"kind\": \"linear\", \"outputs\": 1048576},",
          "{\"kind\": \"dropout\", \"probability\": 1},");

  /**
   * One thing done to a text.
   *
   * @param place where, in thousandths of a text
   * @param length characters that go
   * @param token what comes in their place; none after the last
   */
  record Edit(int place, int length, int token) {
    String of(String text) {
      int from = text.length() * place / 1000;
      int to = Math.min(text.length(), from + length);
      String inserted = token < TOKENS.size() ? TOKENS.get(token) : "";
      return text.substring(0, from) + inserted + text.substring(to);
    }
  }

  /** One thing done to bytes: at a place from the front, or from the end where it is negative. */
  record Patch(int place, byte value) {
    void to(byte[] bytes) {
      if (bytes.length > 0) {
        bytes[Math.floorMod(place, bytes.length)] = value;
      }
    }
  }

  private static void assertOneLine(IllegalArgumentException refused) {
    String message = refused.getMessage();
    assertTrue(message != null && !message.isBlank(), "no message");
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.length() < LONGEST_MESSAGE, message);
  }

  @Property
  @Fuzzing
  void aDamagedDescriptionIsReadOrRefused(
      @ForAll("descriptions") ModelDescription description,
      @ForAll("edits") List<Edit> edits,
      @ForAll @IntRange(max = 9) int cut) {
    String text = description.toJson();
    for (Edit edit : edits) {
      text = edit.of(text);
    }
    text = text.substring(0, Math.max(0, cut < 3 ? text.length() - cut : text.length()));
    ModelDescription read;
    try {
      read = ModelDescription.fromJson(text);
    } catch (IllegalArgumentException refused) {
      assertOneLine(refused);
      return;
    }
    assertEquals(read, ModelDescription.fromJson(read.toJson()));
    assertEquals(read.parameterCount() >= 0, read.outputs() > 0);
  }

  /** A small model of each kind that is saved in another form. */
  private enum Saved {
    STATE,
    INPUTS,
    BITS;

    private final Model model;

    Saved() {
      ModelDescription description = ModelDescription.of(3);
      description =
          name().equals("STATE")
              ? description.then(Layers.lstm(2)).then(Layers.flattenedLinear(9, 1))
              : description.then(Layers.convolutions(2, 2, 2));
      model =
          Model.of(
              description.output(Output.SIGMOID),
              Initialization.of(description, 1),
              Backend.scalar());
    }

    StateTable table(int rows, int frames) {
      StateTable table = model.newTable(Engine.of(Backend.scalar()), 4, this != STATE);
      float[] x = new float[3 * frames];
      for (int i = 0; i < x.length; i++) {
        x[i] = this == BITS ? i % 2 : i * 0.25f;
      }
      for (int row = 0; row < rows; row++) {
        table.add();
        table.run(row, Math.max(0, frames - row), x, 0, new float[2 * frames], 0);
      }
      if (rows > 2) {
        table.remove(1);
      }
      return table;
    }
  }

  private static byte[] damaged(byte[] bytes, List<Patch> patches, int cut) {
    byte[] damaged = Arrays.copyOf(bytes, Math.max(0, bytes.length - (cut < 20 ? cut : 0)));
    patches.forEach(patch -> patch.to(damaged));
    return damaged;
  }

  private static void sign(byte[] bytes, int from, int to) {
    if (to - from >= CHECKSUM) {
      CRC32C checksum = new CRC32C();
      checksum.update(bytes, from, to - from - CHECKSUM);
      ByteBuffer.wrap(bytes).putInt(to - CHECKSUM, (int) checksum.getValue());
    }
  }

  @Property
  @Fuzzing
  void aDamagedStateIsRestoredOrRefused(
      @ForAll("saved") Saved saved,
      @ForAll @IntRange(max = 8) int frames,
      @ForAll("patches") List<Patch> patches,
      @ForAll @IntRange(max = 100) int cut,
      @ForAll boolean signed) {
    StateTable table = saved.table(2, frames);
    byte[] bytes = saved == Saved.STATE ? table.save(0) : table.saveInputs(0);
    byte[] damaged = damaged(bytes, patches, cut);
    if (signed) {
      sign(damaged, 0, damaged.length);
    }
    byte[] before = table.saveAll();
    byte[] state = table.save(1);
    try {
      table.restore(1, damaged);
      assertTrue(table.position(1) >= 0);
    } catch (IllegalArgumentException refused) {
      assertOneLine(refused);
      assertArrayEquals(before, table.saveAll());
      assertArrayEquals(state, table.save(1));
    }
    ModelState alone = saved.model.newState(Engine.of(Backend.scalar()), 1);
    byte[] start = alone.save();
    try {
      alone.restore(damaged);
    } catch (IllegalArgumentException refused) {
      assertOneLine(refused);
      assertArrayEquals(start, alone.save());
    }
  }

  @Property
  @Fuzzing
  void aDamagedTableIsRestoredOrRefused(
      @ForAll("saved") Saved saved,
      @ForAll @IntRange(max = 3) int rows,
      @ForAll @IntRange(max = 8) int frames,
      @ForAll("patches") List<Patch> patches,
      @ForAll @IntRange(max = 100) int cut,
      @ForAll boolean signed) {
    byte[] damaged = damaged(saved.table(rows, frames).saveAll(), patches, cut);
    if (signed) {
      signRows(damaged);
    }
    StateTable table = saved.table(2, 3);
    byte[] before = table.saveAll();
    try {
      table.restoreAll(damaged);
      assertTrue(table.size() >= 0);
    } catch (IllegalArgumentException refused) {
      assertOneLine(refused);
      assertArrayEquals(before, table.saveAll());
    }
  }

  /**
   * Checksums of rows, as far as their lengths lead, and of all. Numbers of rows stay small: a table has a place in its list
   * of pages for every number below its greatest, so that a great one is no damage, but slow.
   */
  private static void signRows(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = 9;
    while (at + 8 <= bytes.length - CHECKSUM) {
      int length = buffer.getInt(at + 4);
      buffer.putInt(at, Math.min(buffer.getInt(at), 255));
      if (length < 0 || length > bytes.length - CHECKSUM - at - 8) {
        break;
      }
      sign(bytes, at + 8, at + 8 + length);
      at += 8 + length;
    }
    sign(bytes, 0, bytes.length);
  }

  @Provide
  Arbitrary<ModelDescription> descriptions() {
    return new AnyModel.OrBidirectional().get().map(ModelTrial::description);
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Combinators.combine(
            AnyModel.ints(0, 1000),
            Arbitraries.integers().between(0, 12),
            AnyModel.ints(0, TOKENS.size() + 2))
        .as(Edit::new)
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Saved> saved() {
    return Arbitraries.of(Saved.class);
  }

  @Provide
  Arbitrary<List<Patch>> patches() {
    return Combinators.combine(
            Arbitraries.oneOf(AnyModel.ints(0, 40), AnyModel.ints(-12, 400)), Arbitraries.bytes())
        .as(Patch::new)
        .list()
        .ofMaxSize(4);
  }
}
