package dev.carrylane.cli.report;

import java.util.List;

/**
 * Everything that a page tells.
 *
 * @param command what made it
 * @param date the day
 * @param version of Carrylane
 * @param quick whether models are trained so briefly that their figures compare with nothing
 * @param tables its tables
 */
public record Report(
    String command, String date, String version, boolean quick, List<ReportTable> tables) {
  /** Copies the list. */
  public Report {
    tables = List.copyOf(tables);
  }

  /** {@return runs that are finished} */
  public int runs() {
    return tables.stream()
        .flatMap(table -> table.rows().stream())
        .mapToInt(row -> row.runs().size())
        .sum();
  }

  /** {@return runs that there will be, finished ones included} */
  public int planned() {
    return tables.stream()
        .flatMap(table -> table.rows().stream())
        .mapToInt(row -> Math.max(row.seeds(), row.runs().size()))
        .sum();
  }

  List<String> machines() {
    return tables.stream()
        .flatMap(table -> table.rows().stream())
        .flatMap(row -> row.runs().stream())
        .map(RunFigures::machine)
        .filter(machine -> !machine.isEmpty())
        .distinct()
        .toList();
  }
}
