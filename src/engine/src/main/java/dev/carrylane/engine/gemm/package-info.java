/** Matrix products on weights packed once. */
package dev.carrylane.engine.gemm;
