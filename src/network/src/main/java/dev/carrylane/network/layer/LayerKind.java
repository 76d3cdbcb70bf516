package dev.carrylane.network.layer;

import dev.carrylane.network.json.Json;

/** The kinds of layers; {@code toString} gives the name that model files and messages use. */
public enum LayerKind {
  /** {@link Sequential}. */
  SEQUENTIAL,
  /** {@link Linear}. */
  LINEAR,
  /** {@link Convolution}. */
  CONVOLUTION,
  /** {@link Recurrent}. */
  RNN,
  /** {@link Lstm}. */
  LSTM,
  /** {@link Gru}. */
  GRU,
  /** {@link Bidirectional}. */
  BIDIRECTIONAL,
  /** {@link CarryLookahead}. */
  CARRY_LOOKAHEAD,
  /** {@link ExactCarry}. */
  EXACT_CARRY,
  /** {@link MinGru}. */
  MIN_GRU,
  /** {@link MinLstm}. */
  MIN_LSTM,
  /** {@link LinearRecurrentUnit}. */
  LRU,
  /** {@link LayerNorm}. */
  LAYER_NORM,
  /** {@link RmsNorm}. */
  RMS_NORM,
  /** {@link Embedding}. */
  EMBEDDING,
  /** {@link Pointwise}. */
  ACTIVATION,
  /** {@link Dropout}. */
  DROPOUT,
  /** {@link Residual}. */
  RESIDUAL,
  /** {@link FlattenedLinear}. */
  FLATTENED_LINEAR,
  /** {@link Overlap}. */
  OVERLAP,
  /** {@link WindowConvolution}. */
  WINDOW_CONVOLUTION,
  /** {@link Magnitude}. */
  MAGNITUDE,
  /** {@link WithinFrame}. */
  WITHIN_FRAME,
  /** {@link Beside}. */
  BESIDE,
  /** {@link Nade}. */
  NADE;

  @Override
  public String toString() {
    return Json.name(this);
  }
}
