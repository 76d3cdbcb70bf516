package dev.carrylane.engine.internal;

/** Where the complex numbers of one operand of a recurrence lie. */
public final class FloatComplexOperand {
  /** The array of the real parts. */
  public float[] re;

  /** The array of the imaginary parts; the same one where they are interleaved. */
  public float[] im;

  /** What to add to the place of a real part for that of its imaginary part. */
  public int imaginary;

  /** Elements from a step to the next; negative where a scan goes back in time. */
  public int step;

  /** Elements from a channel to the next. */
  public int channel;

  /** No operand. */
  public FloatComplexOperand() {}

  /**
   * Becomes a copy.
   *
   * @param other of which
   */
  public void set(FloatComplexOperand other) {
    re = other.re;
    im = other.im;
    imaginary = other.imaginary;
    step = other.step;
    channel = other.channel;
  }

  boolean isInterleaved() {
    return re == im && imaginary == 1 && channel == 2;
  }

  boolean isSplit() {
    return channel == 1;
  }

  /** Lets go of the arrays. */
  public void clear() {
    re = null;
    im = null;
  }
}
