package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import java.util.stream.IntStream;

/** Scans of few channels with their steps on lanes; generated. */
final class FloatKoggeStone {
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /** The numbers of the lanes of two registers. */
  static final int[] LANE = IntStream.range(0, 2 * LANES).toArray();

  private FloatKoggeStone() {}

  /**
   * Scans whole turns.
   *
   * @param channels 1, 2, 4, … up to 256 bits of them
   * @param forward whether steps go up in memory
   * @param elements how many, turns of 1024 bits
   * @param pAt the lowest element of the first tile
   * @param state the state before; replaced by the state after if the result is good
   * @param scratch a tile of scratch memory
   * @return whether the result is good
   */
  static boolean scan(
      int channels,
      boolean forward,
      int elements,
      FloatAffineKernel.Operands on,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt) {
    int tile = FloatAffineKernel.lookaheadTile(channels);
    for (int i = 0; i < tile; i += channels) {
      for (int c = 0; c < channels; c++) {
        scratch[scratchAt + i + c] = state[stateAt + c];
      }
    }
    if (!turns(channels, forward, elements, on, pAt, gAt, h, hAt, scratch, scratchAt)) {
      return false;
    }
    int advance = elements - tile;
    int last = forward ? hAt + advance : hAt - advance;
    for (int i = 0; i < tile; i++) {
      if (!Float.isFinite(h[last + i])) {
        return false;
      }
    }
    System.arraycopy(h, forward ? last + tile - channels : last, state, stateAt, channels);
    return true;
  }

  /** As the methods it leads to: takes the state before over and over, as long as a tile. */
  private static boolean turns(
      int channels,
      boolean forward,
      int elements,
      FloatAffineKernel.Operands on,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      float[] scratch,
      int scratchAt) {
    if (LANES >= 8 && channels == 1) {
      return forward
          ? FloatKoggeStone8LanesOf1.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone8LanesOf1.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 4 && channels == 1) {
      return forward
          ? FloatKoggeStone4LanesOf1.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone4LanesOf1.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES >= 8 && channels == 2) {
      return forward
          ? FloatKoggeStone8LanesOf2.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone8LanesOf2.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 4 && channels == 2) {
      return forward
          ? FloatKoggeStone4LanesOf2.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone4LanesOf2.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES >= 16 && channels == 4) {
      return forward
          ? FloatKoggeStone16LanesOf4.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone16LanesOf4.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 8 && channels == 4) {
      return forward
          ? FloatKoggeStone8LanesOf4.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone8LanesOf4.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 4 && channels == 4) {
      return forward
          ? FloatKoggeStone4LanesOf4.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone4LanesOf4.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES >= 16 && channels == 8) {
      return forward
          ? FloatKoggeStone16LanesOf8.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone16LanesOf8.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 8 && channels == 8) {
      return forward
          ? FloatKoggeStone8LanesOf8.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone8LanesOf8.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 4 && channels == 8) {
      return forward
          ? FloatKoggeStone4LanesOf8.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : FloatKoggeStone4LanesOf8.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    throw new AssertionError(channels + " channels in " + LANES + " lanes");
  }
}
