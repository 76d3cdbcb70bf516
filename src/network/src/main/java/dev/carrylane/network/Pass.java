package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Crew;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.network.layer.LayerStack;
import dev.carrylane.network.layer.StackRunner;

/**
 * A model's layers and output function at work on states that others hold: argument checks, blocks, threads. What the
 * layers of one call need is shared by the engine's helpers as a {@link Crew}; between calls no helper waits. One user
 * thread at a time.
 */
final class Pass {
  final Model model;
  final ModelDescription description;
  final int inputs;
  final int outputs;

  /** Floats of a sequence's state. */
  final int memory;

  /** Frames of a sequence where the layers want so many and then give one; 0 otherwise. */
  final int length;

  final boolean causal;
  private final LayerStack layers;
  private final Backend backend;
  private final Crew crew;
  private final Output output;
  private StackRunner runner;

  Pass(Model model, Engine engine, int block) {
    this.model = model;
    description = model.description();
    layers = model.layers();
    inputs = description.inputs();
    outputs = description.outputs();
    memory = layers.memory();
    length = description.sequenceLength();
    causal = description.isCausal();
    output = description.output();
    backend = engine.backend();
    crew = Crew.on(engine);
    runner = layers.newRunner(crew.engine(), block);
  }

  /** The most rows that step at once. */
  int block() {
    return runner.block();
  }

  /**
   * Checks the arguments of a run, and makes room for it where a sequence can't be cut into blocks.
   *
   * @return output frames that it will write
   */
  int check(long position, int frames, float[] x, int xOffset, float[] y, int yOffset) {
    requireOpen();
    if (position < 0) {
      throw Refusals.failed();
    }
    if (frames < 0) {
      throw Refusals.negative(frames);
    }
    if (!causal && position > 0 && frames > 0) {
      throw Refusals.whole();
    }
    int written = frames;
    if (length > 0) {
      long end = position + frames;
      if (end > length) {
        throw Refusals.tooLong(frames, position, length);
      }
      written = frames > 0 && end == length ? 1 : 0;
    }
    ranges(frames, x, xOffset, written, y, yOffset);
    if (!causal && frames > runner.block()) {
      runner = layers.newRunner(crew.engine(), frames);
    }
    return written;
  }

  /** Checks the arrays of so many input and output frames, and the input itself. */
  void ranges(int frames, float[] x, int xOffset, int written, float[] y, int yOffset) {
    range("x", x, xOffset, frames, inputs);
    range("y", y, yOffset, written, outputs);
    if (x == y) {
      throw Refusals.sameArray();
    }
    runner.check(frames, x, xOffset);
  }

  void requireOpen() {
    if (layers.isClosed()) {
      throw Refusals.closed(description);
    }
  }

  private static void range(String name, float[] array, int offset, int frames, int channels) {
    if (array == null || offset < 0 || offset + (long) frames * channels > array.length) {
      throw Refusals.range(name, array, offset, frames, channels);
    }
  }

  /** The next frames of one sequence, block by block. */
  void run(
      int frames,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] state,
      int slice,
      long position) {
    crew.begin();
    try {
      int block = runner.block();
      for (int done = 0; done < frames; ) {
        int count = Math.min(block, frames - done);
        int to = length > 0 ? yOffset : yOffset + done * outputs;
        int from = xOffset + done * inputs;
        int written = runner.run(count, x, from, y, to, state, slice, position + done);
        finish(written, y, to);
        done += count;
      }
    } finally {
      crew.end();
    }
  }

  /** Names a sequence of the next step. */
  void set(int row, float[] state, int slice, long position) {
    runner.set(row, state, slice, position);
  }

  /** The next frame of each sequence that was named. */
  void step(int count, float[] x, int xOffset, float[] y, int yOffset) {
    crew.begin();
    try {
      runner.step(count, x, xOffset, y, yOffset);
      if (length == 0) {
        finish(count, y, yOffset);
      }
    } finally {
      crew.end();
    }
  }

  /** The output function, in place. */
  void finish(int frames, float[] y, int yOffset) {
    if (frames == 0 || output == Output.NONE) {
      return;
    }
    if (output == Output.SIGMOID) {
      Elementwise.apply(backend, Activation.SIGMOID, y, yOffset, y, yOffset, frames * outputs);
    } else {
      LogSoftmax.logSoftmax(backend, frames, outputs, y, yOffset, outputs, y, yOffset, outputs);
    }
  }

  /** Apart from what runs often: of such a class the JVM makes objects of all messages, on the thread that calls it. */
  static final class Refusals {
    private Refusals() {}

    static IllegalStateException closed(ModelDescription description) {
      return new IllegalStateException(
          "the model (%s) is closed; load it again".formatted(description));
    }

    static IllegalStateException failed() {
      return new IllegalStateException(
          "an earlier call failed half way, so that this state is neither before nor after its frames; reset or restore it");
    }

    static IllegalStateException whole() {
      return new IllegalStateException(
          "a bidirectional model takes each sequence in one call; call reset() before the next one");
    }

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

    static IllegalArgumentException inputs() {
      return new IllegalArgumentException(
          "these are the last inputs of a row, which a table restores; use StateTable.restore");
    }

    static IllegalArgumentException sameArray() {
      return new IllegalArgumentException("x and y are the same array; they must be two");
    }
  }
}
