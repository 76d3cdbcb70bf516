package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.carrylane.network.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds: one line that says what is wrong, soon, and without filling memory. */
final class HostileCheckpointTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  // Names and calls

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "os.path, join",
    "subprocess, Popen",
    "sys, exit",
    "shutil, rmtree",
    "socket, socket",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "builtins, __import__",
    "__builtin__, eval",
    "pathlib, Path",
    "types, FunctionType",
    "importlib, import_module",
    "functools, partial",
    "operator, attrgetter",
    "runpy, run_path",
    "pickle, loads"
  })
  void refusesToName(String module, String name) throws IOException {
    String expected =
        "data.pkl at byte 2: names "
            + module
            + "."
            + name
            + ", which a checkpoint of tensors has no use for; refused";
    byte[] call =
        PickleBuilder.protocol2().global(module, name).op('(').text("echo").op('t', 'R').stop();
    assertRefused(expected, call);
    assertRefused(expected, PickleBuilder.protocol2().global(module, name).stop());
    byte[] stacked =
        PickleBuilder.protocol2().text(module).text(name).raw(0x93).op(')', 'R').stop();
    assertRefused(
        expected.replace("byte 2", "byte " + (12 + module.length() + name.length())), stacked);
  }

  @ParameterizedTest
  @CsvSource({
    "torch.os, system",
    "torch, os.system",
    "torch.hub, load",
    "numpy.core.multiarray, _reconstruct",
    "copy_reg, _reconstructor",
    "decimal, Decimal",
    "datetime, datetime",
    "array, array",
    "_codecs, encode",
    "authors, Model"
  })
  void callsNothing(String module, String name) throws IOException {
    byte[] pickle =
        PickleBuilder.protocol2().global(module, name).op('(').text("1").op('t', 'R').stop();
    assertRefused(
        "data.pkl: is an object of class '"
            + module
            + "."
            + name
            + "' where a module belongs; save the model's state_dict()",
        pickle);
  }

  @ParameterizedTest
  @ValueSource(chars = {'i', 'o', 'P', 'c', 'I', 'L', 'F', 'S', 'V', 'g', 'p', 'd', 'l', '2'})
  void refusesInstructionsOfOtherProtocols(char opcode) throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op(opcode).op("os\nsystem\n".toCharArray());
    String expected =
        opcode == 'c'
            ? "names os.system, which a checkpoint of tensors has no use for; refused"
            : "has the instruction 0x"
                + Integer.toHexString(opcode)
                + ", which PyTorch does not write";
    assertRefused("data.pkl at byte 2: " + expected, pickle.stop());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x82, 0x83, 0x84, 0x8b, 0x96, 0x97, 0x98, 0xff, 0})
  void refusesOtherInstructions(int opcode) throws IOException {
    assertRefused(
        "data.pkl at byte 2: has the instruction 0x"
            + Integer.toHexString(opcode)
            + ", which PyTorch does not write",
        PickleBuilder.protocol2().raw(opcode).little(-1, 8).stop());
  }

  @Test
  void neverAsksTheLibrarysConstructors() throws IOException {
    AtomicBoolean asked = new AtomicBoolean();
    Unpickler.registerConstructor(
        "carrylane.test",
        "Registered",
        arguments -> {
          asked.set(true);
          return "constructed";
        });
    byte[] call =
        PickleBuilder.protocol2().global("carrylane.test", "Registered").op(')', 'R').stop();
    String expected =
        "data.pkl: is an object of class 'carrylane.test.Registered' where a module belongs; save the"
            + " model's state_dict()";
    assertRefused(expected, call);
    byte[] object =
        PickleBuilder.protocol2().object("carrylane.test", "Registered").endObject().stop();
    assertRefused(expected, object);
    assertFalse(asked.get());
  }

  @Test
  void unknownObjectsAreInert() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2();
    pickle.global("evil", "Class").op('(').text("argument").op('t').raw(0x81);
    pickle.op('(').text("item").op('N', 'u', 'N', 'a', '(', 'N', 'e');
    pickle.op('(').op('N').op('}', 't', 'b');
    assertRefused(
        "data.pkl: is an object of class 'evil.Class' where a module belongs; save the model's"
            + " state_dict()",
        pickle.stop());
  }

  // Lengths

  @ParameterizedTest
  @CsvSource({
    "X, 4, 4294967295", // BINUNICODE
    "X, 4, 2147483647",
    "X, 4, 2",
    "0x8d, 8, 1152921504606846976", // BINUNICODE8
    "0x8d, 8, -1",
    "0x8e, 8, 1152921504606846976", // BINBYTES8
    "0x8e, 8, 2147483647",
    "B, 4, 4294967295", // BINBYTES
    "B, 4, 2147483647",
    "C, 1, 255", // SHORT_BINBYTES
    "0x8c, 1, 255", // SHORT_BINUNICODE
    "0x8a, 1, 255" // LONG1
  })
  void refusesLengthsBeyondTheEnd(String opcode, int size, long length) throws IOException {
    int code = opcode.length() == 1 ? opcode.charAt(0) : Integer.decode(opcode);
    byte[] pickle = PickleBuilder.protocol2().raw(code).little(length, size).stop();
    assertRefused(
        "data.pkl at byte "
            + (3 + size)
            + ": ends too early or claims too much: "
            + Long.toUnsignedString(length)
            + " more bytes are needed, 1 are left",
        pickle);
  }

  @Test
  void framesAreNotBelieved() throws IOException {
    byte[] pickle = new PickleBuilder().raw(0x80, 4, 0x95).little(1L << 60, 8).op('N').stop();
    assertRefused("data.pkl: holds neither a module nor a state_dict(); save one of these", pickle);
  }

  // The shape of a pickle

  @Test
  void refusesBrokenPickles() throws IOException {
    assertRefused("at byte 2: ends too early or claims too much: 1 more bytes", "");
    assertRefused("at byte 2: has no value where one belongs", ".");
    assertRefused("at byte 3: has no value where one belongs", "(.");
    assertRefused("at byte 4: ends with 2 values instead of one", "NN.");
    assertRefused("at byte 4: has 1 bytes after its end", "N.N");
    assertRefused("at byte 2: takes a value from an empty stack", "0");
    assertRefused("at byte 3: takes a value from an empty stack", "Nt");
    assertRefused("at byte 2: takes a value from an empty stack", "1");
    assertRefused("at byte 3: has a mark where a value belongs", "(\u0085");
    assertRefused("at byte 2: takes a value from an empty stack", "R");
    assertRefused("at byte 3: has something else than a tuple for the arguments of a call", "NR");
    assertRefused("at byte 4: calls something that is not a function", "N)R");
    assertRefused("at byte 4: makes an object of something that is not a class", "N)\u0081");
    assertRefused("at byte 5: makes an object of something that is not a class", "N)N\u0092");
    assertRefused("at byte 2: is no valid pickle: invalid memo key", "h\u0005.");
    assertRefused("at byte 2: has no value where one belongs", "q\u0005.");
    assertRefused("at byte 2: is no valid pickle: unsupported pickle protocol: 6", "\u0080\u0006.");
    assertRefused("at byte 5: has a dictionary key without a value", "}(Nu");
    assertRefused("at byte 5: sets items of something that is not a dictionary", "NNNs");
    assertRefused("at byte 4: appends to something that is not a list", ")Na");
    assertRefused("at byte 4: adds to something that is not a set", "N(\u0090");
    assertRefused("at byte 4: sets the attributes of something that has none", ")Nb");
    assertRefused("at byte 4: has something else than text for a name", "NN\u0093");
    assertRefused("at byte 3: has something else than a tuple for the id of a storage", "NQ");
    assertRefused("at byte 3: has a reference that is not the id of a storage", ")Q");
    assertRefused("at byte 2: has text that is not valid UTF-8", "X\u0001\0\0\0\u00ff.");
    assertRefused("at byte 10: ends too early or claims too much", "cmodule\n");
    assertRefused(": holds neither a module nor a state_dict(); save one of these", "].");
    assertRefused(
        ": holds neither a module nor a state_dict(), but 'a'; save one of these",
        "}X\u0001\0\0\0aNs.");
    assertRefused(": holds neither a module nor a state_dict(); save one of these", "}K\u0001Ns.");
  }

  @Test
  void refusesKeysThatCannotBeHashedSafely() throws IOException {
    String expected = "has a dictionary or set with a list, dictionary or set for a key";
    assertRefused("at byte 5: " + expected, "}]Ns");
    assertRefused("at byte 5: " + expected, "}}Ns");
    assertRefused("at byte 4: " + expected, "(]\u0091");
    // A list that contains itself would never be done with hashing.
    assertRefused("at byte 10: " + expected, "}]q\u0001h\u0001aNs");
  }

  /** What could be made to have one hash code with other keys is only equal to itself. */
  @Test
  void otherKeysAreInert() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(').text("w").vector("0", 1);
    pickle.global("a", "B").op('N').global("a", "B").op('N').op('N', 'N').real(0.5).op('N');
    pickle.integer(1L << 40).op('N').vector("0", 1).op('N').op('u');
    Checkpoint checkpoint =
        Checkpoint.read(write(TestArchive.of(pickle.stop()).floats("0", 1).bytes()));
    assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
  }

  @Test
  void refusesNamesThatCannotBeShown() throws IOException {
    for (String name : List.of("", "a\0b")) {
      PickleBuilder pickle = PickleBuilder.protocol2().op('}').text(name).vector("0", 1).op('s');
      assertEquals(
          "has a name that is empty or contains NUL",
          refused(TestArchive.of(pickle.stop()).floats("0", 1)).reason());
    }
  }

  @Test
  void refusesTooManySteps() throws IOException {
    byte[] dictionaries = new byte[CheckpointArchive.MAX_PICKLE_BYTES];
    Arrays.fill(dictionaries, (byte) '}');
    String expected = "takes more than 1048576 steps; too large for a checkpoint";
    assertRefused("data.pkl at byte 1048576: " + expected, dictionaries);
    Arrays.fill(dictionaries, (byte) '(');
    assertRefused("data.pkl at byte 1048576: " + expected, dictionaries);

    // Each set costs a few bytes and copies a list of 100,000.
    PickleBuilder sets = PickleBuilder.protocol2().op(']').op('(');
    for (int i = 0; i < 100_000; i++) {
      sets.integer(i);
    }
    sets.op('e').put(1).global("builtins", "set").put(2);
    for (int i = 0; i < 100_000; i++) {
      sets.get(2).get(1).raw(0x85).op('R');
    }
    assertTrue(refused(sets.stop()).getMessage().endsWith(expected));

    // Each append is made on a list that the library would trim to its size every time.
    PickleBuilder appends = PickleBuilder.protocol2().op(']');
    for (int i = 0; i < 300_000; i++) {
      appends.op('(', 'N', 'e');
    }
    assertRefused(
        "data.pkl: holds neither a module nor a state_dict(); save one of these", appends.stop());
  }

  @Test
  void refusesAPickleThatIsTooLong() throws IOException {
    assertRefused(
        "entry 'archive/data.pkl': has 16777217 bytes, more than the 16777216 that are read",
        new byte[CheckpointArchive.MAX_PICKLE_BYTES + 1]);
  }

  // Tensors

  @Test
  void refusesViewsThatDoNotFit() throws IOException {
    String four = " of its storage; call contiguous() on it before saving";
    assertView("[5], strides [1] and offset 0 has more elements than the 4" + four, 0, "5", "1");
    assertView(
        "[65536, 65536, 65536, 65536], strides [0, 0, 0, 0] and offset 0 has more elements than the"
            + " 4"
            + four,
        0,
        "65536 65536 65536 65536",
        "0 0 0 0");
    assertView(
        "[4611686018427387904, 4, 0], strides [1, 1, 1] and offset 0 has more elements than the 4"
            + four,
        0,
        "4611686018427387904 4 0",
        "1 1 1");
    assertView("[4], strides [0] and offset 0", 0, "4", "0", true);
    assertView("[2], strides [-1] and offset 3: a stride is negative", 3, "2", "-1");
    assertView("[-2], strides [1] and offset 0: a dimension is negative", 0, "-2", "1");
    assertView("[2, -1], strides [1, 1] and offset 0: a dimension is negative", 0, "2 -1", "1 1");
    String outside = " outside its storage of 4 elements";
    assertView("[2], strides [4] and offset 0 reaches" + outside, 0, "2", "4");
    assertView("[2], strides [1] and offset 3 reaches" + outside, 3, "2", "1");
    assertView("[2, 2], strides [2, 1] and offset 1 reaches" + outside, 1, "2 2", "2 1");
    assertView(
        "[2], strides [9223372036854775807] and offset 1 reaches" + outside,
        1,
        "2",
        "9223372036854775807");
    assertView("[1], strides [1] and offset 4 begins" + outside, 4, "1", "1");
    assertView("[], strides [] and offset 4 begins" + outside, 4, "", "");
    assertView("[0], strides [1] and offset 5 begins" + outside, 5, "0", "1");
    assertView("[1], strides [1] and offset -1 begins" + outside, -1, "1", "1");
    assertView("[1], strides [1] and offset 4294967296 begins" + outside, 1L << 32, "1", "1");

    String ranks = "; they must be as many, and at most 16";
    String ones = "1 ".repeat(17).strip();
    assertTensor("a tensor with 1 dimensions and 2 strides" + ranks, 0, "1", "1 1");
    assertTensor("a tensor with 17 dimensions and 17 strides" + ranks, 0, ones, ones);
  }

  private void assertView(String expected, long offset, String shape, String strides)
      throws IOException {
    assertTensor("a tensor of shape " + expected, offset, shape, strides);
  }

  /** The limit itself is no violation. */
  private void assertView(
      String expected, long offset, String shape, String strides, boolean accepted)
      throws IOException {
    assertTrue(accepted, expected);
    byte[] pickle = view(offset, shape, strides);
    Checkpoint.read(write(TestArchive.of(pickle).floats("0", 1, 2, 3, 4).bytes()));
  }

  private void assertTensor(String expected, long offset, String shape, String strides)
      throws IOException {
    byte[] pickle = view(offset, shape, strides);
    String message = refused(TestArchive.of(pickle).floats("0", 1, 2, 3, 4)).getMessage();
    assertEquals(
        folder.resolve("model.pt")
            + ": data.pkl at byte "
            + (pickle.length - 3)
            + ": has "
            + expected,
        message);
  }

  private static byte[] view(long offset, String shape, String strides) {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}').text("a");
    pickle.tensor("FloatStorage", "0", 4, offset, numbers(shape), numbers(strides));
    return pickle.op('s').stop();
  }

  private static long[] numbers(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void refusesStoragesThatAreNotWhatIsClaimed() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}').text("a").vector("0", 4).op('s');
    byte[] four = pickle.stop();
    assertEquals("missing, although data.pkl refers to it", refused(TestArchive.of(four)).reason());
    String size = " bytes, but data.pkl claims 4 elements of 4 bytes each";
    assertEquals("has 12" + size, refused(TestArchive.of(four).floats("0", 1, 2, 3)).reason());
    assertEquals(
        "has 20" + size, refused(TestArchive.of(four).floats("0", 1, 2, 3, 4, 5)).reason());
    // A key is only ever looked up.
    PickleBuilder outside = PickleBuilder.protocol2().op('}').text("a");
    outside.vector("../../../../etc/passwd", 4);
    MalformedFileException e = refused(TestArchive.of(outside.op('s').stop()));
    assertEquals("entry 'archive/data/../../../../etc/passwd'", e.part());
    assertEquals("missing, although data.pkl refers to it", e.reason());

    // 4 · (2^62 + 4) is 16 in 64 bits.
    long wraps = (1L << 62) + 4;
    for (long elements : new long[] {-4, 1L << 60, wraps, wraps - Long.MIN_VALUE, Long.MAX_VALUE}) {
      PickleBuilder huge = PickleBuilder.protocol2().op('}').text("a").vector("0", elements);
      assertEquals(
          "has 16 bytes, but data.pkl claims " + elements + " elements of 4 bytes each",
          refused(TestArchive.of(huge.op('s').stop()).floats("0", 1, 2, 3, 4)).reason());
    }
  }

  @Test
  void refusesStoragesInTwoTypesOrSizes() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(').text("a").vector("0", 4);
    pickle.text("b").tensor("IntStorage", "0", 4, 0, numbers("4"), numbers("1")).op('u');
    assertEquals(
        "has the storage '0' in two types or sizes",
        refused(TestArchive.of(pickle.stop()).floats("0", 1, 2, 3, 4)).reason());
    PickleBuilder sizes = PickleBuilder.protocol2().op('}', '(').text("a").vector("0", 4);
    sizes.text("b").vector("0", 2).op('u');
    assertEquals(
        "has the storage '0' in two types or sizes",
        refused(TestArchive.of(sizes.stop()).floats("0", 1, 2, 3, 4)).reason());
  }

  @Test
  void refusesTypesThatAreNotRead() throws IOException {
    PickleBuilder integers = PickleBuilder.protocol2().op('}').text("rnn.bias_hh_l0");
    integers.tensor("IntStorage", "0", 1, 0, numbers("1"), numbers("1")).op('s');
    assertEquals(
        folder.resolve("model.pt")
            + ": tensor 'rnn.bias_hh_l0': its elements are of type 'int32', which is not read;"
            + " convert it with float() before saving",
        refused(TestArchive.of(integers.stop()).storage("0", new byte[4])).getMessage());

    PickleBuilder unknown = PickleBuilder.protocol2().op('}').text("a");
    unknown.tensor("QuantumStorage", "0", 1, 0, numbers("1"), numbers("1")).op('s');
    assertEquals(
        "has a storage of the unknown class torch.QuantumStorage",
        refused(TestArchive.of(unknown.stop()).storage("0", new byte[4])).reason());

    PickleBuilder quantised = PickleBuilder.protocol2().op('}').text("a");
    quantised.global("torch._utils", "_rebuild_qtensor").op('(');
    quantised.storage("QInt8Storage", "0", 1).op('t', 'R', 's');
    assertEquals(
        "'a' is what 'torch._utils._rebuild_qtensor' makes, which is not read; make it a plain tensor"
            + " of floats before saving",
        refused(TestArchive.of(quantised.stop()).storage("0", new byte[1])).reason());

    PickleBuilder counters = PickleBuilder.protocol2().op('}').text("count");
    counters.tensor("LongStorage", "0", 1, 0, numbers("1"), numbers("1")).op('s');
    assertEquals(
        "has no tensors of floating-point numbers",
        refused(TestArchive.of(counters.stop()).storage("0", new byte[8])).reason());
  }

  @Test
  void refusesTensorsThatOverlapToFillMemory() throws IOException {
    // 2,000 different views of almost all of 40,000 elements: a file of 0.6 MB, 320 MB of floats.
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(');
    for (int i = 0; i < 2000; i++) {
      pickle.text("t" + i);
      pickle.tensor("FloatStorage", "0", 40_000, i, numbers("38000"), numbers("1"));
    }
    byte[] bytes = pickle.op('u').stop();
    assertEquals(
        "tensors of 76000000 elements overlap in storages of 40000; clone() them before saving",
        refused(TestArchive.of(bytes).storage("0", new byte[160_000])).reason());
  }

  // Modules

  @Test
  void sharedAndCyclicObjectsCostNoMoreThanOthers() throws IOException {
    // Two names for the same next level, 200 levels of tuples deep: 2^200 paths.
    PickleBuilder tuples = PickleBuilder.protocol2().object("authors", "Model");
    tuples.text("_parameters").op('}').text("_buffers").op('}').text("_modules").op('}');
    tuples.text("bomb").op(')').put(0);
    for (int i = 0; i < 200; i++) {
      tuples.op('0').get(i).get(i).raw(0x86).put(i + 1);
    }
    byte[] bomb = tuples.text("p").real(0.5).endObject().stop();
    assertEquals(
        "has no tensors of floating-point numbers", refused(TestArchive.of(bomb)).reason());

    // Modules: each level has the next one under two names.
    PickleBuilder modules = PickleBuilder.protocol2();
    emptyModule(modules, "Leaf").put(0);
    for (int i = 0; i < 60; i++) {
      modules.object("authors", "Level");
      modules.text("_parameters").op('}').text("w").vector("0", 1).op('s');
      modules.text("_buffers").op('}').text("_modules").op('}', '(');
      modules.text("a").get(i).text("b").get(i).op('u').endObject().put(i + 1);
    }
    // What lies below the last level on the stack is dropped.
    byte[] laughs = modules.put(99).op('1').get(99).stop();
    byte[] marked = concat(Arrays.copyOf(laughs, 2), "(".getBytes(), tail(laughs, 2));
    Checkpoint checkpoint = Checkpoint.read(write(TestArchive.of(marked).floats("0", 1).bytes()));
    assertEquals(60, checkpoint.tensors().size());

    // A module that contains itself.
    PickleBuilder cycle = PickleBuilder.protocol2().global("authors", "Self").op(')').raw(0x81);
    cycle.put(0).op('}', '(').text("_parameters").op('}').text("w").vector("0", 1).op('s');
    cycle.text("_buffers").op('}');
    cycle.text("_modules").op('}').text("self").get(0).op('s').endObject();
    Checkpoint self = Checkpoint.read(write(TestArchive.of(cycle.stop()).floats("0", 1).bytes()));
    TorchRecord record = self.module().orElseThrow();
    assertTrue(record.modules().isEmpty());
    assertSame(record, record.members().get("self"));
  }

  private static PickleBuilder emptyModule(PickleBuilder pickle, String name) {
    pickle.object("authors", name);
    for (String dictionary : List.of("_parameters", "_buffers", "_modules")) {
      pickle.text(dictionary).op('}');
    }
    return pickle.endObject();
  }

  @Test
  void refusesModulesThatShareTheirDictionaries() throws IOException {
    // 3,000 modules with the same 3,000 parameters have 9,000,000 names.
    PickleBuilder pickle = PickleBuilder.protocol2();
    pickle.vector("0", 1).put(0).op('0').op('}', '(');
    for (int i = 0; i < 3000; i++) {
      pickle.text("p" + i).get(0);
    }
    pickle.op('u').put(1).op('0').object("authors", "Model");
    pickle.text("_parameters").op('}').put(3).text("_buffers").get(3).text("_modules").op('}', '(');
    for (int i = 0; i < 3000; i++) {
      pickle.text("m" + i).object("authors", "Part");
      pickle.text("_parameters").get(1).text("_buffers").get(3).text("_modules").get(3).endObject();
    }
    assertEquals(
        "the modules share so much that they have too many names",
        refused(TestArchive.of(pickle.op('u').endObject().stop()).floats("0", 1)).reason());
  }

  @Test
  void refusesDeepModulesAndLongNames() throws IOException {
    PickleBuilder deep = PickleBuilder.protocol2();
    for (int i = 0; i < 66; i++) {
      deep.object("authors", "Level").text("_parameters").op('}').text("_buffers").op('}');
      deep.text("_modules").op('}').text("m");
    }
    deep.op('N');
    for (int i = 0; i < 66; i++) {
      deep.op('s').endObject();
    }
    assertRefused("data.pkl: modules are nested more than 64 deep", deep.stop());

    PickleBuilder names = PickleBuilder.protocol2().object("authors", "Model");
    names.text("_parameters").op('}').text("x".repeat(1025)).op('N', 's');
    names.text("_buffers").op('}').text("_modules").op('}').endObject();
    assertRefused("data.pkl: has a name of more than 1024 characters", names.stop());
  }

  @Test
  void refusesModulesThatAreNone() throws IOException {
    PickleBuilder noTensor = PickleBuilder.protocol2().object("authors", "Model");
    noTensor.text("_parameters").op('}').text("w").integer(1).op('s');
    noTensor.text("_buffers").op('}').text("_modules").op('}').endObject();
    assertRefused("data.pkl: 'w' is not a tensor", noTensor.stop());

    PickleBuilder noModule = PickleBuilder.protocol2().object("authors", "Model");
    noModule.text("_parameters").op('}').text("_buffers").op('}');
    noModule.text("_modules").op('}').text("m").integer(1).op('s').endObject();
    assertRefused("data.pkl: 'm' is not a module", noModule.stop());

    PickleBuilder twice = PickleBuilder.protocol2().object("authors", "Model");
    twice.text("_parameters").op('}').text("w").vector("0", 1).op('s');
    twice.text("_buffers").op('}').text("w").vector("0", 1).op('s');
    twice.text("_modules").op('}').endObject();
    assertEquals(
        "has two tensors 'w'", refused(TestArchive.of(twice.stop()).floats("0", 1)).reason());

    PickleBuilder rebuilt = PickleBuilder.protocol2().object("authors", "Model").endObject();
    assertRefused("at byte 24: sets the attributes of one object twice", rebuilt.op('}', 'b'));
  }

  // Archives

  @Test
  void refusesArchivesOfOthers() throws IOException {
    assertEquals(
        "a zip archive, but not one of PyTorch: it has no entry data.pkl; if it holds the file, unpack it",
        refused(new TestArchive().with("a/b/data.pkl", new byte[0])).reason());
    assertEquals(
        "a Keras model; load it in Keras and save its weights with safetensors",
        refused(new TestArchive().with("model.weights.h5", new byte[1])).reason());
    assertEquals(
        "a zip archive, but not one of PyTorch: it has no entry data.pkl; if it holds the file, unpack it",
        refused(new TestArchive()).reason());
    assertEquals(
        "the archive has two entries data.pkl",
        refused(new TestArchive().with("a/data.pkl", new byte[1]).with("b/data.pkl", new byte[1]))
            .reason());
    assertEquals(
        "a TorchScript program; save the model's state_dict() with torch.save instead",
        refused(TestArchive.of(new byte[1]).with("archive/constants.pkl", new byte[1])).reason());
    assertEquals(
        "'big', where only 'little' is read; save it again on a little-endian machine",
        refused(TestArchive.of(new byte[1]).with("archive/byteorder", "big".getBytes())).reason());
  }

  @Test
  void refusesTwoEntriesOfOneName() throws IOException {
    byte[] bytes = TestArchive.of(new byte[1]).floats("1", 1).floats("2", 2).bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] twice = text.replace("data/2", "data/1").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("the archive has two entries 'archive/data/1'", refused(write(twice)).reason());
  }

  @Test
  void refusesDamagedStorages() throws IOException {
    byte[] pickle = PickleBuilder.protocol2().op('}').text("a").vector("0", 2).op('s').stop();
    byte[] bytes = TestArchive.of(pickle).floats("0", 0.1f, 0.2f).bytes();
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u00cd\u00cc\u00cc\u003d");
    bytes[place] ^= 1;
    String reason = refused(write(bytes)).reason();
    assertTrue(reason.startsWith("damaged: its checksum is "), reason);
  }

  @Test
  void refusesArchivesThatGrowToFillMemory() throws IOException {
    byte[] pickle =
        PickleBuilder.protocol2().op('}').text("a").vector("0", 25_000_000).op('s').stop();
    TestArchive zeros = TestArchive.of(pickle).storage("0", new byte[100_000_000]).compressed();
    Path path = write(zeros.bytes());
    assertTrue(Files.size(path) < 200_000);
    assertEquals(
        "the storages claim more than 8 times the file's "
            + Files.size(path)
            + " bytes; save it uncompressed, as PyTorch does",
        refused(path).reason());
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    String wanted = ", not a PyTorch or safetensors file; ";
    assertEquals(
        folder.resolve("model.pt") + ": is an empty file" + wanted + "copy or download it again",
        refused(write(new byte[0])).getMessage());
    assertEquals(
        "is a text file" + wanted + "name another file",
        refused(write("größer\n".getBytes(StandardCharsets.UTF_8))).reason());
    assertEquals(
        "is a Python pickle that torch.save did not write"
            + wanted
            + "load it in Python and save the weights with torch.save",
        refused(write(PickleBuilder.protocol2().op('N').stop())).reason());
    assertEquals(
        "is of no format that is known here" + wanted + "name another file",
        refused(write(new byte[] {1})).reason());
    String zip = refused(write("PK\3\4 and then nothing".getBytes())).reason();
    assertTrue(zip.startsWith("a zip archive that is cut short or damaged ("), zip);
    assertEquals("is a directory; name a file in it", refused(folder).reason());
    assertThrows(NoSuchFileException.class, () -> Checkpoint.read(folder.resolve("none")));
  }

  @Test
  void messagesArePrintable() throws IOException {
    byte[] pickle =
        PickleBuilder.protocol2().global("\u001b[2J", "x".repeat(1000)).op(')', 'R').stop();
    assertTrue(
        refused(pickle).getMessage().contains(" '\\u001b[2J." + "x".repeat(75) + "…' where"));
  }

  // Damage

  @Test
  void aDamagedCheckpointIsReadOrRefusedAndNothingElse() throws IOException {
    byte[] good = smallCheckpoint();
    assertEquals(3, Checkpoint.read(write(good)).tensors().size());
    for (int size = 0; size < good.length; size++) {
      refused(write(Arrays.copyOf(good, size)));
    }
    int accepted = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] damaged = good.clone();
      damaged[i] ^= (byte) new int[] {1, 0x80, 0xff}[i % 3];
      accepted += survives(damaged) ? 1 : 0;
    }
    assertTrue(accepted < good.length, "accepted " + accepted);
  }

  /** Here the checksums are right, so that the pickle itself is what is damaged. */
  @Test
  void aDamagedPickleIsReadOrRefusedAndNothingElse() throws IOException {
    byte[] good = smallPickle();
    int[] values =
        "\u0080\u0085\u0093\u008a\u008d.(0123NQRXKJ]}abcehjrqstu\0\u00ff".chars().toArray();
    int accepted = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] cut = Arrays.copyOf(good, i);
      refused(TestArchive.of(cut).floats("0", 1, 2, 3, 4));
      // A quarter of the values at each place: each comes at every fourth.
      for (int v = i % 4; v < values.length; v += 4) {
        byte[] damaged = good.clone();
        damaged[i] = (byte) values[v];
        accepted += survives(TestArchive.of(damaged).floats("0", 1, 2, 3, 4).bytes()) ? 1 : 0;
      }
    }
    assertTrue(accepted > 0 && accepted < values.length * good.length / 8, "accepted " + accepted);
  }

  private static byte[] smallPickle() {
    PickleBuilder pickle = PickleBuilder.protocol2().object("authors", "Model");
    pickle.text("_parameters").orderedDict().op('(').text("w").parameter("0", 4).put(1);
    pickle.text("v").tensor("FloatStorage", "0", 4, 1, numbers("3"), numbers("1")).op('u');
    pickle.text("_buffers").op('}').text("_modules").op('}');
    pickle.text("m").object("authors", "Part").text("_parameters").op('}').text("w").get(1).op('s');
    pickle.text("_buffers").op('}').text("_modules").op('}').text("k").integers(5).endObject();
    return pickle.op('s').text("p").real(0.5).endObject().stop();
  }

  private static byte[] smallCheckpoint() throws IOException {
    return TestArchive.of(smallPickle()).floats("0", 1, 2, 3, 4).bytes();
  }

  private boolean survives(byte[] bytes) throws IOException {
    Path path = write(bytes);
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      Checkpoint.read(path);
      return true;
    } catch (MalformedFileException e) {
      assertEquals(1, e.getMessage().lines().count());
      return false;
    } finally {
      assertTrue(
          THREADS.getCurrentThreadCpuTime() - start < 1_000_000_000L, "took more than a second");
    }
  }

  // Checks

  private void assertRefused(String expected, byte[] pickle) throws IOException {
    assertEquals(folder.resolve("model.pt") + ": " + expected, refused(pickle).getMessage());
  }

  private void assertRefused(String expected, PickleBuilder pickle) throws IOException {
    String message = refused(pickle.stop()).getMessage();
    assertTrue(message.contains("data.pkl " + expected), message);
  }

  private void assertRefused(String expected, String instructions) throws IOException {
    byte[] pickle =
        concat(new byte[] {(byte) 0x80, 2}, instructions.getBytes(StandardCharsets.ISO_8859_1));
    String message = refused(pickle).getMessage();
    assertTrue(
        message.contains("data.pkl" + (expected.startsWith(":") ? "" : " ") + expected), message);
  }

  private MalformedFileException refused(byte[] pickle) throws IOException {
    return refused(TestArchive.of(pickle));
  }

  private MalformedFileException refused(TestArchive archive) throws IOException {
    return refused(write(archive.bytes()));
  }

  /** Refused within a second of this thread, with not much more memory than the limits allow a pickle to fill. */
  private static MalformedFileException refused(Path path) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Checkpoint.read(path));
    long nanoseconds = THREADS.getCurrentThreadCpuTime() - start;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(nanoseconds < 1_000_000_000L, "took " + nanoseconds + " ns");
    assertTrue(allocated < 256 << 20, "allocated " + allocated + " bytes");
    assertEquals(1, e.getMessage().lines().count());
    return e;
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.pt"), bytes);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
