package dev.carrylane.jmh.cold;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param help whether only the usage is asked for
 * @param runs JVMs for each side of a row
 * @param rows what is measured
 * @param data the folder of the model and the data of {@code eval}
 * @param command the module path of the {@code carrylane} command
 * @param jvm more options for every JVM
 * @param json the file that receives every number
 */
record Options(
    boolean help,
    int runs,
    Set<Kind> rows,
    Optional<Path> data,
    Optional<String> command,
    List<String> jvm,
    Optional<Path> json) {
  static final String USAGE =
      """
      Usage: carrylane bench --cold [--peers] [OPTION VALUE]...
      Measures the first second of new JVMs: the default backend, the scalar one and, with --peers, ONNX Runtime.
        --runs N       JVMs for each side of a row; 10 by default
        --rows LIST    of lstm, eval, product, scan, separated by commas; all by default
        --data FOLDER  where jsb_clrnn.pt and JSB_Chorales.mat are, for eval
        --jvm OPTIONS  more options for every JVM, separated by spaces
        --json FILE    write every number to a file
        --help         print this
      """;

  private static final int DEFAULT_RUNS = 10;
  private static final int MOST_RUNS = 1000;

  /** What can be measured. */
  enum Kind {
    LSTM,
    EVAL,
    PRODUCT,
    SCAN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Kind of(String text) {
      for (Kind kind : values()) {
        if (kind.toString().equals(text)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "--rows knows no '%s'; it takes %s"
              .formatted(
                  text,
                  Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", "))));
    }
  }

  /**
   * Reads the command line; of an option given twice, the later one counts.
   *
   * @throws IllegalArgumentException if it is wrong; the message says what to change
   */
  static Options parse(String... args) {
    boolean help = false;
    int runs = DEFAULT_RUNS;
    Set<Kind> rows = EnumSet.allOf(Kind.class);
    Optional<Path> data = Optional.empty();
    Optional<String> command = Optional.empty();
    List<String> jvm = List.of();
    Optional<Path> json = Optional.empty();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--help" -> help = true;
        case "--runs" -> runs = runs(value(args, i++));
        case "--rows" -> rows = rows(value(args, i++));
        case "--data" -> data = Optional.of(Path.of(value(args, i++)));
        case "--command" -> command = Optional.of(value(args, i++));
        case "--jvm" -> jvm = words(value(args, i++));
        case "--json" -> json = Optional.of(Path.of(value(args, i++)));
        case "--peers" ->
            throw new IllegalArgumentException("--peers must come right after --cold");
        default -> throw new IllegalArgumentException("there is no option '%s'".formatted(args[i]));
      }
    }
    return new Options(help, runs, rows, data, command, jvm, json);
  }

  private static String value(String[] args, int option) {
    if (option + 1 == args.length) {
      throw new IllegalArgumentException(args[option] + " needs a value after it");
    }
    return args[option + 1];
  }

  private static int runs(String text) {
    int runs;
    try {
      runs = Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      runs = 0;
    }
    if (runs < 1 || runs > MOST_RUNS) {
      throw new IllegalArgumentException(
          "--runs is '%s'; it must be a whole number from 1 to %d".formatted(text, MOST_RUNS));
    }
    return runs;
  }

  private static Set<Kind> rows(String text) {
    Set<Kind> rows = EnumSet.noneOf(Kind.class);
    for (String word : text.split(",", -1)) {
      rows.add(Kind.of(word));
    }
    return rows;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
