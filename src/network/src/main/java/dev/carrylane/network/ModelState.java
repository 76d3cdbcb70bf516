package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Crew;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;

/**
 * A {@link Model} at work on one sequence: what it remembers of the frames so far, and scratch memory. One
 * user thread at a time; nothing is allocated from the second call on.
 *
 * <p>With an engine of several threads, the layers of one {@link #run} share their helpers as a {@link Crew}; between
 * calls no helper waits.
 *
 * <p>Frames are rows of a dense array: frame t of the input starts at {@code xOffset + t · inputs}. Any
 * mix of {@link #run} and {@link #step} gives the same bits.
 */
public final class ModelState {
  private final ModelDescription description;
  private final HiddenState hidden;
  private final PackedWeights decoder;
  private final Backend backend;
  private final Crew crew;
  private final Gemm gemm;
  private final Activation activation;
  private final boolean flattened;
  private final int block;
  private final int width;
  private final float[] hiddenFrames;
  private long position;

  ModelState(
      ModelDescription description,
      HiddenLayer layer,
      PackedWeights decoder,
      Engine engine,
      int block) {
    this.description = description;
    this.decoder = decoder;
    this.block = block;
    width = description.hidden();
    crew = Crew.on(engine);
    hidden = layer.newState(crew.engine(), block);
    backend = engine.backend();
    gemm = Gemm.on(crew.engine());
    activation = description.output() == Output.SIGMOID ? Activation.SIGMOID : Activation.NONE;
    flattened = description.decoder() == Decoder.FLATTENED;
    hiddenFrames = Scratch.frames(flattened ? description.frames() : block, width);
  }

  /** Goes back to the start of a sequence. */
  public void reset() {
    hidden.reset();
    position = 0;
  }

  /**
   * The frames taken in since the start of the sequence.
   *
   * @return 0 or more
   */
  public long position() {
    return position;
  }

  /**
   * Takes in the next frames of the sequence, all at once.
   *
   * @param frames how many, 0 or more
   * @param x input frames
   * @param xOffset where they start
   * @param y output frames: one per input frame; for a {@link Decoder#FLATTENED} decoder the one frame
   *     that the last frame of the sequence completes, and nothing before. Another array than {@code x}
   * @param yOffset where they start
   * @return the output frames written
   * @throws IllegalArgumentException if a range leaves its array or the sequence would be longer than a
   *     flattened decoder takes; nothing is changed then
   */
  public int run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
    int written = check(frames, x, xOffset, y, yOffset);
    crew.begin();
    try {
      pass(frames, x, xOffset, y, yOffset);
    } finally {
      crew.end();
    }
    return written;
  }

  /** The layers, one after the other, over a block of frames after the other. */
  private void pass(int frames, float[] x, int xOffset, float[] y, int yOffset) {
    int inputs = description.inputs();
    int outputs = description.outputs();
    for (int done = 0; done < frames; ) {
      int count = Math.min(block, frames - done);
      int row = flattened ? (int) position * width : 0;
      hidden.run(count, x, xOffset + done * inputs, hiddenFrames, row);
      position += count;
      if (!flattened) {
        decode(count, y, yOffset + done * outputs);
      } else if (position == description.frames()) {
        decode(1, y, yOffset);
      }
      done += count;
    }
  }

  /**
   * Takes in the next frame of the sequence.
   *
   * @param x an input frame
   * @param xOffset where it starts
   * @param y the output frame
   * @param yOffset where it starts
   * @return whether an output frame was written: always, except before the last frame of a {@link
   *     Decoder#FLATTENED} decoder
   * @throws IllegalArgumentException as {@link #run}
   */
  public boolean step(float[] x, int xOffset, float[] y, int yOffset) {
    return run(1, x, xOffset, y, yOffset) == 1;
  }

  private void decode(int rows, float[] y, int yOffset) {
    int outputs = decoder.outputs();
    gemm.multiply(
        rows, hiddenFrames, 0, decoder.inputs(), decoder, y, yOffset, outputs, activation);
    if (description.output() == Output.LOG_SOFTMAX) {
      LogSoftmax.logSoftmax(backend, rows, outputs, y, yOffset, outputs, y, yOffset, outputs);
    }
  }

  /** Returns the output frames that the call will write. */
  private int check(int frames, float[] x, int xOffset, float[] y, int yOffset) {
    if (frames < 0) {
      throw Refusals.negative(frames);
    }
    int written = frames;
    if (flattened) {
      long end = position + frames;
      if (end > description.frames()) {
        throw Refusals.tooLong(frames, position, description.frames());
      }
      written = frames > 0 && end == description.frames() ? 1 : 0;
    }
    range("x", x, xOffset, frames, description.inputs());
    range("y", y, yOffset, written, description.outputs());
    if (x == y) {
      throw Refusals.sameArray();
    }
    return written;
  }

  private static void range(String name, float[] array, int offset, int frames, int channels) {
    if (array == null || offset < 0 || offset + (long) frames * channels > array.length) {
      throw Refusals.range(name, array, offset, frames, channels);
    }
  }

  /** Apart from what runs often: of such a class the JVM makes objects of all messages, on the thread that calls it. */
  private static final class Refusals {
    private Refusals() {}

    static IllegalArgumentException negative(int frames) {
      return new IllegalArgumentException("frames is " + frames + "; it must not be negative");
    }

    static IllegalArgumentException tooLong(int frames, long position, int all) {
      return new IllegalArgumentException(
          "%d frames after the first %d are more than the %d of a sequence; call reset() between sequences"
              .formatted(frames, position, all));
    }

    static IllegalArgumentException range(
        String name, float[] array, int offset, int frames, int channels) {
      if (array == null) {
        return new IllegalArgumentException(name + " is null");
      }
      return new IllegalArgumentException(
          "%s holds %d floats, but %d frames of %d at offset %d end at %d"
              .formatted(
                  name, array.length, frames, channels, offset, offset + (long) frames * channels));
    }

    static IllegalArgumentException sameArray() {
      return new IllegalArgumentException("x and y are the same array; they must be two");
    }
  }
}
