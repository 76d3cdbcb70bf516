package dev.carrylane.engine.internal.kernel;

/**
 * The kernels of one kind, scalar or vector, but for scans. They keep no state and may be used by any number of threads;
 * none of them checks its arguments: the public operations do, once, before anything is written.
 */
public record KernelSet(
    FloatGemmKernel floatGemm,
    DoubleGemmKernel doubleGemm,
    ActivationKernel activation,
    GateKernel gates) {}
