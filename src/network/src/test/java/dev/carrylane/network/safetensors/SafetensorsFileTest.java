package dev.carrylane.network.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsFileTest {
  @TempDir Path folder;

  /** Two tensors and a pair of metadata, byte for byte as the reference implementation writes them. */
  private static final byte[] REFERENCE =
      concat(
          new byte[] {(byte) 0x98, 0, 0, 0, 0, 0, 0, 0},
          ascii(
              "{\"__metadata__\":{\"format\":\"pt\"},"
                  + "\"bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                  + "\"weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]}}"),
          ascii("   "),
          new byte[] {
            0,
            0,
            (byte) 0x80,
            0x3f, // 1
            0,
            0,
            0,
            (byte) 0x80, // -0
            (byte) 0xcd,
            (byte) 0xcc,
            (byte) 0xcc,
            0x3d, // 0.1
            1,
            0,
            0,
            0 // the smallest positive float
          });

  @Test
  void readsWhatTheReferenceImplementationWrites() throws IOException {
    SafetensorsFile file = SafetensorsFile.read(file(REFERENCE));

    assertEquals(Map.of("format", "pt"), file.metadata());
    assertEquals(List.of("bias", "weight"), List.copyOf(file.tensors().keySet()));
    assertTrue(file.tensors().get("bias").hasShape(2));
    assertTrue(file.tensors().get("weight").hasShape(2, 1));
    assertBits(file.tensors().get("bias"), 1f, -0f);
    assertBits(file.tensors().get("weight"), 0.1f, Float.MIN_VALUE);
  }

  @Test
  void writesWhatTheReferenceImplementationWrites() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", Tensor.of(new float[] {0.1f, Float.MIN_VALUE}, 2, 1));
    tensors.put("bias", Tensor.of(new float[] {1f, -0f}, 2));
    Path path = folder.resolve("model.safetensors");
    SafetensorsFile.write(path, Map.of("format", "pt"), tensors);

    assertArrayEquals(REFERENCE, Files.readAllBytes(path));
  }

  @Test
  void givesBackEveryKindOfValue() throws IOException {
    float[] special = {
      Float.NaN,
      Float.intBitsToFloat(0xffc12345),
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_NORMAL,
      Float.intBitsToFloat(0x007fffff),
      Float.MAX_VALUE
    };
    float[] large = new float[40_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = i;
    }
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("special", Tensor.of(special, 5, 2));
    tensors.put("scalar", Tensor.of(new float[] {3f}));
    tensors.put("empty", Tensor.of(new float[0], 0));
    tensors.put("empty with large dimensions", Tensor.of(new float[0], 1 << 30, 1 << 30, 0, 7));
    tensors.put("larger than the buffer", Tensor.of(large, 40, 1000));
    tensors.put("𝄞 \"quoted\" \\ back\u0007 line\n ü \u007f", Tensor.of(new float[] {1f}, 1));
    Map<String, String> metadata = new HashMap<>();
    metadata.put("", "empty key");
    metadata.put("\b\f\n\r\t\u0000\u001f/", "ﬀ \ud834\udd1e");
    metadata.put("empty value", "");
    Path path = folder.resolve("model.safetensors");
    SafetensorsFile.write(path, metadata, tensors);
    SafetensorsFile file = SafetensorsFile.read(path);

    assertEquals(metadata, file.metadata());
    assertEquals(tensors.keySet(), file.tensors().keySet());
    tensors.forEach(
        (name, tensor) -> {
          assertArrayEquals(tensor.shape(), file.tensors().get(name).shape(), name);
          assertBits(file.tensors().get(name), tensor.toArray());
        });
    assertThrows(UnsupportedOperationException.class, () -> file.metadata().clear());
    assertThrows(UnsupportedOperationException.class, () -> file.tensors().clear());
  }

  @Test
  void anEmptyFileHasAnEmptyObject() throws IOException {
    Path path = folder.resolve("model.safetensors");
    SafetensorsFile.write(path, Map.of(), Map.of());

    assertArrayEquals(
        concat(new byte[] {8, 0, 0, 0, 0, 0, 0, 0}, ascii("{}      ")), Files.readAllBytes(path));
    assertEquals(Map.of(), SafetensorsFile.read(path).tensors());
    assertEquals(Map.of(), SafetensorsFile.read(path).metadata());
  }

  @Test
  void sortsNamesByCodePointAndAlignsTheData() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    // In UTF-16 the surrogates of U+1D11E sort before U+FF5E; in UTF-8 they sort after it.
    for (String name : List.of("\ud834\udd1e", "\uff5e", "b.10", "b.2", "a")) {
      tensors.put(name, Tensor.of(new float[] {1f}, 1));
    }
    Path path = folder.resolve("model.safetensors");
    SafetensorsFile.write(path, Map.of("z", "1", "a", "2"), tensors);
    SafetensorsFile file = SafetensorsFile.read(path);

    assertEquals(
        List.of("a", "b.10", "b.2", "\uff5e", "\ud834\udd1e"),
        List.copyOf(file.tensors().keySet()));
    assertEquals(List.of("a", "z"), List.copyOf(file.metadata().keySet()));
    long header =
        ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertEquals(0, header % 8);
    assertEquals(8 + header + 4 * 5, Files.size(path));
  }

  @Test
  void widensHalvesAndRoundsDoubles() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(2 * 4 + 2 * 3 + 8 * 3).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) 0x3c00).putShort((short) 0x8001).putShort((short) 0x7bff);
    data.putShort((short) 0xfc00);
    data.putShort((short) 0x3f80).putShort((short) 0x8001).putShort((short) 0x7fc1);
    data.putDouble(0.1).putDouble(1e300).putDouble(-Double.MIN_VALUE);
    SafetensorsFile file =
        SafetensorsFile.read(
            file(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]},"
                    + "\"d\":{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[14,38]},"
                    + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[8,14]}}",
                data.array()));

    assertEquals(List.of("h", "b", "d"), List.copyOf(file.tensors().keySet()));
    assertBits(file.tensors().get("h"), 1f, -0x1p-24f, 65504f, Float.NEGATIVE_INFINITY);
    assertBits(
        file.tensors().get("b"),
        1f,
        Float.intBitsToFloat(0x80010000),
        Float.intBitsToFloat(0x7fc10000));
    assertBits(file.tensors().get("d"), 0.1f, Float.POSITIVE_INFINITY, -0f);
  }

  @Test
  void skipsWhatIsNoFloat() throws IOException {
    SafetensorsFile file =
        SafetensorsFile.read(
            file(
                "{"
                    + entry("count", "I64", "[]", "4,12")
                    + ","
                    + entry("a", "F32", "[1]", "0,4")
                    + ","
                    + entry("mask", "BOOL", "[3]", "12,15")
                    + ","
                    + entry("quarters", "F6_E2M3", "[4]", "15,18")
                    + ","
                    + entry("large", "U8", "[100000]", "18,100018")
                    + ","
                    + entry("b", "F32", "[1]", "100018,100022")
                    + "}",
                concat(
                    new byte[] {0, 0, (byte) 0x80, 0x3f},
                    new byte[100_014],
                    new byte[] {0, 0, 0, 0x40})));

    assertEquals(List.of("a", "b"), List.copyOf(file.tensors().keySet()));
    assertBits(file.tensors().get("a"), 1f);
    assertBits(file.tensors().get("b"), 2f);
    assertEquals("{count=I64, mask=BOOL, quarters=F6_E2M3, large=U8}", file.skipped().toString());
    assertThrows(UnsupportedOperationException.class, () -> file.skipped().clear());
    assertEquals(Map.of(), SafetensorsFile.read(file(REFERENCE)).skipped());
  }

  @Test
  void listsTensorsOfEveryType() throws IOException {
    Path path =
        file(
            "{"
                + entry("mask", "BOOL", "[3]", "8,11")
                + ","
                + entry("a", "F32", "[1,2]", "0,8")
                + ","
                + entry("none", "I64", "[0]", "11,11")
                + "}",
            new byte[11]);
    assertEquals(
        List.of(
            new SafetensorsEntry("a", "F32", List.of(1L, 2L)),
            new SafetensorsEntry("mask", "BOOL", List.of(3L)),
            new SafetensorsEntry("none", "I64", List.of(0L))),
        SafetensorsFile.list(path));
    byte[] cut = Arrays.copyOf(Files.readAllBytes(path), (int) Files.size(path) - 1);
    assertThrows(MalformedFileException.class, () -> SafetensorsFile.list(file(cut)));
  }

  /** Of each length, so that each part ends a stream too early once. */
  @Test
  void readsBytesAndStreamsAsFiles() throws IOException {
    for (SafetensorsFile file :
        List.of(
            SafetensorsFile.read(REFERENCE, "bytes"),
            SafetensorsFile.read(new ByteArrayInputStream(REFERENCE), "stream"),
            SafetensorsFile.read(inPieces(REFERENCE), "pieces"))) {
      assertEquals(Map.of("format", "pt"), file.metadata());
      assertEquals(List.of("bias", "weight"), List.copyOf(file.tensors().keySet()));
      assertBits(file.tensors().get("weight"), 0.1f, Float.MIN_VALUE);
    }
    for (int size = 0; size <= REFERENCE.length + 1; size++) {
      byte[] bytes = Arrays.copyOf(REFERENCE, size);
      if (size != REFERENCE.length) {
        String expected = refused(file(bytes)).getMessage().substring(prefix());
        assertEquals(
            "bytes: " + expected,
            assertThrows(MalformedFileException.class, () -> SafetensorsFile.read(bytes, "bytes"))
                .getMessage());
        String stream =
            assertThrows(
                    MalformedFileException.class,
                    () -> SafetensorsFile.read(inPieces(bytes), "stream"))
                .getMessage();
        assertEquals(
            size < REFERENCE.length
                ? "stream: " + expected
                : "stream: data at byte 176: the bytes from here on belong to no tensor",
            stream,
            "of " + size + " bytes");
      }
    }
  }

  @Test
  void streamsMayBeLongAndAreNotTrusted() throws IOException {
    float[] values = new float[5_000_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path path = folder.resolve("long");
    Map<String, Tensor> tensors = Map.of("a", Tensor.of(values, values.length));
    SafetensorsFile.write(path, Map.of(), tensors);
    try (InputStream in = Files.newInputStream(path)) {
      assertBits(SafetensorsFile.read(in, "long").tensors().get("a"), values);
      assertEquals(-1, in.read(), "left open, at its end");
    }
    // 8 GB are claimed.
    byte[] header = ascii("{" + entry("a", "F32", "[2147483639]", "0,8589934556") + "}");
    InputStream in = new ByteArrayInputStream(concat(length(header.length), header, new byte[7]));
    assertEquals(
        "tensor 'a': data_offsets end at 8589934556, but only 7 bytes of data are there; the file is"
            + " cut short",
        assertThrows(MalformedFileException.class, () -> SafetensorsFile.read(in, "x")).reason());
  }

  @Test
  void readsWhatCannotBeMapped() throws IOException {
    try (FileSystem jar =
        FileSystems.newFileSystem(folder.resolve("a.jar"), Map.of("create", "true"))) {
      Path path = Files.write(jar.getPath("model"), REFERENCE);
      assertBits(SafetensorsFile.read(path).tensors().get("bias"), 1f, -0f);
    }
  }

  @Test
  void readsOnAnInterruptedThread() throws IOException {
    Path path = file(REFERENCE);
    Thread.currentThread().interrupt();
    SafetensorsFile file;
    try {
      file = SafetensorsFile.read(path);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertBits(file.tensors().get("bias"), 1f, -0f);
  }

  /** A stream that gives a byte at a time. */
  private static InputStream inPieces(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1));
      }
    };
  }

  @Test
  void readsJsonThatOthersWrite() throws IOException {
    SafetensorsFile file =
        SafetensorsFile.read(
            file(
                "{ \"\\u0061\\/\\ud834\\uDD1Eü\\t\" :\n{\t\"data_offsets\" : [ 0 , 4 ] ,\r"
                    + "\"shape\":[ ], \"dtype\":\"F32\"}, \"__metadata__\" : { } }  ",
                new byte[4]));

    assertEquals(List.of("a/𝄞ü\t"), List.copyOf(file.tensors().keySet()));
    assertTrue(file.tensors().get("a/𝄞ü\t").hasShape());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // JSON
        "[1]                              | at byte 8: a header must start with '{'",
        "` {}`                            | at byte 8: a header must start with '{'",
        "`{ `                               | at byte 10: the name of a tensor must be a quoted name, but the header ends",
        "{,}                              | at byte 9: the name of a tensor must be a quoted name, not ','",
        "{\"a\"                           | at byte 12: expected ':', but the header ends",
        "{\"a\":[]}                       | at byte 13: expected '{', not '['",
        "{\"a                             | at byte 9: the name of a tensor has no closing quotation mark",
        "{\"a\\                           | at byte 11: an escape that JSON does not have",
        "{\"\\x\":0}                      | at byte 10: an escape that JSON does not have",
        "{\"\\u12g4\":0}                  | at byte 10: \\u must be followed by four hexadecimal digits",
        "{\"\\u12                         | at byte 10: \\u must be followed by four hexadecimal digits",
        "{\"\\ud834\":0}                  | at byte 10: half a surrogate pair",
        "{\"\\ud834\\ud834\":0}           | at byte 10: half a surrogate pair",
        "{\"\\udd1e\":0}                  | at byte 10: half a surrogate pair",
        "{\"a\u0001\":0}                  | at byte 11: a control character must be escaped",
        "{} {}                            | at byte 11: after its closing '}' a header may only be padded with spaces",
        "`{}\n`                           | at byte 10: after its closing '}' a header may only be padded with spaces",
        "{\"a\":{},}                      | at byte 9: tensor 'a' has no field 'dtype'",
        "{\"__metadata__\":{\"a\":\"b\" \"c\"} | at byte 33: expected ',' or '}', not '\"'",
        // metadata
        "{\"__metadata__\":{\"a\":1}}     | at byte 29: the value of 'a' must be text, not '1'",
        "{\"__metadata__\":{\"a\":{}}}    | at byte 29: the value of 'a' must be text, not '{'",
        "{\"__metadata__\":{\"a\":\"b\",\"a\":\"b\"}} | at byte 33: __metadata__ has the key 'a' twice",
        "{\"__metadata__\":{},\"__metadata__\":{}} | at byte 27: the name '__metadata__' occurs twice",
        // entries
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0]}} | at byte 9: tensor 'a' has no field 'data_offsets'",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}} | at byte 9: tensor 'a' has no field 'shape'",
        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}} | at byte 28: tensor 'a' has the field 'dtype' twice",
        "{\"a\":{\"shape\":[],\"shape\":[]}} | at byte 25: tensor 'a' has the field 'shape' twice",
        "{\"a\":{\"data_offsets\":[],\"data_offsets\":[]}} | at byte 32: tensor 'a' has the field 'data_offsets' twice",
        "{\"a\":{\"stride\":[1]}}          | at byte 14: tensor 'a' has the unknown field 'stride'",
        "{\"a\":{\"dtype\":32}}            | at byte 22: the dtype of tensor 'a' must be text, not '3'",
        "{\"a\":{\"dtype\":\"F33\"}}       | at byte 22: tensor 'a': unknown element type 'F33'",
        "{\"a\":{\"dtype\":\"f32\"}}       | at byte 22: tensor 'a': unknown element type 'f32'",
        "{\"a\":{\"shape\":[-1]}}          | at byte 23: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[1.0]}}         | at byte 23: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[1e3]}}         | at byte 23: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[01]}}          | at byte 23: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[\"1\"]}}       | at byte 23: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[[1]]}}         | at byte 23: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[1,]}}          | at byte 25: the shape of tensor 'a' must consist of integers that are not negative",
        "{\"a\":{\"shape\":[9223372036854775808]}} | at byte 23: the shape of tensor 'a' has an integer over 9223372036854775807",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0,0]}} | at byte 9: tensor 'a' has 3 data_offsets, not 2",
        // twice
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"\\u0061\":{}} | at byte 62: the name 'a' occurs twice"
      })
  void refusesHeaders(String header, String message) throws IOException {
    MalformedFileException e = refused(file(header, new byte[0]));
    assertEquals(folder.resolve("file.safetensors") + ": header " + message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F32 | [2]     | 0,8  | 8  | accepted",
        "F32 | [2]     | 8,0  | 8  | data_offsets begin at 8 and end at 0",
        "F32 | [2]     | 0,8  | 7  | data_offsets end at 8, but only 7 bytes of data are there; the file is cut short",
        "F32 | [2]     | 0,9223372036854775807 | 8 | data_offsets end at 9223372036854775807, but only 8 bytes of data are there; the file is cut short",
        "F32 | [3]     | 0,8  | 8  | shape [3] of F32 needs 12 bytes, data_offsets give it 8",
        "I64 | [2]     | 0,8  | 8  | shape [2] of I64 needs 16 bytes, data_offsets give it 8",
        "F4  | [3]     | 0,1  | 1  | shape [3] of F4 needs 2 bytes, data_offsets give it 1",
        "F16 | [2]     | 0,8  | 8  | shape [2] of F16 needs 4 bytes, data_offsets give it 8",
        "F32 | [2]     | 4,12 | 12 | begins at byte 4 of the data, but the bytes from 0 on belong to no tensor",
        "F32 | [2147483648] | 0,8 | 8 | shape [2147483648] is larger than the 2147483639 elements that a tensor can hold",
        "F32 | [2147483647] | 0,8 | 8 | shape [2147483647] is larger than the 2147483639 elements that a tensor can hold",
        "F32 | [4294967296,4294967296] | 0,0 | 0 | shape [4294967296, 4294967296] is larger than the 2147483639 elements that a tensor can hold",
        "F32 | [65536,65536,65536,65536] | 0,0 | 0 | shape [65536, 65536, 65536, 65536] is larger than the 2147483639 elements that a tensor can hold",
        "F32 | [0,4294967296] | 0,0 | 0 | shape [0, 4294967296] is larger than the 2147483639 elements that a tensor can hold"
      })
  void refusesLayouts(String dtype, String shape, String offsets, int data, String message)
      throws IOException {
    Path path = file("{" + entry("a", dtype, shape, offsets) + "}", new byte[data]);
    if (message.equals("accepted")) {
      assertEquals(1, SafetensorsFile.read(path).tensors().size());
    } else {
      assertEquals(path + ": header at byte 9: tensor 'a': " + message, refused(path).getMessage());
    }
  }

  @Test
  void refusesHolesOverlapsAndWhatIsLeftOver() throws IOException {
    String first = entry("a", "F32", "[2]", "0,8");

    Path hole = file("{" + entry("b", "F32", "[1]", "12,16") + "," + first + "}", new byte[16]);
    assertEquals(
        "tensor 'b': begins at byte 12 of the data, but the bytes from 8 on belong to no tensor",
        refused(hole).reason());

    Path overlap = file("{" + first + "," + entry("b", "F32", "[2]", "4,12") + "}", new byte[12]);
    assertEquals(
        "tensor 'b': begins at byte 4 of the data, inside tensor 'a', which ends at 8",
        refused(overlap).reason());

    Path same = file("{" + first + "," + entry("b", "F32", "[2]", "0,8") + "}", new byte[8]);
    assertEquals(
        "tensor 'b': begins at byte 0 of the data, inside tensor 'a', which ends at 8",
        refused(same).reason());

    Path rest = file("{" + first + "}", new byte[11]);
    MalformedFileException e = refused(rest);
    assertEquals("the last 3 bytes of the file belong to no tensor", e.reason());
    assertEquals("data", e.part());
    assertEquals(Files.size(rest) - 3, e.offset());

    Path noTensor = file("{}", new byte[1]);
    assertEquals("the last 1 bytes of the file belong to no tensor", refused(noTensor).reason());
  }

  @Test
  void emptyTensorsMayLieBetweenOthers() throws IOException {
    Path path =
        file(
            "{"
                + entry("a", "F32", "[2]", "0,8")
                + ","
                + entry("b", "F32", "[0,3]", "8,8")
                + ","
                + entry("c", "F32", "[1]", "8,12")
                + ","
                + entry("d", "F32", "[0]", "0,0")
                + "}",
            new byte[12]);

    assertEquals(
        List.of("d", "a", "b", "c"), List.copyOf(SafetensorsFile.read(path).tensors().keySet()));
  }

  @Test
  void refusesNamesThatCouldNotBeWritten() throws IOException {
    Path empty = file("{" + entry("", "F32", "[0]", "0,0") + "}", new byte[0]);
    assertEquals("tensor '': a name must not be empty or contain NUL", refused(empty).reason());
    Path nul = file("{" + entry("a\\u0000", "F32", "[0]", "0,0") + "}", new byte[0]);
    assertEquals(
        "tensor 'a\\u0000': a name must not be empty or contain NUL", refused(nul).reason());
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    byte[] header = ascii("{\"a?\":{}}");
    header[3] = (byte) 0xff;
    assertEquals(
        "header at byte 9: text that is not valid UTF-8",
        refused(file(concat(length(header.length), header))).getMessage().substring(prefix()));
    byte[] escaped = ascii("{\"\\n?\":{}}");
    escaped[4] = (byte) 0xc3;
    assertEquals(
        "header at byte 9: text that is not valid UTF-8",
        refused(file(concat(length(escaped.length), escaped))).getMessage().substring(prefix()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                    | 0 bytes claimed, where 2 to 100000000 are allowed; this is no safetensors file",
        "1                    | 1 bytes claimed, where 2 to 100000000 are allowed; this is no safetensors file",
        "1152921504606846976  | 1152921504606846976 bytes claimed, where 2 to 100000000 are allowed; this is no safetensors file",
        "-1                   | 18446744073709551615 bytes claimed, where 2 to 100000000 are allowed; this is no safetensors file",
        "100000001            | 100000001 bytes claimed, where 2 to 100000000 are allowed; this is no safetensors file",
        "100000000            | 100000000 bytes claimed, but only 2 follow; the file is cut short",
        "3                    | 3 bytes claimed, but only 2 follow; the file is cut short"
      })
  void refusesLengthsAtOnce(long length, String message) throws IOException {
    Path path = file(concat(length(length), ascii("{}")));
    MalformedFileException e = assertTimeout(Duration.ofSeconds(1), () -> refused(path));
    assertEquals(path + ": header length at byte 0: " + message, e.getMessage());
  }

  @Test
  void refusesFilesThatAreTooShortAndWhatIsNoFile() throws IOException {
    assertEquals(
        "not a safetensors file: it has 0 bytes, and the length of the header alone takes 8",
        refused(file(new byte[0])).reason());
    assertEquals(
        "not a safetensors file: it has 7 bytes, and the length of the header alone takes 8",
        refused(file(new byte[7])).reason());
    assertEquals("not a regular file", refused(folder).reason());
    assertThrows(NoSuchFileException.class, () -> SafetensorsFile.read(folder.resolve("none")));
  }

  @Test
  void messagesArePrintable() throws IOException {
    Path path = file("{\"\\u001b[31mred\\n" + "x".repeat(100) + "\":{}}", new byte[0]);
    assertEquals(
        "tensor '\\u001b[31mred\\u000a" + "x".repeat(71) + "…' has no field 'dtype'",
        refused(path).reason());
  }

  @Test
  void damagedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    for (int size = 0; size < REFERENCE.length; size++) {
      refused(file(Arrays.copyOf(REFERENCE, size)));
    }
    int accepted = 0;
    for (int i = 0; i < REFERENCE.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        accepted += survives(i, REFERENCE[i] ^ 1 << bit) ? 1 : 0;
      }
      for (int value : new int[] {0, 0xff, '"', '{', '}', '[', ']', ',', '\\', '9', ' '}) {
        accepted += survives(i, value) ? 1 : 0;
      }
    }
    // The elements may take any value; in the header only names and metadata can.
    assertTrue(accepted >= 16 * 8, "accepted " + accepted);
    assertTrue(accepted < REFERENCE.length * 19 / 3, "accepted " + accepted);
  }

  private boolean survives(int position, int value) throws IOException {
    byte[] damaged = REFERENCE.clone();
    damaged[position] = (byte) value;
    try {
      SafetensorsFile.read(file(damaged));
      return true;
    } catch (MalformedFileException e) {
      return false;
    }
  }

  @Test
  void anInterruptedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path path = file(REFERENCE);
    Map<String, Tensor> tensors = Map.of("a", Tensor.of(new float[100_000], 100_000));
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          ClosedByInterruptException.class,
          () -> SafetensorsFile.write(path, Map.of("new", "yes"), tensors));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertArrayEquals(REFERENCE, Files.readAllBytes(path));
    assertEquals(List.of(path), list());
  }

  @Test
  void replacesAnOldFileAndLeavesNothingElse() throws IOException {
    Path path = file(REFERENCE);
    SafetensorsFile.write(path, Map.of("new", "yes"), Map.of());
    assertEquals(Map.of("new", "yes"), SafetensorsFile.read(path).metadata());
    assertEquals(List.of(path), list());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void writesThroughSymbolicLinks() throws IOException {
    Path real = Files.createDirectory(folder.resolve("models")).resolve("real");
    Path link = Files.createSymbolicLink(folder.resolve("current"), Path.of("models/next"));
    Files.createSymbolicLink(folder.resolve("models/next"), Path.of("real"));
    for (String version : List.of("created", "replaced")) {
      SafetensorsFile.write(link, Map.of("version", version), Map.of());
      assertEquals(version, SafetensorsFile.read(real).metadata().get("version"));
      assertTrue(Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS));
      assertEquals(Path.of("models/next"), Files.readSymbolicLink(link));
      assertEquals(List.of(folder.resolve("current"), folder.resolve("models")), list());
    }
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertThrows(
        FileSystemLoopException.class, () -> SafetensorsFile.write(loop, Map.of(), Map.of()));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keepsThePermissionsOfAnExistingFile() throws IOException {
    Path path = file(REFERENCE);
    for (String permissions : List.of("rw-rw-rw-", "rw-------", "r--r-----")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      SafetensorsFile.write(path, Map.of("new", permissions), Map.of());
      assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      assertEquals(permissions, SafetensorsFile.read(path).metadata().get("new"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "__metadata__", "half \ud834 pair", "\udd1e"})
  void refusesToWriteNames(String name) throws IOException {
    Path path = file(REFERENCE);
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsFile.write(path, Map.of(), Map.of(name, Tensor.of(new float[1], 1))));
    assertArrayEquals(REFERENCE, Files.readAllBytes(path));
    assertEquals(List.of(path), list());
  }

  @Test
  void refusesToWriteMetadataThatIsNoText() throws IOException {
    Path path = folder.resolve("new");
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsFile.write(path, Map.of("\ud834", ""), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsFile.write(path, Map.of("", "\ud834"), Map.of()));
    assertEquals(List.of(), list());
  }

  @Test
  void refusesToWriteAHeaderThatCouldNotBeRead() throws IOException {
    String value = "x".repeat(50_000_000);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                SafetensorsFile.write(
                    folder.resolve("new"), Map.of("a", value, "b", value), Map.of()));
    assertEquals(
        "the header would take 100000032 bytes and may take 100000000; write fewer tensors or less"
            + " metadata",
        e.getMessage());
    assertEquals(List.of(), list());
  }

  @Test
  void refusesTargetsThatAreNoFiles() throws IOException {
    FileSystemException directory =
        assertThrows(
            FileSystemException.class, () -> SafetensorsFile.write(folder, Map.of(), Map.of()));
    assertEquals(
        folder + ": exists and is not a regular file; it will not be replaced",
        directory.getMessage());
    NoSuchFileException missing =
        assertThrows(
            NoSuchFileException.class,
            () -> SafetensorsFile.write(folder.resolve("no/new"), Map.of(), Map.of()));
    assertEquals(folder.resolve("no") + ": no such folder to write into", missing.getMessage());
    assertFalse(Files.exists(folder.resolve("no")));
  }

  private static MalformedFileException refused(Path path) {
    return assertThrows(MalformedFileException.class, () -> SafetensorsFile.read(path));
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private int prefix() {
    return (folder.resolve("file.safetensors") + ": ").length();
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
    return file(concat(length(utf8.length), utf8, data));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file.safetensors"), bytes);
  }

  private static String entry(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s]}"
        .formatted(name, dtype, shape, offsets);
  }

  private static byte[] length(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private static void assertBits(Tensor tensor, float... expected) {
    assertEquals(expected.length, tensor.size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(tensor.get(i)), "at " + i);
    }
  }
}
