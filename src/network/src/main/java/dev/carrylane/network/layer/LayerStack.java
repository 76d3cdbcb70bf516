package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import java.util.List;

/**
 * The layers of a model with their weights packed: what a {@link dev.carrylane.network.Model} runs. Immutable but for
 * {@link #close}, and shared by any number of threads.
 */
public final class LayerStack implements AutoCloseable {
  private final Layer layers;
  private final List<PackedWeights> matrices;
  private final List<ConvolutionWeights> convolutions;
  private final long keptBytes;
  private volatile boolean closed;

  private LayerStack(Layer layers, LayerWeights weights) {
    this.layers = layers;
    matrices = List.copyOf(weights.matrices());
    convolutions = List.copyOf(weights.convolutions());
    keptBytes = weights.keptBytes();
  }

  /**
   * Packs the weights of all layers.
   *
   * @param file the layers and their tensors
   * @param options how to pack, and for which backend
   * @return the layers
   */
  public static LayerStack of(ModelFile file, ModelOptions options) {
    LayerWeights weights = new LayerWeights(file.parameters(), options);
    ModelDescription description = file.description();
    Layer layers = LayerFactory.sequence(description.sequence(), "", description.inputs(), weights);
    weights.requireAllTaken();
    return new LayerStack(layers, weights);
  }

  /** {@return floats that a sequence's state has} */
  public int memory() {
    return layers.memory;
  }

  /** {@return the most bytes that the weights take; see {@link PackedWeights#bytes()}} */
  public long bytes() {
    long bytes = keptBytes;
    for (PackedWeights matrix : matrices) {
      bytes += matrix.bytes();
    }
    for (ConvolutionWeights convolution : convolutions) {
      bytes += convolution.bytes();
    }
    return bytes;
  }

  /** {@return whether the weights were given back} */
  public boolean isClosed() {
    return closed;
  }

  /** Gives the weights' memory back. Idempotent. */
  @Override
  public void close() {
    closed = true;
    for (PackedWeights matrix : matrices) {
      matrix.close();
    }
    for (ConvolutionWeights convolution : convolutions) {
      convolution.close();
    }
  }

  /**
   * Scratch memory for these layers.
   *
   * @param engine where to run
   * @param block the most frames of a run, and the most sequences of a step
   * @return a runner of one user thread at a time
   */
  public StackRunner newRunner(Engine engine, int block) {
    return new StackRunner(layers.newRunner(engine, block, 0), layers.inputs, block);
  }
}
