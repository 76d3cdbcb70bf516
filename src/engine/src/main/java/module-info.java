/** SIMD kernels for sequence models. */
@SuppressWarnings("module") // training is built after this module
module dev.carrylane.engine {
  requires jdk.incubator.vector;
  requires static jdk.management;

  exports dev.carrylane.engine.activation;
  exports dev.carrylane.engine.adder;
  exports dev.carrylane.engine.conv;
  exports dev.carrylane.engine.gemm;
  exports dev.carrylane.engine.gemv;
  exports dev.carrylane.engine;
  exports dev.carrylane.engine.scan;
  exports dev.carrylane.engine.internal.thread to
      dev.carrylane.training,
      dev.carrylane.tasks;
}
