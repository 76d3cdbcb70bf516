package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Dropout;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.Nade;
import dev.carrylane.testkit.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares the derivatives that passes give with differences of a {@link DoubleModel}, for some sequences of unequal lengths in
 * one shard. Values that a pass must not read are NaN, and its scratch has been used for a larger shard before.
 */
final class GradientCheck {
  /** How far a derivative may be off, relative to the greatest of its tensor. */
  private static final double BOUND = 1e-6;

  /** How far differences of two step sizes may be apart, likewise: more means that there is a kink, as ReLU has. */
  private static final double KINK = 1e-7;

  /** The error of differences of the fourth order is then below 1e-13 for functions of these sizes, that of rounding below 1e-8. */
  private static final double STEP = 0x1p-16;

  /** Where all derivatives of a tensor are smaller, a case shows little. */
  private static final double LEAST = 1e-3;

  /** Floats of a state around the layers' own. */
  private static final int AROUND = 3;

  private static final long KEY = 0x1234567890L;
  private static final long FIRST_ROW = 5;

  private final ModelDescription description;
  private final Parameters parameters;
  private final Map<String, String> ties;
  private final Loss loss;
  private final ParameterSlices slices;
  private final LayerTraining layers;
  private final float[] weights;
  private final float[][] inputs;
  private final float[][] targets;
  private final Engine engine = Engine.of(Backend.active());

  /** The greatest derivatives of whole sequences, which errors are relative to. */
  private final Map<String, Double> scales = new LinkedHashMap<>();

  private GradientCheck(
      ModelDescription description, Map<String, String> ties, long seed, int... lengths) {
    this.description = description;
    this.ties = ties;
    loss = Loss.of(description.output());
    SplittableRandom random = new SplittableRandom(seed);
    parameters = parameters(random);
    slices = new ParameterSlices(description, ties);
    layers = LayerTrainings.sequence(description.layers(), "", description.inputs(), slices);
    slices.requireAllTaken();
    weights = slices.load(parameters);
    layers.prepare(weights);
    inputs = new float[lengths.length][];
    targets = new float[lengths.length][];
    for (int s = 0; s < lengths.length; s++) {
      inputs[s] = inputs(random, lengths[s]);
      targets[s] = targets(random, isFlattened() ? 1 : lengths[s]);
    }
    targets[0][0] = Float.NaN;
  }

  /**
   * A check of a model with random weights and sequences, where one target frame does not count.
   *
   * @param description the model
   * @param ties tensors that are equal
   * @param seed what is random follows from it
   * @param lengths frames of the sequences
   * @throws UnsupportedOperationException if a kind of layer can't be trained yet
   */
  static GradientCheck of(
      ModelDescription description, Map<String, String> ties, long seed, int... lengths) {
    return new GradientCheck(description, ties, seed, lengths);
  }

  /** As the other, of a model without ties, with any random values. */
  static GradientCheck of(ModelDescription description, int... lengths) {
    return of(description, Map.of(), 3, lengths);
  }

  private boolean isFlattened() {
    return description.sequenceLength() > 0;
  }

  private boolean takesTokens() {
    return vocabulary() > 0;
  }

  private int vocabulary() {
    return description.layers().getFirst() instanceof Embedding table ? table.vocabulary() : 0;
  }

  /** The last so many channels of a frame are values of 0 or 1, by which nothing is differentiated. */
  private int dataChannels() {
    return description.layers().getLast() instanceof Nade nade ? nade.outputs() : 0;
  }

  /**
   * As they are initialised, and something added, since norms and gains begin with special values. Gates keep away from 1: what
   * rounding p to float loses of 1 − p is more than the bound where p is close to it.
   */
  private Parameters parameters(SplittableRandom random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Initialization.of(description, random.nextLong())
        .tensors()
        .forEach(
            (name, tensor) -> {
              float most = name.endsWith("propagate.bias") ? 1 : Float.MAX_VALUE;
              float[] values = tensor.toArray();
              for (int i = 0; i < values.length; i++) {
                values[i] = Math.min(most, values[i] + (float) random.nextDouble(-0.3, 0.3));
              }
              tensors.put(name, Tensor.of(values, tensor.shape()));
            });
    ties.forEach((later, earlier) -> tensors.put(later, tensors.get(earlier)));
    return Parameters.of(tensors);
  }

  private float[] inputs(SplittableRandom random, int frames) {
    if (!takesTokens()) {
      float[] x = Floats.within(random, frames * description.inputs(), 1);
      for (int i = 0; i < x.length; i++) {
        boolean data = i % description.inputs() >= description.inputs() - dataChannels();
        x[i] = data ? random.nextInt(2) : x[i];
      }
      return x;
    }
    float[] tokens = new float[frames];
    for (int i = 0; i < frames; i++) {
      tokens[i] = random.nextInt(vocabulary());
    }
    return tokens;
  }

  private float[] targets(SplittableRandom random, int frames) {
    float[] values = new float[frames * loss.targets(layers.outputs)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (loss) {
            case BERNOULLI -> random.nextInt(2);
            case CATEGORICAL -> random.nextInt(layers.outputs);
            case SQUARED_ERROR -> (float) random.nextDouble(-1, 1);
          };
    }
    return values;
  }

  /** Asserts that logits have the bits of those that the model's class gives. */
  void assertForwardBits() {
    Run run = new Run();
    run.forward(0, Integer.MAX_VALUE, false);
    Floats.assertSameBits(modelOutputs(), run.outputs(), description + ", forward");
  }

  /** The logits of all sequences, one behind the other. */
  private float[] modelOutputs() {
    ModelFile file = new ModelFile(description.output(Output.NONE), parameters);
    Model model = Model.of(file, ModelOptions.defaults().backend(engine.backend()));
    ModelState state = model.newState(engine);
    float[] all = {};
    for (float[] x : inputs) {
      int frames = x.length / layers.inputs;
      float[] y = new float[(isFlattened() ? 1 : frames) * layers.outputs];
      state.reset();
      state.run(frames, x, 0, y, 0);
      int before = all.length;
      all = Arrays.copyOf(all, before + y.length);
      System.arraycopy(y, 0, all, before, y.length);
    }
    return all;
  }

  /** Asserts all derivatives of whole sequences. */
  void assertGradients() {
    Run run = new Run();
    run.forward(0, Integer.MAX_VALUE, false);
    run.backward(true);
    compare(run, new DoubleLoss(0, Integer.MAX_VALUE));
    // Without a layer below, the derivatives by the weights are the same.
    float[] expected = run.gradient;
    run.forward(0, Integer.MAX_VALUE, false);
    run.backward(false);
    Floats.assertSameBits(expected, run.gradient, description + ", without dx");
  }

  /** Asserts all derivatives while dropout drops. */
  void assertGradientsWithDropout() {
    Run run = new Run();
    run.shard.training = true;
    run.shard.key = KEY;
    run.shard.firstRow = FIRST_ROW;
    run.forward(0, Integer.MAX_VALUE, false);
    run.backward(true);
    DoubleLoss reference = new DoubleLoss(0, Integer.MAX_VALUE);
    reference.drops = true;
    compare(run, reference);
  }

  /**
   * 0, or what a kept element is multiplied by: of four elements of a batch, each has 16 bits of the same 64.
   *
   * @param stream the number of the layer among those of its kind
   * @param element the number of the element in the batch
   */
  private static double dropoutFactor(Dropout layer, int stream, long element) {
    long bits = Random.bits(Random.key(KEY, stream), element / 4) >>> 16 * (element % 4);
    return (bits & 0xffff) / 65536.0 < layer.probability() ? 0 : 1 / (1 - layer.probability());
  }

  /**
   * Asserts derivatives of segments whose states are carried, and that their logits have the bits of whole sequences. After {@link
   * #assertGradients}.
   */
  void assertCarried(int... cuts) {
    float[][] parts = new float[inputs.length][0];
    Run run = new Run();
    int longest = Arrays.stream(inputs).mapToInt(x -> x.length).max().orElseThrow();
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : longest / layers.inputs;
      run.forward(from, to - from, true);
      for (int s = 0; s < inputs.length; s++) {
        int begin = run.shard.offsets[s] * layers.outputs;
        int length = run.shard.steps(s) * layers.outputs;
        parts[s] = Arrays.copyOf(parts[s], parts[s].length + length);
        System.arraycopy(run.y, begin, parts[s], parts[s].length - length, length);
      }
      run.backward(true);
      compare(run, new DoubleLoss(from, to - from));
      run.advance();
      from = to;
    }
    float[] expected = modelOutputs();
    int at = 0;
    for (float[] part : parts) {
      float[] whole = Arrays.copyOfRange(expected, at, at + part.length);
      Floats.assertSameBits(whole, part, description + ", segments");
      at += part.length;
    }
    run.requireOthersUntouched();
  }

  private void compare(Run run, DoubleLoss reference) {
    Map<String, Tensor> gradients = slices.toParameters(run.gradient).tensors();
    for (Map.Entry<String, double[]> entry : reference.model.weights.entrySet()) {
      if (!ties.containsKey(entry.getKey())) {
        double[] expected = differences(entry.getKey(), entry.getValue(), reference);
        compare(entry.getKey(), expected, gradients.get(entry.getKey()).toArray());
      }
    }
    if (!takesTokens()) {
      double[] expected = {};
      for (double[][] sequence : reference.x) {
        for (double[] frame : sequence) {
          double[] some = differences("x", frame, reference);
          Arrays.fill(some, some.length - dataChannels(), some.length, 0);
          expected = Arrays.copyOf(expected, expected.length + some.length);
          System.arraycopy(some, 0, expected, expected.length - some.length, some.length);
        }
      }
      compare("x", expected, Arrays.copyOf(run.dx, expected.length));
    }
  }

  private void compare(String name, double[] expected, float[] actual) {
    // The first comparison is that of whole sequences.
    double scale = scales.computeIfAbsent(name, unused -> greatest(expected));
    if (scale < LEAST) {
      fail(description + ": all derivatives by " + name + " are tiny: another case shows more");
    }
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(expected[i] - actual[i]) / scale;
      if (!(error <= BOUND)) {
        fail(
            "%s, derivative by %s [%d]: %s instead of %s, off by %.2g of the greatest of its tensor"
                .formatted(description, name, i, actual[i], expected[i], error));
      }
    }
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  /** The derivatives of the loss by some values that it depends on. */
  private double[] differences(String name, double[] values, DoubleLoss function) {
    double[] result = new double[values.length];
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      double near = difference(values, i, function, STEP);
      double far = difference(values, i, function, 2 * STEP);
      result[i] = (4 * near - far) / 3;
      worst = Math.max(worst, Math.abs(near - far));
    }
    if (worst > KINK * Math.max(1, greatest(result))) {
      throw new KinkException(description + ": " + name + ", off by " + worst);
    }
    return result;
  }

  private static double difference(double[] values, int i, DoubleLoss function, double step) {
    double value = values[i];
    values[i] = value + step;
    double more = function.value();
    values[i] = value - step;
    double less = function.value();
    values[i] = value;
    return (more - less) / (2 * step);
  }

  /** The loss can't be differentiated where the random values are. */
  static final class KinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KinkException(String where) {
      super(where);
    }
  }

  /** The summed loss of the sequences' next frames in double, as a function of weights and inputs. */
  private final class DoubleLoss {
    final DoubleModel model = new DoubleModel(description, parameters);
    final double[][][] x = new double[inputs.length][][];
    private final double[][][] goals = new double[inputs.length][][];
    private final List<Map<String, double[][]>> before = new ArrayList<>();
    private final int[] firstRows = new int[inputs.length];
    boolean drops;

    DoubleLoss(int first, int most) {
      ties.forEach((later, earlier) -> model.weights.put(later, model.weights.get(earlier)));
      int row = 0;
      for (int s = 0; s < inputs.length; s++) {
        double[][] all = frames(inputs[s], layers.inputs);
        double[][] goal = frames(targets[s], loss.targets(layers.outputs));
        int from = Math.min(first, all.length);
        int to = from + Math.min(all.length - from, most);
        x[s] = Arrays.copyOfRange(all, from, to);
        goals[s] = isFlattened() ? goal : Arrays.copyOfRange(goal, from, to);
        model.reset();
        if (from > 0) {
          model.run(Arrays.copyOf(all, from));
        }
        before.add(model.remembered());
        firstRows[s] = row;
        row += to - from;
      }
    }

    private static double[][] frames(float[] values, int width) {
      double[][] frames = new double[values.length / width][width];
      for (int i = 0; i < values.length; i++) {
        frames[i / width][i % width] = values[i];
      }
      return frames;
    }

    double value() {
      double sum = 0;
      for (int s = 0; s < x.length; s++) {
        if (x[s].length > 0) {
          model.remember(before.get(s));
          long row = FIRST_ROW + firstRows[s];
          if (drops) {
            model.drop(
                (layer, number, width, element) ->
                    dropoutFactor(layer, number, row * width + element));
          }
          sum += DoubleModel.loss(loss, model.run(x[s]), goals[s]);
        }
      }
      return sum;
    }
  }

  /** The passes of one worker over the sequences. */
  private final class Run {
    final Shard shard = new Shard();
    float[] gradient = {};
    float[] y = {};
    float[] dx = {};
    private final LayerPass pass = layers.newPass(engine, 1);
    private final LossPass lossPass = new LossPass(loss, engine.backend(), layers.outputs);
    private final float[] states;
    private float[] x = {};
    private float[] goals = {};

    Run() {
      int sequences = inputs.length;
      int rows = 0;
      for (float[] sequence : inputs) {
        rows += sequence.length / layers.inputs;
      }
      shard.reserve(2 * sequences);
      shard.memory = layers.memory + AROUND;
      shard.firstState = 1;
      states = new float[(sequences + 2) * shard.memory];
      Arrays.fill(states, Floats.GUARD);
      for (int s = 0; s < sequences; s++) {
        int from = shard.slice(s, 1);
        Arrays.fill(states, from, from + layers.memory, 0);
      }
      pass.reserve(2 * rows, 2 * sequences);
      lossPass.reserve(2 * rows);
      fill(0, Integer.MAX_VALUE, 2);
      pass.forward(shard, x, y);
      backward(!takesTokens());
    }

    /** Puts frames of all sequences, each several times, into the shard. */
    private void fill(int first, int most, int times) {
      int row = 0;
      int sequence = 0;
      int width = loss.targets(layers.outputs);
      float[] someX = {};
      float[] someGoals = {};
      for (int time = 0; time < times; time++) {
        for (int s = 0; s < inputs.length; s++) {
          int frames = inputs[s].length / layers.inputs;
          int from = Math.min(first, frames);
          int count = Math.min(frames - from, most);
          shard.offsets[sequence++] = row;
          row += count;
          someX = append(someX, inputs[s], from * layers.inputs, count * layers.inputs);
          someGoals =
              isFlattened()
                  ? append(someGoals, targets[s], 0, width)
                  : append(someGoals, targets[s], from * width, count * width);
        }
      }
      shard.sequences = sequence;
      shard.offsets[sequence] = row;
      shard.rows = row;
      x = append(someX, unread(layers.inputs), 0, layers.inputs);
      goals = someGoals;
      y = unread((outputRows() + 1) * layers.outputs);
    }

    private int outputRows() {
      return isFlattened() ? shard.sequences : shard.rows;
    }

    private static float[] unread(int length) {
      float[] values = new float[length];
      Arrays.fill(values, Float.NaN);
      return values;
    }

    private static float[] append(float[] values, float[] more, int from, int length) {
      float[] longer = Arrays.copyOf(values, values.length + length);
      System.arraycopy(more, from, longer, values.length, length);
      return longer;
    }

    void forward(int first, int most, boolean carried) {
      shard.states = carried ? states : null;
      fill(first, most, 1);
      pass.forward(shard, x, y);
    }

    float[] outputs() {
      return Arrays.copyOf(y, outputRows() * layers.outputs);
    }

    void backward(boolean down) {
      float[] dy = unread((outputRows() + 1) * layers.outputs);
      dx = unread((shard.rows + 1) * layers.inputs);
      gradient = new float[slices.size()];
      lossPass.run(outputRows(), y.clone(), goals, dy);
      pass.backward(shard, x, y, dy, down && !takesTokens() ? dx : null, gradient);
      layers.finish(gradient);
    }

    /** Moves on to the next frames. */
    void advance() {
      for (int s = 0; s < shard.sequences; s++) {
        shard.positions[s] += shard.steps(s);
      }
    }

    /** Of states, only the slices of the layers and sequences at work may change. */
    void requireOthersUntouched() {
      for (int i = 0; i < states.length; i++) {
        int place = i % shard.memory;
        int sequence = i / shard.memory - shard.firstState;
        boolean own = place >= 1 && place <= layers.memory;
        if (!(own && sequence >= 0 && sequence < inputs.length)) {
          Floats.assertSameBits(Floats.GUARD, states[i], description + ", state " + i);
        }
      }
    }
  }
}
