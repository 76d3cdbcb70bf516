package dev.carrylane.tasks.data;

import java.util.Locale;

/** A part of a data set. */
public enum Split {
  /** What models are fitted to. */
  TRAIN,
  /** What decides between models. */
  VALID,
  /** What models are judged by. */
  TEST;

  /** The name as it stands on the command line and in reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
