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
   * Affine recurrences of floats.
   *
   * @return the kernel
   */
  FloatAffineKernel floatAffine();

  /**
   * Affine recurrences of doubles.
   *
   * @return the kernel
   */
  DoubleAffineKernel doubleAffine();

  /**
   * Gradients of affine recurrences of floats.
   *
   * @return the kernel
   */
  FloatAffineGradientKernel floatAffineGradient();

  /**
   * Gradients of affine recurrences of doubles.
   *
   * @return the kernel
   */
  DoubleAffineGradientKernel doubleAffineGradient();

  /**
   * Affine recurrences of complex floats.
   *
   * @return the kernel
   */
  FloatComplexAffineKernel floatComplexAffine();

  /**
   * Gradients of affine recurrences of complex floats.
   *
   * @return the kernel
   */
  FloatComplexGradientKernel floatComplexGradient();

  /**
   * Recurrences of longs in a semiring.
   *
   * @return the kernel
   */
  LongSemiringKernel longSemiring();

  /**
   * Recurrences of floats in a semiring.
   *
   * @return the kernel
   */
  FloatSemiringKernel floatSemiring();

  /**
   * Recurrences of square blocks of floats.
   *
   * @return the kernel
   */
  FloatDenseKernel floatDense();

  /**
   * Gradients of recurrences of square blocks of floats.
   *
   * @return the kernel
   */
  FloatDenseGradientKernel floatDenseGradient();

  /**
   * Sums of multi-word numbers.
   *
   * @return the kernel
   */
  AdderKernel adder();
}
