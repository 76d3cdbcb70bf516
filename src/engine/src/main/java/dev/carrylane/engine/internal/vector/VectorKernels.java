package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.DoubleAffineKernel;
import dev.carrylane.engine.internal.DoubleEpilogue;
import dev.carrylane.engine.internal.DoubleGemmKernel;
import dev.carrylane.engine.internal.DoubleSemiringKernel;
import dev.carrylane.engine.internal.FloatAffineKernel;
import dev.carrylane.engine.internal.FloatEpilogue;
import dev.carrylane.engine.internal.FloatGemmKernel;
import dev.carrylane.engine.internal.FloatSemiringKernel;
import dev.carrylane.engine.internal.GateKernel;
import dev.carrylane.engine.internal.IntSemiringKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.LongSemiringKernel;

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
  private final IntSemiringKernel intSemiring = new IntVectorSemiringKernel();
  private final LongSemiringKernel longSemiring = new LongVectorSemiringKernel();
  private final FloatSemiringKernel floatSemiring = new FloatVectorSemiringKernel();
  private final DoubleSemiringKernel doubleSemiring = new DoubleVectorSemiringKernel();

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
  public IntSemiringKernel intSemiring() {
    return intSemiring;
  }

  @Override
  public LongSemiringKernel longSemiring() {
    return longSemiring;
  }

  @Override
  public FloatSemiringKernel floatSemiring() {
    return floatSemiring;
  }

  @Override
  public DoubleSemiringKernel doubleSemiring() {
    return doubleSemiring;
  }
}
