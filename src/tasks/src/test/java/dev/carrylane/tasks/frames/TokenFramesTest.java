package dev.carrylane.tasks.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.network.MalformedFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFramesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 17 16777216 3",
        "0,17,16777216,3\n",
        "\ufeff0\r\n17\r\n\r\n16777216\t3 \n",
        " 0, 17\n,16777216 3"
      })
  void readsTokens(String text) throws IOException {
    assertArrayEquals(new float[] {0, 17, 16777216, 3}, read(text));
  }

  @Test
  void noTokensAreReadToo() throws IOException {
    assertArrayEquals(new float[0], read(" \n"));
  }

  @ParameterizedTest
  @CsvSource({
    "1 2\\n3 x, 2, x",
    "-1, 1, -1",
    "1\\r\\n\\r\\n2.5\\r\\n, 3, 2.5",
    "\\r\\r16777217, 3, 16777217"
  })
  void saysWhatIsNoToken(String text, int line, String token) {
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> read(text.translateEscapes()));
    assertEquals(
        "tokens: line %d: '%s' is not a token; a token is a whole number from 0 to 16777216"
            .formatted(line, token),
        e.getMessage());
  }

  private static float[] read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (FrameReader reader = new TokenFrames(new ByteArrayInputStream(bytes), "tokens")) {
      return CsvFramesTest.readAll(reader, 1, 3);
    }
  }
}
