package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import java.util.SplittableRandom;

/**
 * An element type and its products, so that floats and doubles are held to one set of laws.
 *
 * @param <A> its array
 * @param <W> its packed weights
 */
interface Precision<A, W> {
  /** Bytes in an element. */
  int bytes();

  A array(int length);

  A copy(A array);

  /** Values within ±1. */
  A ordinary(SplittableRandom random, int length);

  /** Ordinary values, and among them zeros of both signs, denormals, huge values, infinities and NaN. */
  A mixed(SplittableRandom random, int length);

  /** The definition: the chains of every element of C go on from what is there. */
  void chains(int rows, int columns, int depth, Matrix<A> a, Matrix<A> b, Matrix<A> c);

  /** One row at a time, one element at a time. */
  void activate(Activation activation, int rows, int columns, Matrix<A> c);

  /** Equality of bits, where one NaN is as good as another. */
  void assertSame(A expected, A actual, String what);

  W pack(Backend backend, int inputs, int outputs, Matrix<A> b, A bias);

  Operation<A, W> on(Engine engine);

  /** The methods of {@link Gemm} and its twin. */
  interface Operation<A, W> {
    void multiply(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        Matrix<A> a,
        Matrix<A> b,
        Matrix<A> c);

    void accumulate(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        Matrix<A> a,
        Matrix<A> b,
        Matrix<A> c);

    void multiply(int rows, Matrix<A> a, W weights, Matrix<A> c, Activation activation);

    void accumulate(int rows, Matrix<A> a, W weights, Matrix<A> c, Activation activation);
  }
}
