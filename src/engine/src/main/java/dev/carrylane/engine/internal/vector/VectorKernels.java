package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.AdderKernel;
import dev.carrylane.engine.internal.DoubleEpilogue;
import dev.carrylane.engine.internal.DoubleGemmKernel;
import dev.carrylane.engine.internal.FloatEpilogue;
import dev.carrylane.engine.internal.FloatGemmKernel;
import dev.carrylane.engine.internal.GateKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.ScanKernel;

/** The vector backend. */
public final class VectorKernels implements Kernels {
  /** The only instance. */
  public static final Kernels INSTANCE = new VectorKernels();

  private final ActivationKernel activation = new VectorActivationKernel();
  private final GateKernel gates = new VectorGateKernel();
  private final FloatGemmKernel floatGemm =
      new FloatVectorGemmKernel(new FloatEpilogue(activation));
  private final DoubleGemmKernel doubleGemm = new DoubleVectorGemmKernel(new DoubleEpilogue());
  private final ScanKernel scan = new VectorScanKernel();
  private final AdderKernel adder = new VectorAdderKernel();

  private VectorKernels() {}

  @Override
  public FloatGemmKernel floatGemm() {
    return floatGemm;
  }

  @Override
  public DoubleGemmKernel doubleGemm() {
    return doubleGemm;
  }

  @Override
  public ActivationKernel activation() {
    return activation;
  }

  @Override
  public GateKernel gates() {
    return gates;
  }

  @Override
  public ScanKernel scan() {
    return scan;
  }

  @Override
  public AdderKernel adder() {
    return adder;
  }
}
