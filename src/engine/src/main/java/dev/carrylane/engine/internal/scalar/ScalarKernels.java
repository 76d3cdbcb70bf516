package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.KernelSet;

/** The scalar kernels. */
public final class ScalarKernels {
  /** The only set. */
  public static final KernelSet SET =
      new KernelSet(
          new FloatScalarGemmKernel(),
          new DoubleScalarGemmKernel(),
          new ScalarActivationKernel(),
          new ScalarGateKernel(),
          new FloatScalarAffineKernel(),
          new DoubleScalarAffineKernel(),
          new FloatScalarAffineGradientKernel(),
          new DoubleScalarAffineGradientKernel(),
          new ScalarComplexAffineKernel(),
          new ScalarComplexGradientKernel(),
          new LongScalarSemiringKernel(),
          new FloatScalarSemiringKernel(),
          new ScalarDenseKernel(),
          new ScalarDenseGradientKernel(),
          new ScalarAdderKernel());

  private ScalarKernels() {}
}
