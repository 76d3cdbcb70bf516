/** Causal dilated convolutions over time-major sequences. */
package dev.carrylane.engine.conv;
