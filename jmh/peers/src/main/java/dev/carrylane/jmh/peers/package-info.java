/**
 * Benchmarks of Carrylane beside the libraries that would be picked instead: OpenBLAS, netlib's Vector API
 * BLAS, EJML and ONNX Runtime.
 */
package dev.carrylane.jmh.peers;
