package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with some bytes changed, cut out, repeated or exchanged are read or refused in one line, with
 * memory in proportion to their size; nothing else happens. The same in every build; with {@code
 * -Dcarrylane.fuzz=1000000} as many more.
 */
final class CheckpointFuzzTest {
  private static final int CASES = Integer.getInteger("carrylane.fuzz", 6000);

  /** What reading a file of a few hundred bytes may take, of which a zip archive takes the most. */
  private static final long ALLOCATED_BYTES = 8 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void damagedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    List<byte[]> pickles = List.of(module(), training());
    List<byte[]> whole =
        List.of(
            archive(module()),
            archive(training()),
            legacy(module()),
            legacy(training()),
            tensors());
    for (byte[] file : whole) {
      Checkpoint.read(Files.write(folder.resolve("model"), file));
    }
    SplittableRandom random = new SplittableRandom(20260101);
    int accepted = 0;
    for (int i = 0; i < CASES; i++) {
      // The pickle inside a right container, or all bytes of a file.
      byte[] file =
          switch (i % 4) {
            case 0 -> archive(mutated(random, pickles.get(i / 4 % 2)));
            case 1 -> legacy(mutated(random, pickles.get(i / 4 % 2)));
            default -> mutated(random, whole.get(random.nextInt(whole.size())));
          };
      accepted += survives(file, i) ? 1 : 0;
    }
    assertTrue(accepted > CASES / 100 && accepted < CASES, accepted + " of " + CASES);
  }

  private boolean survives(byte[] bytes, int number) throws IOException {
    Path path = Files.write(folder.resolve("model"), bytes);
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    try {
      Checkpoint.read(path);
      Checkpoint.list(path);
      return true;
    } catch (MalformedFileException e) {
      assertEquals(1, e.getMessage().lines().count());
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("case " + number + ": " + e, e);
    } finally {
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      assertTrue(allocated < ALLOCATED_BYTES, "case " + number + " allocates " + allocated);
    }
  }

  private static byte[] mutated(SplittableRandom random, byte[] original) {
    byte[] bytes = original.clone();
    for (int hits = random.nextInt(4); hits >= 0; hits--) {
      int place = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - place, 1 + random.nextInt(16));
      int other = random.nextInt(bytes.length - length + 1);
      switch (random.nextInt(5)) {
        case 0 -> bytes[place] = (byte) random.nextInt(256);
        case 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> System.arraycopy(bytes, other, bytes, place, length);
        case 3 -> bytes = spliced(bytes, place, place + length, 0, 0);
        default -> bytes = spliced(bytes, place, place, other, other + length);
      }
      if (bytes.length == 0) {
        return original;
      }
    }
    return bytes;
  }

  /** The bytes with those from one place to another replaced by a copy of others of them. */
  private static byte[] spliced(byte[] bytes, int from, int to, int copyFrom, int copyTo) {
    int inserted = copyTo - copyFrom;
    byte[] spliced = new byte[bytes.length - (to - from) + inserted];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(bytes, copyFrom, spliced, from, inserted);
    System.arraycopy(bytes, to, spliced, from + inserted, bytes.length - to);
    return spliced;
  }

  private static byte[] module() {
    PickleBuilder pickle = PickleBuilder.protocol2().object("authors", "Model");
    pickle.text("_parameters").orderedDict().op('(').text("w").parameter("0", 4).put(1);
    pickle.text("v").tensor("FloatStorage", "0", 4, 1, longs(3), longs(1)).op('u');
    pickle.text("_buffers").op('}').text("_modules").op('}', '(');
    pickle.text("m").object("authors", "Part").text("_parameters").op('}').text("w").get(1).op('s');
    pickle.text("_buffers").op('}').text("_modules").op('}').text("k").integers(5).endObject();
    pickle.put(2).text("n").get(2).op('u').text("p").real(0.5);
    return pickle
        .text("set")
        .global("builtins", "set")
        .op(']')
        .raw(0x85)
        .op('R')
        .endObject()
        .stop();
  }

  private static byte[] training() {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(').text("epoch").integer(3);
    pickle.text("state_dict").orderedDict().op('(');
    pickle.text("module.net.0.weight").tensor("FloatStorage", "0", 4, 0, longs(2, 2), longs(1, 2));
    pickle.text("module.a.weight").tensor("FloatStorage", "0", 4, 0, longs(2, 2), longs(1, 2));
    pickle.text("module.steps").tensor("FloatStorage", "0", 4, 0, longs(), longs()).op('u');
    pickle.text("optimizer").op('}', '(').text("state").op('}').text("param_groups").op(']', 'u');
    pickle.text("best").global("numpy.core.multiarray", "scalar").op(')', 'R').op('u');
    return pickle.stop();
  }

  private static byte[] archive(byte[] pickle) throws IOException {
    return TestArchive.of(pickle).floats("0", 1, 2, 3, 4).bytes();
  }

  private static byte[] legacy(byte[] pickle) {
    return LegacyBuilder.of(pickle).floats("0", 1, 2, 3, 4).bytes();
  }

  private static byte[] tensors() {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
            + "\"module.w\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[8,12]}}";
    return TestArchive.little(8 + header.length() + 12)
        .putLong(header.length())
        .put(header.getBytes())
        .array();
  }

  private static long[] longs(long... values) {
    return values;
  }
}
