package dev.carrylane.tasks.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.MalformedFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFramesTest {
  /** Texts are written with \n for a line feed and \r for a carriage return. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2.5\n-3,4e-1\n",
        "1,2.5\n-3,4e-1",
        "1,2.5\r\n-3,4e-1\r\n",
        "1,2.5\r-3,4e-1\r",
        "\ufeff1,2.5\n-3,4e-1\n",
        "\n \n1,2.5\n-3,4e-1\n\n  \n\n",
        "1 , 2.5\n -3, 4e-1 \n",
        "\"1\",\"2.5\"\n\"-3\",\"4e-1\"\n",
        "\"1\" , \"2.5\"\n \"-3\", \"4e-1\"\n",
        "1;2.5\n-3;4e-1\n",
        "1\t2.5\n-3\t4e-1\n",
        "  1   2.5\n -3   4e-1  \n",
        "1 2.5\n-3\t4e-1\n",
        "\"1\" \"2.5\"\n\"-3\" \"4e-1\"\n",
        "left,right\n1,2.5\n-3,4e-1\n",
        "\ufeff\"left, up\",\"ri\nght\"\r\n1,2.5\n-3,4e-1\n",
        ",a\n1,2.5\n-3,4e-1\n",
        "# left right\n\n1 2.5\n-3 4e-1\n",
        "+1.0,2.50\n-3.,.4\n",
      })
  void readsFrames(String text) throws IOException {
    assertArrayEquals(new float[] {1, 2.5f, -3, 0.4f}, read(text, 2, 10));
    assertArrayEquals(new float[] {1, 2.5f, -3, 0.4f}, read(text, 2, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\ufeff", "left,right\n", " \n\r\n"})
  void noFramesAreReadToo(String text) throws IOException {
    assertArrayEquals(new float[0], read(text, 2, 3));
  }

  @Test
  void readsEverySpellingOfWhatIsNoNumber() throws IOException {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new float[] {nan, nan, nan, infinity, infinity, -infinity, -infinity, infinity},
        read("NaN\nnan\n-nan\ninf\nInfinity\n-INF\n-Infinity\n+inf\n", 1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2\\n3                  | line 2 has 1 value; the model takes frames of 2",
        "1,2\\n3,4,5\\n            | line 2 has 3 values; the model takes frames of 2",
        "a,b\\n\\n1,2,3\\n           | line 3 has 3 values; the model takes frames of 2",
        "1,2\\n3,abc              | line 2, column 2: 'abc' is not a number",
        "1,2\\r\\n3,4\\r\\nx,5        | line 3, column 1: 'x' is not a number",
        "\"a\\nb\",c\\n1,x           | line 3, column 2: 'x' is not a number",
        "1,b                     | line 1, column 2: 'b' is not a number",
        "1,\\n                    | line 1, column 2: no number is there",
        "1,2f                    | line 1, column 2: '2f' is not a number",
        "1,0x10                  | line 1, column 2: '0x10' is not a number",
        "1,1e39                  | line 1, column 2: '1e39' is larger than any float",
        "1;2,5                   | line 1, column 2: '2,5' is not a number; write decimals with a point",
        "1,2\\n\\n\\n3,4             | line 2 is blank, and frames follow it; remove it, or give each sequence a file",
        "1,\\033[31m               | line 1, column 2: '\\u001b[31m' is not a number",
      })
  void saysWhereItIsWrong(String text, String message) {
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> read(text.translateEscapes(), 2, 5));
    assertEquals("frames.csv: " + message, e.getMessage());
  }

  /** What a pipe holds is answered before more is waited for. */
  @ParameterizedTest
  @ValueSource(strings = {"1,2\n", "1,2\r\n", "1 2\n", "a,b\n1,2\n", "\"1\",\"2\"\n"})
  void doesNotWaitForTheNextLine(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    InputStream pipe =
        new ByteArrayInputStream(bytes) {
          @Override
          public int read(byte[] target, int offset, int length) {
            assertTrue(available() > 0, "reads what is not there yet");
            return super.read(target, offset, length);
          }
        };
    float[] x = new float[2];
    assertEquals(1, CsvFrames.of(pipe, "pipe", 2).read(1, x, 0));
    assertArrayEquals(new float[] {1, 2}, x);
  }

  @Test
  void readsBackWhatIsWritten() throws IOException {
    float[] values = {
      0,
      -0f,
      0.1f,
      1e-45f,
      Float.MAX_VALUE,
      -Float.MIN_NORMAL,
      16777217,
      3.4028236e9f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      1 / 3f
    };
    StringWriter text = new StringWriter();
    CsvOutput output = new CsvOutput(text, 3);
    output.write(1, values, 0);
    output.write(3, values, 3);
    assertEquals("0.0,-0.0,0.1\n", text.toString().substring(0, 13));
    float[] read = read(text.toString(), 3, 2);
    assertEquals(values.length, read.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Float.floatToRawIntBits(values[i]), Float.floatToRawIntBits(read[i]));
    }
  }

  private static float[] read(String text, int width, int block) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (FrameReader reader = CsvFrames.of(in, "frames.csv", width)) {
      return readAll(reader, width, block);
    }
  }

  /** All frames, some at a time, at an offset. */
  static float[] readAll(FrameReader reader, int width, int block) throws IOException {
    float[] all = new float[0];
    float[] x = new float[1 + block * width];
    int count;
    do {
      count = reader.read(block, x, 1);
      int end = all.length;
      all = Arrays.copyOf(all, end + count * width);
      System.arraycopy(x, 1, all, end, count * width);
    } while (count == block);
    assertEquals(0, reader.read(block, x, 1));
    return all;
  }
}
