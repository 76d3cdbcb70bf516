package dev.carrylane.training;

import static dev.carrylane.network.layer.Layers.bidirectional;
import static dev.carrylane.network.layer.Layers.carryLookahead;
import static dev.carrylane.network.layer.Layers.convolutions;
import static dev.carrylane.network.layer.Layers.dropout;
import static dev.carrylane.network.layer.Layers.embedding;
import static dev.carrylane.network.layer.Layers.exactCarry;
import static dev.carrylane.network.layer.Layers.layerNorm;
import static dev.carrylane.network.layer.Layers.linear;
import static dev.carrylane.network.layer.Layers.lru;
import static dev.carrylane.network.layer.Layers.lstm;
import static dev.carrylane.network.layer.Layers.matrixCarry;
import static dev.carrylane.network.layer.Layers.minGru;
import static dev.carrylane.network.layer.Layers.minLstm;
import static dev.carrylane.network.layer.Layers.residual;
import static dev.carrylane.network.layer.Layers.rmsNorm;
import static dev.carrylane.network.layer.Layers.rnn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 4;
  private static final int[] LENGTHS = {6, 1, 9, 4};
  private static final int[] ORDER = {0, 1, 2, 3};
  private static final Engine ENGINE = Engine.of(Backend.active());
  private static final TrainingOptions PLAIN = TrainingOptions.of(Optimizer.sgd(1, 0));

  private static ModelDescription model(LayerDescription... layers) {
    return ModelDescription.of(INPUTS)
        .then(List.of(layers))
        .then(linear(OUTPUTS))
        .output(Output.SIGMOID);
  }

  private static final ModelDescription MODEL = model(linear(6, Activation.TANH));

  private static Sequences examples(int... lengths) {
    SplittableRandom random = new SplittableRandom(11);
    float[][] x = new float[lengths.length][];
    float[][] targets = new float[lengths.length][];
    for (int s = 0; s < lengths.length; s++) {
      x[s] = Floats.within(random, lengths[s] * INPUTS, 1);
      targets[s] = new float[lengths[s] * OUTPUTS];
      for (int i = 0; i < targets[s].length; i++) {
        targets[s][i] = random.nextInt(2);
      }
    }
    // One frame of those of the third sequence does not count.
    if (lengths.length > 2) {
      targets[2][3 * OUTPUTS] = Float.NaN;
    }
    return new Sequences(INPUTS, OUTPUTS, false, x, targets);
  }

  private static float[] flat(Trainer trainer) {
    float[] all = {};
    for (Tensor tensor : trainer.model().parameters().tensors().values()) {
      int before = all.length;
      all = Arrays.copyOf(all, before + tensor.size());
      System.arraycopy(tensor.toArray(), 0, all, before, tensor.size());
    }
    return all;
  }

  /** What a step of a learning rate of 1 takes away. */
  private static double[] change(ModelDescription model, TrainingOptions options, int count) {
    Trainer trainer = Trainer.of(model, options, ENGINE);
    float[] before = flat(trainer);
    trainer.step(examples(LENGTHS), ORDER, 0, count, 1);
    float[] after = flat(trainer);
    double[] change = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      change[i] = (double) before[i] - after[i];
    }
    return change;
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }

  @Test
  void lossIsTheMeanOfTheFramesThatCount() {
    Trainer trainer = Trainer.of(MODEL, PLAIN, ENGINE);
    Examples examples = examples(LENGTHS);
    Figures figures = trainer.evaluate(examples);
    assertEquals(Arrays.stream(LENGTHS).sum() - 1, figures.frames());
    assertEquals(figures.loss(), trainer.step(examples, ORDER, 0, 4, 1), 1e-12);
    DoubleModel reference =
        new DoubleModel(MODEL, Trainer.of(MODEL, PLAIN, ENGINE).model().parameters());
    double sum = 0;
    for (int s = 0; s < LENGTHS.length; s++) {
      float[] x = new float[LENGTHS[s] * INPUTS];
      float[] targets = new float[LENGTHS[s] * OUTPUTS];
      examples.copy(s, 0, LENGTHS[s], x, 0, targets, 0);
      reference.reset();
      sum +=
          DoubleModel.loss(
              Loss.BERNOULLI, reference.run(frames(x, INPUTS)), frames(targets, OUTPUTS));
    }
    assertEquals(sum / figures.frames(), figures.loss(), 1e-6);
  }

  private static double[][] frames(float[] values, int width) {
    double[][] frames = new double[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      frames[i / width][i % width] = values[i];
    }
    return frames;
  }

  @Test
  void gradientsAreOfTheMeanOrOfTheSum() {
    double[] mean = change(MODEL, PLAIN, 4);
    double[] sum = change(MODEL, PLAIN.mean(false), 4);
    int frames = Arrays.stream(LENGTHS).sum() - 1;
    for (int i = 0; i < mean.length; i++) {
      assertEquals(sum[i] / frames, mean[i], 1e-6, "weight " + i);
    }
  }

  @Test
  void greaterNormsAreClipped() {
    double[] gradient = change(MODEL, PLAIN.mean(false), 4);
    double norm = norm(gradient);
    double[] clipped = change(MODEL, PLAIN.mean(false).clip(norm / 8), 4);
    for (int i = 0; i < clipped.length; i++) {
      assertEquals(gradient[i] / 8, clipped[i], 1e-6, "weight " + i);
    }
    double[] same = change(MODEL, PLAIN.mean(false).clip(norm * 1.01), 4);
    for (int i = 0; i < clipped.length; i++) {
      assertEquals(gradient[i], same[i], "weight " + i);
    }
  }

  /** The norm that is compared is that of the gradient of the mean. */
  @Test
  void meansAreClippedAsSuch() {
    double norm = norm(change(MODEL, PLAIN, 4));
    assertEquals(norm / 2, norm(change(MODEL, PLAIN.clip(norm / 2), 4)), 1e-6);
    assertEquals(norm, norm(change(MODEL, PLAIN.clip(norm * 1.01), 4)), 1e-12);
  }

  @Test
  void averagedWeightsAreEvaluatedAndGivenOut() {
    Examples examples = examples(LENGTHS);
    Trainer plain = Trainer.of(MODEL, PLAIN, ENGINE);
    Trainer averaged = Trainer.of(MODEL, PLAIN.average(0.75), ENGINE);
    float[] expected = flat(plain);
    for (int step = 0; step < 3; step++) {
      assertEquals(plain.step(examples, ORDER, 0, 4, 1), averaged.step(examples, ORDER, 0, 4, 1));
      float[] weights = flat(plain);
      for (int i = 0; i < weights.length; i++) {
        expected[i] = 0.75f * expected[i] + 0.25f * weights[i];
      }
      Floats.assertSameBits(expected, flat(averaged), "step " + step);
      // An evaluation between steps changes nothing.
      double loss = averaged.evaluate(examples).loss();
      assertEquals(loss, Trainer.of(averaged.model(), PLAIN, ENGINE).evaluate(examples).loss(), 0);
    }
  }

  @Test
  void tiedTensorsStayEqual() {
    ModelDescription model =
        ModelDescription.of(1)
            .then(embedding(6, 3))
            .then(rnn(3))
            .then(linear(6))
            .output(Output.LOG_SOFTMAX);
    Trainer trainer =
        Trainer.of(
            model,
            TrainingOptions.of(Optimizer.adamW(0.1, 0.1)).ties(Map.of("2.weight", "0.weight")),
            ENGINE);
    assertEquals(model.parameterCount() - 18, trainer.size());
    Examples examples =
        new Sequences(1, 1, false, new float[][] {{0, 1, 5, 1}}, new float[][] {{1, 5, 1, 2}});
    for (int step = 0; step < 3; step++) {
      trainer.step(examples, ORDER, 0, 1, 1);
    }
    Map<String, Tensor> tensors = trainer.model().parameters().tensors();
    Floats.assertSameBits(
        tensors.get("0.weight").toArray(), tensors.get("2.weight").toArray(), "tied");
    assertTrue(trainer.evaluate(examples).loss() < 1, "it learns");
  }

  @Test
  void tokensAreNamedWhereTheyAreNone() {
    ModelDescription model = ModelDescription.of(1).then(embedding(6, 3)).then(linear(2));
    Trainer trainer = Trainer.of(model, PLAIN, ENGINE);
    for (float token : new float[] {-1, 6, 0.5f, Float.NaN}) {
      Examples examples =
          new Sequences(1, 2, false, new float[][] {{0, token}}, new float[][] {{0, 0, 0, 0}});
      assertEquals(
          "a frame is " + token + "; tokens are whole numbers from 0 to 5",
          assertThrows(IllegalArgumentException.class, () -> trainer.step(examples, ORDER, 0, 1, 1))
              .getMessage());
    }
  }

  private static ModelFile with(String name, float value) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(MODEL, 1).tensors());
    float[] values = tensors.get(name).toArray();
    values[2] = value;
    tensors.put(name, Tensor.of(values, tensors.get(name).shape()));
    return new ModelFile(MODEL, Parameters.of(tensors));
  }

  private static void assertDiverges(Trainer trainer, Examples examples, String message) {
    assertDiverges(trainer, examples, 4, message);
  }

  private static void assertDiverges(
      Trainer trainer, Examples examples, int sequences, String message) {
    float[] before = flat(trainer);
    long steps = trainer.steps();
    DivergedException diverged =
        assertThrows(DivergedException.class, () -> trainer.step(examples, ORDER, 0, sequences, 1));
    assertEquals(
        message + "; try a lower learning rate or clip the gradient", diverged.getMessage());
    assertEquals(steps + 1, diverged.step());
    assertEquals(steps, trainer.steps());
    Floats.assertSameBits(before, flat(trainer), "weights");
  }

  @Test
  void aLossThatIsNotFiniteStopsTheStep() {
    Trainer trainer = Trainer.of(with("1.weight", Float.NaN), PLAIN, ENGINE);
    assertDiverges(
        trainer, examples(LENGTHS), "step 1: the loss is NaN, since tensor 1.weight holds NaN");
    Trainer sound = Trainer.of(MODEL, PLAIN, ENGINE);
    sound.step(examples(LENGTHS), ORDER, 0, 4, 1);
    float[][] x = {{1, 2, 3, Float.NaN, 5}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}};
    assertDiverges(
        sound,
        new Sequences(INPUTS, OUTPUTS, false, x, new float[4][OUTPUTS]),
        "step 2: the loss is NaN, though all weights are finite");
  }

  /** Of a loss that is finite still: the derivative by the first weights is a product of what is not much too large by itself. */
  @Test
  void aGradientThatIsNotFiniteStopsTheStep() {
    ModelDescription model = ModelDescription.of(1).then(linear(1)).then(linear(1));
    Map<String, Tensor> tensors = new LinkedHashMap<>(Initialization.of(model, 1).tensors());
    tensors.put("0.weight", Tensor.of(new float[] {0}, 1, 1));
    tensors.put("0.bias", Tensor.of(new float[] {0}, 1));
    tensors.put("1.weight", Tensor.of(new float[] {1e10f}, 1, 1));
    ModelFile file = new ModelFile(model, Parameters.of(tensors));
    for (int sequences : new int[] {1, 4}) {
      float[][] x = new float[4][1];
      float[][] targets = new float[4][1];
      x[sequences - 1][0] = 1e20f;
      targets[sequences - 1][0] = 1e10f;
      Examples examples = new Sequences(1, 1, false, x, targets);
      for (double clip : new double[] {0, 1}) {
        Trainer trainer = Trainer.of(file, PLAIN.clip(clip), ENGINE);
        assertTrue(Double.isFinite(trainer.evaluate(examples).loss()));
        assertDiverges(
            trainer,
            examples,
            sequences,
            "step 1: the gradient of tensor 0.weight holds -Infinity");
      }
    }
  }

  /** Of a rate that is much too high, weights are not finite after some steps, and the next says which. */
  @Test
  void divergenceNamesATensor() {
    ModelDescription model = ModelDescription.of(INPUTS).then(linear(3)).then(linear(OUTPUTS));
    Trainer trainer = Trainer.of(model, TrainingOptions.of(Optimizer.sgd(1e10, 0)), ENGINE);
    DivergedException diverged =
        assertThrows(
            DivergedException.class,
            () -> {
              for (int step = 0; step < 100; step++) {
                trainer.step(examples(5, 4), ORDER, 0, 2, 1);
              }
            });
    assertEquals(trainer.steps() + 1, diverged.step());
    assertTrue(diverged.getMessage().contains("since tensor 0."), diverged.getMessage());
  }

  @Test
  void aBatchIsAnyPartOfAnOrder() {
    Examples examples = examples(LENGTHS);
    Trainer one = Trainer.of(MODEL, PLAIN, ENGINE);
    Trainer other = Trainer.of(MODEL, PLAIN, ENGINE);
    one.step(examples, new int[] {3, 0}, 0, 2, 1);
    other.step(examples, new int[] {9, 3, 0, 9}, 1, 2, 1);
    Floats.assertSameBits(flat(one), flat(other), "weights");
  }

  @Test
  void rateIsMultipliedByTheFactor() {
    Examples examples = examples(LENGTHS);
    Trainer half = Trainer.of(MODEL, PLAIN, ENGINE);
    half.step(examples, ORDER, 0, 4, 0.5);
    Trainer whole = Trainer.of(MODEL, PLAIN.optimizer(Optimizer.sgd(0.5, 0)), ENGINE);
    whole.step(examples, ORDER, 0, 4, 1);
    Floats.assertSameBits(flat(whole), flat(half), "weights");
  }

  /** Frames of 1 through dropout alone: what comes out are its factors. */
  private static float[] factors(double probability, int rows, long firstRow, long key) {
    ModelDescription model = ModelDescription.of(INPUTS).then(dropout(probability));
    ParameterSlices slices = new ParameterSlices(model, Map.of());
    LayerTraining training = LayerTrainings.sequence(model.layers(), "", INPUTS, slices);
    LayerPass pass = training.newPass(ENGINE, 0);
    Shard shard = new Shard();
    shard.reserve(1);
    shard.sequences = 1;
    shard.offsets[1] = rows;
    shard.rows = rows;
    shard.training = true;
    shard.firstRow = firstRow;
    shard.key = key;
    float[] x = new float[rows * INPUTS];
    Arrays.fill(x, 1);
    float[] y = new float[rows * INPUTS];
    pass.reserve(rows, 1);
    pass.forward(shard, x, y);
    return y;
  }

  @Test
  void dropoutDropsItsShareAndScalesTheRest() {
    for (double probability : new double[] {0.1, 0.25, 0.5, 0.9}) {
      int rows = 20_000;
      int dropped = 0;
      for (float factor : factors(probability, rows, 0, 7)) {
        if (factor == 0) {
          dropped++;
        } else {
          // The probability is rounded to a multiple of 2⁻¹⁶.
          assertEquals(1 / (1 - probability), factor, 0x1p-15 / (1 - probability) * 10);
        }
      }
      double n = rows * INPUTS;
      double deviation = Math.sqrt(n * probability * (1 - probability));
      assertEquals(probability * n, dropped, 5 * deviation, "of " + probability);
    }
  }

  @Test
  void whatIsDroppedDependsOnPlaceAndStepAlone() {
    float[] all = factors(0.5, 50, 0, 7);
    for (int from : new int[] {1, 2, 3, 7, 49}) {
      float[] some = factors(0.5, 50 - from, from, 7);
      float[] expected = Arrays.copyOfRange(all, from * INPUTS, all.length);
      Floats.assertSameBits(expected, some, "from row " + from);
    }
    assertTrue(!Arrays.equals(all, factors(0.5, 50, 0, 8)), "another step has other draws");
  }

  @Test
  void segmentsNeedModelsThatGoForwardFrameByFrame() {
    ModelDescription flattened =
        ModelDescription.fromJson(
            "{\"inputs\": 5, \"layers\": [{\"kind\": \"flattened-linear\", \"frames\": 3, \"outputs\": 2}]}");
    assertNoSegments(flattened, "flattened-linear");
    assertNoSegments(model(bidirectional(rnn(6))), "bidirectional");
  }

  /** Neither as an option, nor by those who cut sequences themselves. */
  private static void assertNoSegments(ModelDescription model, String kind) {
    String message =
        "segment is 2; a model that needs whole sequences, as one with %s does, is trained with segment 0"
            .formatted(kind);
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class, () -> Trainer.of(model, PLAIN.segment(2), ENGINE))
            .getMessage());
    Trainer trainer = Trainer.of(model, PLAIN, ENGINE);
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.stepSegment(examples(LENGTHS), ORDER, 0, 4, 0, 2, 1))
            .getMessage());
  }

  static List<ModelDescription> models() {
    return List.of(
        model(
            linear(6, Activation.RELU), dropout(0.3), residual(layerNorm(), linear(6)), rmsNorm()),
        model(carryLookahead(convolutions(3, 6, 6), 6)),
        model(rnn(6), lstm(6)),
        model(carryLookahead(exactCarry(6), 6), minGru(4)),
        model(matrixCarry(6, 2), minLstm(6), lru(4)));
  }

  @ParameterizedTest
  @MethodSource("models")
  @Tag(Allocation.TAG)
  void stepsAllocateNothing(ModelDescription model) {
    Examples examples = examples(12, 3, 7, 9);
    TrainingOptions options = TrainingOptions.of(Optimizer.adamW(1e-4, 0.1)).clip(1).average(0.9);
    Trainer trainer = Trainer.of(model, options, ENGINE);
    Allocation.assertNone(
        () -> {
          trainer.step(examples, ORDER, 0, 4, 1);
          trainer.step(examples, ORDER, 2, 1, 1);
          trainer.stepSegment(examples, ORDER, 0, 4, 0, 5, 1);
          trainer.stepSegment(examples, ORDER, 0, 4, 5, 5, 1);
        });
  }

  @Test
  @Tag(Allocation.TAG)
  void stepsOnThreadsAllocateNothingOnTheCallers() {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Examples examples = examples(12, 3, 7, 9);
      TrainingOptions options = TrainingOptions.of(Optimizer.adam(1e-4)).clip(1);
      Trainer trainer = Trainer.of(MODEL, options, ENGINE.withExecutor(executor, 2));
      Allocation.assertNone(
          () -> {
            trainer.step(examples, ORDER, 0, 4, 1);
            trainer.step(examples, ORDER, 0, 1, 1);
          });
    }
  }
}
