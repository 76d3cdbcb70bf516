package dev.carrylane.engine.internal.tier;

/** What has become of a proof. */
public record Verdict(State state, String detail) {
  /** How far a proof is. */
  public enum State {
    /** There is nothing to prove. */
    ONLY,
    /** Nobody has used the kernel. */
    NOT_ASKED,
    /** It is used, and waits to be rehearsed. */
    WAITING,
    /** It is compiled, and runs. */
    PROVED,
    /** It is not fast enough here: the scalar kernel runs. */
    FAILED
  }

  static final Verdict ONLY = new Verdict(State.ONLY, "the only kernel");
  static final Verdict NOT_ASKED = new Verdict(State.NOT_ASKED, "not used yet");
  static final Verdict WAITING = new Verdict(State.WAITING, "waits to be rehearsed");

  static Verdict proved(long nanos) {
    return new Verdict(State.PROVED, "compiled in %d ms".formatted(nanos / 1_000_000));
  }

  static Verdict broken(Throwable thrown) {
    return failed("it failed with " + thrown);
  }

  static Verdict failed(String why) {
    return new Verdict(State.FAILED, why);
  }

  /** Whether the kernel that runs now will always run. */
  boolean isLast() {
    return state == State.PROVED || state == State.ONLY;
  }
}
