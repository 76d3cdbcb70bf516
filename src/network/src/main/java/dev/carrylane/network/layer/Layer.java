package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/** A layer with its weights packed. Immutable, and shared by any number of threads. */
abstract class Layer {
  /** Channels of an input frame. */
  final int inputs;

  /** Channels of an output frame. */
  final int outputs;

  /** Floats that it remembers of a sequence. */
  final int memory;

  Layer(int inputs, int outputs, long memory) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.memory = (int) memory;
  }

  /**
   * Scratch for so many frames at once.
   *
   * @param engine where to run
   * @param block the most frames of a run, and the most rows of a step
   * @param at where this layer's memory lies in the state of a sequence
   */
  abstract LayerRunner newRunner(Engine engine, int block, int at);
}
