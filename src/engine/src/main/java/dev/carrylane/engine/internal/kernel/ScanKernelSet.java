package dev.carrylane.engine.internal.kernel;

/** The scan kernels of one kind, and its adder; as {@link KernelSet}, from which they are apart because few need both. */
public record ScanKernelSet(
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
