/** The carrylane command. */
@SuppressWarnings({
  "module", // the benchmarks are built after this module
  "requires-automatic" // the library of latency histograms has no module descriptor
})
module dev.carrylane.cli {
  requires com.fasterxml.jackson.databind;
  requires dev.carrylane.tasks;
  requires HdrHistogram;
  requires info.picocli;
  requires java.desktop; // MIDI files
  requires jdk.management;
  requires me.tongfei.progressbar;

  exports dev.carrylane.cli.chart to
      dev.carrylane.jmh;
  exports dev.carrylane.cli.console to
      dev.carrylane.jmh;
  exports dev.carrylane.cli.machine to
      dev.carrylane.jmh;

  opens dev.carrylane.cli to
      info.picocli;
  opens dev.carrylane.cli.console to
      info.picocli;
}
