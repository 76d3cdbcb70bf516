/** Tasks, their metrics, readers of data sets and of checkpoints. */
@SuppressWarnings({
  // the libraries that read MAT and pickle files have no module descriptor
  "requires-automatic"
})
module dev.carrylane.tasks {
  requires de.siegmar.fastcsv;
  requires jdk.unsupported; // used by the MAT file library, which cannot say so itself
  requires pickle;
  requires transitive dev.carrylane.network;
  requires transitive dev.carrylane.training;
  requires us.hebi.matlab.mat.mfl.core;

  exports dev.carrylane.tasks;
  exports dev.carrylane.tasks.checkpoint;
  exports dev.carrylane.tasks.data;
  exports dev.carrylane.tasks.examples;
  exports dev.carrylane.tasks.frames;
  exports dev.carrylane.tasks.files;
  exports dev.carrylane.tasks.recipes;
  exports dev.carrylane.tasks.recognition;
}
