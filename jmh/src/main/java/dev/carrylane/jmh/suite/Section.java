package dev.carrylane.jmh.suite;

import java.util.List;

/**
 * One thing that users do.
 *
 * @param id a word that names it in links and filters
 * @param title its heading
 * @param see what there is to see in its table
 * @param entries its benchmarks
 */
public record Section(String id, String title, String see, List<Entry> entries) {
  /** Copies the list. */
  public Section {
    entries = List.copyOf(entries);
  }
}
