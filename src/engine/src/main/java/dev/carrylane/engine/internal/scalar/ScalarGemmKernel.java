package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.GemmKernel;

/** Not written yet. */
final class ScalarGemmKernel implements GemmKernel {}
