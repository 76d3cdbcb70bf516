package dev.carrylane.tasks.frames;

import dev.carrylane.network.MalformedFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Whole numbers, separated by white space or commas in any way: each is a frame of one channel. */
public final class TokenFrames implements FrameReader {
  /** Up to here every whole number is a float. */
  private static final int MAX_TOKEN = 1 << 24;

  private static final int MAX_LENGTH = 100;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String source;
  private final BufferedReader text;
  private final StringBuilder token = new StringBuilder();
  private long line = 1;
  private boolean afterReturn;

  /**
   * Tokens from a stream of text.
   *
   * @param in the text; closed with the reader
   * @param source what to call it in messages
   */
  public TokenFrames(InputStream in, String source) {
    this.source = source;
    text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public int read(int frames, float[] x, int offset) throws IOException {
    int count = 0;
    while (count < frames) {
      int c = text.read();
      if (c >= 0 && c != ',' && c != BYTE_ORDER_MARK && !Character.isWhitespace(c)) {
        if (token.length() < MAX_LENGTH) {
          token.append((char) c);
        }
        continue;
      }
      if (!token.isEmpty()) {
        x[offset + count++] = value(token.toString());
        token.setLength(0);
      }
      if (c < 0) {
        break;
      }
      line += c == '\r' || c == '\n' && !afterReturn ? 1 : 0;
      afterReturn = c == '\r';
    }
    return count;
  }

  private float value(String text) throws MalformedFileException {
    try {
      int value = Integer.parseInt(text);
      if (value >= 0 && value <= MAX_TOKEN) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as other values that are no tokens.
    }
    throw new MalformedFileException(
        source,
        "line %d: %s is not a token; a token is a whole number from 0 to %d"
            .formatted(line, MalformedFileException.quote(text), MAX_TOKEN));
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
