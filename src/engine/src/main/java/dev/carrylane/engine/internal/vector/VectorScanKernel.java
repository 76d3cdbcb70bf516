package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ScanKernel;

/** Not written yet. */
final class VectorScanKernel implements ScanKernel {}
