package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.Models;
import java.util.List;

/** Many keys. */
final class KeysSection {
  private KeysSection() {}

  static Section of() {
    Entry step =
        Entry.of("KeysBenchmark.stepAll", one -> label(one) + ", a step of each")
            .cases(Tier.QUICK, "model", "lstm-128", "rows", "64")
            .cases(Tier.STANDARD, "model", "lstm-128", "rows", "1024")
            .cases(Tier.FULL, "model", "lstm-128", "rows", "1,8,16384")
            .cases(Tier.FULL, "model", "clrnn-exact", "rows", "1,64")
            .work(KeysSection::steps);
    Entry add =
        Entry.of("KeysBenchmark.addKeys", one -> label(one) + ", made")
            .cases(Tier.STANDARD, "model", "lstm-128", "rows", "16384")
            .cases(Tier.FULL, "model", "clrnn,clrnn-exact", "rows", "16384")
            .work(one -> Work.of(0, 0).items(one.number("rows"), "keys"));
    Entry move =
        Entry.of("KeysBenchmark.saveAndRestore", one -> label(one) + ", one saved and restored")
            .cases(Tier.FULL, "model", "lstm-128", "rows", "64")
            .work(one -> Work.of(0, 0).items(1, "keys"));
    return new Section(
        "keys",
        "Many keys",
        "Keys that step together read the weights once for several of them, so that a step costs less the more there are; what a new key"
            + " allocates is its memory.",
        List.of(step, add, move));
  }

  private static String label(Case one) {
    return Wording.model(one.parameter("model"))
        + ", "
        + Wording.count(one.parameter("rows"), "key");
  }

  private static Work steps(Case one) {
    double rows = one.number("rows");
    return Work.of(rows * Models.flopsPerFrame(one.parameter("model")), 0).items(rows, "steps");
  }
}
