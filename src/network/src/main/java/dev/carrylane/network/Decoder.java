package dev.carrylane.network;

import java.util.Locale;

/** How hidden frames become output frames. */
public enum Decoder {
  /** A linear layer on every hidden frame. */
  PER_STEP,
  /** One linear layer on all hidden frames of a sequence of fixed length, side by side. */
  FLATTENED;

  /** The name that model files and messages use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
