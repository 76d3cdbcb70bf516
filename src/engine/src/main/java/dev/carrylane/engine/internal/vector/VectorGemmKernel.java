package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.GemmKernel;

/** Not written yet. */
final class VectorGemmKernel implements GemmKernel {}
