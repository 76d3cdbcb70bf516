package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.util.List;
import java.util.stream.Collectors;

/** Names in messages. */
final class Names {
  private static final int SHOWN = 8;

  private Names() {}

  /** The first few names in quotation marks, and how many more there are. */
  static String quoted(List<String> names) {
    String shown =
        names.stream()
            .limit(SHOWN)
            .map(MalformedFileException::quote)
            .collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }
}
