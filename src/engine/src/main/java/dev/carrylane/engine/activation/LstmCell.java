package dev.carrylane.engine.activation;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.GateKernel;
import java.util.Objects;

/**
 * What a long short-term memory does after its matrix product: the gates' activations, the new cell and
 * the new hidden values, in one pass that reads every gate once and stores none.
 *
 * <p>The gates are in PyTorch's order: i (input), f (forget), g (candidate), o (output), one range of
 * {@code units} pre-activations after the other, so that one product with PyTorch's {@code weight_ih} or
 * {@code weight_hh} leaves them so. The bits of a result are defined by these operations, on every
 * backend, with σ as {@link Elementwise#sigmoid(float)} and tanh as {@link Elementwise#tanh(float)}:
 *
 * <ol>
 *   <li>c′ = fma(σ(f), c, σ(i) · tanh(g)), the product rounded to float;
 *   <li>h = σ(o) · tanh(c′).
 * </ol>
 *
 * <p>Streams do not mix: each gives the bits that it gives alone. NaN and infinities take part as the
 * operations say; a forget gate that is 0 does not clear a cell that is not finite.
 *
 * <p>The errors follow from those of {@link Elementwise}, in ulp of the exact values: with |δσ| at most
 * 1.691 and |δtanh| at most 1.331 of them, |δc′| ≤ |c|·|δσ(f)| + |σ(i)|·|δtanh(g)| + |tanh(g)|·|δσ(i)| +
 * |δσ(i)|·|δtanh(g)| and half an ulp each of the product and of c′; as tanh never grows a difference,
 * |δh| ≤ σ(o)·(|δc′| + |δtanh(c′)|) + |δσ(o)|·(1 + |δc′| + |δtanh(c′)|) and half an ulp of h.
 */
public final class LstmCell {
  private static final int GATES = 4;

  private LstmCell() {}

  /**
   * Updates the cells and the hidden values of one or several streams: row s of an operand starts at its offset + s · its
   * stride, and gate k (i, f, g, o) k · units behind. Checks its arguments before it writes, allocates nothing, keeps no
   * state, and may be called from any number of threads on rows that no other thread writes. Elements between the rows
   * are left alone. The gates must not lie within the span of the cells or the hidden values, and these must not share an
   * element; one array may hold both of every stream, {@code [h c h c …]}, with the same stride and offsets units apart.
   *
   * @param backend the kernels to use
   * @param streams how many rows, 0 or more
   * @param units cells of a stream, 0 or more
   * @param gates pre-activations, read
   * @param gatesOffset index of the first pre-activation
   * @param gatesStride elements from the gates of a stream to those of the next, at least 4 · units
   * @param cell the cells, read and replaced
   * @param cellOffset index of the first cell
   * @param cellStride elements from the cells of a stream to those of the next, at least units
   * @param hidden receives the hidden values
   * @param hiddenOffset index of the first hidden value
   * @param hiddenStride elements from the hidden values of a stream to those of the next, at least units
   * @throws IllegalArgumentException if a size or stride is too small, rows leave their array, or ranges overlap
   * @throws NullPointerException if an argument is null; the message names it
   */
  public static void update(
      Backend backend,
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
      int hiddenStride) {
    Objects.requireNonNull(backend, "backend");
    Checks.count("streams", streams);
    int width = Checks.gates(units, GATES);
    long gatesEnd = Checks.rows("gates", gates, gatesOffset, streams, width, gatesStride);
    long cellEnd = Checks.rows("cell", cell, cellOffset, streams, units, cellStride);
    long hiddenEnd = Checks.rows("hidden", hidden, hiddenOffset, streams, units, hiddenStride);
    Checks.disjoint("gates", gates, gatesOffset, gatesEnd, "cell", cell, cellOffset, cellEnd);
    Checks.disjoint(
        "gates", gates, gatesOffset, gatesEnd, "hidden", hidden, hiddenOffset, hiddenEnd);
    if (cell == hidden
        && Checks.overlap(
            cellOffset, cellStride, streams, hiddenOffset, hiddenStride, streams, units)) {
      throw Refusals.hiddenOverCell(hiddenOffset, hiddenStride, cellOffset, cellStride, units);
    }
    if (units == 0) {
      return;
    }
    GateKernel kernel = Kernels.of(backend).lstm();
    for (int stream = 0; stream < streams; stream++) {
      int i = gatesOffset + stream * gatesStride;
      int c = cellOffset + stream * cellStride;
      kernel.lstm(units, gates, i, cell, c, hidden, hiddenOffset + stream * hiddenStride);
    }
  }

  /**
   * As {@link #update(Backend, int, int, float[], int, int, float[], int, int, float[], int, int)}, of rows that follow
   * each other from the beginning of each array.
   *
   * {@snippet :
   * // gates = bias + x·W_ih, then + h·W_hh, of 8 streams at once
   * LstmCell.update(backend, 8, units, gates, c, h);
   * }
   *
   * @param backend the kernels to use
   * @param streams how many rows, 0 or more
   * @param units cells of a stream, 0 or more
   * @param gates pre-activations, read
   * @param cell the cells, read and replaced
   * @param hidden receives the hidden values
   */
  public static void update(
      Backend backend, int streams, int units, float[] gates, float[] cell, float[] hidden) {
    int width = Checks.gates(units, GATES);
    update(backend, streams, units, gates, 0, width, cell, 0, units, hidden, 0, units);
  }
}
