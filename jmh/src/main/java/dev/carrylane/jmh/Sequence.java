package dev.carrylane.jmh;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;

/** A sequence that a model runs through from its start, over and over. */
final class Sequence {
  private final ModelDescription description;
  private final ModelState state;
  private final int frames;
  private final float[] x;
  private final float[] y;

  Sequence(ModelDescription description, ModelState state, int frames, float[] x) {
    this.description = description;
    this.state = state;
    this.frames = frames;
    this.x = x;
    y = new float[frames * description.outputs()];
  }

  /** All frames at once; returns the output frames, in the same array each time. */
  float[] run() {
    state.reset();
    state.run(frames, x, 0, y, 0);
    return y;
  }

  /** Frame by frame; returns the output frames, in the same array each time. */
  float[] steps() {
    int inputs = description.inputs();
    int outputs = description.outputs();
    state.reset();
    for (int frame = 0; frame < frames; frame++) {
      state.step(x, frame * inputs, y, frame * outputs);
    }
    return y;
  }

  /**
   * Compares both ways.
   *
   * @throws IllegalStateException if any bit differs
   */
  void requireEqualBits() {
    float[] whole = run().clone();
    float[] single = steps();
    for (int i = 0; i < whole.length; i++) {
      if (Float.floatToRawIntBits(whole[i]) != Float.floatToRawIntBits(single[i])) {
        throw new IllegalStateException(
            "%s: frame %d is %s at once and %s step by step"
                .formatted(description, i / description.outputs(), whole[i], single[i]));
      }
    }
  }
}
