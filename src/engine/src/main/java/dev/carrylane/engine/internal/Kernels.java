package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.scalar.ScalarKernels;
import dev.carrylane.engine.internal.vector.VectorKernels;

/**
 * The kernels of one backend. Every method returns the same object each time; kernels keep no state
 * and may be used by any number of threads. None of them checks its arguments: the public operations
 * do, once, before anything is written.
 */
public interface Kernels {
  /**
   * The kernels of a backend. The vector ones are not even loaded before they are asked for.
   *
   * @param backend the backend
   * @return its kernels
   */
  static Kernels of(Backend backend) {
    return backend.isVector() ? VectorKernels.INSTANCE : ScalarKernels.INSTANCE;
  }

  /**
   * Matrix products of floats.
   *
   * @return the kernel
   */
  FloatGemmKernel floatGemm();

  /**
   * Matrix products of doubles.
   *
   * @return the kernel
   */
  DoubleGemmKernel doubleGemm();

  /**
   * Elementwise functions.
   *
   * @return the kernel
   */
  ActivationKernel activation();

  /**
   * State updates of gated recurrent cells.
   *
   * @return the kernel
   */
  GateKernel gates();

  /**
   * Recurrences.
   *
   * @return the kernel
   */
  ScanKernel scan();

  /**
   * Sums of multi-word numbers.
   *
   * @return the kernel
   */
  AdderKernel adder();
}
