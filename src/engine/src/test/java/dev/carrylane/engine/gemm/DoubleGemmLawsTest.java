package dev.carrylane.engine.gemm;

class DoubleGemmLawsTest extends GemmLaws<double[], DoublePackedWeights> {
  DoubleGemmLawsTest() {
    super(new DoublePrecision());
  }
}
