package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.GemmKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.ScanKernel;

/** The vector backend. */
public final class VectorKernels implements Kernels {
  /** The only instance. */
  public static final Kernels INSTANCE = new VectorKernels();

  private final ActivationKernel activation = new VectorActivationKernel();
  private final GemmKernel gemm = new VectorGemmKernel(activation);
  private final ScanKernel scan = new VectorScanKernel();

  private VectorKernels() {}

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
