package dev.carrylane.jmh.suite;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A benchmark with one value for each of its parameters.
 *
 * @param benchmark class and method, without the package that all benchmarks share, such as {@code ProductBenchmark.packed}
 *     or {@code peers.ProductPeers.openblas}
 * @param parameters every parameter that it has, by name
 */
public record Case(String benchmark, SortedMap<String, String> parameters) {
  /** The package that a benchmark's name leaves out, with the dot behind it. */
  public static final String PACKAGE = "dev.carrylane.jmh.";

  /** Copies the parameters. */
  public Case {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /**
   * A case.
   *
   * @param benchmark class and method
   * @param parameters its parameters
   * @return the case
   */
  public static Case of(String benchmark, Map<String, String> parameters) {
    return new Case(benchmark, new TreeMap<>(parameters));
  }

  /**
   * A parameter.
   *
   * @param name which
   * @return its value
   * @throws IllegalArgumentException if the case has no such parameter
   */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(this + " has no parameter " + name);
    }
    return value;
  }

  /**
   * A parameter that is a whole number.
   *
   * @param name which
   * @return its value
   */
  public int number(String name) {
    return Integer.parseInt(parameter(name));
  }

  /** {@return the benchmark's full name} */
  public String fullName() {
    return PACKAGE + benchmark;
  }

  /** {@return the benchmark and its parameters in one line} */
  @Override
  public String toString() {
    return parameters.isEmpty()
        ? benchmark
        : parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining(" ", benchmark + " ", ""));
  }
}
