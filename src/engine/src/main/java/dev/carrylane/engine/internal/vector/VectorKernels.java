package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.KernelSet;

/** The vector kernels. */
public final class VectorKernels {
  static {
    ClassHierarchy.complete();
  }

  /** The only set. */
  public static final KernelSet SET =
      new KernelSet(
          new FloatVectorGemmKernel(),
          new DoubleVectorGemmKernel(),
          new VectorActivationKernel(),
          new VectorGateKernel(),
          new FloatVectorAffineKernel(),
          new DoubleVectorAffineKernel(),
          new FloatVectorAffineGradientKernel(),
          new DoubleVectorAffineGradientKernel(),
          new VectorComplexAffineKernel(),
          new VectorComplexGradientKernel(),
          new LongVectorSemiringKernel(),
          new FloatVectorSemiringKernel(),
          new VectorDenseKernel(),
          new VectorDenseGradientKernel(),
          new VectorAdderKernel());

  private VectorKernels() {}
}
