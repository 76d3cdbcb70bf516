package dev.carrylane.training;

import dev.carrylane.engine.Engine;

/** What one thread needs to go through shards: scratch, and nothing that outlives a shard. */
final class Worker {
  private final LayerTraining layers;
  private final LayerPass pass;
  private final LossPass loss;
  private final int targetWidth;
  private final boolean flattened;
  private final Shard shard = new Shard();
  private float[] x = {};
  private float[] y = {};
  private float[] dy = {};
  private float[] targets = {};
  private int rows;
  private int sequences;

  Worker(LayerTraining layers, Loss kind, boolean flattened, Engine engine) {
    this.layers = layers;
    this.flattened = flattened;
    pass = layers.newPass(engine, 0);
    loss = new LossPass(kind, engine.backend(), layers.outputs);
    targetWidth = kind.targets(layers.outputs);
  }

  /** The shard to fill: the next {@link #run} goes through it. */
  Shard shard() {
    return shard;
  }

  /** The loss of the last run. */
  LossPass loss() {
    return loss;
  }

  private void reserve(int neededRows, int neededSequences) {
    if (neededRows > rows || neededSequences > sequences) {
      rows = Math.max(rows, neededRows);
      sequences = Math.max(sequences, neededSequences);
      x = Growing.frames(x, rows, layers.inputs);
      int out = flattened ? sequences : rows;
      y = Growing.frames(y, out, layers.outputs);
      dy = Growing.frames(dy, out, layers.outputs);
      targets = Growing.frames(targets, out, targetWidth);
      pass.reserve(rows, sequences);
      loss.reserve(out);
    }
  }

  /**
   * Goes through the next frames of some sequences.
   *
   * @param examples the sequences
   * @param order their numbers
   * @param from the first of them
   * @param count how many
   * @param first the first frame of each
   * @param most the most frames of each
   * @param gradient zeros, to which the derivative of the summed loss is added; null for going forward only
   */
  void run(
      Examples examples, int[] order, int from, int count, int first, int most, float[] gradient) {
    shard.reserve(count);
    int total = 0;
    for (int s = 0; s < count; s++) {
      int frames = examples.frames(order[from + s]) - first;
      total = Math.addExact(total, Math.clamp(frames, 0, most));
    }
    reserve(total, count);
    int row = 0;
    for (int s = 0; s < count; s++) {
      int example = order[from + s];
      int frames = Math.clamp(examples.frames(example) - first, 0, most);
      shard.offsets[s] = row;
      if (frames > 0) {
        int target = flattened ? s : row;
        examples.copy(
            example, first, frames, x, row * layers.inputs, targets, target * targetWidth);
      }
      row += frames;
    }
    shard.sequences = count;
    shard.offsets[count] = row;
    shard.rows = row;
    pass.forward(shard, x, y);
    loss.run(flattened ? count : row, y, targets, gradient == null ? null : dy);
    if (gradient != null) {
      pass.backward(shard, x, y, dy, null, gradient);
    }
  }
}
