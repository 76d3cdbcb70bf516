package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DenseGradientKernel;
import dev.carrylane.engine.internal.scalar.ScalarDenseGradientKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients of square blocks with columns on lanes, as the rows lie in memory: each row of P is read once and
 * its gradient written next to it in time, two vectors of columns at once. Columns that do not fill a vector
 * are covered by one that overlaps its neighbour and computes the same there; what the chains begin with is
 * in scratch until both have read it. Blocks smaller than a vector go to the scalar kernel.
 */
final class VectorDenseGradientKernel implements DenseGradientKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  private final DenseGradientKernel scalar = new ScalarDenseGradientKernel();

  @Override
  public void run(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int upstreamAt,
      int dpAt,
      int dgAt,
      float[] past,
      int pastAt,
      int pastStep,
      int pastChannel,
      float[] carry,
      int carryAt,
      float[] scratch,
      int scratchAt) {
    int n = on.n;
    if (n < LANES || past == null) {
      scalar.run(
          on,
          steps,
          channels,
          pAt,
          upstreamAt,
          dpAt,
          dgAt,
          past,
          pastAt,
          pastStep,
          pastChannel,
          carry,
          carryAt,
          scratch,
          scratchAt);
      return;
    }
    int tail = n - LANES;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        int block = t * on.pStep + c * on.pChannel;
        int ui = upstreamAt + t * on.upstreamStep + c * on.upstreamChannel;
        int bi = carryAt + c * n;
        begin(on, ui, dgAt + t * on.dgStep + c * on.dgChannel, carry, bi, scratch, scratchAt);
        int hi = pastAt + t * pastStep + c * pastChannel;
        int k = 0;
        for (; k + LANES < n; k += 2 * LANES) {
          int k0 = Math.min(k, tail);
          int step = Math.min(k + LANES, tail) - k0;
          columns2(
              on, pAt + block, dpAt + block, past, hi, carry, bi, scratch, scratchAt, k0, step);
        }
        if (k < n) {
          int k0 = Math.min(k, tail);
          columns1(on, pAt + block, dpAt + block, past, hi, carry, bi, scratch, scratchAt, k0);
        }
      }
    }
  }

  /** Puts a into scratch and dg, and where the chains of b begin behind a. */
  private static void begin(
      Operands on, int ui, int di, float[] carry, int bi, float[] scratch, int xi) {
    int n = on.n;
    float[] upstream = on.upstream;
    float[] dg = on.dg;
    for (int j = 0; j < n; j++) {
      float u = upstream[ui + j];
      float b = carry[bi + j];
      float a = on.exclusive ? b : u + b;
      scratch[xi + j] = a;
      scratch[xi + n + j] = on.exclusive ? u : 0;
      dg[di + j] = a;
    }
  }

  /** Two vectors of columns, the second {@code step} behind the first; they may overlap. */
  private static void columns2(
      Operands on,
      int block,
      int dblock,
      float[] past,
      int hi,
      float[] carry,
      int bi,
      float[] scratch,
      int xi,
      int k,
      int step) {
    int n = on.n;
    float[] p = on.p;
    float[] dp = on.dp;
    int pi = block + k;
    int di = dblock + k;
    FloatVector h0 = FloatVector.fromArray(FLOATS, past, hi + k);
    FloatVector h1 = FloatVector.fromArray(FLOATS, past, hi + k + step);
    FloatVector s0 = FloatVector.fromArray(FLOATS, scratch, xi + n + k);
    FloatVector s1 = FloatVector.fromArray(FLOATS, scratch, xi + n + k + step);
    for (int i = 0; i < n; i++) {
      FloatVector a = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, scratch[xi + i]));
      s0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + i * n)).fma(a, s0);
      s1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + i * n + step)).fma(a, s1);
      a.mul(h0).intoArray(dp, di + i * n);
      a.mul(h1).intoArray(dp, di + i * n + step);
    }
    FLOAT_VECTOR.cast(s0).intoArray(carry, bi + k);
    FLOAT_VECTOR.cast(s1).intoArray(carry, bi + k + step);
  }

  private static void columns1(
      Operands on,
      int block,
      int dblock,
      float[] past,
      int hi,
      float[] carry,
      int bi,
      float[] scratch,
      int xi,
      int k) {
    int n = on.n;
    float[] p = on.p;
    float[] dp = on.dp;
    int pi = block + k;
    int di = dblock + k;
    FloatVector h0 = FloatVector.fromArray(FLOATS, past, hi + k);
    FloatVector s0 = FloatVector.fromArray(FLOATS, scratch, xi + n + k);
    for (int i = 0; i < n; i++) {
      FloatVector a = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, scratch[xi + i]));
      s0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + i * n)).fma(a, s0);
      a.mul(h0).intoArray(dp, di + i * n);
    }
    FLOAT_VECTOR.cast(s0).intoArray(carry, bi + k);
  }
}
