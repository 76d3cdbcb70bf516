package dev.carrylane.tasks.examples;

import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.data.TextData;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextExamplesTest {
  @TempDir Path folder;

  /** Each row begins where the one before ends, and each of its characters but the first 81 is wanted once. */
  @Test
  void goesThroughRowsSideBySide() {
    for (int length : new int[] {32 * 82, 32 * 401 + 5, 32 * 1000 + 31, 32 * 722}) {
      int[] tokens = new int[length];
      for (int i = 0; i < length; i++) {
        tokens[i] = i;
      }
      int width = length / 32;
      Examples examples = new TextExamples(tokens, 32);
      assertEquals(0, examples.count() % 32);
      BitSet wanted = new BitSet();
      for (int i = 0; i < examples.count(); i++) {
        Sequence sequence = Sequence.of(examples, i, 1, 1);
        int start = i % 32 * width + i / 32 * 320;
        int scored = 0;
        for (int t = 0; t < sequence.frames(); t++) {
          assertEquals(start + t, sequence.x()[t]);
          assertEquals(t < 80, Float.isNaN(sequence.targets()[t]));
          if (t >= 80) {
            assertEquals(start + t + 1, sequence.targets()[t]);
            assertTrue(!wanted.get(start + t + 1), "twice");
            wanted.set(start + t + 1);
            scored++;
          }
        }
        assertTrue(scored >= 1 && scored <= 320);
      }
      assertEquals(32 * (width - 81), wanted.cardinality());
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> new TextExamples(new int[81], 1))
            .getMessage();
    assertEquals(
        "a split of 81 characters is too short: it takes 82 or more; use a longer text", message);
  }

  @Test
  void cutsAFileByCharacters() throws IOException {
    String text = "a😀b".repeat(100);
    Path file = Files.writeString(folder.resolve("text.txt"), text);
    TextData data = TextData.read(file);
    assertEquals(270, data.text(Split.TRAIN).codePoints().count());
    assertEquals(15, data.text(Split.VALID).codePoints().count());
    assertEquals(15, data.text(Split.TEST).codePoints().count());
    assertEquals(text, data.text(Split.TRAIN) + data.text(Split.VALID) + data.text(Split.TEST));
  }

  @Test
  void readsFolders() throws IOException {
    for (String prefix : new String[] {"ptb.", "text8.", ""}) {
      Path place = Files.createDirectory(folder.resolve("as-" + prefix));
      for (Split split : Split.values()) {
        Files.writeString(place.resolve(prefix + split + ".txt"), "the " + split);
      }
      assertEquals("the valid", TextData.read(place).text(Split.VALID));
    }
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(NoSuchFileException.class, () -> TextData.read(empty));
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    byte[] bytes = "Grüße, schon wieder".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.txt"), bytes);
    refused(file, "at byte 2: is not UTF-8");
    refused(Files.createFile(folder.resolve("none.txt")), "is empty");
    byte[] cut = {'a', (byte) 0xe2, (byte) 0x82};
    refused(Files.write(folder.resolve("cut.txt"), cut), "is not UTF-8");
    refused(Files.write(folder.resolve("zip.txt"), new byte[] {'P', 'K', 3, 4, 0, 0}), "is a zip");
  }

  private static void refused(Path file, String words) {
    String message =
        assertThrows(MalformedFileException.class, () -> TextData.read(file)).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void aModelKnowsItsCharacters() throws IOException {
    Vocabulary vocabulary = Vocabulary.of("b\n\"a😀");
    assertEquals(5, vocabulary.size());
    ModelDescription model =
        ModelDescription.of(1).then(embedding(5, 3)).then(linear(5)).task(vocabulary.task());
    assertEquals(Optional.of(vocabulary), Vocabulary.of(ModelDescription.fromJson(model.toJson())));
    assertEquals(Optional.empty(), Vocabulary.of(model.task("jsb")));
    assertEquals(Optional.empty(), Vocabulary.of(model.task("char")));
    int[] tokens = vocabulary.encode("a\n😀b");
    assertArrayEquals(new int[] {2, 0, 4, 3}, tokens);
    assertEquals(0x1f600, vocabulary.decode(4));
    String message =
        assertThrows(IllegalArgumentException.class, () -> vocabulary.encode("😀ab-c"))
            .getMessage();
    assertEquals("character 4 of the text, U+002D, is none of the 5 that the model knows", message);
  }

  /** A model goes by its own characters, not by those of the text at hand. */
  @Test
  void textIsReadByTheModel() throws IOException {
    Path file = Files.writeString(folder.resolve("text.txt"), "abc".repeat(3000));
    TaskData data = TaskData.of(Task.CHAR, file);
    assertEquals(3, data.outputs());
    Vocabulary wider = Vocabulary.of("_abcd");
    ModelDescription model =
        ModelDescription.of(1).then(embedding(5, 3)).then(linear(5)).task(wider.task());
    Examples examples = data.examples(Split.TEST, model, 1);
    Sequence sequence = Sequence.of(examples, 0, 1, 1);
    assertEquals(1, sequence.x()[0]);
    assertEquals(2, sequence.x()[1]);
    ModelDescription narrow =
        ModelDescription.of(1)
            .then(embedding(2, 3))
            .then(linear(2))
            .task(Vocabulary.of("ab").task());
    String message =
        assertThrows(MalformedFileException.class, () -> data.examples(Split.TEST, narrow, 1))
            .getMessage();
    assertTrue(message.contains("test split: character 3 of the text, U+0063"), message);
  }
}
