package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.testkit.Help;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Products of operands as they lie, and with rounded weights. */
class UnpackedGemmProperties {
  /** Enough multiply-adds to be shared among threads. */
  private static final long SHARED_WORK = 4_000_000;

  private static final int ROUNDED_BITS = 16;

  /** The operands of one product, or of one of a batch; their arrays end where they end. */
  private record Operands(UnpackedShape shape, float[] a, float[] b, float[] c) {
    static Operands of(UnpackedShape shape) {
      return new Operands(
          shape,
          shape.values().floats("a", shape.aLength()),
          shape.values().floats("b", shape.bLength()),
          shape.values().floats("c", shape.cLength()));
    }

    /** The definition: from what C holds, or from 0. */
    float[] chains(boolean accumulate) {
      float[] result = c.clone();
      chains(accumulate, shape, result);
      return result;
    }

    void chains(boolean accumulate, UnpackedShape place, float[] result) {
      for (int i = 0; i < place.rows(); i++) {
        for (int j = 0; j < place.columns(); j++) {
          float chain = accumulate ? result[place.c(i, j)] : 0;
          for (int k = 0; k < place.depth(); k++) {
            chain = Math.fma(a[place.a(i, k)], b[place.b(k, j)], chain);
          }
          result[place.c(i, j)] = chain;
        }
      }
    }

    float[] multiply(Gemm gemm) {
      float[] result = c.clone();
      multiply(gemm, shape, result);
      return result;
    }

    void multiply(Gemm gemm, UnpackedShape part, float[] result) {
      gemm.multiply(
          part.transpose(),
          part.rows(),
          part.columns(),
          part.depth(),
          a,
          part.aOffset(),
          part.aStride(),
          b,
          part.bOffset(),
          part.bStride(),
          result,
          part.cOffset(),
          part.cStride());
    }

    void accumulate(Gemm gemm, UnpackedShape part, float[] result) {
      gemm.accumulate(
          part.transpose(),
          part.rows(),
          part.columns(),
          part.depth(),
          a,
          part.aOffset(),
          part.aStride(),
          b,
          part.bOffset(),
          part.bStride(),
          result,
          part.cOffset(),
          part.cStride());
    }
  }

  @Property(tries = 3000)
  void everyElementIsItsChainAndNothingElseIsWritten(
      @ForAll(supplier = UnpackedShape.Small.class) UnpackedShape shape,
      @ForAll(supplier = UnpackedShape.Small.class) UnpackedShape earlier) {
    Operands operands = Operands.of(shape);
    Operands untouched = Operands.of(shape);
    float[] product = operands.chains(false);
    float[] sum = operands.chains(true);
    for (Backend backend : Engines.backends()) {
      Gemm gemm = Gemm.on(Engine.of(backend));
      // What another product leaves in the operation's memory must not show.
      Operands.of(earlier).multiply(gemm);
      assertSameBits(product, operands.multiply(gemm), backend + " multiply");
      float[] accumulated = operands.c.clone();
      operands.accumulate(gemm, shape, accumulated);
      assertSameBits(sum, accumulated, backend + " accumulate");
    }
    assertSameBits(untouched.a, operands.a, "A afterwards");
    assertSameBits(untouched.b, operands.b, "B afterwards");
  }

  @Property(tries = 1000)
  void accumulatingTheRestOfTheChainsIsTheWholeProduct(
      @ForAll(supplier = UnpackedShape.Small.class) UnpackedShape shape,
      @ForAll @IntRange(max = 1000) int split) {
    Operands operands = Operands.of(shape);
    int first = shape.depth() * split / 1000;
    UnpackedShape begin = shape.steps(0, first);
    UnpackedShape rest = shape.steps(first, shape.depth());
    for (Backend backend : Engines.backends()) {
      Gemm gemm = Gemm.on(Engine.of(backend));
      float[] result = operands.c.clone();
      operands.multiply(gemm, begin, result);
      operands.accumulate(gemm, rest, result);
      assertSameBits(operands.multiply(gemm), result, backend + ", split at " + first);
    }
  }

  @Property(tries = 80)
  void helpDoesNotChangeBits(
      @ForAll(supplier = UnpackedShape.Large.class) UnpackedShape shape,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll Help help) {
    Operands operands = Operands.of(shape);
    float[] expected = operands.chains(false);
    for (Backend backend : Engines.backends()) {
      Help.Helpers helpers = help.newHelpers();
      Gemm gemm = Gemm.on(Engine.of(backend).withExecutor(helpers, threads));
      // The second call finds helpers that are left over from the first.
      for (int call = 0; call < 2; call++) {
        assertSameBits(expected, operands.multiply(gemm), backend + ", call " + call);
      }
      assertTrue(
          threads == 1 || shape.work() < SHARED_WORK || helpers.asked() > 0,
          "so much work should have been shared");
    }
  }

  @Property(tries = 1000)
  void roundedWeightsAreWeightsRoundedBefore(
      @ForAll(supplier = UnpackedShape.Small.class) UnpackedShape any) {
    UnpackedShape shape = plain(any);
    Operands operands = Operands.of(shape);
    float[] rounded = operands.b.clone();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = rounded(rounded[i]);
    }
    float[] expected = new Operands(shape, operands.a, rounded, operands.c).chains(false);
    for (Backend backend : Engines.backends()) {
      float[] result = operands.c.clone();
      Gemm.on(Engine.of(backend))
          .multiply(
              shape.rows(),
              operands.a,
              shape.aOffset(),
              shape.aStride(),
              pack(operands, backend).bfloat16(),
              result,
              shape.cOffset(),
              shape.cStride(),
              Activation.NONE);
      assertSameBits(expected, result, backend.toString());
    }
  }

  /** To nearest and ties to even, as {@link Math#rint} does in units of the last place that is kept. */
  private static float rounded(float x) {
    if (!Float.isFinite(x)) {
      return x;
    }
    int exponent = Math.max(Math.getExponent(x), Float.MIN_EXPONENT);
    int unit = exponent - (Float.PRECISION - 1 - ROUNDED_BITS);
    // Exact in double precision; the conversion makes an infinity of 2^128 and changes nothing
    // else.
    return (float) Math.scalb(Math.rint(Math.scalb((double) x, -unit)), unit);
  }

  private static UnpackedShape plain(UnpackedShape shape) {
    return new UnpackedShape(
        Transpose.NONE,
        shape.rows(),
        shape.depth(),
        shape.columns(),
        shape.aOffset(),
        shape.aPadding() % 6,
        shape.bOffset(),
        shape.bPadding() % 6,
        shape.cOffset(),
        shape.cPadding(),
        shape.values());
  }

  private static PackedWeights pack(Operands operands, Backend backend) {
    UnpackedShape shape = operands.shape;
    return PackedWeights.ofInputRows(
        backend,
        shape.depth(),
        shape.columns(),
        operands.b,
        shape.bOffset(),
        shape.bStride(),
        null,
        0);
  }
}
