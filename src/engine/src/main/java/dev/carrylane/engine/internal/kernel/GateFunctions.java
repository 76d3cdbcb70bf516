package dev.carrylane.engine.internal.kernel;

/**
 * The state updates of gated recurrent cells for one unit: the definition, operation by operation, of
 * what the scalar and the vector kernels compute. A change here is a change in the vector kernel too.
 */
public final class GateFunctions {
  private GateFunctions() {}

  /** The cell of an LSTM, fma(σ(f), c, σ(i)·tanh(g)). */
  public static float lstmCell(float i, float f, float g, float c) {
    float candidate = ActivationFunctions.sigmoid(i) * ActivationFunctions.tanh(g);
    return Math.fma(ActivationFunctions.sigmoid(f), c, candidate);
  }

  /** The hidden value of an LSTM, σ(o)·tanh(c). */
  public static float lstmHidden(float o, float c) {
    return ActivationFunctions.sigmoid(o) * ActivationFunctions.tanh(c);
  }

  /** The candidate of a GRU, n = tanh(fma(σ(xr + hr), hn, xn)). */
  public static float gruCandidate(float xr, float xn, float hr, float hn) {
    return ActivationFunctions.tanh(Math.fma(ActivationFunctions.sigmoid(xr + hr), hn, xn));
  }

  /** The hidden value of a GRU, fma(z, h, fma(−z, n, n)) with z = σ(xz + hz). */
  public static float gruHidden(float xz, float hz, float n, float h) {
    float z = ActivationFunctions.sigmoid(xz + hz);
    return Math.fma(z, h, Math.fma(-z, n, n));
  }
}
