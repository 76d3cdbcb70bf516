package dev.carrylane.engine.internal.vector;

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

/** The vector backend. */
public final class VectorKernels implements Kernels {
  /** The only instance. */
  public static final Kernels INSTANCE = new VectorKernels();

  private final ActivationKernel activation = new VectorActivationKernel();
  private final GateKernel gates = new VectorGateKernel();
  private final FloatGemmKernel floatGemm =
      new FloatVectorGemmKernel(new FloatEpilogue(activation));
  private final DoubleGemmKernel doubleGemm = new DoubleVectorGemmKernel(new DoubleEpilogue());
  private final FloatAffineKernel floatAffine = new FloatVectorAffineKernel();
  private final DoubleAffineKernel doubleAffine = new DoubleVectorAffineKernel();
  private final FloatDenseKernel floatDense = new FloatVectorDenseKernel();
  private final DoubleDenseKernel doubleDense = new DoubleVectorDenseKernel();
  private final FloatDenseGradientKernel floatDenseGradient = new FloatVectorDenseGradientKernel();
  private final DoubleDenseGradientKernel doubleDenseGradient =
      new DoubleVectorDenseGradientKernel();
  private final FloatCompanionKernel floatCompanion = new FloatVectorCompanionKernel();
  private final DoubleCompanionKernel doubleCompanion = new DoubleVectorCompanionKernel();

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
