package dev.carrylane.network;

import dev.carrylane.engine.Engine;
import java.util.OptionalLong;

/** A causal layer: its weights, immutable and shared. */
interface HiddenLayer {
  /** Channels of an input frame. */
  int inputs();

  /** Channels of an output frame. */
  int outputs();

  /** Input frames that an output depends on, its own included; empty if all earlier ones count. */
  OptionalLong receptiveField();

  /** Memory for one sequence, at its start, and scratch for so many frames at once. */
  HiddenState newState(Engine engine, int block);
}
