package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import java.util.stream.LongStream;

/** Scans of few channels with their steps on lanes; generated. */
final class DoubleKoggeStone {
  private static final int LANES = VectorWidth.DOUBLE_LANES;

  /** The numbers of the lanes of two registers. */
  static final long[] LANE = LongStream.range(0, 2 * LANES).toArray();

  private DoubleKoggeStone() {}

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
      DoubleAffineKernel.Operands on,
      int pAt,
      int gAt,
      double[] h,
      int hAt,
      double[] state,
      int stateAt,
      double[] scratch,
      int scratchAt) {
    int tile = DoubleAffineKernel.lookaheadTile(channels);
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
      if (!Double.isFinite(h[last + i])) {
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
      DoubleAffineKernel.Operands on,
      int pAt,
      int gAt,
      double[] h,
      int hAt,
      double[] scratch,
      int scratchAt) {
    if (LANES >= 4 && channels == 1) {
      return forward
          ? DoubleKoggeStone4LanesOf1.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone4LanesOf1.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 2 && channels == 1) {
      return forward
          ? DoubleKoggeStone2LanesOf1.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone2LanesOf1.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES >= 8 && channels == 2) {
      return forward
          ? DoubleKoggeStone8LanesOf2.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone8LanesOf2.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 4 && channels == 2) {
      return forward
          ? DoubleKoggeStone4LanesOf2.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone4LanesOf2.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 2 && channels == 2) {
      return forward
          ? DoubleKoggeStone2LanesOf2.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone2LanesOf2.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES >= 8 && channels == 4) {
      return forward
          ? DoubleKoggeStone8LanesOf4.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone8LanesOf4.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 4 && channels == 4) {
      return forward
          ? DoubleKoggeStone4LanesOf4.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone4LanesOf4.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    if (LANES == 2 && channels == 4) {
      return forward
          ? DoubleKoggeStone2LanesOf4.forward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt)
          : DoubleKoggeStone2LanesOf4.backward(elements, on, pAt, gAt, h, hAt, scratch, scratchAt);
    }
    throw new AssertionError(channels + " channels in " + LANES + " lanes");
  }
}
