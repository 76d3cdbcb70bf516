package dev.carrylane.jmh.peers;

/**
 * Makes sure that a library computed sums of products before it is timed at them. Where a result has very many elements, {@value
 * #MOST} of them are compared, spread evenly.
 */
final class Agreement {
  private static final int MOST = 10_000;

  private Agreement() {}

  /** What an element is the sum of. */
  @FunctionalInterface
  interface Terms {
    /** The exact product that is term k of an element. */
    double term(int element, int k);
  }

  /** The elements of a result. */
  @FunctionalInterface
  interface Result {
    /** One of them. */
    float get(int element);
  }

  /**
   * Compares a result with the exact sums.
   *
   * @throws IllegalStateException if an element is further from its sum than rounding explains
   */
  static void require(String library, int elements, int depth, Terms terms, Result result) {
    int step = Math.max(1, elements / MOST);
    for (int i = 0; i < elements; i += step) {
      double exact = 0;
      double magnitude = 0;
      for (int k = 0; k < depth; k++) {
        double term = terms.term(i, k);
        exact += term;
        magnitude += Math.abs(term);
      }
      double bound = Rounding.ofFloats(depth, magnitude);
      float actual = result.get(i);
      // NaN is refused.
      if (!(Math.abs(actual - exact) <= bound)) {
        throw new IllegalStateException(
            "%s: element %d is %s, more than %s from %s; it does not compute the same and is not timed"
                .formatted(library, i, actual, bound, exact));
      }
    }
  }
}
