package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of before PyTorch 1.6. */
final class LegacyFileTest {
  @TempDir Path folder;

  @Test
  void readsTensorsWhereTheyAre() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().orderedDict().op('(');
    vector(pickle.text("a"), "FloatStorage", "94", 2);
    vector(pickle.text("n"), "LongStorage", "95", 1);
    vector(pickle.text("b"), "FloatStorage", "7", 3).op('u');
    Checkpoint checkpoint =
        Checkpoint.read(
            write(
                LegacyBuilder.of(pickle.stop())
                    .floats("7", 3, 4, 5)
                    .floats("94", 1, 2)
                    .storage("95", 1, new byte[8])));
    assertEquals(List.of("a", "b"), List.copyOf(checkpoint.tensors().keySet()));
    assertArrayEquals(new float[] {1, 2}, checkpoint.tensors().get("a").toArray());
    assertArrayEquals(new float[] {3, 4, 5}, checkpoint.tensors().get("b").toArray());
    assertEquals(
        "[a float32 [2], n int64 [1], b float32 [3]]",
        Checkpoint.list(folder.resolve("model.pt")).toString());
  }

  /** Classes are outside the pickle here, with their source code; Python 2 has text of bytes. */
  @Test
  void readsModulesThatPython2Wrote() throws IOException {
    PickleBuilder whole = PickleBuilder.protocol2().op('(').text("module");
    whole.global("authors", "Model").text("model.py").text("import os").op('t', 'Q', ')');
    whole.raw(0x81).op('}', '(').op('U').raw(11).op("_parameters".toCharArray());
    whole.global("collections", "OrderedDict").op(']', '(').op(']', '(').text("w");
    vector(whole, "FloatStorage", "1", 1).op('e', 'e').raw(0x85).op('R');
    whole.text("_buffers").op('}').text("_modules").op('}').op('T').little(1, 4).op('k').integer(3);
    whole.op('u', 'b');
    Checkpoint checkpoint =
        Checkpoint.read(write(LegacyBuilder.of(whole.stop()).floats("1", 0.5f)));
    assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
    TorchRecord module = checkpoint.module().orElseThrow();
    assertEquals("authors.Model", module.className());
    assertEquals(3, module.integer("k").orElseThrow());
  }

  @Test
  void refusesStoragesThatAreNotWhatIsClaimed() throws IOException {
    byte[] pickle = state("FloatStorage", "1", 2);
    assertRefused(
        "pickle: does not list all the storages that its tensors have", LegacyBuilder.of(pickle));
    assertRefused(
        "pickle: lists a storage twice or one that no tensor has",
        LegacyBuilder.of(pickle).floats("1", 1, 2).floats("2", 1));
    assertRefused(
        "has 3 elements, but the pickle claims 2; the file is damaged",
        LegacyBuilder.of(pickle).floats("1", 1, 2, 3));
    assertRefused("is cut short", LegacyBuilder.of(pickle).storage("1", 2, new byte[7]));
    assertRefused("and 1 bytes follow", LegacyBuilder.of(pickle).storage("1", 2, new byte[9]));
    for (long claimed : new long[] {-1, 1L << 62, Long.MAX_VALUE}) {
      assertRefused(
          "storage '1': claims " + claimed + " elements",
          LegacyBuilder.of(state("FloatStorage", "1", claimed)));
    }
    assertRefused(
        "the storages claim more than the file's ",
        LegacyBuilder.of(state("DoubleStorage", "1", 1 << 27)));
  }

  @Test
  void refusesOtherVersionsAndMachines() throws IOException {
    ByteArrayOutputStream version = new ByteArrayOutputStream();
    version.writeBytes(LegacyBuilder.number());
    version.writeBytes(PickleBuilder.protocol2().integer(1002).stop());
    assertRefused("has another version than 1001", version.toByteArray());
    version.reset();
    version.writeBytes(LegacyBuilder.number());
    version.writeBytes(PickleBuilder.protocol2().integer(1001).stop());
    version.writeBytes(
        PickleBuilder.protocol2().op('}').text("little_endian").raw(0x89).op('s').stop());
    assertRefused("was written by a big-endian machine", version.toByteArray());
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = LegacyBuilder.of(state("FloatStorage", "1", 2)).floats("1", 1, 2).bytes();
    for (int length = 0; length < whole.length; length++) {
      assertRefused("", Arrays.copyOf(whole, length));
    }
  }

  @Test
  void refusesToNameWhatRuns() throws IOException {
    byte[] pickle = PickleBuilder.protocol2().global("os", "system").stop();
    assertRefused("names os.system, which a checkpoint", LegacyBuilder.of(pickle));
  }

  private static byte[] state(String type, String key, long elements) {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}').text("w");
    pickle.global("torch._utils", "_rebuild_tensor_v2").op('(');
    storage(pickle, type, key, elements).integer(0).integers(1).integers(1).op('t', 'R', 's');
    return pickle.stop();
  }

  private static PickleBuilder vector(
      PickleBuilder pickle, String type, String key, long elements) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").op('(');
    return storage(pickle, type, key, elements)
        .integer(0)
        .integers(elements)
        .integers(1)
        .op('t', 'R');
  }

  /** With the sixth field of this format. */
  private static PickleBuilder storage(
      PickleBuilder pickle, String type, String key, long elements) {
    pickle.op('(').text("storage").global("torch", type).text(key).text("cpu").integer(elements);
    return pickle.op('N', 't', 'Q');
  }

  private void assertRefused(String expected, LegacyBuilder file) throws IOException {
    assertRefused(expected, file.bytes());
  }

  private void assertRefused(String expected, byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("model.pt"), bytes);
    String message =
        assertThrows(MalformedFileException.class, () -> Checkpoint.read(path)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private Path write(LegacyBuilder file) throws IOException {
    return Files.write(folder.resolve("model.pt"), file.bytes());
  }
}
