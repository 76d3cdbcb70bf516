package dev.carrylane.jmh;

/**
 * What it costs that threads come together for a piece of work, in nanoseconds.
 *
 * @param wake from the call for a helper that sleeps to its beginning
 * @param call what calling one takes the caller
 * @param meet within a pass, from the piece of work being there until two threads have found it, and each other
 *     finished
 */
record Latency(double wake, double call, double meet) {
  /**
   * When each thread begins, the caller first. Outside a pass it calls helpers one after the other before it begins
   * itself. Within a pass they are awake, and each has to get hold of the same cache lines.
   */
  double[] starts(int threads, boolean inPass) {
    double[] starts = new double[threads];
    for (int helper = 1; helper < threads; helper++) {
      starts[helper] = inPass ? helper * meet : (helper - 1) * call + wake;
    }
    starts[0] = inPass ? 0 : (threads - 1) * call;
    return starts;
  }
}
