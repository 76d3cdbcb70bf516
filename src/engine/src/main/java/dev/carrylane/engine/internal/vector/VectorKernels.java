package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.AdderKernel;
import dev.carrylane.engine.internal.DoubleAffineGradientKernel;
import dev.carrylane.engine.internal.DoubleAffineKernel;
import dev.carrylane.engine.internal.DoubleEpilogue;
import dev.carrylane.engine.internal.DoubleGemmKernel;
import dev.carrylane.engine.internal.FloatAffineGradientKernel;
import dev.carrylane.engine.internal.FloatAffineKernel;
import dev.carrylane.engine.internal.FloatComplexAffineKernel;
import dev.carrylane.engine.internal.FloatComplexGradientKernel;
import dev.carrylane.engine.internal.FloatDenseGradientKernel;
import dev.carrylane.engine.internal.FloatDenseKernel;
import dev.carrylane.engine.internal.FloatEpilogue;
import dev.carrylane.engine.internal.FloatGemmKernel;
import dev.carrylane.engine.internal.FloatSemiringKernel;
import dev.carrylane.engine.internal.GateKernel;
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
  private final FloatAffineGradientKernel floatAffineGradient =
      new FloatVectorAffineGradientKernel();
  private final DoubleAffineGradientKernel doubleAffineGradient =
      new DoubleVectorAffineGradientKernel();
  private final FloatComplexAffineKernel floatComplexAffine = new FloatVectorComplexAffineKernel();
  private final FloatComplexGradientKernel floatComplexGradient =
      new FloatVectorComplexGradientKernel();
  private final LongSemiringKernel longSemiring = new LongVectorSemiringKernel();
  private final FloatSemiringKernel floatSemiring = new FloatVectorSemiringKernel();
  private final FloatDenseKernel floatDense = new FloatVectorDenseKernel();
  private final FloatDenseGradientKernel floatDenseGradient = new FloatVectorDenseGradientKernel();
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
  public FloatAffineKernel floatAffine() {
    return floatAffine;
  }

  @Override
  public DoubleAffineKernel doubleAffine() {
    return doubleAffine;
  }

  @Override
  public FloatAffineGradientKernel floatAffineGradient() {
    return floatAffineGradient;
  }

  @Override
  public DoubleAffineGradientKernel doubleAffineGradient() {
    return doubleAffineGradient;
  }

  @Override
  public FloatComplexAffineKernel floatComplexAffine() {
    return floatComplexAffine;
  }

  @Override
  public FloatComplexGradientKernel floatComplexGradient() {
    return floatComplexGradient;
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
  public FloatDenseKernel floatDense() {
    return floatDense;
  }

  @Override
  public FloatDenseGradientKernel floatDenseGradient() {
    return floatDenseGradient;
  }

  @Override
  public AdderKernel adder() {
    return adder;
  }
}
