package dev.carrylane.jmh.report;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cases of an entry that differ in nothing but one number.
 *
 * @param name what they have in common
 * @param parameter the number's name
 * @param cases in the order of the number
 */
record Series(String name, String parameter, List<Measured> cases) {
  Series {
    cases = List.copyOf(cases);
  }

  /** Those of a run that have at least two cases by a parameter. */
  static List<Series> by(Run run, String parameter) {
    List<Series> all = new ArrayList<>();
    for (Section section : run.sections()) {
      for (Entry entry : section.entries()) {
        Map<Map<String, String>, List<Measured>> groups = new LinkedHashMap<>();
        for (Measured each : run.measured(section, entry)) {
          if (isNumber(each.what(), parameter)) {
            Map<String, String> others = new TreeMap<>(each.what().parameters());
            others.remove(parameter);
            groups.computeIfAbsent(others, any -> new ArrayList<>()).add(each);
          }
        }
        for (List<Measured> group : groups.values()) {
          if (group.size() > 1) {
            group.sort(Comparator.comparingInt(each -> each.what().number(parameter)));
            all.add(new Series(name(section, group), parameter, group));
          }
        }
      }
    }
    return all;
  }

  private static boolean isNumber(Case one, String parameter) {
    return Sizes.isNumber(one.parameters().getOrDefault(parameter, ""));
  }

  /** The words of their labels, with an n for the number that differs. */
  private static String name(Section section, List<Measured> group) {
    String[] words = group.get(group.size() - 1).label().split(" ");
    boolean found = false;
    for (Measured each : group) {
      String[] others = each.label().split(" ");
      if (others.length != words.length) {
        return section.title();
      }
      for (int i = 0; i < words.length; i++) {
        if (!others[i].equals(words[i]) && Character.isDigit(words[i].charAt(0))) {
          words[i] = words[i].endsWith(",") ? "n," : "n";
          found = true;
        }
      }
    }
    return found ? String.join(" ", words) : section.title();
  }

  int number(Measured one) {
    return one.what().number(parameter);
  }

  double[] numbers() {
    return cases.stream().mapToDouble(this::number).toArray();
  }

  List<double[]> seconds() {
    return cases.stream().map(Measured::seconds).toList();
  }
}
