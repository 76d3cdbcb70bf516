package dev.carrylane.tasks.data;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.tasks.files.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A text in three splits: a folder with a UTF-8 file for each ({@code ptb.train.txt}, {@code ptb.valid.txt}, {@code ptb.test.txt}, as the
 * Penn Treebank comes, the same with {@code ptb.char.} or {@code text8.} before the split, or with nothing), or one UTF-8 file, whose first 90 % of characters are to
 * train on, the next 5 % to validate, and the rest to test. Immutable.
 */
public final class TextData {
  private static final int MAX_FILE_BYTES = 1 << 29;
  private static final String[] PREFIXES = {"ptb.", "ptb.char.", "text8.", ""};

  private final Map<Split, String> splits;

  private TextData(Map<Split, String> splits) {
    this.splits = splits;
  }

  /**
   * Reads a text.
   *
   * @param path a file or a folder
   * @return the text
   * @throws MalformedFileException if a file is empty or not UTF-8; the message says where
   * @throws IOException if it can't be read
   */
  public static TextData read(Path path) throws IOException {
    Map<Split, String> splits = new EnumMap<>(Split.class);
    if (Files.isDirectory(path)) {
      String prefix = prefix(path);
      for (Split split : Split.values()) {
        splits.put(split, text(path.resolve(prefix + split + ".txt")));
      }
      return new TextData(splits);
    }
    String text = text(path);
    int length = text.codePointCount(0, text.length());
    int valid = text.offsetByCodePoints(0, (int) (length * 90L / 100));
    int test = text.offsetByCodePoints(0, (int) (length * 95L / 100));
    splits.put(Split.TRAIN, text.substring(0, valid));
    splits.put(Split.VALID, text.substring(valid, test));
    splits.put(Split.TEST, text.substring(test));
    return new TextData(splits);
  }

  private static String prefix(Path folder) throws NoSuchFileException {
    for (String prefix : PREFIXES) {
      if (Files.exists(folder.resolve(prefix + Split.TRAIN + ".txt"))) {
        return prefix;
      }
    }
    throw new NoSuchFileException(folder.resolve("[ptb.]train.txt").toString());
  }

  private static String text(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    byte[] bytes =
        DataFiles.read(
            file,
            MAX_FILE_BYTES,
            "a text file",
            FileKind.TEXT,
            FileKind.HTML,
            FileKind.XML,
            FileKind.JSON,
            FileKind.EMPTY);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new MalformedFileException(
          file, "text", in.position(), "is not UTF-8; save the text in that encoding");
    }
    if (out.position() == 0) {
      throw new MalformedFileException(file, "is empty; name a file with text");
    }
    return out.flip().toString();
  }

  /**
   * The text of a split.
   *
   * @param split the split
   * @return its characters
   */
  public String text(Split split) {
    return splits.get(split);
  }
}
