package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.Tensor;
import dev.carrylane.testkit.TestData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * The checkpoints of the paper's authors. The checksums are those of the elements in the same order,
 * read by Python's own pickle machine and NumPy.
 */
final class PublishedCheckpointsTest {
  @Test
  void carryLookahead() throws Exception {
    Checkpoint checkpoint = read("jsb_clrnn.pt");

    List<String> expected = new ArrayList<>(network(88, 150, 150, 150));
    expected.addAll(
        List.of(
            "cell.weight_ih [150, 88]",
            "cell.weight_hh [150, 150]",
            "cell.bias_ih [150]",
            "cell.bias_hh [150]",
            "linear.weight [88, 150]",
            "linear.bias [88]"));
    assertEquals(expected, namesAndShapes(checkpoint));
    assertEquals(
        "56dad511f00448daa4380a486c1ca6af416eac3ff5e6624bf0b96eda00d226c9", checksum(checkpoint));
    TorchRecord module = checkpoint.module().orElseThrow();
    assertEquals("CRN.poly_music.model.CRN", module.className());
    assertEquals(List.of("tcn", "cell", "linear", "sig"), List.copyOf(module.modules().keySet()));
    for (int level = 0; level < 4; level++) {
      TorchRecord block = module.module("tcn.network." + level).orElseThrow();
      assertEquals(
          List.of("conv1", "chomp1", "relu1", "dropout1", "net"),
          List.copyOf(block.modules().keySet()));
      TorchRecord convolution = block.modules().get("conv1");
      assertEquals("torch.nn.modules.conv.Conv1d", convolution.className());
      assertEquals(Optional.of(List.of(5L)), convolution.integers("kernel_size"));
      assertEquals(Optional.of(List.of(1L << level)), convolution.integers("dilation"));
      assertEquals(OptionalDouble.of(0.25), block.modules().get("dropout1").number("p"));
      assertTrue(block.modules().get("net").modules().isEmpty());
    }
    assertEquals(Optional.of("tanh"), module.module("cell").orElseThrow().text("nonlinearity"));
    assertEquals(OptionalLong.of(150), module.module("cell").orElseThrow().integer("hidden_size"));
  }

  @Test
  void convolutional() throws Exception {
    Checkpoint checkpoint = read("jsb_tcn.pt");

    List<String> expected = new ArrayList<>(network(88, 150, 150, 150));
    expected.addAll(List.of("linear.weight [88, 150]", "linear.bias [88]"));
    assertEquals(expected, namesAndShapes(checkpoint));
    assertEquals(
        "f7492d3ea9fb2c9a96a2163fa4aacc447ab589f87600c78c4c3ffa7a5a8727cf", checksum(checkpoint));
  }

  @Test
  void longShortTermMemory() throws Exception {
    Checkpoint checkpoint = read("jsb_lstm.pt");

    assertEquals(
        List.of(
            "lstm.weight_ih_l0 [600, 88]",
            "lstm.weight_hh_l0 [600, 150]",
            "lstm.bias_ih_l0 [600]",
            "lstm.bias_hh_l0 [600]",
            "linear.weight [88, 150]",
            "linear.bias [88]"),
        namesAndShapes(checkpoint));
    assertEquals(
        "59ee38250ffa52ad371379f35faa7f371743559d4de730afa8ce588fdaa52759", checksum(checkpoint));
    TorchRecord lstm = checkpoint.module().orElseThrow().module("lstm").orElseThrow();
    assertEquals(Optional.of("LSTM"), lstm.text("mode"));
    assertEquals(Optional.of(false), lstm.flag("bidirectional"));
    assertEquals(OptionalLong.of(1), lstm.integer("num_layers"));
  }

  @Test
  void recurrent() throws Exception {
    Checkpoint checkpoint = read("jsb_rnn.pt");

    assertEquals(
        List.of(
            "rnn.weight_ih_l0 [150, 88]",
            "rnn.weight_hh_l0 [150, 150]",
            "rnn.bias_ih_l0 [150]",
            "rnn.bias_hh_l0 [150]",
            "linear.weight [88, 150]",
            "linear.bias [88]"),
        namesAndShapes(checkpoint));
    assertEquals(
        "3f5a82412434d034834d9abed4d02be314c5e7df38e4b20e0fb3914bfa64ce2c", checksum(checkpoint));
  }

  @Test
  void stateDictionary() throws Exception {
    Checkpoint checkpoint = read("smnist_rnn.pt");

    assertEquals(
        List.of(
            "RNN.weight_ih_l0 [1, 1]",
            "RNN.weight_hh_l0 [1, 1]",
            "RNN.bias_ih_l0 [1]",
            "RNN.bias_hh_l0 [1]",
            "linear.weight [10, 784]",
            "linear.bias [10]"),
        namesAndShapes(checkpoint));
    assertEquals(
        "646df7ff97517b1e8f1492794e919931dd61b03875f3ff6c0d5f546b58fd94a2", checksum(checkpoint));
    assertEquals(Optional.empty(), checkpoint.module());
    assertEquals(0.42377752f, checkpoint.tensors().get("RNN.weight_ih_l0").get(0));
    assertEquals(0.63907653f, checkpoint.tensors().get("RNN.weight_hh_l0").get(0));
    assertEquals(-0.015782963f, checkpoint.tensors().get("RNN.bias_ih_l0").get(0));
    assertEquals(0.13094972f, checkpoint.tensors().get("RNN.bias_hh_l0").get(0));
  }

  private static List<String> network(int... inputs) {
    List<String> expected = new ArrayList<>();
    for (int level = 0; level < inputs.length; level++) {
      String convolution = "tcn.network." + level + ".conv1.";
      expected.add(convolution + "bias [150]");
      expected.add(convolution + "weight_g [150, 1, 1]");
      expected.add(convolution + "weight_v [150, " + inputs[level] + ", 5]");
    }
    return expected;
  }

  private static List<String> namesAndShapes(Checkpoint checkpoint) {
    return checkpoint.tensors().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toList();
  }

  private static String checksum(Checkpoint checkpoint) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Map.Entry<String, Tensor> entry : checkpoint.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < tensor.size(); i++) {
        bytes.putFloat(tensor.get(i));
      }
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Checkpoint read(String name) throws Exception {
    return Checkpoint.read(TestData.file(name));
  }
}
