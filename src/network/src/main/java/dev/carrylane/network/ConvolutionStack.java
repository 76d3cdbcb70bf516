package dev.carrylane.network;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The carry-lookahead module: levels of causal convolutions whose dilation doubles, so that the receptive
 * field is 1 + (kernel − 1)(2^levels − 1).
 */
final class ConvolutionStack implements HiddenLayer {
  private final List<ConvolutionLayer> levels;

  private ConvolutionStack(List<ConvolutionLayer> levels) {
    this.levels = List.copyOf(levels);
  }

  static ConvolutionStack of(
      ModelDescription description, ParameterReader parameters, Backend backend) {
    List<ConvolutionLayer> levels = new ArrayList<>();
    int inputs = description.inputs();
    for (int level = 0; level < description.channels().size(); level++) {
      int outputs = description.channels().get(level);
      levels.add(
          ConvolutionLayer.of(
              parameters,
              "tcn.network." + level + ".conv1",
              inputs,
              outputs,
              description.kernel(),
              1 << level,
              backend));
      inputs = outputs;
    }
    return new ConvolutionStack(levels);
  }

  @Override
  public int inputs() {
    return levels.get(0).inputs();
  }

  @Override
  public int outputs() {
    return levels.get(levels.size() - 1).outputs();
  }

  @Override
  public OptionalLong receptiveField() {
    long earlier = levels.stream().mapToLong(level -> level.receptiveField().getAsLong() - 1).sum();
    return OptionalLong.of(1 + earlier);
  }

  @Override
  public HiddenState newState(Engine engine, int block) {
    return new State(levels, engine, block);
  }

  /** The states of the levels, and the frames that pass between them. */
  private static final class State implements HiddenState {
    private final HiddenState[] levels;
    private final float[][] between;

    State(List<ConvolutionLayer> layers, Engine engine, int block) {
      levels =
          layers.stream().map(layer -> layer.newState(engine, block)).toArray(HiddenState[]::new);
      // Two buffers in turn: a level never writes where it reads.
      int widest = layers.stream().mapToInt(HiddenLayer::outputs).max().orElseThrow();
      between = new float[Math.min(2, levels.length - 1)][];
      for (int i = 0; i < between.length; i++) {
        between[i] = Scratch.frames(block, widest);
      }
    }

    @Override
    public void reset() {
      for (HiddenState level : levels) {
        level.reset();
      }
    }

    @Override
    public void run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      float[] from = x;
      int fromOffset = xOffset;
      for (int i = 0; i < levels.length - 1; i++) {
        float[] to = between[i & 1];
        levels[i].run(frames, from, fromOffset, to, 0);
        from = to;
        fromOffset = 0;
      }
      levels[levels.length - 1].run(frames, from, fromOffset, y, yOffset);
    }
  }
}
