package dev.carrylane.training;

import dev.carrylane.engine.Engine;

/** One layer of recurrent units at work on a shard in one direction: packs frames, and puts results where the shard has them. */
final class DirectionPass {
  private final CellTraining cell;
  private final CellPass pass;
  private final Steps steps;
  private float[] packedX = {};
  private float[] packedDx = {};

  /**
   * A pass that has no room yet.
   *
   * @param reversed whether sequences are gone through from the last frame to the first
   */
  DirectionPass(CellTraining cell, Engine engine, boolean reversed) {
    this.cell = cell;
    pass = cell.newPass(engine);
    steps = new Steps(reversed);
  }

  void reserve(int rows, int sequences) {
    steps.reserve(rows, sequences);
    pass.reserve(rows);
    packedX = Growing.frames(packedX, rows, cell.inputs);
    packedDx = Growing.frames(packedDx, rows, cell.inputs);
  }

  /**
   * Goes forward.
   *
   * @param memory where this layer's memory lies in the state of a sequence; −1 where sequences begin with zeros
   * @param x input frames
   * @param y receives outputs
   * @param at where they begin in an output frame
   * @param stride floats of an output frame
   */
  void forward(Shard shard, int memory, float[] x, float[] y, int at, int stride) {
    steps.order(shard);
    steps.pack(x, 0, cell.inputs, packedX, cell.inputs, cell.inputs);
    pass.forward(steps, memory < 0 ? null : shard, memory, packedX);
    steps.unpack(pass.h, cell.stride, y, at, stride, cell.units);
  }

  /**
   * Goes back.
   *
   * @param dy the derivative by output frames
   * @param at where those of this direction begin in a frame
   * @param stride floats of an output frame
   * @param dx receives the derivative by x; null where nobody needs it
   * @param adds whether it is added to what dx holds
   * @param gradient the derivative by the weights is added to this layer's slices
   */
  void backward(float[] dy, int at, int stride, float[] dx, boolean adds, float[] gradient) {
    steps.pack(dy, at, stride, pass.dh, cell.stride, cell.units);
    pass.backward(steps, packedX, dx == null ? null : packedDx, gradient);
    if (dx == null) {
      return;
    }
    if (adds) {
      steps.addUnpacked(packedDx, cell.inputs, dx, cell.inputs, cell.inputs);
    } else {
      steps.unpack(packedDx, cell.inputs, dx, 0, cell.inputs, cell.inputs);
    }
  }
}
