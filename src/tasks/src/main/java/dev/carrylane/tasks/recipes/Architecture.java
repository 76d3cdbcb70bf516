package dev.carrylane.tasks.recipes;

import java.util.Locale;

/** Kinds of models that tasks have recipes for; not every task has one for each. */
public enum Architecture {
  /** Elman's recurrence. */
  RNN,
  /** Long short-term memory. */
  LSTM,
  /** Gated recurrent units. */
  GRU,
  /** The paper's convolutional network: the carry-lookahead module without its cell. */
  TCN,
  /** The paper's carry-lookahead network. */
  CLRNN,
  /** The paper's network with a sum in the place of its cell. */
  CLRNN_SHORTCUT,
  /** The paper's network with one cell over a whole image. */
  CLRNN_WIDE,
  /** The same with ReLU behind the cell. */
  CLRNN_WIDE_RELU,
  /** The same with dropout behind the cell. */
  CLRNN_WIDE_DROPOUT,
  /** The same with ReLU and dropout behind the cell. */
  CLRNN_WIDE_RELU_DROPOUT,
  /** The same with ReLU, dropout and two convolutions behind the cell. */
  CLRNN_CNN,
  /** The same with Elman's recurrence behind the cell. */
  CLRNN_RNN,
  /** The paper's network with a long short-term memory behind its cell. */
  CLRNN_LSTM,
  /** A carry-lookahead network whose carry comes from an exact scan, with gates from 0 to 1. */
  CLRNN_EXACT,
  /** The same with gates from −1 to 1. */
  CLRNN_EXACT_SIGNED,
  /** The same with matrices for gates. */
  CLRNN_EXACT_MATRIX,
  /** The exact carry for music, where each note is told from those below it in its chord, too. */
  CLRNN_EXACT_JOINT,
  /** Minimal gated recurrent units. */
  MINGRU,
  /** Linear recurrent units. */
  LRU;

  /** The name as it stands on the command line and in reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
