/**
 * Matrix products and convolutions around their kernels: packed weights, what threads share, what follows the chains.
 */
package dev.carrylane.engine.internal.product;
