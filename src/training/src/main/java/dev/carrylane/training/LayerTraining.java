package dev.carrylane.training;

import dev.carrylane.engine.Engine;

/**
 * A layer while it is trained: where its tensors lie in the array of all, what is derived from them, and how it goes
 * forward and back. One object for all workers; what is derived is written between steps only, by one thread.
 *
 * <p>Forward, without dropout, gives the bits that {@link dev.carrylane.network.Model} gives.
 */
abstract class LayerTraining {
  /** Channels of an input frame. */
  final int inputs;

  /** Channels of an output frame. */
  final int outputs;

  /** Floats that it remembers of a sequence, laid out as in the states of a model. */
  final int memory;

  /** All trained values, as of the last {@link #prepare}. */
  float[] weights;

  LayerTraining(int inputs, int outputs, long memory) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.memory = Math.toIntExact(memory);
  }

  /**
   * Takes new weights, and derives from them what passes read: transposes, normalised kernels. Called after every change, before the
   * next pass.
   *
   * @param weights all trained values; read, never written
   */
  void prepare(float[] weights) {
    this.weights = weights;
  }

  /**
   * Turns what passes added to the gradient, where that is by derived values, into the gradient by the trained ones. Called once a step,
   * on the sum over all sequences.
   *
   * @param gradient as long as the weights; only this layer's slices are touched
   */
  void finish(float[] gradient) {}

  /**
   * Scratch for one worker.
   *
   * @param engine where it runs; products on it may use several threads
   * @param at where this layer's memory lies in the state of a sequence
   */
  abstract LayerPass newPass(Engine engine, int at);
}
