package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.KernelSet;
import dev.carrylane.engine.internal.kernel.ScanKernelSet;

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
          new VectorGateKernel());

  private VectorKernels() {}

  /** The scan kernels, which are loaded when somebody scans. */
  public static ScanKernelSet scans() {
    return Scans.SET;
  }

  private static final class Scans {
    static final ScanKernelSet SET =
        new ScanKernelSet(
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
  }
}
