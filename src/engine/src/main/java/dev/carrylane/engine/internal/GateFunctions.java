package dev.carrylane.engine.internal;

/**
 * The state updates of gated recurrent cells for one unit: the definition, operation by operation, of
 * what the scalar and the vector kernels compute. A change here is a change in the vector kernel too.
 */
public final class GateFunctions {
  private GateFunctions() {}

  /**
   * The cell of an LSTM, fma(σ(f), c, σ(i)·tanh(g)).
   *
   * @param i pre-activation of the input gate
   * @param f pre-activation of the forget gate
   * @param g pre-activation of the candidate
   * @param c the cell before
   * @return the cell after
   */
  public static float lstmCell(float i, float f, float g, float c) {
    float candidate = ActivationFunctions.sigmoid(i) * ActivationFunctions.tanh(g);
    return Math.fma(ActivationFunctions.sigmoid(f), c, candidate);
  }

  /**
   * The hidden value of an LSTM, σ(o)·tanh(c).
   *
   * @param o pre-activation of the output gate
   * @param c the cell after the update
   * @return the hidden value
   */
  public static float lstmHidden(float o, float c) {
    return ActivationFunctions.sigmoid(o) * ActivationFunctions.tanh(c);
  }

  /**
   * The candidate of a GRU, n = tanh(fma(σ(xr + hr), hn, xn)).
   *
   * @param xr input part of the reset gate
   * @param xn input part of the candidate
   * @param hr hidden part of the reset gate
   * @param hn hidden part of the candidate
   * @return the candidate
   */
  public static float gruCandidate(float xr, float xn, float hr, float hn) {
    return ActivationFunctions.tanh(Math.fma(ActivationFunctions.sigmoid(xr + hr), hn, xn));
  }

  /**
   * The hidden value of a GRU, fma(z, h, fma(−z, n, n)) with z = σ(xz + hz).
   *
   * @param xz input part of the update gate
   * @param hz hidden part of the update gate
   * @param n the candidate
   * @param h the hidden value before
   * @return the hidden value after
   */
  public static float gruHidden(float xz, float hz, float n, float h) {
    float z = ActivationFunctions.sigmoid(xz + hz);
    return Math.fma(z, h, Math.fma(-z, n, n));
  }
}
