package dev.carrylane.engine.internal;

/**
 * State updates of gated recurrent cells. The results are those of {@link GateFunctions}, to the bit.
 * Row s of an operand starts at its offset + s · its stride.
 */
public interface GateKernel {
  /**
   * Rows of {@link dev.carrylane.engine.activation.LstmCell}. The three ranges share no element.
   *
   * @param streams how many rows
   * @param units cells in a row
   * @param gates pre-activations i, f, g, o, of so many units each
   * @param gatesOffset where row 0 of them starts
   * @param gatesStride distance between their rows
   * @param cell the cells, read and written
   * @param cellOffset where row 0 of them starts
   * @param cellStride distance between their rows
   * @param hidden the hidden values, written
   * @param hiddenOffset where row 0 of them starts
   * @param hiddenStride distance between their rows
   */
  void lstm(
      int streams,
      int units,
      float[] gates,
      int gatesOffset,
      int gatesStride,
      float[] cell,
      int cellOffset,
      int cellStride,
      float[] hidden,
      int hiddenOffset,
      int hiddenStride);

  /**
   * Rows of {@link dev.carrylane.engine.activation.GruCell}. The hidden values before and after may be
   * the same rows; no other range shares an element with those that are written.
   *
   * @param streams how many rows
   * @param units hidden values in a row
   * @param input input parts of r, z, n, of so many units each
   * @param inputOffset where row 0 of them starts
   * @param inputStride distance between their rows
   * @param recurrent hidden parts of r, z, n
   * @param recurrentOffset where row 0 of them starts
   * @param recurrentStride distance between their rows
   * @param before the hidden values before
   * @param beforeOffset where row 0 of them starts
   * @param beforeStride distance between their rows
   * @param after the hidden values after, written
   * @param afterOffset where row 0 of them starts
   * @param afterStride distance between their rows
   */
  void gru(
      int streams,
      int units,
      float[] input,
      int inputOffset,
      int inputStride,
      float[] recurrent,
      int recurrentOffset,
      int recurrentStride,
      float[] before,
      int beforeOffset,
      int beforeStride,
      float[] after,
      int afterOffset,
      int afterStride);
}
