package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.GemmKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.ScanKernel;

/** The scalar backend. */
public final class ScalarKernels implements Kernels {
  /** The only instance. */
  public static final Kernels INSTANCE = new ScalarKernels();

  private final ActivationKernel activation = new ScalarActivationKernel();
  private final GemmKernel gemm = new ScalarGemmKernel(activation);
  private final ScanKernel scan = new ScalarScanKernel();

  private ScalarKernels() {}

  @Override
  public GemmKernel gemm() {
    return gemm;
  }

  @Override
  public ActivationKernel activation() {
    return activation;
  }

  @Override
  public ScanKernel scan() {
    return scan;
  }
}
