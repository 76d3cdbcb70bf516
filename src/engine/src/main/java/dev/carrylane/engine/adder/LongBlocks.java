package dev.carrylane.engine.adder;

import dev.carrylane.engine.internal.AdderKernel;
import dev.carrylane.engine.internal.ParallelLoop;
import java.util.Arrays;

/** Blocks of 64-bit words. */
final class LongBlocks extends Blocks {
  private final AdderKernel kernel;
  private long[] a;
  private int aOffset;
  private long[] b;
  private int bOffset;
  private boolean complement;
  private long[] sum;
  private int sumOffset;

  LongBlocks(AdderKernel kernel, ParallelLoop loop, int blockBits) {
    super(loop, blockBits / Long.SIZE);
    this.kernel = kernel;
  }

  /** As {@link AdderKernel#add(int, long[], int, long[], int, boolean, long[], int, int)}. */
  int add(
      int words,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      boolean complement,
      long[] sum,
      int sumOffset,
      int carry) {
    this.a = a;
    this.aOffset = aOffset;
    this.b = b;
    this.bOffset = bOffset;
    this.complement = complement;
    this.sum = sum;
    this.sumOffset = sumOffset;
    try {
      return run(words, carry);
    } finally {
      // Lets go of the caller's arrays.
      this.a = null;
      this.b = null;
      this.sum = null;
    }
  }

  @Override
  int add(int from, int count, int carry) {
    return kernel.add(
        count, a, aOffset + from, b, bOffset + from, complement, sum, sumOffset + from, carry);
  }

  @Override
  int ones(int from, int count) {
    int first = sumOffset + from;
    if (sum[first] != -1) {
      return 0;
    }
    // The words are equal to their neighbours as far as the ones go.
    int end = first + count;
    int differs = Arrays.mismatch(sum, first, end - 1, sum, first + 1, end);
    return differs < 0 ? count : differs + 1;
  }

  @Override
  void increment(int from, int count, int run) {
    int first = sumOffset + from;
    Arrays.fill(sum, first, first + run, 0);
    if (run < count) {
      sum[first + run]++;
    }
  }
}
