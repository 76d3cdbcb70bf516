package dev.carrylane.engine.gemm;

class FloatGemmLawsTest extends GemmLaws<float[], PackedWeights> {
  FloatGemmLawsTest() {
    super(new FloatPrecision());
  }
}
