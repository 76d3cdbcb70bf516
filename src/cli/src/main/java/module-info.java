/** The carrylane command. */
@SuppressWarnings(
    "requires-automatic") // the library of latency histograms has no module descriptor
module dev.carrylane.cli {
  requires com.fasterxml.jackson.databind;
  requires dev.carrylane.tasks;
  requires HdrHistogram;
  requires info.picocli;
  requires java.desktop; // MIDI files
  requires jdk.management;
  requires me.tongfei.progressbar;

  opens dev.carrylane.cli to
      info.picocli;
}
