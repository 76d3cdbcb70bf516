/** The kernels in plain Java; not API. */
package dev.carrylane.engine.internal.scalar;
