package dev.carrylane.engine.internal;

import dev.carrylane.engine.Engine;

/**
 * Runs a {@link ChannelConvolution} on the threads of an engine: splits the frames, never a chain. One user
 * thread at a time; allocates nothing.
 */
public final class ChannelLoop {
  private static final int PARTS_PER_THREAD = 3;

  private final ChannelConvolution convolution = new ChannelConvolution();
  private final ChannelConvolutionKernel kernel;
  private final ParallelLoop loop;
  private final ParallelLoop.Body body = this::part;
  private int frames;
  private int chunk;

  /**
   * A loop for one operation object.
   *
   * @param engine where to run
   */
  public ChannelLoop(Engine engine) {
    kernel = Kernels.of(engine.backend()).channelConvolution();
    loop = new ParallelLoop(engine);
    int parts = loop.threads() == 1 ? 1 : loop.threads() * PARTS_PER_THREAD;
    convolution.scratch = new float[parts * kernel.scratchSize()];
  }

  /**
   * The convolution to fill in before {@link #run}.
   *
   * @return the same object each time
   */
  public ChannelConvolution convolution() {
    return convolution;
  }

  /**
   * Runs the convolution.
   *
   * @param frames frames to compute
   */
  public void run(int frames) {
    this.frames = frames;
    PackedFilters filters = convolution.filters;
    long work = (long) frames * filters.outputs() * filters.inputs() * filters.taps();
    int panels = Math.ceilDiv(frames, ChannelConvolutionKernel.PANEL);
    int threads = loop.threads();
    long most =
        threads == 1
            ? 1
            : Math.min((long) threads * PARTS_PER_THREAD, work / FloatProductLoop.LEAST_WORK);
    try {
      if (panels > 0) {
        int parts = Math.clamp(most, 1, panels);
        chunk = Math.ceilDiv(panels, parts) * ChannelConvolutionKernel.PANEL;
        if (parts == 1) {
          part(0);
        } else {
          loop.run(body, Math.ceilDiv(frames, chunk));
        }
      }
    } finally {
      convolution.x = null;
      convolution.y = null;
    }
  }

  private void part(int index) {
    int from = index * chunk;
    kernel.convolve(convolution, from, Math.min(frames, from + chunk), index);
  }
}
