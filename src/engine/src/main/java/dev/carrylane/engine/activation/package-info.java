/** Elementwise functions and row-wise log-softmax, with the same bits on every backend. */
package dev.carrylane.engine.activation;
