package dev.carrylane.tasks.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.network.MalformedFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFramesTest {
  /** As numpy.save writes numpy.arange(6, dtype='f4').reshape(3, 2). */
  private static final String HEADER =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    byte[] file = file(version, HEADER, floats(0, 1, 2, 3, 4, 5));
    for (int block = 1; block <= 4; block++) {
      try (FrameReader reader = open(file, 2)) {
        assertEquals(3, reader.frames());
        assertEquals("", reader.remark());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, CsvFramesTest.readAll(reader, 2, block));
      }
    }
  }

  @Test
  void readsOneChannelWithoutASecondDimension() throws IOException {
    for (String shape : new String[] {"(2,)", "(2, 1)", "(2,1,)", "( 2 , )"}) {
      String header = "{\"shape\": " + shape + ", 'fortran_order':False,'descr':'<f4'}";
      assertArrayEquals(new float[] {7, 8}, read(file(1, header, floats(7, 8)), 1));
    }
  }

  @Test
  void roundsDoublesAndSaysSo() throws IOException {
    double[] values = new double[20_000];
    float[] rounded = new float[values.length];
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 3.0;
      rounded[i] = (float) values[i];
      data.putDouble(values[i]);
    }
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 5000), }";
    byte[] file = file(1, header, data.array());
    assertArrayEquals(rounded, read(file, 5000));
    try (FrameReader reader = open(file, 5000)) {
      assertEquals("frames.npy holds float64; it is rounded to float32", reader.remark());
    }
  }

  @Test
  void noFramesAreReadToo() throws IOException {
    assertArrayEquals(
        new float[0], read(file(1, HEADER.replace("(3, 2)", "(0, 2)"), new byte[0]), 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<f4 | >f4 | elements of type '>f4' are not read; save the array as float32, with astype('<f4')",
        "<f4 | <i8 | elements of type '<i8' are not read; save the array as float32, with astype('<f4')",
        "'<f4' | [('a', '<f4')] | an array of records is not read; save its columns as float32",
        "False | True | the array is in Fortran order, column after column; save numpy.ascontiguousarray of it",
        "(3, 2) | (3, 2, 1) | shape [3, 2, 1] is not [frames, 2]; the model takes frames of 2",
        "(3, 2) | (2,) | shape [2] is not [frames, 2]; the model takes frames of 2",
        "(3, 2) | (6, 1) | shape [6, 1] is not [frames, 2]; the model takes frames of 2",
        "(3, 2) | () | shape [] is not [frames, 2]; the model takes frames of 2",
        "(3, 2) | (99999999999999999999, 2) | its shape (99999999999999999999, 2) is not one",
        "(3, 2) | (4, 2) | the file is cut short: 3 of its 4 frames are there",
        "(3, 2) | (2, 2) | bytes follow the 2 frames of its shape",
        "shape | shap | `its header has no valid 'shape': '{'descr': '<f4', 'fortran_order': False, 'shap': (3, 2), }'`",
      })
  void saysWhatItDoesNotRead(String text, String replacement, String message) {
    byte[] file = file(1, HEADER.replace(text, replacement), floats(0, 1, 2, 3, 4, 5));
    assertEquals("frames.npy: " + message, refusal(file));
  }

  @Test
  void refusesWhatIsNoArray() {
    byte[] file = file(1, HEADER, floats(0, 1, 2, 3, 4, 5));
    assertEquals(
        "frames.npy: not an NPY file; write it with numpy.save",
        refusal("1,2\n3,4\n5,6\n".getBytes(StandardCharsets.US_ASCII)));
    byte[] newer = file.clone();
    newer[6] = 4;
    assertEquals("frames.npy: NPY version 4 is not read; versions 1 to 3 are", refusal(newer));
    byte[] claims = file(2, HEADER, new byte[0]);
    claims[10] = 100;
    assertEquals(
        "frames.npy: a header of 6553660 bytes is claimed; it may have 1048576", refusal(claims));
    for (int size = 0; size < file.length; size++) {
      refusal(Arrays.copyOf(file, size));
    }
  }

  @Test
  void readsBackWhatIsWritten() throws IOException {
    float[] values = new float[3 * 30_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(i * 1_000_003);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NpyOutput output = new NpyOutput(bytes, 3);
    assertArrayEquals(new float[0], read(bytes.toByteArray(), 3));
    output.write(1, values, 0);
    output.write(29_999, values, 3);
    byte[] file = bytes.toByteArray();
    byte[] start = output.start();
    assertEquals(0, start.length % 64);
    System.arraycopy(start, 0, file, 0, start.length);
    float[] read = read(file, 3);
    assertEquals(values.length, read.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Float.floatToRawIntBits(values[i]), Float.floatToRawIntBits(read[i]));
    }
  }

  private static FrameReader open(byte[] file, int width) throws IOException {
    return NpyFrames.of(new ByteArrayInputStream(file), "frames.npy", width);
  }

  private static float[] read(byte[] file, int width) throws IOException {
    try (FrameReader reader = open(file, width)) {
      return CsvFramesTest.readAll(reader, width, 1000);
    }
  }

  private static String refusal(byte[] file) {
    return assertThrows(MalformedFileException.class, () -> read(file, 2)).getMessage();
  }

  private static byte[] file(int version, String header, byte[] data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    return file.put(text).put(data).array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
