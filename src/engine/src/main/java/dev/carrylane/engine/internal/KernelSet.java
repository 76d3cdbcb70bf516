package dev.carrylane.engine.internal;

/**
 * The kernels of one kind, scalar or vector. They keep no state and may be used by any number of threads; none of
 * them checks its arguments: the public operations do, once, before anything is written.
 *
 * @param floatGemm matrix products of floats
 * @param doubleGemm matrix products of doubles
 * @param activation elementwise functions
 * @param gates state updates of gated recurrent cells
 * @param floatAffine affine recurrences of floats
 * @param doubleAffine affine recurrences of doubles
 * @param floatAffineGradient gradients of affine recurrences of floats
 * @param doubleAffineGradient gradients of affine recurrences of doubles
 * @param complexAffine affine recurrences of complex floats
 * @param complexGradient gradients of affine recurrences of complex floats
 * @param longSemiring recurrences of longs in a semiring
 * @param floatSemiring recurrences of floats in a semiring
 * @param dense recurrences of square blocks of floats
 * @param denseGradient gradients of recurrences of square blocks of floats
 * @param adder sums of multi-word numbers
 */
public record KernelSet(
    FloatGemmKernel floatGemm,
    DoubleGemmKernel doubleGemm,
    ActivationKernel activation,
    GateKernel gates,
    FloatAffineKernel floatAffine,
    DoubleAffineKernel doubleAffine,
    FloatAffineGradientKernel floatAffineGradient,
    DoubleAffineGradientKernel doubleAffineGradient,
    ComplexAffineKernel complexAffine,
    ComplexGradientKernel complexGradient,
    LongSemiringKernel longSemiring,
    FloatSemiringKernel floatSemiring,
    DenseKernel dense,
    DenseGradientKernel denseGradient,
    AdderKernel adder) {}
