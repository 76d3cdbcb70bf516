package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import java.util.Arrays;

/**
 * One layer of recurrent units in one direction at work on packed frames, see {@link Steps}. What depends on x alone is one product over all
 * frames; then go the steps, of all sequences at once; back, the steps come first. Every array of units has a row of {@code cell.stride}
 * floats for each packed frame, so that loops over a step have one index for all of them, and the JIT vectorises them.
 */
abstract class CellPass {
  final CellTraining cell;
  final Backend backend;
  private final Gemm gemm;
  private final float[] sum;
  private float[] ones = {};
  private int rows;

  /** The outputs. */
  float[] h = {};

  /** The outputs before each frame. */
  float[] before = {};

  /** The derivative by the outputs, at first of what is above only; to be filled in before going back. */
  float[] dh = {};

  CellPass(CellTraining cell, Engine engine) {
    this.cell = cell;
    backend = engine.backend();
    gemm = Gemm.on(engine);
    sum = new float[cell.stride];
  }

  /** Makes room for so many packed frames. */
  final void reserve(int mostRows) {
    if (mostRows > rows) {
      rows = mostRows;
      h = units();
      before = units();
      dh = units();
      ones = new float[rows];
      Arrays.fill(ones, 1);
      grow();
    }
  }

  /** An array of units, of zeros, for all packed frames. */
  final float[] units() {
    return Growing.frames(null, rows, cell.stride);
  }

  /** Makes room for what a kind of unit needs besides. */
  abstract void grow();

  /** Where the input part of a gate goes. */
  abstract float[] inputPart(int gate);

  /** Where the hidden part of a gate goes: it is added to what is there. */
  abstract float[] hiddenPart(int gate);

  /** After {@link #stepBack}, the derivative by the input part of a gate. */
  abstract float[] inputDerivative(int gate);

  /** After {@link #stepBack}, the derivative by the hidden part of a gate. */
  abstract float[] hiddenDerivative(int gate);

  /** Takes memories of sequences, packed frame k being that of the k-th; zeros if there are none. */
  abstract void load(Steps steps, Shard shard, int at);

  /** Leaves the memory of a sequence behind its last packed frame. */
  abstract void store(int row, float[] states, int slice);

  /** Computes outputs from parts, for elements of packed frames. */
  abstract void step(int from, int to);

  /** Hands on what the first elements of a step remember to the step that begins at another element. */
  void pass(int from, int to, int length) {
    System.arraycopy(h, from, before, to, length);
  }

  /** Gets ready to go back. */
  abstract void beginBack(int length);

  /** Computes derivatives by parts from those by outputs. */
  abstract void stepBack(int from, int to);

  /** Hands derivatives, but for those by h, on to the step before. */
  abstract void passBack(int from, int to, int length);

  /**
   * Goes forward.
   *
   * @param shard where memories are carried; null where sequences begin with zeros
   * @param at where this layer's memory lies in the state of a sequence
   * @param x packed input frames
   */
  final void forward(Steps steps, Shard shard, int at, float[] x) {
    int total = steps.start(steps.count());
    for (int gate = 0; gate < cell.gates; gate++) {
      float[] part = inputPart(gate);
      fill(cell.inputStart, gate, part, total);
      gemm.accumulate(
          Transpose.NONE,
          total,
          cell.stride,
          cell.inputs,
          x,
          0,
          cell.inputs,
          cell.fromInput[gate],
          0,
          cell.matrixStride,
          part,
          0,
          cell.stride);
      if (cell.hiddenStart != null) {
        fill(cell.hiddenStart, gate, hiddenPart(gate), total);
      }
    }
    load(steps, shard, at);
    for (int step = 0; step < steps.count(); step++) {
      int active = steps.active(step);
      int from = steps.start(step) * cell.stride;
      for (int gate = 0; gate < cell.gates; gate++) {
        addProduct(active, before, from, cell.fromHidden[gate], hiddenPart(gate), from);
      }
      int to = from + active * cell.stride;
      step(from, to);
      pass(from, to, steps.active(step + 1) * cell.stride);
    }
    if (shard != null && shard.states != null) {
      for (int k = 0; k < steps.running(); k++) {
        int sequence = steps.sequence(k);
        int last = steps.start(shard.steps(sequence) - 1) + k;
        store(last * cell.stride, shard.states, shard.slice(sequence, at));
      }
    }
  }

  private void fill(float[] start, int gate, float[] part, int total) {
    Elements.fillRows(start, gate * cell.stride, part, total, cell.stride);
  }

  /**
   * Goes back.
   *
   * @param x packed input frames
   * @param dx receives the derivative by x; null where nobody needs it
   * @param gradient the derivative by the weights is added to this layer's slices
   */
  final void backward(Steps steps, float[] x, float[] dx, float[] gradient) {
    int total = steps.start(steps.count());
    beginBack(total * cell.stride);
    for (int step = steps.count() - 1; step >= 0; step--) {
      int from = steps.start(step) * cell.stride;
      int length = steps.active(step) * cell.stride;
      stepBack(from, from + length);
      if (step > 0) {
        int to = steps.start(step - 1) * cell.stride;
        passBack(from, to, length);
        for (int gate = 0; gate < cell.gates; gate++) {
          addProduct(steps.active(step), hiddenDerivative(gate), from, cell.toHidden[gate], dh, to);
        }
      }
    }
    for (int gate = 0; gate < cell.gates; gate++) {
      addGradient(gate, total, x, gradient);
    }
    if (dx != null) {
      derive(total, dx);
    }
  }

  /** C = C + A·B for a step: A and C are units, B is a matrix of this layer's. */
  private void addProduct(int rows, float[] a, int aAt, float[] b, float[] c, int cAt) {
    int units = cell.units;
    int stride = cell.stride;
    if (units > CellTraining.FEW) {
      gemm.accumulate(
          Transpose.NONE,
          rows,
          stride,
          units,
          a,
          aAt,
          stride,
          b,
          0,
          cell.matrixStride,
          c,
          cAt,
          stride);
    } else {
      addFew(rows, units, a, aAt, b, c, cAt);
    }
  }

  private static void addFew(
      int rows, int units, float[] a, int aAt, float[] b, float[] c, int cAt) {
    for (int row = 0; row < rows; row++) {
      for (int unit = 0; unit < units; unit++) {
        float chain = c[cAt + row * units + unit];
        for (int k = 0; k < units; k++) {
          chain = Math.fma(a[aAt + row * units + k], b[k * units + unit], chain);
        }
        c[cAt + row * units + unit] = chain;
      }
    }
  }

  private void addGradient(int gate, int total, float[] x, float[] gradient) {
    int units = cell.units;
    int inputs = cell.inputs;
    int stride = cell.stride;
    float[] input = inputDerivative(gate);
    float[] hidden = hiddenDerivative(gate);
    gemm.accumulate(
        Transpose.LEFT,
        units,
        inputs,
        total,
        input,
        0,
        stride,
        x,
        0,
        inputs,
        gradient,
        cell.inputWeight + gate * units * inputs,
        inputs);
    gemm.accumulate(
        Transpose.LEFT,
        units,
        units,
        total,
        hidden,
        0,
        stride,
        before,
        0,
        stride,
        gradient,
        cell.hiddenWeight + gate * units * units,
        units);
    if (cell.inputBias >= 0) {
      sum(input, total);
      Elements.addRow(sum, 0, units, gradient, cell.inputBias + gate * units);
      if (hidden != input) {
        sum(hidden, total);
      }
      Elements.addRow(sum, 0, units, gradient, cell.hiddenBias + gate * units);
    }
  }

  /** Frames added up in order: a product with ones, whose chains are just that. */
  private void sum(float[] derivative, int total) {
    gemm.multiply(Transpose.NONE, 1, cell.stride, total, ones, derivative, sum);
  }

  private void derive(int total, float[] dx) {
    int units = cell.units;
    int inputs = cell.inputs;
    for (int gate = 0; gate < cell.gates; gate++) {
      int weight = cell.inputWeight + gate * units * inputs;
      if (gate == 0) {
        gemm.multiply(
            Transpose.NONE,
            total,
            inputs,
            units,
            inputDerivative(0),
            0,
            cell.stride,
            cell.weights,
            weight,
            inputs,
            dx,
            0,
            inputs);
      } else {
        gemm.accumulate(
            Transpose.NONE,
            total,
            inputs,
            units,
            inputDerivative(gate),
            0,
            cell.stride,
            cell.weights,
            weight,
            inputs,
            dx,
            0,
            inputs);
      }
    }
  }

  /** Takes a part of the memories of sequences: units each. */
  final void load(Steps steps, Shard shard, int at, float[] to) {
    if (shard == null || shard.states == null) {
      Arrays.fill(to, 0, steps.running() * cell.stride, 0);
      return;
    }
    for (int k = 0; k < steps.running(); k++) {
      int slice = shard.slice(steps.sequence(k), at);
      System.arraycopy(shard.states, slice, to, k * cell.stride, cell.units);
    }
  }
}
