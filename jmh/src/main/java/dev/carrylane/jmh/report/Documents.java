package dev.carrylane.jmh.report;

import dev.carrylane.cli.console.Messages;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Suite;
import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the figures of one stored run into the documents: {@code store DIR} stores a run in {@value #STORED}, {@code write} writes what is
 * between {@code <!-- figures: NAME -->} and {@code <!-- end -->} anew. Run in the root of a checkout.
 *
 * <p>Exit codes: 0 for success; 2 for bad input, with one line on standard error; 1 for a bug.
 */
public final class Documents {
  /** Where the run lies that documents tell of. */
  static final String STORED = "docs/performance";

  /** What writes them, for messages; docs/developing.md has the whole command line. */
  static final String COMMAND = "Documents write";

  static final List<String> DOCUMENTS = List.of("README.md", "docs/performance.md");

  private static final Pattern BEGIN = Pattern.compile("<!-- figures: (\\S+) -->");
  private static final String END = "<!-- end -->";
  private static final String README = "readme";
  private static final String HEAD = "run";

  /** More threads than a machine has whose figures are stored; what wasn't measured is in no table. */
  private static final int PROCESSORS = 1 << 12;

  private static final int BAD_INPUT = 2;

  private Documents() {}

  /**
   * Runs the command, and ends the JVM.
   *
   * @param args {@code store DIR} or {@code write}
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // decimal points, wherever it runs
    System.exit(run(Path.of(""), sections(), System.err, args));
  }

  static int run(Path root, List<Section> sections, PrintStream err, String... args) {
    try {
      if (args.length == 2 && args[0].equals("store")) {
        StoredRun.store(Path.of(args[1]), root.resolve(STORED), sections);
        return 0;
      }
      if (args.length == 1 && args[0].equals("write")) {
        for (Map.Entry<Path, String> document : written(root, sections).entrySet()) {
          try (FileReplacement replacement = FileReplacement.of(document.getKey())) {
            byte[] text = document.getValue().getBytes(StandardCharsets.UTF_8);
            replacement.write(ByteBuffer.wrap(text));
            replacement.commit();
          }
        }
        return 0;
      }
      err.println("Documents: say 'store DIR', the folder of a run, or 'write'");
      return BAD_INPUT;
    } catch (IOException e) {
      err.println("Documents: " + Messages.oneLine(Messages.of(e)));
      return BAD_INPUT;
    }
  }

  /** The catalogue, whichever machine this is. */
  static List<Section> sections() {
    return Suite.sections(PROCESSORS);
  }

  /** What the documents must be, by their files. */
  static Map<Path, String> written(Path root, List<Section> sections) throws IOException {
    Map<String, String> figures = figures(Run.read(root.resolve(STORED), sections));
    Set<String> used = new HashSet<>(Set.of(ForksPart.ID));
    Map<Path, String> written = new LinkedHashMap<>();
    for (String name : DOCUMENTS) {
      Path file = root.resolve(name);
      written.put(file, replaced(name, Files.readAllLines(file), figures, used));
    }
    Set<String> nowhere = new TreeSet<>(figures.keySet());
    nowhere.removeAll(used);
    if (!nowhere.isEmpty()) {
      throw new IOException(
          "no document has the figures %s: add '<!-- figures: %s -->' and '%s' to one"
              .formatted(nowhere, nowhere.iterator().next(), END));
    }
    return written;
  }

  /** Parts that are all charts are left to the page. */
  private static Map<String, String> figures(Run run) throws IOException {
    Page page = ReportWriter.page(run);
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put(README, MarkdownPage.of(ReadmeFigures.of(run)));
    figures.put(HEAD, MarkdownPage.of(page.head()));
    for (Part part : page.parts()) {
      boolean hasWords =
          part.blocks().stream()
              .anyMatch(block -> block instanceof Block.Table || block instanceof Block.Answer);
      if (hasWords) {
        figures.put(part.id(), MarkdownPage.of(part.blocks()));
      }
    }
    return figures;
  }

  private static String replaced(
      String document, List<String> lines, Map<String, String> figures, Set<String> used)
      throws IOException {
    List<String> written = new ArrayList<>();
    String open = null;
    for (String line : lines) {
      Matcher begin = BEGIN.matcher(line);
      if (begin.matches()) {
        if (open != null) {
          throw unended(document, open);
        }
        open = begin.group(1);
        String text = figures.get(open);
        if (text == null) {
          throw new IOException(
              "%s has a place for the figures '%s', of which the run has none; it has %s"
                  .formatted(document, open, figures.keySet()));
        }
        used.add(open);
        written.add(line);
        written.add(text.strip());
      } else if (open != null && line.equals(END)) {
        open = null;
        written.add(line);
      } else if (open == null) {
        written.add(line);
      }
    }
    if (open != null) {
      throw unended(document, open);
    }
    return String.join("\n", written) + "\n";
  }

  private static IOException unended(String document, String figures) {
    return new IOException(
        "%s: the figures '%s' have no end: write '%s' on a line of its own behind them"
            .formatted(document, figures, END));
  }
}
