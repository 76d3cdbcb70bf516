/**
 * The kernels of a backend: which of two that give the same bits runs now, and how the vector kernels are rehearsed.
 */
package dev.carrylane.engine.internal.choice;
