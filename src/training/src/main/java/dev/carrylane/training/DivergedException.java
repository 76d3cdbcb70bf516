package dev.carrylane.training;

/** Training came to a loss, a gradient or a weight that is not finite. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long step;

  DivergedException(long step, String where) {
    super("step %d: %s; try a lower learning rate or clip the gradient".formatted(step, where));
    this.step = step;
  }

  private DivergedException(long step, String message, DivergedException cause) {
    super(message, cause);
    this.step = step;
  }

  /** The same with more to say behind it. */
  DivergedException with(String more) {
    return new DivergedException(step, getMessage() + more, this);
  }

  /** {@return the step, counted from 1} */
  public long step() {
    return step;
  }
}
