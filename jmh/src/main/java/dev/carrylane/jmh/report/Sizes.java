package dev.carrylane.jmh.report;

import dev.carrylane.jmh.suite.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The order of an entry's cases: those that differ in numbers alone stand together, the smaller first. */
final class Sizes {
  private Sizes() {}

  /** Sorted by numbers, within groups that stay in the order of their first. */
  static List<Measured> ascending(List<Measured> cases) {
    List<Map<String, String>> groups = cases.stream().map(each -> words(each.what())).toList();
    List<Measured> sorted = new ArrayList<>(cases);
    sorted.sort(
        Comparator.<Measured>comparingInt(each -> groups.indexOf(words(each.what())))
            .thenComparing(Measured::what, Sizes::compareNumbers));
    return sorted;
  }

  /** The parameters that aren't numbers. */
  private static Map<String, String> words(Case one) {
    Map<String, String> words = new TreeMap<>(one.parameters());
    words.values().removeIf(Sizes::isNumber);
    return words;
  }

  /** Whether a parameter's value is a whole number. */
  static boolean isNumber(String value) {
    return value.matches("\\d{1,9}");
  }

  private static int compareNumbers(Case a, Case b) {
    for (Map.Entry<String, String> parameter : a.parameters().entrySet()) {
      String other = b.parameters().getOrDefault(parameter.getKey(), "");
      if (isNumber(parameter.getValue()) && isNumber(other)) {
        int order =
            Integer.compare(Integer.parseInt(parameter.getValue()), Integer.parseInt(other));
        if (order != 0) {
          return order;
        }
      }
    }
    return 0;
  }
}
