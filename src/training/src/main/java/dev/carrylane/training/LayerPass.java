package dev.carrylane.training;

/**
 * A layer at work on one shard of a batch: forward, then back. Scratch memory grows in {@link #reserve} and nowhere else. One
 * user thread at a time. Frames are dense and begin at 0.
 */
abstract class LayerPass {
  /**
   * Makes room.
   *
   * @param rows the most frames of a shard, of all its sequences together
   * @param sequences the most sequences of a shard
   */
  abstract void reserve(int rows, int sequences);

  /**
   * Goes forward, and keeps what {@link #backward} needs besides x and y.
   *
   * @param shard which frames belong together
   * @param x input frames
   * @param y receives output frames
   */
  abstract void forward(Shard shard, float[] x, float[] y);

  /**
   * Goes back through the last {@link #forward}, of which x and y still hold their values.
   *
   * @param shard the same
   * @param x input frames
   * @param y output frames
   * @param dy the derivative by y; scratch afterwards
   * @param dx receives the derivative by x; null where nobody needs it
   * @param gradient the shard's own; the derivative by the weights is added to this layer's slices
   */
  abstract void backward(
      Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient);
}
