package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.DoubleAffineKernel;
import dev.carrylane.engine.internal.DoubleCompanionKernel;
import dev.carrylane.engine.internal.DoubleDenseGradientKernel;
import dev.carrylane.engine.internal.DoubleDenseKernel;
import dev.carrylane.engine.internal.DoubleEpilogue;
import dev.carrylane.engine.internal.DoubleGemmKernel;
import dev.carrylane.engine.internal.FloatAffineKernel;
import dev.carrylane.engine.internal.FloatCompanionKernel;
import dev.carrylane.engine.internal.FloatDenseGradientKernel;
import dev.carrylane.engine.internal.FloatDenseKernel;
import dev.carrylane.engine.internal.FloatEpilogue;
import dev.carrylane.engine.internal.FloatGemmKernel;
import dev.carrylane.engine.internal.GateKernel;
import dev.carrylane.engine.internal.Kernels;

/** The scalar backend. */
public final class ScalarKernels implements Kernels {
  /** The only instance. */
  public static final Kernels INSTANCE = new ScalarKernels();

  private final ActivationKernel activation = new ScalarActivationKernel();
  private final GateKernel gates = new ScalarGateKernel();
  private final FloatGemmKernel floatGemm =
      new FloatScalarGemmKernel(new FloatEpilogue(activation));
  private final DoubleGemmKernel doubleGemm = new DoubleScalarGemmKernel(new DoubleEpilogue());
  private final FloatAffineKernel floatAffine = new FloatScalarAffineKernel();
  private final DoubleAffineKernel doubleAffine = new DoubleScalarAffineKernel();
  private final FloatDenseKernel floatDense = new FloatScalarDenseKernel();
  private final DoubleDenseKernel doubleDense = new DoubleScalarDenseKernel();
  private final FloatDenseGradientKernel floatDenseGradient = new FloatScalarDenseGradientKernel();
  private final DoubleDenseGradientKernel doubleDenseGradient =
      new DoubleScalarDenseGradientKernel();
  private final FloatCompanionKernel floatCompanion = new FloatScalarCompanionKernel();
  private final DoubleCompanionKernel doubleCompanion = new DoubleScalarCompanionKernel();

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
  public FloatAffineKernel floatAffine() {
    return floatAffine;
  }

  @Override
  public DoubleAffineKernel doubleAffine() {
    return doubleAffine;
  }

  @Override
  public FloatDenseKernel floatDense() {
    return floatDense;
  }

  @Override
  public DoubleDenseKernel doubleDense() {
    return doubleDense;
  }

  @Override
  public FloatDenseGradientKernel floatDenseGradient() {
    return floatDenseGradient;
  }

  @Override
  public DoubleDenseGradientKernel doubleDenseGradient() {
    return doubleDenseGradient;
  }

  @Override
  public FloatCompanionKernel floatCompanion() {
    return floatCompanion;
  }

  @Override
  public DoubleCompanionKernel doubleCompanion() {
    return doubleCompanion;
  }
}
