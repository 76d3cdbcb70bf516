package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImportCommandTest {
  /** Of floats from the same in double precision. */
  private static final double TOLERANCE = 1e-5;

  private static final String PREFIX = "carrylane import: ";

  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void nameTheTarget() {
    target = folder.resolve("model.safetensors");
  }

  private static Invocation convert(Object... line) {
    List<String> arguments = new ArrayList<>(List.of("import"));
    for (Object argument : line) {
      arguments.add(argument.toString());
    }
    return Invocation.of(arguments.toArray(String[]::new));
  }

  /** Asserts that the target gives a fixture's outputs. */
  private void assertOutputs(Path checkpoint) throws IOException {
    String stem = checkpoint.toString().replaceFirst("\\.[a-z]+$", "");
    assertOutputs(Path.of(stem + ".in.csv"), Path.of(stem + ".out.csv"));
  }

  private void assertOutputs(Path in, Path out) throws IOException {
    String printed = Invocation.of("predict", target.toString(), "--input", in.toString()).text();
    assertArrayEquals(Fixtures.numbers(out), Fixtures.numbers(printed.lines().toList()), TOLERANCE);
  }

  private void assertNothingWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(), files.filter(file -> file.toString().contains("safetensors")).toList());
    }
  }

  // ---- What is read without a hint

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm_named_rnn_fc",
        "lstm_two_layers",
        "gru",
        "lstm_bidirectional",
        "lstm_compiled_prefix",
        "lstm_in_training_checkpoint",
        "lstm_legacy_format",
        "rnn_no_bias_counter"
      })
  void importsWhatPeopleSave(String name) throws IOException {
    Path checkpoint = TestData.caseFile("import/" + name + ".pt");
    convert(checkpoint, "-o", target).text();
    assertOutputs(checkpoint);
  }

  /** Settings that a whole module tells; layers under other names; state dicts in other things, or with two names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rnn_relu_module.pt",
        "cl_rnn_relu_cell_module.pt",
        "conv_dilation_3_module.pt",
        "gru.pt",
        "gru_two_layers.pt",
        "lstm_no_bias.pt",
        "training_checkpoint.pt",
        "checkpoint_model.pt",
        "checkpoint_unusual_key.pt",
        "checkpoint_whole_module.pt",
        "numpy_scalar.pt",
        "lightning.ckpt",
        "cl_rnn.pt",
        "cl_rnn_cloned.pt",
        "cl_rnn_module.pt",
        "data_parallel.pt",
        "safetensors_f32.safetensors"
      })
  void importsAsTheFileSays(String name) throws IOException {
    convert(Fixtures.file(name), "-o", target).text();
    assertOutputs(Fixtures.file(name));
  }

  @ParameterizedTest
  @CsvSource({
    "conv_leaky_module.pt, LeakyReLU",
    "conv_not_causal_module.pt, padding is 1",
    "cl_rnn_shortcut_module.pt, CL_RNN",
    "cl_rnn_conflict.pt, tcn.network.1.net.0.bias",
    "lstm_projection.pt, proj_size",
    "tcn_residual.pt, residual",
    "attention.pt, attention",
  })
  void refusesWhatItDoesNotCompute(String name, String reason) throws IOException {
    convert(Fixtures.file(name), "-o", target).assertRefused(name + ": ", reason);
    assertNothingWritten();
  }

  @Test
  void importsAPublishedCheckpoint() throws IOException {
    Path checkpoint = TestData.file("jsb_tcn.pt");
    JsonNode facts = convert(checkpoint, "-o", target, "--task", "muse", "--json").json();
    assertEquals(target.toString(), facts.get("model").asText());
    assertEquals("muse", facts.get("task").asText());
    assertEquals("sigmoid", facts.get("output").asText());
    assertEquals(417988, facts.get("parameters").asInt());
    ModelFile imported = ModelFile.read(target);
    assertEquals("muse", imported.description().task());
    assertEquals(
        imported.description(), ModelDescription.fromJson(facts.get("description").toString()));
    List<float[]> theirs =
        Checkpoint.read(checkpoint).tensors().values().stream().map(t -> t.toArray()).toList();
    imported
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertTrue(
                    theirs.stream().anyMatch(values -> Arrays.equals(values, tensor.toArray())),
                    name));
  }

  @Test
  void theTaskTellsTheOutputFunction() {
    Path checkpoint = Fixtures.file("lstm_alone.pt");
    Invocation untold = convert(checkpoint, "-o", target, "--json");
    assertEquals("none", untold.json().get("output").asText());
    assertTrue(untold.err().contains("assumed: no output function"), untold.err());
    Invocation told = convert(checkpoint, "-o", target, "--json", "--task", "smnist");
    assertEquals("log-softmax", told.json().get("output").asText());
    assertFalse(told.err().contains("output function"), told.err());
  }

  // ---- What is told

  @Test
  void tellsWhatItAssumes() {
    Invocation run = convert(Fixtures.file("rnn_relu.pt"), "-o", target, "--json");
    List<String> remarks = texts(run.json().get("remarks"));
    assertTrue(remarks.contains("assumed: 'rnn': the nonlinearity of the RNN is tanh"), run.out());
    List<String> lines = run.err().lines().toList();
    assertEquals(remarks.stream().map(PREFIX::concat).toList(), lines.subList(0, remarks.size()));
    assertEquals(remarks.size() + 1, lines.size(), run.err());
    assertTrue(lines.getLast().contains("--describe model.json"), run.err());
    Invocation text = convert(Fixtures.file("rnn_relu.pt"), "-o", target);
    assertEquals(run.err(), text.err());
    assertFalse(text.text().contains("assumed"), text.out());
  }

  @Test
  void warnsOfWeightsThatAreNoNumbers() throws IOException {
    Path checkpoint = Fixtures.file("nan_weight.pt");
    Invocation run = convert(checkpoint, "-o", target, "--json");
    String warning = "warning: tensor 'fc.weight' has 1 NaN of 15";
    assertEquals(warning, texts(run.json().get("remarks")).getFirst());
    assertEquals(PREFIX + warning, run.err().lines().findFirst().orElseThrow());
    assertOutputs(checkpoint);
  }

  /** eval and predict, too, say what they took a checkpoint for. */
  @Test
  void predictTellsWhatItAssumes() {
    Path checkpoint = Fixtures.file("rnn_relu.pt");
    Invocation run =
        Invocation.of(
            "predict", checkpoint.toString(), "-i", Fixtures.file("rnn_relu.in.csv").toString());
    run.text();
    assertTrue(
        run.err().startsWith("carrylane predict: " + checkpoint + ": assumed: 'rnn': "), run.err());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  // ---- What can be told

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rnn_tanh",
        "gru_module",
        "cl_rnn_module",
        "conv_lstm",
        "layer_norm",
        "lru",
        "min_lstm"
      })
  void itsDescriptionGivesTheSameModel(String name) throws IOException {
    Path checkpoint = Fixtures.file(name + ".pt");
    Invocation dryRun = convert(checkpoint, "--dry-run");
    Path description = Files.writeString(folder.resolve("model.json"), dryRun.text());
    assertNothingWritten();
    convert(checkpoint, "-o", target).text();
    Path described = folder.resolve("described.safetensors");
    convert(checkpoint, "-o", described, "--describe", description).text();
    assertArrayEquals(Files.readAllBytes(target), Files.readAllBytes(described));
    JsonNode facts = convert(checkpoint, "--dry-run", "--json").json();
    assertEquals(
        ModelDescription.fromJson(dryRun.out()),
        ModelDescription.fromJson(facts.get("description").toString()));
    assertEquals(
        dryRun.err().lines().toList(),
        texts(facts.get("remarks")).stream().map(PREFIX::concat).toList());
  }

  @Test
  void aDescriptionCorrectsAnAssumption() throws IOException {
    Path checkpoint = Fixtures.file("rnn_relu.pt");
    String json = convert(checkpoint, "--dry-run").text();
    assertTrue(json.contains("\"tanh\""), json);
    Path description =
        Files.writeString(folder.resolve("model.json"), json.replace("\"tanh\"", "\"relu\""));
    Invocation run = convert(checkpoint, "-o", target, "--describe", description);
    run.text();
    assertEquals("", run.err());
    assertOutputs(checkpoint);
  }

  /** Of a way around layers no tensor tells. */
  @Test
  void aDescriptionTellsOfResidualBlocks() throws IOException {
    Path checkpoint = Fixtures.file("tcn_residual_same_width.pt");
    convert(checkpoint, "--dry-run").assertRefused("residual", "--describe");
    ModelDescription model =
        ModelDescription.of(6)
            .then(block(1))
            .then(Layers.activation(Activation.RELU))
            .then(block(2))
            .then(Layers.activation(Activation.RELU))
            .then(Layers.linear(3));
    Path description = Files.writeString(folder.resolve("model.json"), model.toJson());
    convert(checkpoint, "-o", target, "--describe", description).text();
    assertOutputs(checkpoint);
  }

  private static LayerDescription block(int dilation) {
    Convolution convolution = new Convolution(6, 2, dilation, true, true, Activation.RELU);
    return Layers.residual(convolution, convolution);
  }

  /** A model file says what it is; import gives it another task, or writes one of an older version anew. */
  @Test
  void aModelFileIsTakenAtItsWord() throws IOException {
    ModelDescription model =
        ModelDescription.of(4)
            .then(new Recurrent(5, 1, true, Activation.RELU))
            .then(Layers.linear(2))
            .output(Output.SIGMOID);
    Path file = folder.resolve("own");
    new ModelFile(model, Initialization.of(model, 1)).write(file);
    Invocation run = convert(file, "-o", target);
    run.text();
    assertEquals("", run.err());
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(target));
    convert(file, "-o", target, "--task", "jsb").text();
    assertEquals(model.task("jsb"), ModelFile.read(target).description());
    convert(file, "-o", target, "--map", "0=1").assertRefused("own is a model file", "--map");
    Path description =
        Files.writeString(folder.resolve("model.json"), model.output(Output.NONE).toJson());
    convert(file, "-o", target, "--describe", description).text();
    assertEquals(model.output(Output.NONE), ModelFile.read(target).description());
  }

  @Test
  void aMappingLeavesTensorsOut() throws IOException {
    Path checkpoint = Fixtures.file("two_heads.pt");
    convert(checkpoint, "-o", target).assertRefused("policy", "value");
    assertNothingWritten();
    Invocation run = convert(checkpoint, "-o", target, "--map", "value=");
    run.text();
    assertTrue(run.err().contains("left out as asked for: "), run.err());
    List<String> policy =
        Files.readAllLines(Fixtures.file("two_heads.out.csv")).stream()
            .map(row -> row.substring(0, row.lastIndexOf(',')))
            .toList();
    Path out = Files.write(folder.resolve("policy.csv"), policy);
    assertOutputs(Fixtures.file("two_heads.in.csv"), out);
  }

  /** In a described model the names are those of model files. */
  @Test
  void aMappingNamesTensors() throws IOException {
    Path checkpoint = Fixtures.file("rnn_tanh.pt");
    Path description =
        Files.writeString(folder.resolve("model.json"), convert(checkpoint, "--dry-run").text());
    convert(
            checkpoint,
            "-o",
            target,
            "--describe",
            description,
            "--map",
            "rnn=0",
            "--map",
            "fc.=1.")
        .text();
    assertOutputs(checkpoint);
    convert(checkpoint, "-o", target, "--map", "none=0").assertRefused("'none=0'", "no tensor");
    convert(checkpoint, "-o", target, "--map", "none").assertRefused("not of the form theirs=ours");
  }

  @Test
  void aKeyTellsWhichWeights() throws IOException {
    Path checkpoint = Fixtures.file("two_candidates.pt");
    convert(checkpoint, "-o", target).assertRefused("'model', 'ema'", "--key");
    convert(checkpoint, "-o", target, "--key", "none").assertRefused("no entry 'none'", "'ema'");
    assertNothingWritten();
    convert(checkpoint, "-o", target, "--key", "ema").text();
    byte[] averaged = Files.readAllBytes(target);
    convert(checkpoint, "-o", target, "--key", "model").text();
    assertOutputs(checkpoint);
    assertFalse(Arrays.equals(averaged, Files.readAllBytes(target)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | model.json: ",
        "{ | model.json: ",
        "[] | model.json: ",
        "{\"inputs\": 4} | layers",
        "{\"inputs\": 0, \"layers\": [{\"kind\": \"linear\", \"outputs\": 3}]} | inputs",
        "{\"inputs\": 4, \"layers\": [{\"kind\": \"lin\", \"outputs\": 3}]} | lin",
        "{\"inputs\": 4, \"layers\": [{\"kind\": \"linear\"}]} | outputs",
        "{\"inputs\": 4, \"layers\": [{\"kind\": \"linear\", \"outputs\": 3}]} x | model.json: ",
        "{\"inputs\": 4, \"layers\": [{\"kind\": \"linear\", \"outputs\": 3}]} | rnn.weight_ih_l0",
        "{\"inputs\": 4, \"layers\": [{\"kind\": \"rnn\", \"hidden\": 9}, {\"kind\": \"linear\", \"outputs\": 2}]} | 1.weight",
      })
  void refusesADescriptionThatIsNone(String json, String words) throws IOException {
    Path description = Files.writeString(folder.resolve("model.json"), json);
    convert(Fixtures.file("rnn_tanh.pt"), "-o", target, "--describe", description)
        .assertRefused(words);
    assertNothingWritten();
  }

  @Test
  void refusesToImport() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "a text file\n");
    convert(text, "-o", target)
        .assertRefused("text.pt: is a text file, not a PyTorch or safetensors file");
    convert(folder.resolve("none.pt"), "-o", target).assertRefused("none.pt: no such file");
    convert(folder, "-o", target).assertRefused("is a directory");
    convert(text, "-o", folder).assertRefused("is a directory; name the file to write with -o");
    convert(text, "-o", text).assertRefused("is the checkpoint itself");
    convert(text, "-o", folder.resolve("no/model")).assertRefused("/no is not a folder; create it");
    convert(text).assertRefused("missing -o MODEL", "--dry-run");
    convert(text, "-o", target, "--arch", "tcn").assertRefused("--arch");
    convert(text, "-o", target, "--describe", folder.resolve("none.json"))
        .assertRefused("none.json: no such file");
    Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {'{', (byte) 0xff});
    convert(text, "-o", target, "--describe", bytes).assertRefused("bytes.json is not UTF-8 text");
    assertTrue(Files.notExists(target));
    assertEquals("a text file\n", Files.readString(text));
  }

  // ---- What is written

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkStaysAndItsFileIsReplaced() throws IOException {
    Path real = Files.writeString(folder.resolve("real.safetensors"), "old");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw----"));
    Path link = Files.createSymbolicLink(folder.resolve("current"), real.getFileName());
    convert(Fixtures.file("gru.pt"), "-o", link).text();
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(ModelFile.isModel(real));
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
  }

  /** Ctrl-C, or the end of a container, while a large model is written. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalLeavesNothing() throws IOException {
    ModelDescription large = ModelDescription.of(88).then(Layers.lstm(1500));
    Path weights = folder.resolve("large.safetensors");
    new ModelFile(large, Initialization.of(large, 1)).write(weights);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path model = empty.resolve("model");
    Process process = Invocation.start("import", weights.toString(), "-o", model.toString());
    while (list(empty).isEmpty()) {
      assertTrue(process.isAlive());
      Thread.onSpinWait();
    }
    process.destroy();
    assertNotEquals(Main.SUCCESS, process.onExit().join().exitValue());
    // The model may have been whole before the signal came.
    List<Path> left = list(empty);
    assertTrue(
        left.isEmpty() || left.equals(List.of(model)) && ModelFile.isModel(model), left.toString());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
