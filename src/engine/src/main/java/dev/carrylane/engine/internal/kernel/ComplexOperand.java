package dev.carrylane.engine.internal.kernel;

/**
 * Where the complex numbers of one operand of a recurrence lie, real parts first: the array, and the distance from a
 * step to the next (negative where a scan goes back in time) and from a channel to the next.
 */
public final class ComplexOperand {
  public float[] array;
  public int step;
  public int channel;

  /** Becomes a description of other places. */
  public void set(float[] array, int step, int channel) {
    this.array = array;
    this.step = step;
    this.channel = channel;
  }

  /** Becomes a copy. */
  public void set(ComplexOperand other) {
    set(other.array, other.step, other.channel);
  }

  boolean channelsTouch() {
    return channel == 2;
  }

  /** Lets go of the array. */
  public void clear() {
    array = null;
  }
}
