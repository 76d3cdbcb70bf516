package dev.carrylane.engine.internal;

/** Where the complex numbers of one operand of a recurrence lie, the two parts of each side by side. */
public final class FloatComplexOperand {
  /** The array, real parts first. */
  public float[] array;

  /** Elements from a step to the next; negative where a scan goes back in time. */
  public int step;

  /** Elements from a channel to the next. */
  public int channel;

  /** No operand. */
  public FloatComplexOperand() {}

  /**
   * Becomes a description of other places.
   *
   * @param array the array
   * @param step elements from a step to the next
   * @param channel elements from a channel to the next
   */
  public void set(float[] array, int step, int channel) {
    this.array = array;
    this.step = step;
    this.channel = channel;
  }

  /**
   * Becomes a copy.
   *
   * @param other of which
   */
  public void set(FloatComplexOperand other) {
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
