package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.gemm.PackedWeights;
import java.lang.invoke.MethodHandles;

/** How other packages make packed weights of products from what they share with them, which is no part of the API. */
public abstract class PackedWeightsMaker {
  /** Written while {@link PackedWeights} is initialised. */
  private static volatile PackedWeightsMaker maker;

  /** Called once, by packed weights. */
  public static void install(PackedWeightsMaker only) {
    maker = only;
  }

  /** Weights on the same memory. */
  public static PackedWeights of(FloatWeights weights) {
    if (maker == null) {
      try {
        MethodHandles.lookup().ensureInitialized(PackedWeights.class);
      } catch (IllegalAccessException impossible) {
        throw new AssertionError(impossible);
      }
    }
    return maker.make(weights);
  }

  /** Wraps weights. */
  protected abstract PackedWeights make(FloatWeights weights);
}
