package dev.carrylane.network;

import java.util.Locale;

/** How a model turns input frames into hidden frames. */
public enum Architecture {
  /**
   * Carry-lookahead RNN (arXiv 2106.12901, section 3): a stack of causal dilated convolutions looks the
   * carries of all positions up at once, then one recurrent cell combines each input with its carry.
   */
  CL_RNN,
  /** The stack of causal dilated convolutions alone. */
  TCN,
  /** The Elman recurrence h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh), from h = 0. */
  RNN,
  /** Long short-term memory with PyTorch's gate order (input, forget, cell, output), from h = c = 0. */
  LSTM;

  /** The name that model files and messages use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
