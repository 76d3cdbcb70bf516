package dev.carrylane.cli;

import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

@Timeout(60)
class SampleCommandTest {
  private static final int NOTES = MusicData.NOTES;

  @TempDir Path folder;
  private Path model;
  private Path data;
  private Path midi;

  /** Notes rise by a key from frame to frame, and pieces that do so. */
  @BeforeEach
  void write() throws IOException {
    ModelDescription description =
        ModelDescription.of(NOTES).then(linear(NOTES)).output(Output.SIGMOID);
    float[] weight = new float[NOTES * NOTES];
    float[] bias = new float[NOTES];
    for (int key = 0; key < NOTES; key++) {
      bias[key] = -40;
      if (key > 0) {
        weight[key * NOTES + key - 1] = 80;
      }
    }
    model = folder.resolve("rising.safetensors");
    Parameters parameters =
        Parameters.of(
            Map.of("0.weight", Tensor.of(weight, NOTES, NOTES), "0.bias", Tensor.of(bias, NOTES)));
    new ModelFile(description, parameters).write(model);
    Mat5File mat = Mat5.newMatFile();
    for (Split split : Split.values()) {
      Cell cell = Mat5.newCell(1, 2);
      for (int piece = 0; piece < 2; piece++) {
        Matrix roll = Mat5.newMatrix(4, NOTES, MatlabType.UInt8);
        for (int frame = 0; frame < 4; frame++) {
          roll.setInt(frame, 30 + 10 * piece + frame, 1);
        }
        cell.set(piece, roll);
      }
      mat.addArray(split + "data", cell);
    }
    data = folder.resolve("music.mat");
    Mat5.writeToFile(mat, data.toFile());
    midi = folder.resolve("out.mid");
  }

  @Test
  void goesOnWithAPiece() throws Exception {
    String[] line = {
      "sample",
      model.toString(),
      "-o",
      midi.toString(),
      "--data",
      data.toString(),
      "--split",
      "valid",
      "--piece",
      "2",
      "--frames",
      "3",
      "--length",
      "5",
      "--tempo",
      "240",
      "--json"
    };
    JsonNode report = Invocation.of(line).json();
    assertEquals(3, report.get("given").asInt());
    assertEquals(8, report.get("frames").asInt());
    assertEquals(8, report.get("notes").asInt());

    Sequence sequence = MidiSystem.getSequence(midi.toFile());
    assertEquals(8 * 250_000, sequence.getMicrosecondLength());
    Set<String> notes = new TreeSet<>();
    for (int i = 0; i < sequence.getTracks()[0].size(); i++) {
      MidiEvent event = sequence.getTracks()[0].get(i);
      if (event.getMessage() instanceof ShortMessage note) {
        String what = note.getCommand() == ShortMessage.NOTE_ON ? "on" : "off";
        notes.add(what + " " + note.getData1() + " " + event.getTick());
      }
    }
    Set<String> expected = new TreeSet<>();
    for (int frame = 0; frame < 8; frame++) {
      int pitch = 21 + 40 + frame;
      expected.add("on " + pitch + " " + frame * 480);
      expected.add("off " + pitch + " " + (frame + 1) * 480);
    }
    assertEquals(expected, notes);

    Document picture = picture();
    assertEquals(3, rectangles(picture, "given"));
    assertEquals(5, rectangles(picture, "note"));
    byte[] first = Files.readAllBytes(midi);
    Invocation.of(line).json();
    assertArrayEquals(first, Files.readAllBytes(midi));
  }

  private Document picture() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("out.svg").toFile());
  }

  /** Rectangles of a class, without the legend's. */
  private static int rectangles(Document picture, String style) {
    NodeList all = picture.getElementsByTagName("rect");
    int count = -1;
    for (int i = 0; i < all.getLength(); i++) {
      count += ((Element) all.item(i)).getAttribute("class").equals(style) ? 1 : 0;
    }
    return count;
  }

  @Test
  void beginsByItself() throws Exception {
    String report =
        Invocation.of("sample", model.toString(), "-o", midi.toString(), "--length", "7").text();
    assertTrue(report.contains("7 frames, of which 0 were given, 0.00 notes a frame"), report);
    assertEquals(0, rectangles(picture(), "note"));
    assertEquals(-1, rectangles(picture(), "given"));
  }

  /** Characters follow each other in a ring. */
  private Path ring(String characters) throws IOException {
    Vocabulary vocabulary = Vocabulary.of(characters);
    int size = vocabulary.size();
    ModelDescription description =
        ModelDescription.of(1)
            .then(embedding(size, size))
            .output(Output.LOG_SOFTMAX)
            .task(vocabulary.task());
    float[] table = new float[size * size];
    for (int token = 0; token < size; token++) {
      table[token * size + (token + 1) % size] = 60;
    }
    Path file = folder.resolve("ring.safetensors");
    new ModelFile(description, Parameters.of(Map.of("0.weight", Tensor.of(table, size, size))))
        .write(file);
    return file;
  }

  @Test
  void goesOnWithAText() throws IOException {
    String ring = ring("\nabc\u00e9\ud83c\udfb5").toString();
    String text = "bc\u00e9\ud83c\udfb5\nabc";
    Invocation shown = Invocation.of("sample", ring, "--prompt", "bc", "--length", "6");
    assertEquals(text + System.lineSeparator(), shown.text());
    JsonNode report =
        Invocation.of("sample", ring, "--prompt", "bc", "--length", "6", "--json").json();
    assertEquals(text, report.get("text").asText());
    assertEquals(8, report.get("characters").asInt());
    Path file = folder.resolve("out.txt");
    String line =
        Invocation.of("sample", ring, "-o", file.toString(), "--length", "3", "--temperature", "0")
            .text();
    assertTrue(line.contains("out.txt: 3 characters"), line);
    assertEquals("abc", Files.readString(file));
  }

  @Test
  void refusesTextsThatTheModelDoesNotKnow() throws IOException {
    String ring = ring("abc").toString();
    Invocation.of("sample", ring, "--prompt", "abx")
        .assertRefused("--prompt: character 3 of the text, U+0078, is none of the 3");
    Invocation.of("sample", ring).assertRefused("--prompt: character 1 of the text, U+000A");
    Invocation.of("sample", ring, "--prompt", "a", "--tempo", "100")
        .assertRefused("is a model of text; --tempo, --data");
    Invocation.of("sample", ring, "--prompt", "a", "-o", folder.toString())
        .assertRefused("is a directory");
  }

  @Test
  void refusesWhatItCanNotDo() throws IOException {
    refused("-o is " + folder + "/out.wav; name a MIDI file", "-o", folder + "/out.wav");
    Invocation.of("sample", model.toString()).assertRefused("-o is missing; name a MIDI file");
    refused("is a model of music; --prompt is for text", "--prompt", "a");
    refused("--length is 0; it must be from 1 to 1000000", "--length", "0");
    refused("--temperature is NaN; it must be from 0 to 100", "--temperature", "NaN");
    refused("--temperature is -1.0", "--temperature", "-1");
    refused("--tempo is 0.0; it must be from 4 to 6000", "--tempo", "0");
    refused("choose from --data; name its file", "--piece", "2");
    refused("choose from --data", "--frames", "2");
    refused("--piece is 3; the split has pieces 1 to 2", "--data", data.toString(), "--piece", "3");
    refused("--frames is 5; piece 1 has 1 to 4", "--data", data.toString(), "--frames", "5");
    refused("none.mat", "--data", folder + "/none.mat");
    ModelDescription other = ModelDescription.of(3).then(linear(2));
    new ModelFile(other, Initialization.of(other, 1)).write(model);
    refused(
        "maps frames of 3 to 2 channels; give a model of music, which tells frames of 88 notes");
    assertFalse(Files.exists(midi));
    assertFalse(Files.exists(folder.resolve("out.svg")));
  }

  private void refused(String words, String... options) {
    String[] line = new String[options.length + 4];
    line[0] = "sample";
    line[1] = model.toString();
    System.arraycopy(options, 0, line, 4, options.length);
    boolean named = options.length > 0 && options[0].equals("-o");
    line[2] = named ? "--seed" : "-o";
    line[3] = named ? "1" : midi.toString();
    Invocation.of(line).assertRefused("carrylane sample: ", words);
  }
}
