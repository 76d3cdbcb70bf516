package dev.carrylane.tasks.recognition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is to be told about a recognition; nothing is told twice. */
final class Remarks {
  private final Set<String> assumptions = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** What the file does not tell. */
  void assume(String text) {
    assumptions.add(text);
  }

  /** What was done. */
  void note(String text) {
    notes.add(text);
  }

  List<String> assumptions() {
    return new ArrayList<>(assumptions);
  }

  List<String> notes() {
    return new ArrayList<>(notes);
  }
}
