package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.ScanSchedule;

/**
 * What runs layers of the form h_t = p_t ∘ h_{t−1} + g_t: p and g of all frames by products, then one scan. A state holds h.
 * One frame is the same operation without a scan, and has the same bits where the scan's schedule is serial time.
 */
abstract class CarryRunner extends LayerRunner {
  /** Propagate and generate of the frames at hand. */
  final float[] p;

  final float[] g;

  /** Channels of h. */
  final int channels;

  private final AffineScan scan;
  private final int at;

  CarryRunner(Engine engine, ScanSchedule schedule, int block, int channels, int at) {
    this.channels = channels;
    this.at = at;
    scan = AffineScan.on(engine, schedule);
    p = Scratch.frames(block, channels);
    g = Scratch.frames(block, channels);
  }

  /** Computes p and g of frames, of whatever sequences. */
  abstract void gates(int frames, float[] x, int xOffset);

  @Override
  final int run(
      int frames,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] state,
      int slice,
      long position) {
    gates(frames, x, xOffset);
    int h = slice + at;
    if (frames == 1) {
      advance(0, state, h, y, yOffset);
    } else {
      scan.run(
          frames, channels, p, 0, channels, g, 0, channels, state, h, y, yOffset, channels, state,
          h);
    }
    return frames;
  }

  @Override
  final void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
    gates(rows.count, x, xOffset);
    for (int row = 0; row < rows.count; row++) {
      int first = row * channels;
      advance(first, rows.states[row], rows.slices[row] + at, y, yOffset + first);
    }
  }

  private void advance(int from, float[] state, int h, float[] y, int yOffset) {
    for (int i = 0; i < channels; i++) {
      float next = Math.fma(p[from + i], state[h + i], g[from + i]);
      state[h + i] = next;
      y[yOffset + i] = next;
    }
  }
}
