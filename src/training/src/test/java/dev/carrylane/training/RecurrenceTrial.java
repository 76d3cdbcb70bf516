package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A recurrent layer with random weights at work on random sequences, compared with its recurrence written down step by step in double, from
 * whatever states, and with back-propagation through that.
 */
final class RecurrenceTrial {
  /** What a layer computes of one sequence. */
  interface Recurrence {
    /**
     * Goes through all frames.
     *
     * @param tape where it computes
     * @param tensors by the names in the description of the layer
     * @param frames input frames
     * @param state the state before them; replaced by that behind them
     * @return output frames
     */
    int[][] run(Tape tape, Map<String, int[]> tensors, int[][] frames, int[] state);
  }

  private final ModelDescription description;
  private final Recurrence recurrence;
  private final ParameterSlices slices;
  private final LayerTraining training;
  private final float[] weights;
  private final int[] lengths;
  private final float[] x;
  private final float[] dy;
  private final float[] initial;

  RecurrenceTrial(int inputs, LayerDescription layer, Recurrence recurrence, int... lengths) {
    description = ModelDescription.of(inputs).then(layer);
    this.recurrence = recurrence;
    this.lengths = lengths;
    slices = new ParameterSlices(description, Map.of());
    training = LayerTrainings.sequence(description.layers(), "", inputs, slices);
    slices.requireAllTaken();
    weights = slices.load(Initialization.of(description, 3));
    training.prepare(weights);
    SplittableRandom random = new SplittableRandom(5);
    int rows = Arrays.stream(lengths).sum();
    x = Floats.within(random, rows * inputs, 2);
    dy = Floats.within(random, rows * training.outputs, 1);
    initial = Floats.within(random, lengths.length * training.memory, 1);
  }

  private Shard shard(float[] states, int... steps) {
    Shard shard = new Shard();
    shard.reserve(steps.length);
    shard.sequences = steps.length;
    shard.states = states;
    shard.memory = training.memory;
    for (int s = 0; s < steps.length; s++) {
      shard.offsets[s + 1] = shard.offsets[s] + steps[s];
    }
    shard.rows = shard.offsets[steps.length];
    return shard;
  }

  private LayerPass pass(Engine engine) {
    LayerPass pass = training.newPass(engine, 0);
    pass.reserve(x.length / training.inputs, lengths.length);
    return pass;
  }

  /**
   * All derivatives, of sequences that begin at zero and of such that go on from states, and the states behind them.
   *
   * @param bound the greatest error, in shares of the greatest derivative by the same tensor
   */
  void assertGradients(double bound) {
    assertGradients(bound, false);
    assertGradients(bound, true);
  }

  private void assertGradients(double bound, boolean carried) {
    float[] states = carried ? initial.clone() : null;
    Shard shard = shard(states, lengths);
    LayerPass pass = pass(Engine.singleThreaded());
    float[] y = new float[dy.length];
    float[] dx = new float[x.length];
    Arrays.fill(dx, Float.NaN);
    float[] gradient = new float[weights.length];
    pass.forward(shard, x, y);
    pass.backward(shard, x, y, dy.clone(), dx, gradient);
    training.finish(gradient);

    Reference reference = new Reference(weights, carried);
    double[] expected = reference.derivatives();
    assertClose(bound, expected, weights.length, dx, "x");
    for (int from = 0; from < weights.length; ) {
      String name = slices.nameOf(from);
      int to = from;
      while (to < weights.length && slices.nameOf(to).equals(name)) {
        to++;
      }
      assertClose(bound, expected, from, Arrays.copyOfRange(gradient, from, to), name);
      from = to;
    }
    if (carried) {
      for (int i = 0; i < states.length; i++) {
        double expectedState = reference.states[i];
        assertEquals(expectedState, states[i], 1e-6 * (1 + Math.abs(expectedState)), "state " + i);
      }
    }
    // Nobody needs the derivative by the input of the first layer.
    float[] again = new float[weights.length];
    pass.backward(shard, x, y, dy.clone(), null, again);
    training.finish(again);
    Floats.assertSameBits(gradient, again, "without the input's");
  }

  private static void assertClose(
      double bound, double[] expected, int from, float[] actual, String what) {
    double greatest = 0;
    for (int i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[from + i]));
    }
    assertTrue(greatest > 0, what + " has no influence");
    for (int i = 0; i < actual.length; i++) {
      assertEquals(expected[from + i], actual[i], bound * greatest, what + ", at " + i);
    }
  }

  /** A step allocates nothing, whatever the lengths of the sequences. */
  void assertNoAllocation(Backend backend) {
    LayerPass pass = pass(Engine.of(backend));
    float[] y = new float[dy.length];
    float[] dx = new float[x.length];
    float[] scratch = new float[dy.length];
    float[] gradient = new float[weights.length];
    int[] fewer = Arrays.stream(lengths).map(length -> length / 2).toArray();
    Shard[] shards = {shard(null, lengths), shard(initial.clone(), fewer)};
    Allocation.assertNone(
        () -> {
          for (Shard shard : shards) {
            System.arraycopy(dy, 0, scratch, 0, dy.length);
            pass.forward(shard, x, y);
            pass.backward(shard, x, y, scratch, dx, gradient);
          }
          training.finish(gradient);
          Arrays.fill(gradient, 0);
        });
  }

  /** The recurrence on a tape. */
  private final class Reference {
    final double[] states = new double[initial.length];
    private final Tape tape = new Tape();
    private final int[] variables;
    private final int[] results;

    Reference(float[] weights, boolean carried) {
      int[] w = tape.constants(weights, 0, weights.length);
      Map<String, int[]> tensors = new LinkedHashMap<>();
      for (ParameterSpec spec : description.layers().getFirst().parameters(training.inputs)) {
        int at = slices.at("0." + spec.name());
        tensors.put(spec.name(), Arrays.copyOfRange(w, at, at + spec.size()));
      }
      List<int[]> all = new ArrayList<>(List.of(w));
      List<int[]> outputs = new ArrayList<>();
      int row = 0;
      for (int s = 0; s < lengths.length; s++) {
        int[][] frames = new int[lengths[s]][];
        for (int t = 0; t < frames.length; t++) {
          frames[t] = tape.constants(x, row++ * training.inputs, training.inputs);
          all.add(frames[t]);
        }
        float[] before = carried ? initial : new float[initial.length];
        int[] state = tape.constants(before, s * training.memory, training.memory);
        outputs.addAll(List.of(recurrence.run(tape, tensors, frames, state)));
        for (int i = 0; i < state.length; i++) {
          states[s * training.memory + i] = tape.value(state[i]);
        }
      }
      variables = join(all);
      results = join(outputs);
      assertEquals(dy.length, results.length);
    }

    private static int[] join(List<int[]> parts) {
      return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Of all weights, and then of all inputs. */
    double[] derivatives() {
      double[] byAll = tape.backward(results, dy);
      return Arrays.stream(variables).mapToDouble(i -> byAll[i]).toArray();
    }
  }
}
