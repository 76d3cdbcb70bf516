package dev.carrylane.engine.internal;

/** The recurrence h_t = fma(p_t, h_{t−1}, g_t) over time-major rows, channels independent. */
public interface ScanKernel {}
