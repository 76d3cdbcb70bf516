package dev.carrylane.tasks.frames;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.carrylane.network.MalformedFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Frames as lines of numbers, separated by commas, semicolons, tabs or spaces: whichever the first line has.
 * Numbers may be in quotation marks. A first line without any number is a header and is left out. Blank lines
 * may only follow the last frame.
 */
public final class CsvFrames implements FrameReader {
  /** Characters of the longest first line; as much is read before there is a frame. */
  private static final int MAX_LINE = 1 << 26;

  /** More than any model has channels. */
  private static final int MAX_FIELDS = 1 << 24;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String source;
  private final int width;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private final boolean spaces;

  /** Whether a line that is not blank was read. */
  private boolean started;

  private boolean framed;

  /** The first after the last frame; 0 for none. */
  private long blankLine;

  private CsvFrames(String source, BufferedReader text, int width) throws IOException {
    this.source = source;
    this.width = width;
    char separator = separator(text);
    spaces = separator == ' ';
    reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .maxBufferSize(MAX_LINE)
            .trimWhitespacesAroundQuotes(!spaces)
            .build(CsvRecordHandler.of(builder -> builder.maxFields(MAX_FIELDS)), text);
    records = reader.iterator();
  }

  /**
   * Frames from a stream of UTF-8 text, of which the first line is read now.
   *
   * @param in the text, with or without a byte order mark; closed with the reader
   * @param source what to call it in messages
   * @param width the numbers of a frame
   * @return the frames
   * @throws IOException if the first line cannot be read
   */
  public static CsvFrames of(InputStream in, String source, int width) throws IOException {
    return new CsvFrames(
        source, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), width);
  }

  /** Looks at the first line that is not blank, and leaves the text at its start. */
  private static char separator(BufferedReader text) throws IOException {
    text.mark(MAX_LINE);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    text.mark(MAX_LINE);
    boolean quoted = false;
    boolean blank = true;
    boolean tab = false;
    boolean comma = false;
    boolean semicolon = false;
    for (int c = text.read();
        c >= 0 && (blank || quoted || c != '\n' && c != '\r');
        c = text.read()) {
      blank &= Character.isWhitespace(c);
      quoted ^= c == '"';
      if (!quoted && !blank) {
        tab |= c == '\t';
        comma |= c == ',';
        semicolon |= c == ';';
      }
    }
    text.reset();
    // A semicolon or tab is chosen where commas mean something else, such as decimals.
    return semicolon ? ';' : tab ? '\t' : comma ? ',' : ' ';
  }

  @Override
  public int read(int frames, float[] x, int offset) throws IOException {
    int count = 0;
    while (count < frames) {
      CsvRecord line = next();
      if (line == null) {
        break;
      }
      List<String> fields = fields(line);
      if (fields.isEmpty()) {
        blankLine = framed && blankLine == 0 ? line.getStartingLineNumber() : blankLine;
      } else if (started || fields.stream().anyMatch(Numbers::isNumber)) {
        frame(line.getStartingLineNumber(), fields, x, offset + count * width);
        count++;
        framed = true;
      }
      started |= !fields.isEmpty();
    }
    return count;
  }

  private CsvRecord next() throws IOException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (CsvParseException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new MalformedFileException(source, String.valueOf(reason.getMessage()).strip());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The fields of a line, none if it is blank. Where spaces separate, so do tabs, in runs, and they may start
   * and end a line.
   */
  private List<String> fields(CsvRecord line) {
    List<String> fields = line.getFields();
    if (!spaces) {
      return fields.size() == 1 && fields.get(0).isBlank() ? List.of() : fields;
    }
    return fields.stream()
        .flatMap(field -> Arrays.stream(field.split("\t")))
        .filter(field -> !field.isBlank())
        .toList();
  }

  private void frame(long line, List<String> fields, float[] x, int at)
      throws MalformedFileException {
    if (blankLine != 0) {
      throw new MalformedFileException(
          source,
          "line "
              + blankLine
              + " is blank, and frames follow it; remove it, or give each sequence a file");
    }
    if (fields.size() != width) {
      throw new MalformedFileException(
          source,
          "line %d has %d %s; the model takes frames of %d"
              .formatted(line, fields.size(), fields.size() == 1 ? "value" : "values", width));
    }
    for (int i = 0; i < width; i++) {
      try {
        x[at + i] = Numbers.parse(fields.get(i));
      } catch (NumberFormatException e) {
        throw new MalformedFileException(
            source, "line %d, column %d: %s".formatted(line, i + 1, e.getMessage()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
