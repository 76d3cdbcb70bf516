package dev.carrylane.cli;

import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.rnn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Parameters;
import dev.carrylane.tasks.frames.CsvFrames;
import dev.carrylane.tasks.frames.FrameReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PredictCommandTest {
  private static final int INPUTS = 3;
  private static final int OUTPUTS = 2;

  /** More than one block. */
  private static final int FRAMES = 1100;

  @TempDir Path folder;
  private Path modelFile;
  private Path csv;
  private float[] expected;

  @BeforeEach
  void makeModelAndFrames() throws IOException {
    Model model = model("model", ModelDescription.of(INPUTS).then(lstm(5)).then(linear(OUTPUTS)));
    modelFile = folder.resolve("model.safetensors");
    Random random = new Random(1);
    float[] x = new float[FRAMES * INPUTS];
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
      text.append(x[i]).append(i % INPUTS == INPUTS - 1 ? '\n' : ',');
    }
    csv = Files.writeString(folder.resolve("frames.csv"), text);
    expected = new float[FRAMES * OUTPUTS];
    model.newState(Engine.of(model.backend())).run(FRAMES, x, 0, expected, 0);
  }

  private Model model(String name, ModelDescription description) throws IOException {
    Parameters parameters = Initialization.of(description, 1);
    new ModelFile(description, parameters).write(folder.resolve(name + ".safetensors"));
    return Model.of(description, parameters, Backend.active());
  }

  private Invocation predict(Path model, Object input, Object... more) {
    List<String> line = new ArrayList<>(List.of("predict", model.toString()));
    line.addAll(List.of("--input", input.toString()));
    Arrays.stream(more).forEach(argument -> line.add(argument.toString()));
    return Invocation.of(line.toArray(String[]::new));
  }

  private static float[] numbers(String text) {
    String[] fields = text.isEmpty() ? new String[0] : text.strip().split("[,\n]");
    float[] numbers = new float[fields.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(fields[i]);
    }
    return numbers;
  }

  @Test
  void answersEachFrameWithARow() {
    Invocation run = predict(modelFile, csv);
    assertArrayEquals(expected, numbers(run.text()));
    assertEquals(FRAMES, run.out().lines().count());
    assertEquals("", run.err());
    assertEquals(run.out(), predict(modelFile, csv, "--step").text());
    assertEquals(run.out(), predict(modelFile, csv, "--run").text());
  }

  /** Text that is no frames at all looks like a header. */
  @Test
  void saysWhereThereAreNoFrames() throws IOException {
    Path text = Files.writeString(folder.resolve("text.csv"), "hello\n");
    Invocation run = predict(modelFile, text);
    assertEquals("", run.out());
    assertEquals(
        "carrylane predict: " + text + " has no frames; a first line without numbers is a header",
        run.err().strip());
  }

  @Test
  void writesCsvAndArrays() throws IOException {
    String rows = predict(modelFile, csv).text();
    Path target = folder.resolve("out.csv");
    String report = predict(modelFile, csv, "-o", target).text();
    assertEquals(target + ": 1100 rows for 1100 frames of " + csv, report.strip());
    assertEquals(rows, Files.readString(target));

    Path array = folder.resolve("out.npy");
    JsonNode facts = predict(modelFile, csv, "-o", array, "--step", "--json").json();
    assertEquals(array.toString(), facts.get("output").asText());
    assertEquals("step", facts.get("mode").asText());
    assertEquals(FRAMES, facts.get("rows").asInt());
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(array)).order(ByteOrder.LITTLE_ENDIAN).position(128);
    float[] values = new float[FRAMES * OUTPUTS];
    bytes.asFloatBuffer().get(values);
    assertEquals(4 * values.length, bytes.remaining());
    assertArrayEquals(expected, values);
    assertTrue(new String(bytes.array(), 10, 118, StandardCharsets.US_ASCII).contains("(1100, 2)"));
  }

  @Test
  void readsArrays() throws IOException {
    ByteBuffer array = ByteBuffer.allocate(10 + 70 + 8 * INPUTS).order(ByteOrder.LITTLE_ENDIAN);
    array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 70);
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }";
    array.put((header + " ".repeat(69 - header.length()) + "\n").getBytes());
    array.putDouble(0.1).putDouble(0.2).putDouble(0.3);
    Path file = Files.write(folder.resolve("frames.npy"), array.array());
    Invocation run = predict(modelFile, file);
    Path text = Files.writeString(folder.resolve("one.csv"), "0.1 0.2 0.3");
    assertEquals(predict(modelFile, text).text(), run.text());
    assertEquals(
        "carrylane predict: " + file + " holds float64; it is rounded to float32",
        run.err().strip());
  }

  @Test
  void reportsForPrograms() throws IOException {
    Path few = Files.writeString(folder.resolve("few.csv"), "1,2,3\n4,5,NaN\n");
    JsonNode facts = predict(modelFile, few, "--json").json();
    assertEquals(2, facts.get("frames").asInt());
    assertEquals(INPUTS, facts.get("inputs").asInt());
    assertEquals(OUTPUTS, facts.get("columns").asInt());
    assertEquals("run", facts.get("mode").asText());
    float[] values = numbers(predict(modelFile, few).text());
    for (int i = 0; i < values.length; i++) {
      JsonNode value = facts.get("outputs").get(i / OUTPUTS).get(i % OUTPUTS);
      assertEquals(values[i], Float.parseFloat(value.asText()));
    }
  }

  @Test
  void readsTokens() throws IOException {
    model("tokens", ModelDescription.of(1).then(embedding(5, 4)).then(linear(OUTPUTS)));
    Path model = folder.resolve("tokens.safetensors");
    Path tokens = Files.writeString(folder.resolve("tokens.txt"), "3 1,4\n1\n");
    Path column = Files.writeString(folder.resolve("column.csv"), "3\n1\n4\n1\n");
    assertEquals(predict(model, column).text(), predict(model, tokens, "--tokens").text());
    Path unknown = Files.writeString(folder.resolve("unknown.txt"), "1 ".repeat(513) + "5");
    predict(model, unknown, "--tokens", "-o", folder.resolve("out.csv"))
        .assertRefused(
            "unknown.txt: after the first 512 frames, frame 1 is 5.0; tokens are whole numbers");
    predict(modelFile, tokens, "--tokens")
        .assertRefused("--tokens is for models of one channel", "takes frames of 3");
  }

  @Test
  void aFlattenedDecoderTakesWholeSequences() throws IOException {
    model("flat", ModelDescription.of(1).then(rnn(5)).then(flattenedLinear(4, OUTPUTS)));
    Path model = folder.resolve("flat.safetensors");
    Path four = Files.writeString(folder.resolve("four.csv"), "1\n2\n3\n4\n");
    assertEquals(1, predict(model, four).text().lines().count());
    assertEquals(predict(model, four).out(), predict(model, four, "--step").text());
    Path three = Files.writeString(folder.resolve("three.csv"), "1\n2\n3\n");
    predict(model, three).assertRefused("has 3 frames", "one result for a sequence of 4");
    Path five = Files.writeString(folder.resolve("five.csv"), "1\n2\n3\n4\n5\n");
    predict(model, five).assertRefused("has more than 4 frames");
  }

  @Test
  void aModelThatSeesLaterFramesTakesTheWholeSequence() throws IOException {
    Model model =
        model(
            "both", ModelDescription.of(INPUTS).then(bidirectional(gru(4))).then(linear(OUTPUTS)));
    Path file = folder.resolve("both.safetensors");
    float[] x = new float[FRAMES * INPUTS];
    try (InputStream in = Files.newInputStream(csv);
        FrameReader frames = CsvFrames.of(in, "frames", INPUTS)) {
      frames.read(FRAMES, x, 0);
    }
    float[] y = new float[FRAMES * OUTPUTS];
    model.newState(Engine.of(model.backend())).run(FRAMES, x, 0, y, 0);
    assertArrayEquals(y, numbers(predict(file, csv).text()));
    predict(file, csv, "--step").assertRefused("depend on later frames", "leave --step out");
  }

  @Test
  void refusesBadInputAndLeavesNothing() throws IOException {
    Path wide = Files.writeString(folder.resolve("wide.csv"), "1,2,3\n1,2,3,4\n");
    Path word = Files.writeString(folder.resolve("word.csv"), "1,2,3\n1,abc,3\n");
    Path target = Files.writeString(folder.resolve("target.csv"), "old");
    List<Path> before = list();
    predict(modelFile, wide, "-o", target)
        .assertRefused("wide.csv: line 2 has 4 values; the model takes frames of 3");
    predict(modelFile, word, "-o", target)
        .assertRefused("word.csv: line 2, column 2: 'abc' is not a number");
    predict(modelFile, csv, "-o", folder).assertRefused("is a directory; name the file to write");
    predict(modelFile, csv, "-o", folder.resolve("no/x")).assertRefused("/no is not a folder");
    predict(modelFile, csv, "-o", csv).assertRefused("is what is read; name another file");
    predict(modelFile, csv, "-o", modelFile).assertRefused("is what is read; name another file");
    predict(modelFile, folder.resolve("none.csv")).assertRefused("none.csv: no such file");
    predict(modelFile, folder).assertRefused("is a directory");
    predict(modelFile, modelFile)
        .assertRefused("model.safetensors: is a safetensors file, not text or an array");
    predict(modelFile, csv, "--run", "--step").assertRefused("--run, --step");
    assertEquals("old", Files.readString(target));
    assertEquals(before, list());
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void readsStandardInput() throws IOException {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(csv)));
    try {
      assertArrayEquals(expected, numbers(predict(modelFile, "-").text()));
    } finally {
      System.setIn(in);
    }
  }

  /** A pipe that does not end is answered line by line, until nobody reads the answers. */
  @Test
  void answersAPipeLineByLine() throws IOException {
    Process process = Invocation.start("predict", modelFile.toString(), "-i", "-", "--step");
    List<String> lines = Files.readAllLines(csv);
    try (OutputStream in = process.getOutputStream()) {
      try (BufferedReader out = process.inputReader()) {
        for (int frame = 0; frame < 3; frame++) {
          in.write((lines.get(1 + frame) + "\n").getBytes());
          in.flush();
          float[] row = Arrays.copyOfRange(expected, frame * OUTPUTS, (frame + 1) * OUTPUTS);
          assertArrayEquals(row, numbers(out.readLine()));
        }
      }
      in.write("1,2,3\n".getBytes());
      in.flush();
      String err = new String(process.getErrorStream().readAllBytes());
      assertEquals("", err.replaceFirst("^WARNING: Using incubator modules: .*\\R", ""));
      assertEquals(Main.SUCCESS, process.onExit().join().exitValue());
    }
  }

  /** Ctrl-C, or the end of a container. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalLeavesNothing() throws IOException {
    Path target = Files.writeString(folder.resolve("target.csv"), "old");
    List<Path> before = list();
    Process process =
        Invocation.start(
            "predict", modelFile.toString(), "-i", "-", "-o", target.toString(), "--step");
    try (OutputStream in = process.getOutputStream()) {
      in.write("1,2,3\n".getBytes());
      in.flush();
      while (list().equals(before)) {
        assertTrue(process.isAlive());
        Thread.onSpinWait();
      }
      // Process.destroy closes the input, too, which is how frames end that are complete.
      process.toHandle().destroy();
      assertNotEquals(Main.SUCCESS, process.onExit().join().exitValue());
    }
    assertEquals(before, list());
    assertEquals("old", Files.readString(target));
  }

  /** A limit on the size of files fails as a full disk does. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskIsToldWithTheTarget() throws IOException {
    List<Path> before = list();
    Path target = folder.resolve("target.csv");
    ProcessBuilder limited =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("/bin/sh", "-c", "ulimit -f 4; exec \"$@\"", "sh"),
                    Invocation.line(
                        "predict",
                        modelFile.toString(),
                        "-i",
                        csv.toString(),
                        "-o",
                        target.toString())
                        .stream())
                .toList());
    Invocation.finish(limited.start())
        .assertRefused(target + ": ", "File too large; it was not written");
    assertEquals(before, list());
  }
}
