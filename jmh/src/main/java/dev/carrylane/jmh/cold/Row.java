package dev.carrylane.jmh.cold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One table: sides that do the same work, each in JVMs of its own.
 *
 * @param name one word
 * @param title what is measured, and from when on
 * @param marks the figures, a line each
 * @param sides the first is compared with the others
 */
record Row(String name, String title, List<Mark> marks, List<Side> sides) {
  /**
   * A figure.
   *
   * @param name its name among the {@link Figures}
   * @param label what it is called in the table
   * @param unit what it counts
   */
  record Mark(String name, String label, Unit unit) {}

  /** What a figure counts. */
  enum Unit {
    /** Nanoseconds, shown as milliseconds. */
    NANOSECONDS,
    /** Bytes. */
    BYTES
  }

  /**
   * One way to do the work.
   *
   * @param name one word
   * @param tolerance how far its result may be from the first side's
   * @param program measures it in a new JVM
   */
  record Side(String name, float tolerance, Program program) {}

  /** Measures something in a new JVM. */
  interface Program {
    /** Starts the JVM and waits for its end. */
    Figures run() throws IOException, InterruptedException;
  }

  /**
   * Measures all sides so many times, in turn, so that a machine that becomes slower becomes so for all.
   *
   * @return the figures of each side, one for each run
   * @throws IOException if a JVM fails, or if the results of two sides differ
   */
  Map<String, List<Figures>> measure(int runs) throws IOException, InterruptedException {
    Map<String, List<Figures>> measured = new LinkedHashMap<>();
    sides.forEach(side -> measured.put(side.name(), new ArrayList<>()));
    for (int run = 0; run < runs; run++) {
      for (Side side : sides) {
        measured.get(side.name()).add(side.program().run());
      }
      requireEqualResults(measured);
    }
    return measured;
  }

  private void requireEqualResults(Map<String, List<Figures>> measured) throws IOException {
    float expected = measured.get(sides.get(0).name()).getLast().result();
    for (Side side : sides) {
      float result = measured.get(side.name()).getLast().result();
      if (!(Math.abs(result - expected) <= side.tolerance())) {
        throw new IOException(
            "in row %s, %s gives %s and %s gives %s: they do not do the same work"
                .formatted(name, sides.get(0).name(), expected, side.name(), result));
      }
    }
  }
}
