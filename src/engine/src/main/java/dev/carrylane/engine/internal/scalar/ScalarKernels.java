package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.KernelSet;
import dev.carrylane.engine.internal.kernel.ScanKernelSet;

/** The scalar kernels. */
public final class ScalarKernels {
  /** The only set. */
  public static final KernelSet SET =
      new KernelSet(
          new FloatScalarGemmKernel(),
          new DoubleScalarGemmKernel(),
          new ScalarActivationKernel(),
          new ScalarGateKernel());

  private ScalarKernels() {}

  /** The scan kernels, which are loaded when somebody scans. */
  public static ScanKernelSet scans() {
    return Scans.SET;
  }

  private static final class Scans {
    static final ScanKernelSet SET =
        new ScanKernelSet(
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
  }
}
