package dev.carrylane.engine.activation;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.GateKernel;
import java.util.Objects;

/**
 * What a gated recurrent unit does after its matrix products: the gates' activations and the new hidden values, in
 * one pass that reads every gate once and stores none.
 *
 * <p>The gates are in PyTorch's order: r (reset), z (update), n (candidate), one range of {@code units}
 * pre-activations after the other, and there are two of each, because the reset gate weighs the hidden part of the
 * candidate alone: the input parts x = W_ih·x_t + b_ih and the hidden parts y = W_hh·h + b_hh. The bits of a
 * result are defined by these operations, on every backend, with σ as {@link Elementwise#sigmoid(float)} and tanh
 * as {@link Elementwise#tanh(float)}:
 *
 * <ol>
 *   <li>r = σ(x_r + y_r) and z = σ(x_z + y_z), the sums rounded to float;
 *   <li>n = tanh(fma(r, y_n, x_n));
 *   <li>h′ = fma(z, h, fma(−z, n, n)), that is (1 − z)·n + z·h with 1 − z not rounded.
 * </ol>
 *
 * <p>So an update gate that is 1 keeps a finite h to the bit, but for −0, which becomes +0, and one that is 0
 * gives n. Streams do not mix: each gives the bits that it gives alone. NaN and infinities take part as the
 * operations say.
 *
 * <p>The errors follow from those of {@link Elementwise}, in ulp of the exact values: a sigmoid's argument is
 * wrong by half an ulp of the sum, of which σ passes on at most a quarter, so |δσ| is at most that quarter and
 * 1.691 ulp. The argument of tanh is wrong by |δa| ≤ |y_n|·|δr| and half an ulp, and |δn| ≤ |δa| + 1.331 ulp.
 * Finally |δh′| ≤ |h − n|·|δz| + (1 − z + |δz|)·|δn| and half an ulp each of (1 − z)·n and of h′.
 */
public final class GruCell {
  private static final int GATES = 3;

  private GruCell() {}

  /**
   * Computes the next hidden values of one or several streams: row s of an operand starts at its offset + s · its stride,
   * and the parts of gate k (r, z, n) k · units behind. Checks its arguments before it writes, allocates nothing, keeps
   * no state, and may be called from any number of threads on rows that no other thread writes. Elements between the rows
   * are left alone. The hidden values after may replace those before, with the same offset and stride; otherwise these
   * share no element. The input and hidden parts must not lie within the span of what is written.
   *
   * @param backend the kernels to use
   * @param streams how many rows, 0 or more
   * @param units hidden values of a stream, 0 or more
   * @param input the input parts, read
   * @param inputOffset index of the first input part
   * @param inputStride elements from those of a stream to those of the next, at least 3 · units
   * @param recurrent the hidden parts, read
   * @param recurrentOffset index of the first hidden part
   * @param recurrentStride elements from those of a stream to those of the next, at least 3 · units
   * @param before the hidden values before
   * @param beforeOffset index of the first of them
   * @param beforeStride elements from those of a stream to those of the next, at least units
   * @param after receives the hidden values after
   * @param afterOffset index of the first of them
   * @param afterStride elements from those of a stream to those of the next, at least units
   * @throws IllegalArgumentException if a size or stride is too small, rows leave their array, or ranges overlap
   * @throws NullPointerException if an argument is null; the message names it
   */
  public static void update(
      Backend backend,
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
      int afterStride) {
    Objects.requireNonNull(backend, "backend");
    Checks.count("streams", streams);
    int width = Checks.gates(units, GATES);
    long inputEnd = Checks.rows("input", input, inputOffset, streams, width, inputStride);
    long recurrentEnd =
        Checks.rows("recurrent", recurrent, recurrentOffset, streams, width, recurrentStride);
    Checks.rows("before", before, beforeOffset, streams, units, beforeStride);
    long afterEnd = Checks.rows("after", after, afterOffset, streams, units, afterStride);
    Checks.disjoint("input", input, inputOffset, inputEnd, "after", after, afterOffset, afterEnd);
    Checks.disjoint(
        "recurrent",
        recurrent,
        recurrentOffset,
        recurrentEnd,
        "after",
        after,
        afterOffset,
        afterEnd);
    Checks.sameOrDisjoint(
        "before",
        before,
        beforeOffset,
        beforeStride,
        "after",
        after,
        afterOffset,
        afterStride,
        streams,
        units);
    if (units == 0) {
      return;
    }
    GateKernel kernel = Kernels.of(backend).gru();
    for (int stream = 0; stream < streams; stream++) {
      int x = inputOffset + stream * inputStride;
      int y = recurrentOffset + stream * recurrentStride;
      int from = beforeOffset + stream * beforeStride;
      int to = afterOffset + stream * afterStride;
      kernel.gru(units, input, x, recurrent, y, before, from, after, to);
    }
  }

  /**
   * As {@link #update(Backend, int, int, float[], int, int, float[], int, int, float[], int, int, float[], int, int)}, of
   * rows that follow each other from the beginning of each array.
   *
   * {@snippet :
   * // x = b_ih + input·W_ih and y = b_hh + h·W_hh, of 8 streams at once
   * GruCell.update(backend, 8, units, x, y, h, h);
   * }
   *
   * @param backend the kernels to use
   * @param streams how many rows, 0 or more
   * @param units hidden values of a stream, 0 or more
   * @param input the input parts, read
   * @param recurrent the hidden parts, read
   * @param before the hidden values before
   * @param after receives the hidden values after; may be the array of those before
   */
  public static void update(
      Backend backend,
      int streams,
      int units,
      float[] input,
      float[] recurrent,
      float[] before,
      float[] after) {
    int width = Checks.gates(units, GATES);
    update(
        backend, streams, units, input, 0, width, recurrent, 0, width, before, 0, units, after, 0,
        units);
  }
}
