package dev.carrylane.tasks.examples;

import dev.carrylane.training.Examples;

/**
 * Sequences for models that tell the values of a target one after the other, each from those before it too: an input frame is that of other
 * sequences, and behind it the target. Where that does not count, zeros stand for it.
 */
final class JointExamples implements Examples {
  private final Examples examples;
  private final int inputs;
  private final int outputs;

  /**
   * Joins frames and targets.
   *
   * @param examples sequences
   * @param inputs channels of their input frames
   * @param outputs channels of their targets
   */
  JointExamples(Examples examples, int inputs, int outputs) {
    this.examples = examples;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public Examples ofEpoch(int epoch) {
    return new JointExamples(examples.ofEpoch(epoch), inputs, outputs);
  }

  @Override
  public int count() {
    return examples.count();
  }

  @Override
  public int frames(int example) {
    return examples.frames(example);
  }

  @Override
  public void copy(
      int example,
      int first,
      int frames,
      float[] x,
      int xOffset,
      float[] targets,
      int targetsOffset) {
    examples.copy(example, first, frames, x, xOffset, targets, targetsOffset);
    // From the last, since a frame is moved to where later ones were.
    for (int frame = frames - 1; frame >= 0; frame--) {
      int to = xOffset + frame * (inputs + outputs);
      int target = targetsOffset + frame * outputs;
      System.arraycopy(x, xOffset + frame * inputs, x, to, inputs);
      boolean counts = !Float.isNaN(targets[target]);
      for (int i = 0; i < outputs; i++) {
        x[to + inputs + i] = counts ? targets[target + i] : 0;
      }
    }
  }
}
