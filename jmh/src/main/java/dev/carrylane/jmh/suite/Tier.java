package dev.carrylane.jmh.suite;

/** How much of the suite is run; each tier has the cases of those before it. */
public enum Tier {
  /** Under three minutes. */
  QUICK,
  /** Under fifteen minutes. */
  STANDARD,
  /** As long as it takes. */
  FULL
}
