package dev.carrylane.network.layer;

/** A layer that looks at each frame alone. */
abstract class FrameRunner extends LayerRunner {
  /** Computes frames, of whatever sequences. */
  abstract void frames(int count, float[] x, int xOffset, float[] y, int yOffset);

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
    frames(frames, x, xOffset, y, yOffset);
    return frames;
  }

  @Override
  final void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
    frames(rows.count, x, xOffset, y, yOffset);
  }
}
