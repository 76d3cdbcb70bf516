/**
 * The contracts of kernels, the operands that they share, and the functions that scalar and vector kernels compute alike.
 */
package dev.carrylane.engine.internal.kernel;
