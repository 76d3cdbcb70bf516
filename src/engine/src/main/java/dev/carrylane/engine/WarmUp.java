package dev.carrylane.engine;

/**
 * How a vector {@link Backend} brings its kernels to compiled code. A vector operation that the JIT has not compiled
 * costs a thousand times a scalar one and allocates; so a kernel is rehearsed on small operands, away from whoever
 * calls it, until it has proved to be fast and to allocate nothing. Until then its scalar twin runs, with the same
 * bits. The choice changes no result.
 */
public enum WarmUp {
  /**
   * Kernels are rehearsed by a daemon thread. It begins half a second after a kernel is first used, so that programs
   * which end before pay nothing for it, takes up those in use, one after the other, and ends when there is none left.
   */
  BACKGROUND,

  /**
   * The first use of a kernel waits until it is rehearsed, on the calling thread: from some tenths of a second to two
   * seconds for each, after which everything is as fast as it will ever be.
   */
  BLOCKING,

  /** Nothing is rehearsed, and scalar kernels run, until {@link Backend#warmUp} is called. */
  OFF
}
