package dev.carrylane.engine;

/**
 * What has become of one of the kernels that a {@link Backend} was asked for.
 *
 * @param kernel what it computes
 * @param isVector whether it runs on vectors now
 * @param detail how long that took, or why it does not
 */
public record KernelState(String kernel, boolean isVector, String detail) {}
