/** Benchmarks of the engine and the networks. */
package dev.carrylane.jmh;
