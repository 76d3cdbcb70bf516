package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Layers with random weights, at work on random sequences of given lengths. */
final class LayerTrial {
  private final ParameterSlices slices;
  private final ModelDescription description;
  private final LayerTraining training;
  private final Backend backend;
  private final LayerPass pass;
  private final float[] weights;
  private final Shard shard = new Shard();
  private final float[] x;
  private final int[] lengths;
  private final int results;

  LayerTrial(int inputs, Backend backend, int[] lengths, LayerDescription... layers) {
    ModelDescription model = ModelDescription.of(inputs);
    for (LayerDescription layer : layers) {
      model = model.then(layer);
    }
    description = model;
    this.backend = backend;
    this.lengths = lengths;
    slices = new ParameterSlices(description, Map.of());
    training = LayerTrainings.sequence(description.layers(), "", inputs, slices);
    slices.requireAllTaken();
    weights = slices.load(Initialization.of(description, 3));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < weights.length; i++) {
      // Biases and lengths that are different from each other, and none near a kink.
      weights[i] += (float) random.nextDouble(-0.1, 0.1);
    }
    pass = training.newPass(Engine.of(backend), 0);
    int rows = Arrays.stream(lengths).sum();
    x = Floats.within(random, rows * inputs, 1);
    results = description.sequenceLength() > 0 ? lengths.length : rows;
    pass.reserve(rows, lengths.length);
    training.prepare(weights);
    shard.reserve(lengths.length);
    shard.training = true;
  }

  private void place(int[] steps) {
    shard.sequences = steps.length;
    shard.rows = 0;
    for (int s = 0; s < steps.length; s++) {
      shard.offsets[s] = shard.rows;
      shard.rows += steps[s];
    }
    shard.offsets[steps.length] = shard.rows;
  }

  private float[] forward() {
    float[] y = new float[results * training.outputs];
    shard.states = null;
    place(lengths);
    pass.forward(shard, x, y);
    return y;
  }

  /** Whole sequences, and the model's results of each. */
  void assertForwardAsModel() {
    float[] expected = new float[results * training.outputs];
    try (Model model = Model.of(description, slices.toParameters(weights), backend)) {
      ModelState state = model.newState(Engine.of(backend));
      int from = 0;
      int to = 0;
      for (int length : lengths) {
        state.reset();
        to += state.run(length, x, from, expected, to) * training.outputs;
        from += length * training.inputs;
      }
      assertEquals(expected.length, to);
    }
    Floats.assertSameBits(expected, forward(), "forward");
  }

  /** Segments whose states are carried, and whole sequences. */
  void assertSegmentsAsWhole(int frames) {
    float[] expected = forward();
    float[] joined = new float[expected.length];
    shard.memory = training.memory;
    shard.states = new float[lengths.length * training.memory];
    Arrays.fill(shard.positions, 0);
    int in = training.inputs;
    int out = training.outputs;
    int longest = Arrays.stream(lengths).max().orElseThrow();
    for (int first = 0; first < longest; first += frames) {
      int begin = first;
      place(Arrays.stream(lengths).map(length -> Math.clamp(length - begin, 0, frames)).toArray());
      float[] some = new float[shard.rows * in];
      float[] y = new float[shard.rows * out];
      copy(x, some, begin, in, true);
      pass.forward(shard, some, y);
      copy(joined, y, begin, out, false);
      for (int s = 0; s < lengths.length; s++) {
        shard.positions[s] += shard.steps(s);
      }
    }
    Floats.assertSameBits(expected, joined, "in segments of " + frames);
  }

  /** Frames of whole sequences, to or from those of a segment. */
  private void copy(float[] whole, float[] segment, int begin, int width, boolean out) {
    int at = 0;
    for (int s = 0; s < lengths.length; s++) {
      int from = (at + begin) * width;
      int to = shard.offsets[s] * width;
      int count = shard.steps(s) * width;
      if (count > 0) {
        System.arraycopy(
            out ? whole : segment, out ? from : to, out ? segment : whole, out ? to : from, count);
      }
      at += lengths[s];
    }
  }

  /** The derivative by the weights, of outputs weighed at random. */
  float[] gradient() {
    float[] y = forward();
    float[] gradient = new float[weights.length];
    pass.backward(shard, x, y, Floats.within(new SplittableRandom(7), y.length, 1), null, gradient);
    training.finish(gradient);
    return gradient;
  }
}
