package dev.carrylane.cli;

import dev.carrylane.cli.report.Measure;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.recipes.Architecture;
import java.util.List;

/**
 * A table that is to be filled.
 *
 * @param id a word that names it
 * @param title its heading
 * @param text what is trained and how it is measured
 * @param task what the models are for
 * @param measure what its figures are
 * @param architectures its rows
 * @param lengths of the sequences that accuracy is measured at after training; empty for none
 */
record PlannedTable(
    String id,
    String title,
    String text,
    Task task,
    Measure measure,
    List<Architecture> architectures,
    List<Integer> lengths) {
  PlannedTable {
    architectures = List.copyOf(architectures);
    lengths = List.copyOf(lengths);
  }
}
