package dev.carrylane.jmh;

/**
 * What threads together move between cores and the place where the operands lie, in GB/s, which are bytes in a
 * nanosecond.
 *
 * @param one measured with one thread
 * @param all measured with a thread on every core
 * @param cores the cores that there are
 * @param limit what more cores than these share, at most
 */
record Bandwidth(double one, double all, int cores, double limit) {
  /**
   * With so many threads: in proportion to them until all cores' is reached. A machine of more cores is assumed to
   * have more of it in proportion, up to the limit.
   */
  double of(int threads) {
    if (threads == 1) {
      return one;
    }
    return threads <= cores
        ? Math.min(threads * one, all)
        : Math.max(all, Math.min(all * threads / cores, limit));
  }

  /** The same on machines whose memory gives no more than this with any number of cores. */
  Bandwidth withLimit(double most) {
    return new Bandwidth(one, all, cores, most);
  }
}
