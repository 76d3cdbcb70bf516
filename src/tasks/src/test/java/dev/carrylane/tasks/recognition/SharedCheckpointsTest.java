package dev.carrylane.tasks.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.testkit.TestData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that were refused once, and those of the paper's authors. */
final class SharedCheckpointsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gru",
        "lstm_bidirectional",
        "lstm_compiled_prefix",
        "lstm_in_training_checkpoint",
        "lstm_legacy_format",
        "lstm_named_rnn_fc",
        "lstm_two_layers",
        "rnn_no_bias_counter"
      })
  void onceRefused(String name) throws Exception {
    Recognised model = recognise(TestData.caseFile("import/" + name + ".pt"));

    double difference =
        Outputs.difference(
            model,
            Fixture.rows(TestData.caseFile("import/" + name + ".in.csv")),
            Fixture.rows(TestData.caseFile("import/" + name + ".out.csv")),
            folder);
    assertTrue(difference <= Outputs.TOLERANCE, name + " differs by " + difference);
  }

  @Test
  void authorsCarryLookahead() throws Exception {
    ModelDescription model = recognise(TestData.file("jsb_clrnn.pt")).description();

    assertEquals("carry-lookahead, linear", model.toString());
    assertEquals(Output.SIGMOID, model.output());
    assertEquals(61, model.receptiveField().orElseThrow());
    assertEquals(453_988, model.parameterCount());
    CarryLookahead layer = (CarryLookahead) model.layers().getFirst();
    assertEquals(Layers.dropout(0.25), layer.carry().get(1));
  }

  @Test
  void authorsConvolutions() throws Exception {
    ModelDescription model = recognise(TestData.file("jsb_tcn.pt")).description();

    assertEquals(61, model.receptiveField().orElseThrow());
    assertEquals(417_988, model.parameterCount());
    assertEquals(Output.SIGMOID, model.output());
  }

  @Test
  void authorsRecurrent() throws Exception {
    assertEquals(
        ModelDescription.of(88)
            .then(Layers.lstm(150))
            .then(Layers.linear(88))
            .output(Output.SIGMOID),
        recognise(TestData.file("jsb_lstm.pt")).description());
    assertEquals(
        ModelDescription.of(88)
            .then(Layers.rnn(150))
            .then(Layers.linear(88))
            .output(Output.SIGMOID),
        recognise(TestData.file("jsb_rnn.pt")).description());
    assertEquals(
        ModelDescription.of(1).then(Layers.rnn(1)).then(Layers.flattenedLinear(784, 10)),
        recognise(TestData.file("smnist_rnn.pt")).description());
  }

  /** The description of a model with layers that no file tells of: frames that overlap, windows, magnitudes. */
  @Test
  void describedDetector() throws Exception {
    ModelDescription description =
        ModelDescription.fromJson(
            """
            {"inputs": 512, "layers": [
              {"kind": "overlap", "samples": 64},
              {"kind": "window-convolution", "channels": 1, "outputs": 258, "kernel": 256, "stride": 128,
               "pad_right": 64, "padding": "reflect", "bias": false},
              {"kind": "magnitude", "channels": 129},
              {"kind": "window-convolution", "channels": 129, "outputs": 128, "kernel": 3, "pad_left": 1,
               "pad_right": 1, "activation": "relu"},
              {"kind": "window-convolution", "channels": 128, "outputs": 64, "kernel": 3, "stride": 2,
               "pad_left": 1, "pad_right": 1, "activation": "relu"},
              {"kind": "window-convolution", "channels": 64, "outputs": 64, "kernel": 3, "stride": 2,
               "pad_left": 1, "pad_right": 1, "activation": "relu"},
              {"kind": "window-convolution", "channels": 64, "outputs": 128, "kernel": 3, "pad_left": 1,
               "pad_right": 1, "activation": "relu"},
              {"kind": "lstm", "hidden": 128},
              {"kind": "activation", "activation": "relu"},
              {"kind": "linear", "outputs": 1}],
             "output": "sigmoid"}
            """);
    Checkpoint checkpoint = Checkpoint.read(TestData.file("silero_vad_16k.safetensors"));

    Recognised model = Recognition.of(checkpoint).describe(description).recognise();

    assertEquals(description, model.description());
    assertEquals(
        checkpoint.tensors().get("lstm_cell.weight_hh"),
        model.parameters().tensors().get("7.weight_hh_l0"));
    assertEquals(
        checkpoint.tensors().get("conv2.weight"), model.parameters().tensors().get("4.weight"));
  }

  private static Recognised recognise(Path file) throws Exception {
    return Recognition.of(Checkpoint.read(file)).recognise();
  }
}
