package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.Gru;
import dev.carrylane.network.layer.Lstm;
import dev.carrylane.network.layer.Recurrent;
import dev.carrylane.network.layer.RecurrentDescription;

/**
 * The tensors of one layer of recurrent units in one direction, and copies of them that products per step read in place: a matrix per gate,
 * {@code [in][out]} forward and {@code [out][in]} back, in rows of whole vectors.
 */
final class CellTraining {
  /** Columns of the widest panel of a product: those that fill none are packed, which would take longer than a step. */
  private static final int PANEL = 32;

  /** Products pack matrices whose rows lie a multiple of so many floats apart. */
  private static final int CROWDED = 256;

  /** Up to so many units, a plain loop takes less time than it takes to begin a product. */
  static final int FEW = 4;

  /** Floats of an input frame. */
  final int inputs;

  /** Units, each of which gives out one float. */
  final int units;

  /** Gates of a unit. */
  final int gates;

  /** Distance between packed frames of units. */
  final int stride;

  /** Distance between the rows of a copied matrix. */
  final int matrixStride;

  /** Where the tensors lie; a bias at −1 is none. */
  final int inputWeight;

  final int hiddenWeight;
  final int inputBias;
  final int hiddenBias;

  /** All trained values. */
  float[] weights;

  /** A matrix {@code [inputs][matrixStride]} for each gate. */
  final float[][] fromInput;

  /** A matrix {@code [units][matrixStride]} for each gate. */
  final float[][] fromHidden;

  /** As {@link #fromHidden}, transposed: as in files, but for the stride. */
  final float[][] toHidden;

  /** What the chains of input parts start from: stride floats for each gate. */
  final float[] inputStart;

  /** What those of hidden parts start from; null where they go on from the input parts. */
  final float[] hiddenStart;

  private final RecurrentDescription layer;

  CellTraining(
      RecurrentDescription layer,
      String prefix,
      String suffix,
      int inputs,
      ParameterSlices slices) {
    this.layer = layer;
    this.inputs = inputs;
    units = layer.hidden();
    gates = layer.gates();
    stride = units <= FEW ? units : Math.ceilDiv(units, PANEL) * PANEL;
    matrixStride = stride % CROWDED == 0 ? stride + PANEL : stride;
    inputWeight = slices.at(prefix + "weight_ih" + suffix);
    hiddenWeight = slices.at(prefix + "weight_hh" + suffix);
    inputBias = layer.bias() ? slices.at(prefix + "bias_ih" + suffix) : -1;
    hiddenBias = layer.bias() ? slices.at(prefix + "bias_hh" + suffix) : -1;
    fromInput = new float[gates][Math.multiplyExact(inputs, matrixStride)];
    fromHidden = new float[gates][Math.multiplyExact(units, matrixStride)];
    toHidden = new float[gates][units * matrixStride];
    inputStart = new float[gates * stride];
    hiddenStart = layer instanceof Gru ? new float[gates * stride] : null;
  }

  /** Copies new weights. */
  void prepare(float[] weights) {
    this.weights = weights;
    for (int gate = 0; gate < gates; gate++) {
      int row = gate * units;
      transpose(weights, inputWeight + row * inputs, units, inputs, fromInput[gate], matrixStride);
      int hidden = hiddenWeight + row * units;
      transpose(weights, hidden, units, units, fromHidden[gate], matrixStride);
      for (int i = 0; i < units; i++) {
        System.arraycopy(weights, hidden + i * units, toHidden[gate], i * matrixStride, units);
      }
      if (inputBias >= 0) {
        int start = gate * stride;
        System.arraycopy(weights, inputBias + row, inputStart, start, units);
        if (hiddenStart != null) {
          System.arraycopy(weights, hiddenBias + row, hiddenStart, start, units);
        } else {
          for (int i = 0; i < units; i++) {
            inputStart[start + i] += weights[hiddenBias + row + i];
          }
        }
      }
    }
  }

  private static void transpose(
      float[] from, int at, int rows, int columns, float[] to, int toStride) {
    for (int row = 0; row < rows; row++) {
      int source = at + row * columns;
      int target = row;
      for (int column = 0; column < columns; column++) {
        to[target] = from[source + column];
        target += toStride;
      }
    }
  }

  /** Scratch for one worker. */
  CellPass newPass(Engine engine) {
    return switch (layer) {
      case Recurrent recurrent -> new RecurrentCellPass(this, engine, recurrent.activation());
      case Lstm lstm -> new LstmCellPass(this, engine);
      case Gru gru -> new GruCellPass(this, engine);
    };
  }
}
