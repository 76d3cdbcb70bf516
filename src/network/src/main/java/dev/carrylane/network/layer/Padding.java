package dev.carrylane.network.layer;

/** What lies beyond the ends of a frame for a {@link WindowConvolution}. */
public enum Padding {
  /** Zeros. */
  ZERO,
  /** The frame mirrored at its first and last position, which are not repeated. */
  REFLECT
}
