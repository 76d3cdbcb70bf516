package dev.carrylane.network.layer;

/** Scratch where x and h of some sequences lie side by side, a row for each, as {@link JoinedWeights} take them. */
final class JoinedFrames {
  final float[] values;

  /** Floats in a row. */
  final int width;

  private final int inputs;
  private final int units;

  JoinedFrames(int most, int inputs, int units) {
    this.inputs = inputs;
    this.units = units;
    width = inputs + units;
    values = Scratch.frames(most, width);
  }

  /** The row of one sequence. */
  void put(float[] x, int xOffset, float[] h, int hOffset) {
    put(0, x, xOffset, h, hOffset);
  }

  /** The rows of several, each with its h at the same place in its state. */
  void put(Rows rows, float[] x, int xOffset, int at) {
    for (int row = 0; row < rows.count; row++) {
      put(row, x, xOffset + row * inputs, rows.states[row], rows.slices[row] + at);
    }
  }

  private void put(int row, float[] x, int xOffset, float[] h, int hOffset) {
    System.arraycopy(x, xOffset, values, row * width, inputs);
    System.arraycopy(h, hOffset, values, row * width + inputs, units);
  }
}
