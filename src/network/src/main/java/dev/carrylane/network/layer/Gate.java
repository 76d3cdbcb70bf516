package dev.carrylane.network.layer;

/** How an {@link ExactCarry} propagates. */
public enum Gate {
  /** A share from 0 to 1 for each channel. */
  SIGMOID,
  /** A factor from −1 to 1 for each channel. */
  SIGNED,
  /** A matrix with rows of sum 1 for each block of channels. */
  MATRIX
}
