package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.carrylane.network.Tensor;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and values as other programs write them; mostly in safetensors files, which any program writes. */
final class NormalisationTest {
  @TempDir Path folder;

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  @Test
  void dropsThePrefixesOfWrappers() throws IOException {
    put("model.module._orig_mod.rnn.weight", 1, 2);
    put("model.module._orig_mod.fc.weight", 3);
    Checkpoint checkpoint = read();
    assertEquals(List.of("fc.weight", "rnn.weight"), names(checkpoint));
    assertEquals(
        List.of(
            "all names begin with 'model.', which is dropped",
            "all names begin with 'module.', which is dropped",
            "all names begin with '_orig_mod.', which is dropped"),
        checkpoint.notes());
  }

  @Test
  void keepsPrefixesThatNotAllNamesShare() throws IOException {
    put("model.weight", 1);
    put("fc.weight", 2);
    assertEquals(List.of("fc.weight", "model.weight"), names(read()));
  }

  @Test
  void dropsWhatCompilingAPartAdds() throws IOException {
    put("rnn._orig_mod.weight", 1);
    put("fc.weight", 2);
    put("my_orig_mod.weight", 3);
    assertEquals(List.of("fc.weight", "my_orig_mod.weight", "rnn.weight"), names(read()));
  }

  @Test
  void dropsTheCounterOfAveragedModels() throws IOException {
    Path file =
        safetensors(
            "{\"n_averaged\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"module.w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            12);
    Checkpoint checkpoint = Checkpoint.read(file);
    assertEquals(List.of("w"), names(checkpoint));
    assertEquals(
        List.of(
            "the weights are averages over training; their counter 'n_averaged' is left out",
            "all names begin with 'module.', which is dropped"),
        checkpoint.notes());
    assertEquals("[n_averaged int64 [], module.w float32 [1]]", Checkpoint.list(file).toString());
  }

  @Test
  void leavesOutCountersButNotWeights() throws IOException {
    String counter =
        "{\"bn.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},";
    String weight = "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    Checkpoint checkpoint = Checkpoint.read(safetensors(counter + "\"w" + weight, 12));
    assertEquals(List.of("w"), names(checkpoint));
    assertEquals(
        List.of("a tensor of type int64 is left out: 'bn.num_batches_tracked'"),
        checkpoint.notes());
  }

  /** As in the paper's blocks: {@code conv1} again in the Sequential {@code net}. */
  @Test
  void dropsTheSecondNameOfAModule() throws IOException {
    for (String second : List.of("net.0.", "net.10.")) {
      tensors.clear();
      put("a.0.conv1.weight", 1, 2);
      put("a.0.conv1.bias", 3);
      put("a.0." + second + "weight", 1, 2);
      put("a.0." + second + "bias", 3);
      Checkpoint checkpoint = read();
      assertEquals(List.of("a.0.conv1.bias", "a.0.conv1.weight"), names(checkpoint));
      assertEquals(List.of(), checkpoint.notes());
    }
  }

  @Test
  void keepsModulesThatAreNotOne() throws IOException {
    // Other values; one tensor more; a single matrix, which may be tied; new layers of
    // normalisation.
    put("a.conv1.weight", 1, 2);
    put("a.conv1.bias", 3);
    put("a.net.0.weight", 1, 2);
    put("a.net.0.bias", 4);
    put("b.conv1.weight", 1, 2);
    put("b.conv1.bias", 3);
    put("b.net.0.weight", 1, 2);
    put("c.embedding.weight", 1, 2);
    put("c.head.0.weight", 1, 2);
    put("d.norm.weight", 1, 1);
    put("d.norm.bias", 0, 0);
    put("d.net.0.weight", 1, 1);
    put("d.net.0.bias", 0, 0);
    assertEquals(13, read().tensors().size());
  }

  @Test
  void respellsWeightNormalisation() throws IOException {
    tensors.put("conv.parametrizations.weight.original0", Tensor.of(new float[] {1, 2}, 2, 1, 1));
    tensors.put(
        "conv.parametrizations.weight.original1", Tensor.of(new float[] {3, 4, 5, 6}, 2, 1, 2));
    // Of another parametrization.
    tensors.put("fc.parametrizations.weight.original0", Tensor.of(new float[] {1, 2}, 2));
    tensors.put("fc.parametrizations.weight.original1", Tensor.of(new float[] {1, 2}, 2, 1));
    Checkpoint checkpoint = read();
    assertEquals(
        List.of(
            "conv.weight_g",
            "conv.weight_v",
            "fc.parametrizations.weight.original0",
            "fc.parametrizations.weight.original1"),
        names(checkpoint));
    assertArrayEquals(new float[] {1, 2}, checkpoint.tensors().get("conv.weight_g").toArray());
    assertEquals(
        List.of(
            "weight normalisation in the spelling of PyTorch 2 becomes weight_g and weight_v, for 1"
                + " weight"),
        checkpoint.notes());
  }

  @Test
  void warnsOfValuesThatAreNotFinite() throws IOException {
    put("a", 1, Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN);
    put("b", 1, 2);
    put("c", Float.POSITIVE_INFINITY);
    assertEquals(
        List.of("tensor 'a' has 2 NaN and 1 infinite of 4", "tensor 'c' has 1 infinite of 1"),
        read().warnings());
    tensors.clear();
    for (int i = 0; i < 20; i++) {
      put("t" + i, Float.NaN);
    }
    List<String> warnings = read().warnings();
    assertEquals(17, warnings.size());
    assertEquals("4 more tensors have values that are not finite", warnings.getLast());
  }

  /** The records of a wrapped module begin where its names do. */
  @Test
  void unwrapsModules() throws IOException {
    PickleBuilder pickle =
        PickleBuilder.protocol2().object("torch.nn.parallel.data_parallel", "DataParallel");
    pickle.text("_parameters").op('}').text("_buffers").op('}').text("_modules").op('}');
    pickle.text("module").object("authors", "Model");
    pickle.text("_parameters").op('}').text("_buffers").op('}').text("_modules").op('}', '(');
    pickle.text("conv").object("torch.nn.modules.conv", "Conv1d");
    pickle.text("_parameters").op('}').text("bias").vector("0", 1).op('s');
    pickle.text("_buffers").op('}').text("_modules").op('}').endObject().put(7);
    pickle.text("act").object("torch.nn.modules.activation", "LeakyReLU");
    pickle.text("_parameters").op('}').text("_buffers").op('}').text("_modules").op('}');
    pickle.text("negative_slope").real(0.2).endObject().put(8);
    pickle.text("net").object("torch.nn.modules.container", "Sequential");
    pickle.text("_parameters").op('}').text("_buffers").op('}').text("_modules").op('}', '(');
    pickle.text("0").get(7).text("1").get(8).text("2").object("torch.nn", "ReLU");
    pickle.text("_parameters").op('}').text("_buffers").op('}').text("_modules").op('}');
    pickle.endObject().text("3").get(8).op('u').endObject().op('u').endObject().op('s').endObject();
    byte[] bytes = TestArchive.of(pickle.stop()).floats("0", 1).bytes();
    Checkpoint checkpoint = Checkpoint.read(Files.write(folder.resolve("model.pt"), bytes));

    assertEquals(List.of("conv.bias"), names(checkpoint));
    assertEquals(List.of("torch.nn.parallel.data_parallel.DataParallel"), checkpoint.wrappers());
    TorchRecord top = checkpoint.module().orElseThrow();
    assertEquals("authors.Model", top.className());
    assertEquals("", top.name());
    assertEquals(List.of("conv", "act", "net"), List.copyOf(top.members().keySet()));
    TorchRecord net = top.module("net").orElseThrow();
    assertEquals(List.of("2"), List.copyOf(net.modules().keySet()));
    assertEquals(List.of("0", "1", "2", "3"), List.copyOf(net.members().keySet()));
    assertEquals(
        List.of("conv", "act", "net.2", "act"),
        net.members().values().stream().map(TorchRecord::name).toList());
    assertSame(top.module("act").orElseThrow(), net.members().get("3"));
    assertEquals(0.2, net.members().get("1").number("negative_slope").orElseThrow());
  }

  private void put(String name, float... values) {
    int[] shape =
        name.endsWith("weight") ? new int[] {1, values.length} : new int[] {values.length};
    tensors.put(name, Tensor.of(values, shape));
  }

  private Checkpoint read() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsFile.write(file, Map.of(), tensors);
    return Checkpoint.read(file);
  }

  private Path safetensors(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        TestArchive.little(8 + text.length + dataBytes).putLong(text.length).put(text).array();
    return Files.write(folder.resolve("other"), bytes);
  }

  private static List<String> names(Checkpoint checkpoint) {
    return List.copyOf(checkpoint.tensors().keySet());
  }
}
