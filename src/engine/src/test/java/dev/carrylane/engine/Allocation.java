package dev.carrylane.engine;

/** {@link dev.carrylane.testkit.Allocation}, for the tests of scans. */
public final class Allocation {
  public static final String TAG = dev.carrylane.testkit.Allocation.TAG;

  private Allocation() {}

  public static void assertNone(Runnable operation) {
    dev.carrylane.testkit.Allocation.assertNone(operation);
  }
}
