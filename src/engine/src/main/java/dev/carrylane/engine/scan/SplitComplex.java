package dev.carrylane.engine.scan;

import java.util.Objects;

/**
 * Complex numbers with their real and imaginary parts in two places: two arrays, or two ranges of one. It
 * holds the arrays, not copies; it can be made once and used for any number of scans.
 *
 * {@snippet :
 * SplitComplex apart = new SplitComplex(re, 0, im, 0);
 * SplitComplex halves = new SplitComplex(rows, 0, rows, channels); // rows of 2 · channels elements
 * }
 *
 * @param re the array of the real parts
 * @param reOffset its first element
 * @param im the array of the imaginary parts
 * @param imOffset its first element
 */
public record SplitComplex(float[] re, int reOffset, float[] im, int imOffset) {
  /** Checks that there are arrays; that they are long enough is checked by the scan. */
  public SplitComplex {
    Objects.requireNonNull(re, "re");
    Objects.requireNonNull(im, "im");
  }

  /**
   * Parts that fill two arrays from their first elements on.
   *
   * @param re the real parts
   * @param im the imaginary parts
   */
  public SplitComplex(float[] re, float[] im) {
    this(re, 0, im, 0);
  }
}
