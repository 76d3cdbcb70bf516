package dev.carrylane.jmh;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the core can do at most: independent chains of fused multiply-adds that never leave the registers.
 * Twelve chains are more than the eight that two FMA units of four cycles latency need.
 */
public final class FmaPeak {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  /** Multiply-adds of a chain, those of all lanes together: the same on every machine. */
  private static final int LENGTH = 160_000;

  /** Floating-point operations of a call, a multiply-add being two. */
  public static final double FLOPS = 2.0 * CHAINS * LENGTH;

  private FmaPeak() {}

  /**
   * Chains of floats.
   *
   * @param factor multiplies at every step; below 1, so that the chains stay finite
   * @return something that depends on all chains
   */
  public static float floats(float factor) {
    FloatVector x = FloatVector.broadcast(FLOATS, factor);
    FloatVector c0 = x;
    FloatVector c1 = x;
    FloatVector c2 = x;
    FloatVector c3 = x;
    FloatVector c4 = x;
    FloatVector c5 = x;
    FloatVector c6 = x;
    FloatVector c7 = x;
    FloatVector c8 = x;
    FloatVector c9 = x;
    FloatVector c10 = x;
    FloatVector c11 = x;
    for (int step = 0; step < LENGTH; step += FLOATS.length()) {
      c0 = x.fma(c0, x);
      c1 = x.fma(c1, x);
      c2 = x.fma(c2, x);
      c3 = x.fma(c3, x);
      c4 = x.fma(c4, x);
      c5 = x.fma(c5, x);
      c6 = x.fma(c6, x);
      c7 = x.fma(c7, x);
      c8 = x.fma(c8, x);
      c9 = x.fma(c9, x);
      c10 = x.fma(c10, x);
      c11 = x.fma(c11, x);
    }
    FloatVector even = c0.add(c2).add(c4).add(c6).add(c8).add(c10);
    FloatVector odd = c1.add(c3).add(c5).add(c7).add(c9).add(c11);
    return even.sub(odd.mul(2f)).lane(0);
  }
}
