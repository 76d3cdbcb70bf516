package dev.carrylane.jmh;

import java.util.Arrays;
import java.util.List;

/**
 * What a scan costs on some threads: phases, one after the other.
 *
 * @param threads the threads of the engine
 * @param inPass whether within a pass of a crew, where helpers are awake
 * @param phases what is done
 */
record ScanCost(int threads, boolean inPass, List<Phase> phases) {
  /**
   * Parts in the order in which threads take them, each the next one as soon as it is free. A phase of one part is
   * one of one thread: those are the depth of a scan.
   *
   * @param nanos that each part takes one thread if its operands are in the cache
   * @param bytes that each part moves
   */
  record Phase(double[] nanos, double[] bytes) {
    /** A phase of one thread. */
    static Phase serial(double nanos, double bytes) {
      return new Phase(new double[] {nanos}, new double[] {bytes});
    }

    double nanos(int threads, boolean inPass, Latency latency, Bandwidth bandwidth) {
      int busy = Math.min(threads, nanos.length);
      double[] free = latency.starts(busy, inPass);
      double share = bandwidth.of(busy) / busy;
      for (int part = 0; part < nanos.length; part++) {
        int next = 0;
        for (int i = 1; i < busy; i++) {
          if (free[i] < free[next]) {
            next = i;
          }
        }
        free[next] += Math.max(nanos[part], bytes[part] / share);
      }
      return Arrays.stream(free).max().orElse(0);
    }
  }

  /** A scan that is not shared. */
  static ScanCost alone(double nanos, double bytes) {
    return new ScanCost(1, false, List.of(Phase.serial(nanos, bytes)));
  }

  /** The sum of the phases. */
  double nanos(Latency latency, Bandwidth bandwidth) {
    double sum = 0;
    for (Phase phase : phases) {
      sum += phase.nanos(threads, inPass, latency, bandwidth);
    }
    return sum;
  }
}
