package dev.carrylane.training;

/** Sequences in arrays. */
final class Sequences implements Examples {
  private final int inputs;
  private final int targetWidth;
  private final boolean flattened;
  private final float[][] x;
  private final float[][] targets;

  /**
   * Sequences.
   *
   * @param inputs channels of an input frame
   * @param targetWidth channels of a target frame
   * @param flattened whether a sequence has one target frame
   * @param x frames of each
   * @param targets target frames of each
   */
  Sequences(int inputs, int targetWidth, boolean flattened, float[][] x, float[][] targets) {
    this.inputs = inputs;
    this.targetWidth = targetWidth;
    this.flattened = flattened;
    this.x = x;
    this.targets = targets;
  }

  @Override
  public int count() {
    return x.length;
  }

  @Override
  public int frames(int example) {
    return x[example].length / inputs;
  }

  @Override
  public void copy(
      int example,
      int first,
      int frames,
      float[] to,
      int xOffset,
      float[] toTargets,
      int targetsOffset) {
    System.arraycopy(x[example], first * inputs, to, xOffset, frames * inputs);
    int from = flattened ? 0 : first * targetWidth;
    int length = flattened ? targetWidth : frames * targetWidth;
    System.arraycopy(targets[example], from, toTargets, targetsOffset, length);
  }
}
