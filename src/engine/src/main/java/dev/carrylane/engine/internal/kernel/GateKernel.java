package dev.carrylane.engine.internal.kernel;

/**
 * State updates of one gated recurrent cell. Gates are pre-activations, of so many units each, one range after the
 * other. Every array is followed by where its first element is. The results are those of {@link GateFunctions}, to the
 * bit.
 */
public interface GateKernel {
  /**
   * The step of {@link dev.carrylane.engine.activation.LstmCell}: reads the gates i, f, g, o, replaces the cell, writes
   * the hidden values. The three ranges share no element.
   */
  void lstm(int units, float[] gates, int i, float[] cell, int c, float[] hidden, int h);

  /**
   * The step of {@link dev.carrylane.engine.activation.GruCell}: reads the input parts and the hidden parts of the gates
   * r, z, n and the hidden values before, and writes those after. These may be the same range as those before; no other
   * shares an element with them.
   */
  void gru(
      int units,
      float[] input,
      int x,
      float[] recurrent,
      int y,
      float[] before,
      int from,
      float[] after,
      int to);
}
