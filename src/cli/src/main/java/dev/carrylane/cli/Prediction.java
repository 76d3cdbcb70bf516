package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.Progress;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelState;
import dev.carrylane.tasks.frames.FrameReader;
import dev.carrylane.tasks.frames.FrameWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** A model's outputs for one sequence, from where frames are read to where they are written. */
final class Prediction {
  /** Frames that are read, run and written together unless they are asked for one by one. */
  private static final int BLOCK = 512;

  /** The longest array that every virtual machine gives. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final Model model;
  private final String source;
  private final FrameReader frames;
  private final FrameWriter target;
  private final Progress progress;
  private final ModelState state;
  private final int block;
  private final int inputs;
  private final int outputs;
  private long rows;

  /**
   * A prediction at its start.
   *
   * @param source what to call the frames in messages
   * @param step whether to take in and answer frame by frame
   */
  Prediction(
      Model model,
      String source,
      FrameReader frames,
      boolean step,
      FrameWriter target,
      Progress progress) {
    this.model = model;
    this.source = source;
    this.frames = frames;
    this.target = target;
    this.progress = progress;
    if (step && !model.description().isCausal()) {
      throw new CliException(
          "the model's outputs depend on later frames, too; leave --step out to run it on the whole"
              + " sequence");
    }
    block = step ? 1 : BLOCK;
    state = model.newState(Engine.of(model.backend()), block);
    inputs = model.description().inputs();
    outputs = model.description().outputs();
  }

  /**
   * Runs the sequence to its end, or until nobody wants to know.
   *
   * @param unwanted asked between frames, after all before are written
   */
  void run(BooleanSupplier unwanted) throws IOException {
    if (model.description().isCausal()) {
      runBlocks(unwanted);
    } else {
      runWhole();
    }
  }

  private void runBlocks(BooleanSupplier unwanted) throws IOException {
    float[] x = new float[block * inputs];
    float[] y = new float[block * outputs];
    for (int count = frames.read(block, x, 0); count > 0; count = frames.read(block, x, 0)) {
      pass(count, x, y);
      if (unwanted.getAsBoolean()) {
        return;
      }
    }
    int needed = model.description().sequenceLength();
    if (needed > 0 && state.position() != needed) {
      throw wrongLength(Long.toString(state.position()));
    }
  }

  private void runWhole() throws IOException {
    float[] x = new float[block * inputs];
    int count = 0;
    int read;
    do {
      long needed = (long) (count + block) * inputs;
      if (needed > MAX_ELEMENTS) {
        throw new CliException(source + " is longer than an array holds; cut it into sequences");
      }
      if (needed > x.length) {
        x = Arrays.copyOf(x, (int) Math.min(2 * needed, MAX_ELEMENTS));
      }
      read = frames.read(block, x, count * inputs);
      count += read;
    } while (read == block);
    pass(count, x, new float[Math.multiplyExact(count, outputs)]);
  }

  private void pass(int count, float[] x, float[] y) throws IOException {
    int needed = model.description().sequenceLength();
    if (needed > 0 && state.position() + count > needed) {
      throw wrongLength("more than " + needed);
    }
    long before = state.position();
    int written;
    try {
      written = state.run(count, x, 0, y, 0);
    } catch (IllegalArgumentException refused) {
      // What the model itself does not take, such as a token that it does not know.
      String where = before == 0 ? "" : "after the first " + before + " frames, ";
      throw new CliException(source + ": " + where + refused.getMessage());
    }
    target.write(written, y, 0);
    rows += written;
    progress.steps(count);
  }

  private CliException wrongLength(String found) {
    return new CliException(
        "%s has %s frames; the model gives one result for a sequence of %d"
            .formatted(source, found, model.description().sequenceLength()));
  }

  /** The frames taken in. */
  long frames() {
    return state.position();
  }

  /** The frames written. */
  long rows() {
    return rows;
  }
}
