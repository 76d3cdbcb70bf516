package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;

/**
 * Runs {@link Nade}. Between values that are not 0, the hidden units of a frame stay as they are: a frame is cut into spans, each of
 * which ends with such a value, and spans of all frames are rows of one product, of which a row's own outputs are kept. An
 * output is one chain: its bias, its features, its hidden units.
 */
final class NadeLayer extends Layer {
  /** Spans of one product: as many rows as keep it busy, few enough for their hidden units to stay in a cache. */
  private static final int SPANS = 64;

  private final PackedWeights start;
  private final PackedWeights direct;
  private final PackedWeights out;
  private final float[][] values;

  NadeLayer(Nade layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.outputs(), 0);
    int features = layer.features(inputs);
    int hidden = layer.hidden();
    start = weights.matrix(prefix + "hidden.", hidden, features, true);
    float[] all = weights.take(prefix + "value.weight", outputs, hidden);
    float[] weight = weights.take(prefix + "output.weight", outputs, hidden);
    float[] bias = weights.take(prefix + "output.bias", outputs);
    float[] skip = weights.take(prefix + "direct.weight", outputs, features);
    out = weights.pack(outputs, hidden, weight, null);
    direct = weights.pack(outputs, features, skip, bias);
    values = new float[outputs][hidden];
    for (int value = 0; value < outputs; value++) {
      System.arraycopy(all, value * hidden, weights.kept(values[value]), 0, hidden);
    }
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block);
  }

  private static final class Runner extends FrameRunner {
    private final Backend backend;
    private final Gemm gemm;
    private final PackedWeights start;
    private final PackedWeights direct;
    private final PackedWeights out;
    private final float[][] values;
    private final int inputs;
    private final int outputs;
    private final int hidden;

    /** Before the sigmoid: of each frame at its beginning, and of the frame at hand. */
    private final float[] starts;

    private final float[] sums;

    /** Of each span its hidden units, its outputs, and which these are. */
    private final float[] units;

    private final float[] logits;
    private final int[] from = new int[SPANS];
    private final int[] to = new int[SPANS];
    private final int[] place = new int[SPANS];
    private int spans;

    Runner(NadeLayer layer, Engine engine, int block) {
      backend = engine.backend();
      gemm = Gemm.on(engine);
      start = layer.start;
      direct = layer.direct;
      out = layer.out;
      values = layer.values;
      inputs = layer.inputs;
      outputs = layer.outputs;
      hidden = start.outputs();
      starts = Scratch.frames(block, hidden);
      sums = new float[hidden];
      units = Scratch.frames(SPANS, hidden);
      logits = Scratch.frames(SPANS, outputs);
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      gemm.multiply(count, x, xOffset, inputs, direct, y, yOffset, outputs, Activation.NONE);
      gemm.multiply(count, x, xOffset, inputs, start, starts, 0, hidden, Activation.NONE);
      for (int frame = 0; frame < count; frame++) {
        int value = xOffset + (frame + 1) * inputs - outputs;
        frame(x, value, frame * hidden, y, yOffset + frame * outputs);
      }
      flush(y);
    }

    private void frame(float[] x, int value, int at, float[] y, int yOffset) {
      System.arraycopy(starts, at, sums, 0, hidden);
      int first = 0;
      for (int i = 0; i < outputs - 1; i++) {
        float v = x[value + i];
        if (v != 0) {
          span(first, i + 1, y, yOffset);
          add(v, values[i], sums);
          first = i + 1;
        }
      }
      span(first, outputs, y, yOffset);
    }

    private static void add(float factor, float[] values, float[] sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = Math.fma(factor, values[i], sums[i]);
      }
    }

    private void span(int first, int end, float[] y, int yOffset) {
      if (spans == SPANS) {
        flush(y);
      }
      System.arraycopy(sums, 0, units, spans * hidden, hidden);
      System.arraycopy(y, yOffset + first, logits, spans * outputs + first, end - first);
      from[spans] = first;
      to[spans] = end;
      place[spans] = yOffset;
      spans++;
    }

    private void flush(float[] y) {
      Elementwise.apply(backend, Activation.SIGMOID, units, 0, units, 0, spans * hidden);
      gemm.accumulate(spans, units, 0, hidden, out, logits, 0, outputs, Activation.NONE);
      for (int i = 0; i < spans; i++) {
        int first = from[i];
        System.arraycopy(logits, i * outputs + first, y, place[i] + first, to[i] - first);
      }
      spans = 0;
    }
  }
}
