package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.AffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;

/**
 * The pass of layers of the form h_t = p_t ∘ h_{t−1} + g_t, whose p and g do not look at h: those of all frames, then one scan for each
 * sequence, and back a scan in the other direction, which gives the derivatives by p and g. A state holds h.
 */
abstract class CarryPass extends ScanPass {
  final Engine engine;
  final Gemm gemm;

  /** Channels of h. */
  final int channels;

  /** Propagate. */
  float[] p = {};

  /** The derivative by it. */
  float[] dp = {};

  private final AffineScan scan;
  private final AffineScanGradient scanGradient;

  CarryPass(Engine engine, int channels, int at) {
    super(at, channels);
    this.engine = engine;
    this.channels = channels;
    gemm = Gemm.on(engine);
    scan = AffineScan.on(engine, ScanSchedule.SERIAL_TIME);
    scanGradient = AffineScanGradient.on(engine);
  }

  /**
   * Computes p and g.
   *
   * @param rows frames
   * @param x input frames
   * @param g receives generate
   */
  abstract void gates(int rows, float[] x, float[] g);

  /**
   * Goes back through p and g.
   *
   * @param rows frames
   * @param x input frames
   * @param dg the derivative by g; scratch afterwards, as {@link #dp} is
   * @param dx receives the derivative by x; may be null
   * @param gradient is added to
   */
  abstract void gatesBackward(int rows, float[] x, float[] dg, float[] dx, float[] gradient);

  @Override
  void reserve(int rows, int sequences) {
    super.reserve(rows, sequences);
    p = Growing.frames(p, rows, channels);
    dp = Growing.frames(dp, rows, channels);
  }

  @Override
  final void forward(Shard shard, float[] x, float[] y) {
    gates(shard.rows, x, y);
    scan(shard, y);
  }

  @Override
  final void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
    scanBackward(shard, y, dy);
    gatesBackward(shard.rows, x, dy, dx, gradient);
  }

  @Override
  final void scan(
      int steps, int row, float[] before, int beforeAt, float[] h, float[] after, int afterAt) {
    int c = channels;
    int from = row * c;
    scan.run(steps, c, p, from, c, h, from, c, before, beforeAt, h, from, c, after, afterAt);
  }

  @Override
  final void scanBackward(int steps, int row, float[] before, int beforeAt, float[] h, float[] dh) {
    int c = channels;
    int from = row * c;
    scanGradient.run(
        steps, c, p, from, c, h, from, c, before, beforeAt, dh, from, dp, from, dh, from, c);
  }
}
