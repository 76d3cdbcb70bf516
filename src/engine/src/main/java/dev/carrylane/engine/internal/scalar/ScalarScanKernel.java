package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ScanKernel;

/** Not written yet. */
final class ScalarScanKernel implements ScanKernel {}
