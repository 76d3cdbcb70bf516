package dev.carrylane.jmh.cold;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one JVM measured: named whole numbers, nanoseconds or bytes, and one number that it computed. A measured
 * program prints them as one line once it has measured everything, since making a line loads classes.
 *
 * <p>Used by one thread.
 */
public final class Figures {
  private static final String MARK = "figures";
  private static final long NANOS = 1_000_000_000;

  private final String implementation;
  private final float result;
  private final Map<String, Long> spans = new LinkedHashMap<>();
  private final Map<String, Long> instants = new LinkedHashMap<>();

  /**
   * No figures yet.
   *
   * @param implementation what was measured, such as the backend's name; one word
   * @param result a number that the measured work gave, by which it is compared with others
   */
  public Figures(String implementation, float result) {
    this.implementation = implementation;
    this.result = result;
  }

  /**
   * Adds a time in nanoseconds or a number of bytes.
   *
   * @param name one word
   * @param value the figure
   * @return this
   */
  public Figures add(String name, long value) {
    spans.put(name, value);
    return this;
  }

  /**
   * Adds a moment, which {@link #parse} gives as the time since the JVM was started.
   *
   * @param name one word
   * @param nanoTime the moment as {@link System#nanoTime()} gave it
   * @return this
   */
  public Figures addMoment(String name, long nanoTime) {
    long ago = System.nanoTime() - nanoTime;
    instants.put(name, now() - ago);
    return this;
  }

  /** Nanoseconds since 1970, the same in every process. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  /** Prints the line. */
  public void print() {
    StringBuilder line = new StringBuilder(MARK).append(' ').append(implementation);
    line.append(' ').append(Float.floatToRawIntBits(result));
    spans.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    instants.forEach((name, value) -> line.append(' ').append(name).append('@').append(value));
    System.out.println(line);
  }

  /** Whether a line is one that {@link #print} printed. */
  static boolean isLine(String line) {
    return line.startsWith(MARK + ' ');
  }

  /** Reads the line of a JVM that was started at a moment given as {@link #now()} gives it. */
  static Figures parse(String line, long start) {
    String[] words = line.split(" ");
    Figures figures = new Figures(words[1], Float.intBitsToFloat(Integer.parseInt(words[2])));
    for (int i = 3; i < words.length; i++) {
      String[] parts = words[i].split("[=@]");
      long value = Long.parseLong(parts[1]);
      figures.add(parts[0], words[i].indexOf('@') < 0 ? value : value - start);
    }
    return figures;
  }

  String implementation() {
    return implementation;
  }

  float result() {
    return result;
  }

  Map<String, Long> values() {
    return Collections.unmodifiableMap(spans);
  }
}
