/**
 * Which of two kernels with the same bits runs now: the scalar twin, until the vector kernel has been
 * rehearsed, away from callers' threads, and proved to be compiled.
 */
package dev.carrylane.engine.internal.tier;
