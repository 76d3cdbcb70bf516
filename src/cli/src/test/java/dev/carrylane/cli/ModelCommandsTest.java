package dev.carrylane.cli;

import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.flattenedLinear;
import static dev.carrylane.network.layer.Layers.gru;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.rnn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.engine.Backend;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;

/** The commands eval, inspect and demo. */
class ModelCommandsTest {
  private static final double SIX_DECIMALS = 0.5e-6;

  @TempDir Path folder;

  /**
   * The published checkpoints: to the six decimals that an independent program in double precision
   * printed, and to the bit, so that no change of a bit goes unnoticed. Other bits are other results for
   * users; the release notes have to say so.
   */
  @ParameterizedTest
  @CsvSource({
    "jsb_clrnn.pt, jsb, train, 229, 13578, 453988, 7.813462, 0x1.f40fc334a8ceap2",
    "jsb_clrnn.pt, jsb, valid, 76, 4526, 453988, 8.457319, 0x1.0ea25c66a7f09p3",
    "jsb_clrnn.pt, jsb, test, 77, 4648, 453988, 8.565248, 0x1.12168326863b7p3",
    "jsb_tcn.pt, jsb, valid, 76, 4526, 417988, 9.159794, 0x1.251d07d9d3d66p3",
    "jsb_tcn.pt, jsb, test, 77, 4648, 417988, 9.158395, 0x1.25119158924f7p3",
    "jsb_lstm.pt, jsb, valid, 76, 4526, 157288, 8.278426, 0x1.08e8dcef8c7a5p3",
    "jsb_lstm.pt, jsb, test, 77, 4648, 157288, 8.384164, 0x1.0c4b12204429ep3",
    "jsb_rnn.pt, jsb, valid, 76, 4526, 49288, 8.575569, 0x1.126b0f522bd8dp3",
    "jsb_rnn.pt, jsb, test, 77, 4648, 49288, 8.689797, 0x1.1612d07d116d7p3",
  })
  void evaluatesPublishedMusicModels(
      String model,
      String task,
      String split,
      int sequences,
      int frames,
      int parameters,
      double nll,
      String bits) {
    JsonNode facts =
        eval(task, TestData.file(model), TestData.file("JSB_Chorales.mat"), "--split", split)
            .json();
    assertEquals("nll", facts.get("metric").asText());
    assertEquals(nll, facts.get("value").asDouble(), SIX_DECIMALS);
    assertEquals(bits, Double.toHexString(facts.get("value").asDouble()));
    assertEquals(facts.get("value").asDouble(), facts.get("nll").asDouble());
    assertEquals(sequences, facts.get("sequences").asInt());
    assertEquals(frames, facts.get("frames").asInt());
    assertEquals(parameters, facts.get("parameters").asInt());
    assertEquals(task, facts.get("task").asText());
    assertEquals(split, facts.get("split").asText());
    assertEquals(Backend.active().name(), facts.get("backend").asText());
    assertEquals(1, facts.get("threads").asInt());
    assertTrue(facts.get("seconds").asDouble() > 0);
  }

  @Test
  void evaluatesThePublishedDigitModel() {
    Path data = TestData.file("t10k-images-idx3-ubyte.gz").getParent();
    JsonNode facts = eval("smnist", TestData.file("smnist_rnn.pt"), data).json();
    assertEquals("accuracy", facts.get("metric").asText());
    assertEquals(0.9288, facts.get("value").asDouble());
    assertEquals(0.250717, facts.get("nll").asDouble(), SIX_DECIMALS);
    assertEquals("0x1.00bbd8b0987f8p-2", Double.toHexString(facts.get("nll").asDouble()));
    assertEquals(10000, facts.get("sequences").asInt());
  }

  /** One set of bits: whatever the file, the threads and the backend. */
  @Test
  @Timeout(120)
  void evaluatesToTheSameBitsEverywhere() throws IOException {
    Path checkpoint = TestData.file("jsb_clrnn.pt");
    Path data = TestData.file("JSB_Chorales.mat");
    double value = eval("jsb", checkpoint, data).json().get("value").asDouble();
    assertEquals(
        value, eval("jsb", checkpoint, data, "--threads", "2").json().get("value").asDouble());
    Path model = folder.resolve("model.safetensors");
    Invocation.of("import", checkpoint.toString(), "-o", model.toString(), "--task", "jsb").text();
    assertEquals(value, eval("jsb", model, data).json().get("value").asDouble());
    JsonNode scalar =
        Invocation.finish(
                Invocation.start(
                    "eval",
                    "jsb",
                    "--model",
                    model.toString(),
                    "--data",
                    data.toString(),
                    "--backend",
                    "scalar",
                    "--threads",
                    "2",
                    "--json"))
            .json();
    assertEquals("scalar", scalar.get("backend").asText());
    assertEquals(value, scalar.get("value").asDouble());
  }

  @Test
  void evaluatesAModelFile() throws IOException {
    Path data = music();
    Path model = save("music", description(88, 88, 0, "jsb"));
    JsonNode facts = eval("nottingham", model, data).json();
    assertEquals(
        "[task, split, metric, value, nll, frames, sequences, seconds, parameters, backend, threads,"
            + " layers, model, data]",
        names(facts));
    assertEquals(9, facts.get("frames").asInt());
    String text =
        Invocation.of("eval", "jsb", "--model", model.toString(), "--data", data.toString()).text();
    assertTrue(text.startsWith("jsb test: nll "), text);
  }

  /** A model that gives every class the same logit is right where the first one is wanted. */
  @Test
  void evaluatesSyntheticTasks() throws IOException {
    Path model = save("parity", even(3, 2, Output.LOG_SOFTMAX, "parity"));
    JsonNode facts = eval("parity", model, null, "--length", "50").json();
    assertEquals(
        "[task, split, metric, value, nll, accuracy, whole_sequences, frames, sequences, seconds, parameters,"
            + " backend, threads, layers, model]",
        names(facts));
    assertEquals("accuracy", facts.get("metric").asText());
    // 200 sequences of a marker and 50 digits: five standard deviations.
    assertEquals(0.5, facts.get("value").asDouble(), 5 * 0.5 / 100);
    assertEquals(Math.log(2), facts.get("nll").asDouble(), 1e-12);
    assertEquals(0, facts.get("whole_sequences").asDouble());
    assertEquals(200 * 51, facts.get("frames").asInt());
    JsonNode adding = eval("adding", save("adding", even(2, 1, Output.NONE, "")), null).json();
    assertEquals("mse", adding.get("metric").asText());
    // Of (a + b)², whose mean is 7/6 and whose variance is 0.71, over 500 sequences.
    assertEquals(7 / 6.0, adding.get("value").asDouble(), 5 * Math.sqrt(0.71 / 500));
    assertFalse(adding.has("nll"));
    String text =
        Invocation.of("eval", "parity", "--model", model.toString(), "--length", "9").text();
    assertTrue(text.startsWith("parity test: accuracy 0."), text);
  }

  @Test
  void evaluatesText() throws IOException {
    String characters = "\nabcdefghijklmnopqrstuvwxyz";
    Path model = save("char", even(1, 27, Output.LOG_SOFTMAX, "char:" + characters));
    JsonNode facts = eval("char", model, text()).json();
    assertEquals("bits_per_character", facts.get("metric").asText());
    assertEquals(Math.log(27) / Math.log(2), facts.get("value").asDouble(), 1e-12);
    Path other = Files.writeString(folder.resolve("other.txt"), "abc-".repeat(1000));
    eval("char", model, other).assertRefused("U+002D, is none of the 27 that the model knows");
  }

  private Path text() throws IOException {
    String line = "the quick brown fox jumps over the lazy dog".replace(" ", "") + "\n";
    return Files.writeString(folder.resolve("text.txt"), line.repeat(100));
  }

  /** A linear model of zeros. */
  private static ModelFile even(int inputs, int outputs, Output output, String task) {
    ModelDescription description =
        ModelDescription.of(inputs).then(linear(outputs)).output(output).task(task);
    return new ModelFile(
        description,
        Parameters.of(
            Map.of(
                "0.weight",
                Tensor.of(new float[inputs * outputs], outputs, inputs),
                "0.bias",
                Tensor.of(new float[outputs], outputs))));
  }

  private Path save(String name, ModelFile model) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    model.write(file);
    return file;
  }

  @Test
  void refusesModelsOfAnotherTask() throws IOException {
    Path data = music();
    Path digits = save("digits", description(1, 10, 784, "smnist"));
    eval("jsb", digits, data)
        .assertRefused(
            "maps 1 to 10 channels, but jsb needs 88 to 88", "its file says it is for smnist");
    Invocation checkpoint = eval("jsb", Fixtures.file("gru.pt"), data);
    assertEquals(Main.BAD_INPUT, checkpoint.code());
    assertTrue(checkpoint.err().endsWith("give a model of that task\n"), checkpoint.err());
    Path music = save("music", description(88, 88, 0, ""));
    eval("smnist", music, folder).assertRefused("maps 88 to 88 channels, but smnist needs 1 to 10");
    eval("jsb", save("whole", description(88, 88, 5, "")), data)
        .assertRefused("one result per sequence of 5 frames, but jsb needs a result per frame");
    eval("smnist", save("short", description(1, 10, 100, "")), folder)
        .assertRefused("per sequence of 100 frames, but smnist needs", "784");
    eval("char", save("narrow", description(1, 10, 0, "")), text())
        .assertRefused("maps 1 to 10 channels, but char needs 1 to 27");
    eval("parity", music, null).assertRefused("maps 88 to 88 channels, but parity needs 3 to 2");
  }

  @Test
  void refusesModelsThatAreNone() throws IOException {
    Path data = music();
    eval("jsb", folder.resolve("none.pt"), data).assertRefused("none.pt: no such file");
    eval("jsb", folder, data).assertRefused(folder + " is a directory; name a model file in it");
    Path text = Files.writeString(folder.resolve("text.pt"), "a text file\n");
    eval("jsb", text, data)
        .assertRefused("text.pt: is a text file, not a PyTorch or safetensors file");
    Path empty = Files.createFile(folder.resolve("empty.safetensors"));
    eval("jsb", empty, data).assertRefused("empty.safetensors: ");
    byte[] header = new byte[16];
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60);
    Path huge = Files.write(folder.resolve("huge.safetensors"), header);
    eval("jsb", huge, data).assertRefused("huge.safetensors: ", Long.toString(1L << 60));
    Path model = save("music", description(88, 88, 0, ""));
    byte[] whole = Files.readAllBytes(model);
    for (int length : new int[] {7, 8, 100, whole.length / 2, whole.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
      eval("jsb", cut, data).assertRefused("cut.safetensors: ");
    }
  }

  @Test
  void refusesDataThatIsNone() throws IOException {
    Path model = save("music", description(88, 88, 0, ""));
    eval("jsb", model, folder.resolve("none.mat")).assertRefused("none.mat: no such file");
    eval("jsb", model, folder).assertRefused("is a directory; name a file in it");
    eval("jsb", model, model).assertRefused("is a safetensors file, not a MATLAB 5 file");
    eval("jsb", model, music(), "--split", "valid").assertRefused("has no cell array validdata");
    Path digits = save("digits", description(1, 10, 784, ""));
    eval("smnist", digits, folder).assertRefused("t10k-images-idx3-ubyte[.gz]: no such file");
  }

  @Test
  void refusesWrongOptions() throws IOException {
    Path model = folder.resolve("model");
    eval("bach", model, model)
        .assertRefused("'bach' is unknown; it takes one of jsb, nottingham, muse, piano, smnist");
    eval("jsb", model, model, "--split", "all").assertRefused("one of train, valid, test");
    eval("jsb", model, model, "--threads", "0").assertRefused("--threads is 0; it must be from 1");
    eval("jsb", model, model, "--threads", "two").assertRefused("'two' is not an int");
    eval("jsb", model, model, "--backend", "1024").assertRefused("--backend is '1024'", "512");
    eval("smnist", model, null).assertRefused("model: no such file");
    Path saved = save("music", description(88, 88, 0, ""));
    eval("jsb", saved, null).assertRefused("jsb needs --data PATH");
    eval("jsb", saved, saved, "--length", "3").assertRefused("jsb has the lengths of its data");
    eval("parity", saved, saved).assertRefused("parity is drawn from random numbers");
    eval("parity", saved, null, "--length", "0").assertRefused("--length is 0; it must be from 1");
    Invocation.of("eval", "jsb", "--data", "x").assertRefused("'--model=FILE'");
    Invocation.of("eval").assertRefused("--model=FILE", "TASK");
  }

  @Test
  void refusesWeightsThatAreNoNumbers() throws IOException {
    ModelDescription description = description(88, 88, 0, "");
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(description, 1).tensors());
    float[] bias = tensors.get("1.bias").toArray();
    bias[5] = Float.NaN;
    tensors.put("1.bias", Tensor.of(bias, 88));
    Path model = folder.resolve("nan.safetensors");
    new ModelFile(description, Parameters.of(tensors)).write(model);
    eval("jsb", model, music()).assertRefused("no finite numbers");
  }

  @Test
  void inspectsAModelFile() throws IOException {
    ModelDescription description = description(88, 88, 0, "piano");
    Path model = save("music", description);
    JsonNode facts = Invocation.of("inspect", model.toString(), "--json").json();
    assertEquals(
        "[model, layers, inputs, outputs, output, task, parameters, state, receptive_field, causal, tensors,"
            + " description]",
        names(facts));
    assertEquals(description.toString(), facts.get("layers").asText());
    assertEquals(88, facts.get("inputs").asInt());
    assertEquals(88, facts.get("outputs").asInt());
    assertEquals("sigmoid", facts.get("output").asText());
    assertEquals("piano", facts.get("task").asText());
    assertEquals(7, facts.get("receptive_field").asInt()); // 1 + (3 − 1)(2² − 1)
    assertEquals(2 * 88 + 4 * 6, facts.get("state").asInt()); // (3 − 1)·dilation·inputs each
    assertTrue(facts.get("causal").asBoolean());
    assertEquals(description, ModelDescription.fromJson(facts.get("description").toString()));
    long parameters = 0;
    for (JsonNode tensor : facts.get("tensors")) {
      long size = 1;
      for (JsonNode dimension : tensor.get("shape")) {
        size *= dimension.asInt();
      }
      parameters += size;
    }
    assertEquals(parameters, facts.get("parameters").asLong());
    String text = Invocation.of("inspect", model.toString()).text();
    assertTrue(text.contains("1.weight [88, 4]"), text);
    assertTrue(text.contains("Task            piano\n"), text);
    assertTrue(text.contains("Receptive field 7 frames\n"), text);
    assertEquals(description, ModelDescription.fromJson(text.substring(text.indexOf("\n{") + 1)));
  }

  @Test
  void tellsHowFarAModelSees() throws IOException {
    Path recurrent = save("rnn", ModelDescription.of(3).then(rnn(4)).then(linear(5)));
    JsonNode facts = Invocation.of("inspect", recurrent.toString(), "--json").json();
    assertEquals("unlimited", facts.get("receptive_field").asText());
    assertEquals("", facts.get("task").asText());
    Path both = save("both", ModelDescription.of(3).then(bidirectional(gru(4))));
    assertFalse(
        Invocation.of("inspect", both.toString(), "--json").json().get("causal").asBoolean());
    String text = Invocation.of("inspect", both.toString()).text();
    assertTrue(text.contains("Receptive field the whole sequence, later frames too\n"), text);
  }

  /** Whatever else is in it: what a training loop saved beside the weights is listed, too. */
  @Test
  void inspectsATrainingCheckpoint() {
    Path checkpoint = Fixtures.file("training_checkpoint.pt");
    JsonNode facts = Invocation.of("inspect", checkpoint.toString(), "--json").json();
    assertEquals("[file, tensors]", names(facts));
    JsonNode first = facts.get("tensors").get(0);
    assertEquals("[name, type, shape]", names(first));
    String text = Invocation.of("inspect", checkpoint.toString()).text();
    assertTrue(text.contains("model_state_dict.lstm.weight_ih_l0 float32 [20, 4]\n"), text);
    assertTrue(text.contains("exp_avg"), text);
    assertTrue(text.strip().endsWith("makes one of weights."), text);
  }

  @Test
  void inspectsNothingElse() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.md"), "a text file\n");
    Invocation.of("inspect", text.toString())
        .assertRefused("notes.md: is a text file, not a PyTorch or safetensors file");
    Path page = Files.writeString(folder.resolve("model.pt"), "<!DOCTYPE html><html></html>");
    Invocation.of("inspect", page.toString()).assertRefused("model.pt: is ", "HTML");
    Path empty = Files.createFile(folder.resolve("empty.safetensors"));
    Invocation.of("inspect", empty.toString()).assertRefused("empty.safetensors: ");
    Invocation.of("inspect", folder.toString()).assertRefused("is a directory");
    Invocation.of("inspect", folder.resolve("none").toString()).assertRefused("none: no such file");
  }

  @Test
  @Timeout(60)
  void demonstrates() {
    Invocation demo = Invocation.of("demo", "--threads", "2", "--json");
    JsonNode facts = demo.json();
    assertEquals("", demo.err());
    assertTrue(facts.get("right").asBoolean());
    assertTrue(facts.get("same_bits").asBoolean());
    assertEquals(0, facts.get("step_allocated_bytes").asDouble());
    assertEquals(2, facts.get("threads").asInt());
    JsonNode nanos = facts.get("step_nanos");
    assertTrue(
        0 < nanos.get("p50").asLong() && nanos.get("p50").asLong() <= nanos.get("max").asLong());
    Invocation.of("demo", "--threads", "-1").assertRefused("--threads is -1");
  }

  private static String names(JsonNode facts) {
    List<String> names = new ArrayList<>();
    facts.fieldNames().forEachRemaining(names::add);
    return names.toString();
  }

  private static Invocation eval(String task, Path model, Path data, String... more) {
    List<String> line = new ArrayList<>(List.of("eval", task, "--json"));
    line.addAll(List.of("--model", model.toString()));
    if (data != null) {
      line.addAll(List.of("--data", data.toString()));
    }
    line.addAll(List.of(more));
    return Invocation.of(line.toArray(String[]::new));
  }

  private static ModelDescription description(int inputs, int outputs, int frames, String task) {
    return ModelDescription.of(inputs)
        .then(carryLookahead(convolutions(3, 6, 4), 4))
        .then(frames == 0 ? linear(outputs) : flattenedLinear(frames, outputs))
        .output(inputs == 1 ? Output.LOG_SOFTMAX : Output.SIGMOID)
        .task(task);
  }

  private Path save(String name, ModelDescription description) throws IOException {
    return save(name, new ModelFile(description, Initialization.of(description, 1)));
  }

  private Path music() throws IOException {
    Cell cell = Mat5.newCell(1, 2);
    cell.set(0, Mat5.newMatrix(4, MusicData.NOTES, MatlabType.UInt8));
    cell.set(1, Mat5.newMatrix(7, MusicData.NOTES, MatlabType.UInt8));
    Path file = folder.resolve("music.mat");
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("testdata", cell);
    Mat5.writeToFile(mat, file.toFile());
    return file;
  }
}
