package dev.carrylane.cli.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheet that pages share: type, tables, charts, and their colours on light and on dark paper. */
public final class PageStyle {
  private PageStyle() {}

  /** {@return the shared style sheet} */
  public static String base() {
    return read(PageStyle.class.getResourceAsStream("page.css"));
  }

  /**
   * The style sheet of a page: the shared one, then its own.
   *
   * @param own what the page adds, UTF-8; closed after reading
   * @return both
   */
  public static String with(InputStream own) {
    return base() + "\n" + read(own);
  }

  private static String read(InputStream sheet) {
    try (sheet) {
      return new String(sheet.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
