/** The kernels on SIMD lanes; not API. Nothing here is loaded before the backend choice. */
package dev.carrylane.engine.internal.vector;
