package dev.carrylane.jmh.report;

/** The command lines that repeat a part of a run. */
final class Commands {
  private Commands() {}

  /** Repeats a section as this run had it. */
  static String filtered(Run run, String section, String more) {
    String tier =
        run.environment().tier().equals("standard") ? "" : " --" + run.environment().tier();
    return "./carrylane bench" + tier + " --filter " + section + more;
  }
}
