package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.Models;
import java.util.List;

/** Model files. */
final class LoadSection {
  private LoadSection() {}

  static Section of() {
    Entry load =
        Entry.of("LoadBenchmark.load", one -> label(one) + ", file to model")
            .cases(Tier.QUICK, "model", "clrnn")
            .cases(Tier.FULL, "model", "lstm-256,clrnn-exact")
            .work(LoadSection::weights);
    Entry importing =
        Entry.of("LoadBenchmark.importing", one -> label(one) + ", imported from PyTorch's names")
            .cases(Tier.STANDARD, "model", "lstm-256")
            .cases(Tier.FULL, "model", "clrnn")
            .work(LoadSection::weights);
    Entry save =
        Entry.of("LoadBenchmark.save", one -> label(one) + ", model to file")
            .cases(Tier.FULL, "model", "clrnn")
            .work(LoadSection::weights);
    Entry state =
        Entry.of("LoadBenchmark.newState", one -> label(one) + ", a new state")
            .cases(Tier.FULL, "model", "clrnn")
            .work(one -> Work.of(0, 0).items(1, "states"));
    return new Section(
        "load",
        "Import and load",
        "What it takes from a file in the system's cache to a model that runs, in a JVM that has done it before; the first time is in the"
            + " section on the first second.",
        List.of(load, importing, save, state));
  }

  private static String label(Case one) {
    return Wording.model(one.parameter("model"));
  }

  private static Work weights(Case one) {
    double bytes = (double) Models.description(one.parameter("model")).parameterCount();
    return Work.of(0, bytes * Float.BYTES).items(1, "models");
  }
}
