package dev.carrylane.engine.internal;

/** Matrix products on packed weights. */
public interface GemmKernel {}
