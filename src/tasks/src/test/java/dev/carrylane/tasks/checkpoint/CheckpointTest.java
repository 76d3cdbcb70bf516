package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint gives when nothing is wrong with it. */
final class CheckpointTest {
  @TempDir Path folder;

  @Test
  void makesViewsContiguous() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().orderedDict().op('(');
    pickle.text("whole").tensor("FloatStorage", "7", 6, 0, longs(2, 3), longs(3, 1));
    pickle.text("transposed").tensor("FloatStorage", "7", 6, 0, longs(3, 2), longs(1, 3));
    pickle.text("column").tensor("FloatStorage", "7", 6, 1, longs(2), longs(3));
    pickle.text("scalar").tensor("FloatStorage", "7", 6, 5, longs(), longs());
    pickle.text("empty").tensor("FloatStorage", "7", 6, 6, longs(0, 9), longs(9, 1));
    pickle.text("ones").tensor("FloatStorage", "7", 6, 4, longs(1, 2, 1), longs(999, 1, 1L << 40));
    pickle.text("diagonal").tensor("FloatStorage", "7", 6, 0, longs(2), longs(4));
    pickle.text("repeated").tensor("FloatStorage", "7", 6, 2, longs(2, 2), longs(0, 1));
    Checkpoint checkpoint =
        read(TestArchive.of(pickle.op('u').stop()).floats("7", 0, 1, 2, 3, 4, 5));

    assertEquals(
        List.of("whole", "transposed", "column", "scalar", "empty", "ones", "diagonal", "repeated"),
        List.copyOf(checkpoint.tensors().keySet()));
    assertTensor(checkpoint, "whole", new int[] {2, 3}, 0, 1, 2, 3, 4, 5);
    assertTensor(checkpoint, "transposed", new int[] {3, 2}, 0, 3, 1, 4, 2, 5);
    assertTensor(checkpoint, "column", new int[] {2}, 1, 4);
    assertTensor(checkpoint, "scalar", new int[] {}, 5);
    assertTensor(checkpoint, "empty", new int[] {0, 9});
    assertTensor(checkpoint, "ones", new int[] {1, 2, 1}, 4, 5);
    assertTensor(checkpoint, "diagonal", new int[] {2}, 0, 4);
    assertTensor(checkpoint, "repeated", new int[] {2, 2}, 2, 3, 2, 3);
    assertEquals(Optional.empty(), checkpoint.module());
    assertThrows(UnsupportedOperationException.class, () -> checkpoint.tensors().clear());
  }

  @Test
  void convertsElements() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().orderedDict().op('(');
    pickle.text("double").tensor("DoubleStorage", "d", 2, 0, longs(2), longs(1));
    pickle.text("half").tensor("HalfStorage", "h", 2, 0, longs(2), longs(1));
    pickle.text("bfloat16").tensor("BFloat16Storage", "b", 2, 0, longs(2), longs(1));
    pickle.text("steps").tensor("LongStorage", "l", 2, 0, longs(2), longs(1));
    pickle.text("complex").tensor("ComplexFloatStorage", "c", 2, 0, longs(2), longs(1));
    pickle.text("wide").tensor("ComplexDoubleStorage", "w", 1, 0, longs(), longs());
    ByteBuffer complex = TestArchive.little(16).putFloat(1).putFloat(2).putFloat(3).putFloat(-4);
    ByteBuffer wide = TestArchive.little(16).putDouble(0.1).putDouble(1e300);
    ByteBuffer doubles = TestArchive.little(16).putDouble(0.1).putDouble(1e-300);
    ByteBuffer halves = TestArchive.little(4).putShort((short) 0x8001).putShort((short) 0x7c00);
    ByteBuffer bfloats = TestArchive.little(4).putShort((short) 0x3f80).putShort((short) 0xff80);
    ByteBuffer longs = TestArchive.little(16).putLong(1 << 24).putLong(-(1 << 24));
    Checkpoint checkpoint =
        read(
            TestArchive.of(pickle.op('u').stop())
                .storage("d", doubles.array())
                .storage("c", complex.array())
                .storage("w", wide.array())
                .storage("h", halves.array())
                .storage("b", bfloats.array())
                .storage("l", longs.array()));

    int[] shape = {2};
    assertTensor(checkpoint, "double", shape, 0.1f, 0f);
    assertTensor(checkpoint, "half", shape, -0x1p-24f, Float.POSITIVE_INFINITY);
    assertTensor(checkpoint, "complex_re", shape, 1, 3);
    assertTensor(checkpoint, "complex_im", shape, 2, -4);
    assertTensor(checkpoint, "wide_re", new int[] {}, 0.1f);
    assertTensor(checkpoint, "bfloat16", shape, 1f, Float.NEGATIVE_INFINITY);
    assertEquals(
        List.of("double", "half", "bfloat16", "complex_re", "complex_im", "wide_re", "wide_im"),
        List.copyOf(checkpoint.tensors().keySet()));
    assertEquals(
        List.of(
            "a tensor of type int64 is left out: 'steps'",
            "a tensor of bfloat16 is widened to float32",
            "a tensor of complex128 is rounded and split into real (_re) and imaginary (_im) parts",
            "a tensor of complex64 is split into real (_re) and imaginary (_im) parts",
            "a tensor of float16 is widened to float32",
            "a tensor of float64 is rounded to float32"),
        checkpoint.notes());
    assertEquals(
        List.of(
            "tensor 'half' has 1 infinite of 2",
            "tensor 'bfloat16' has 1 infinite of 2",
            "tensor 'wide_im' has 1 infinite or too large for float32 of 1"),
        checkpoint.warnings());
  }

  @Test
  void namesWithTheSameElementsHaveTheSameTensor() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().orderedDict().op('(');
    pickle.text("encoder.weight").vector("0", 2).text("decoder.weight").vector("0", 2);
    pickle.text("other").vector("1", 2);
    Checkpoint checkpoint =
        read(TestArchive.of(pickle.op('u').stop()).floats("0", 1, 2).floats("1", 1, 2));

    assertSame(
        checkpoint.tensors().get("encoder.weight"), checkpoint.tensors().get("decoder.weight"));
    assertNotSame(checkpoint.tensors().get("encoder.weight"), checkpoint.tensors().get("other"));
  }

  @Test
  void dropsWhatAStateDictionaryHasBesideItems() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().orderedDict().text("w").vector("0", 1).op('s');
    pickle.op('}').text("_metadata").orderedDict().op('s', 'b');
    Checkpoint checkpoint = read(TestArchive.of(pickle.stop()).floats("0", 1));

    assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
  }

  @Test
  void readsLaterProtocolsCompressionAndOtherFolders() throws IOException {
    // FRAME, STACK_GLOBAL, MEMOIZE, SHORT_BINUNICODE and 8-byte text, as protocol 4 has them.
    PickleBuilder pickle = new PickleBuilder().raw(0x80, 4, 0x95).little(1000, 8);
    pickle.raw(0x8c, 11).op("collections".toCharArray()).raw(0x94);
    pickle.raw(0x8d).little(11, 8).op("OrderedDict".toCharArray()).raw(0x93, 0x94).op(')', 'R');
    pickle.text("w").vector("0", 3).op('s');
    byte[] bytes =
        new TestArchive()
            .with("my model/data.pkl", pickle.stop())
            .with("my model/byteorder", "little".getBytes())
            .with("my model/data/0", TestArchive.little(12).putFloat(4, 7f).array())
            .with("my model/version", "3\n".getBytes())
            .compressed()
            .bytes();
    Checkpoint checkpoint = Checkpoint.read(write(bytes));

    assertTensor(checkpoint, "w", new int[] {3}, 0, 7, 0);
  }

  /**
   * A module with an alias, a tied parameter, buffers, hooks, and attributes of every kind.
   *
   * <p>As with weight normalisation, the plain attribute {@code weight} is a tensor that is no
   * parameter; its class is one that only the authors have.
   */
  @Test
  void walksModules() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().object("authors", "Model");
    pickle.text("training").raw(0x89);
    pickle.text("_parameters").orderedDict().op('(');
    pickle.text("scale").parameter("0", 2).put(1).text("unset").op('N').op('u');
    pickle.text("_buffers").orderedDict().op('(');
    pickle.text("mean").vector("1", 1).text("scratch").vector("1", 1).op('u');
    pickle.text("_non_persistent_buffers_set");
    pickle.global("__builtin__", "set").op('(', ']').text("scratch").op('a', 't', 'R');
    pickle.text("_modules").orderedDict().op('(');
    pickle.text("conv1").object("torch.nn.modules.conv", "Conv1d");
    pickle.text("_parameters").orderedDict().text("bias").vector("2", 1).op('s');
    pickle.text("_buffers").op('}').text("_modules").op('}');
    pickle.text("weight").vector("3", 1);
    pickle.text("_forward_pre_hooks").orderedDict().integer(0);
    pickle.object("torch.nn.utils.weight_norm", "WeightNorm").text("dim").integer(0).endObject();
    pickle.op('s');
    pickle.text("kernel_size").integers(5, 1L << 40).text("stride").op(']').integer(2).op('a');
    pickle.text("p").real(0.25).text("groups").integer(1).text("padding_mode").text("zeros");
    pickle.text("transposed").raw(0x89).text("mixed").op('(').integer(1).text("x").op('t');
    pickle.endObject().put(2);
    pickle.text("net").object("torch.nn.modules.container", "Sequential");
    pickle.text("_parameters").orderedDict().text("tied").get(1).op('s');
    pickle.text("_buffers").op('}').text("_modules").op('}', '(').text("0").get(2);
    pickle.text("none").op('N').op('u').endObject();
    pickle.op('u').endObject();
    Checkpoint checkpoint =
        read(
            TestArchive.of(pickle.stop())
                .floats("0", 1, 2)
                .floats("1", 3)
                .floats("2", 4)
                .floats("3", 5));

    assertEquals(
        List.of("scale", "mean", "conv1.bias", "net.tied"),
        List.copyOf(checkpoint.tensors().keySet()));
    assertTensor(checkpoint, "scale", new int[] {2}, 1, 2);
    assertSame(checkpoint.tensors().get("scale"), checkpoint.tensors().get("net.tied"));
    TorchRecord module = checkpoint.module().orElseThrow();
    assertEquals("authors.Model", module.className());
    assertSame(module, module.module("").orElseThrow());
    assertEquals(List.of("conv1", "net"), List.copyOf(module.modules().keySet()));
    assertTrue(module.modules().get("net").modules().isEmpty());
    assertEquals(Optional.empty(), module.module("net.0"));
    assertEquals(Optional.empty(), module.module("."));
    assertThrows(UnsupportedOperationException.class, () -> module.modules().clear());

    TorchRecord convolution = module.module("conv1").orElseThrow();
    assertEquals(Optional.of(List.of(5L, 1L << 40)), convolution.integers("kernel_size"));
    assertEquals(Optional.of(List.of(2L)), convolution.integers("stride"));
    assertEquals(Optional.empty(), convolution.integers("mixed"));
    assertEquals(Optional.empty(), convolution.integers("groups"));
    assertEquals(OptionalLong.of(1), convolution.integer("groups"));
    assertEquals(OptionalLong.empty(), convolution.integer("p"));
    assertEquals(OptionalDouble.of(0.25), convolution.number("p"));
    assertEquals(OptionalDouble.of(1), convolution.number("groups"));
    assertEquals(OptionalDouble.empty(), convolution.number("padding_mode"));
    assertEquals(Optional.of("zeros"), convolution.text("padding_mode"));
    assertEquals(Optional.empty(), convolution.text("absent"));
    assertEquals(Optional.of(false), convolution.flag("transposed"));
    assertEquals(Optional.empty(), convolution.flag("groups"));
  }

  private Checkpoint read(TestArchive archive) throws IOException {
    return Checkpoint.read(write(archive.bytes()));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.pt"), bytes);
  }

  private static long[] longs(long... values) {
    return values;
  }

  private static void assertTensor(
      Checkpoint checkpoint, String name, int[] shape, float... values) {
    Tensor tensor = checkpoint.tensors().get(name);
    assertArrayEquals(shape, tensor.shape(), name);
    assertArrayEquals(values, tensor.toArray(), name);
  }
}
