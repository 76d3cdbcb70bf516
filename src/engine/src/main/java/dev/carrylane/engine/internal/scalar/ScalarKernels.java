package dev.carrylane.engine.internal.scalar;

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
  private final FloatAffineGradientKernel floatAffineGradient =
      new FloatScalarAffineGradientKernel();
  private final DoubleAffineGradientKernel doubleAffineGradient =
      new DoubleScalarAffineGradientKernel();
  private final FloatComplexAffineKernel floatComplexAffine = new FloatScalarComplexAffineKernel();
  private final FloatComplexGradientKernel floatComplexGradient =
      new FloatScalarComplexGradientKernel();
  private final LongSemiringKernel longSemiring = new LongScalarSemiringKernel();
  private final FloatSemiringKernel floatSemiring = new FloatScalarSemiringKernel();
  private final FloatDenseKernel floatDense = new FloatScalarDenseKernel();
  private final FloatDenseGradientKernel floatDenseGradient = new FloatScalarDenseGradientKernel();
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
