/** The carrylane command. */
@SuppressWarnings(
    "requires-automatic") // the libraries that read MAT and pickle files have no module descriptor
module dev.carrylane.cli {
  requires com.fasterxml.jackson.databind;
  requires dev.carrylane.network;
  requires HdrHistogram;
  requires info.picocli;
  requires jdk.management;
  requires jdk.unsupported; // used by the MAT file library, which cannot say so itself
  requires me.tongfei.progressbar;
  requires pickle;
  requires us.hebi.matlab.mat.mfl.core;

  opens dev.carrylane.cli to
      info.picocli;
}
