package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.AdderKernel;
import dev.carrylane.engine.internal.DoubleEpilogue;
import dev.carrylane.engine.internal.DoubleGemmKernel;
import dev.carrylane.engine.internal.FloatEpilogue;
import dev.carrylane.engine.internal.FloatGemmKernel;
import dev.carrylane.engine.internal.GateKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.ScanKernel;

/** The scalar backend. */
public final class ScalarKernels implements Kernels {
  /** The only instance. */
  public static final Kernels INSTANCE = new ScalarKernels();

  private final ActivationKernel activation = new ScalarActivationKernel();
  private final GateKernel gates = new ScalarGateKernel();
  private final FloatGemmKernel floatGemm =
      new FloatScalarGemmKernel(new FloatEpilogue(activation));
  private final DoubleGemmKernel doubleGemm = new DoubleScalarGemmKernel(new DoubleEpilogue());
  private final ScanKernel scan = new ScalarScanKernel();
  private final AdderKernel adder = new ScalarAdderKernel();

  private ScalarKernels() {}

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
