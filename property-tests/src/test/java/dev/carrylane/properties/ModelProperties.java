package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Architecture;
import dev.carrylane.network.Decoder;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.testkit.Help;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** What a model computes depends on the sequence alone: not on how, where or with whom it is run. */
class ModelProperties {
  /** A model and the length of a sequence for it. */
  record Trial(ModelDescription description, int length, Values values) {
    SplittableRandom random() {
      return values.random();
    }

    Model model(Backend backend) {
      return Model.of(description, Initialization.uniform(description, values.number()), backend);
    }

    float[] sequence(String operand) {
      return values.floats(operand, length * description.inputs());
    }

    int outputFrames() {
      return flattened() ? 1 : length;
    }

    boolean flattened() {
      return description.decoder() == Decoder.FLATTENED;
    }
  }

  /** The whole sequence in one call, from a new state that takes it in one block. */
  private static float[] whole(Trial trial, Engine engine, float[] x) {
    return whole(trial, trial.model(engine.backend()).newState(engine, trial.length()), x);
  }

  private static float[] whole(Trial trial, ModelState state, float[] x) {
    float[] y = new float[trial.outputFrames() * trial.description().outputs()];
    assertEquals(trial.outputFrames(), state.run(trial.length(), x, 0, y, 0));
    assertEquals(trial.length(), state.position());
    return y;
  }

  private static float[] inSteps(Trial trial, ModelState state, float[] x) {
    int outputs = trial.description().outputs();
    float[] y = new float[trial.outputFrames() * outputs];
    for (int frame = 0; frame < trial.length(); frame++) {
      boolean written =
          state.step(
              x, frame * trial.description().inputs(), y, trial.flattened() ? 0 : frame * outputs);
      assertEquals(!trial.flattened() || frame == trial.length() - 1, written);
    }
    return y;
  }

  /** Runs of random lengths, some of them empty, with steps between them. */
  private static float[] inPieces(
      Trial trial, ModelState state, float[] x, SplittableRandom random) {
    ModelDescription description = trial.description();
    float[] y = new float[trial.outputFrames() * description.outputs()];
    for (int frame = 0; frame < trial.length(); ) {
      int xOffset = frame * description.inputs();
      int yOffset = trial.flattened() ? 0 : frame * description.outputs();
      if (random.nextBoolean()) {
        state.step(x, xOffset, y, yOffset);
        frame++;
      } else {
        int count = random.nextInt(1 + Math.min(trial.length() - frame, 1 + trial.length() / 2));
        state.run(count, x, xOffset, y, yOffset);
        frame += count;
      }
    }
    return y;
  }

  @Property(tries = 1500)
  void anyWayToRunASequenceGivesTheSameBits(
      @ForAll("trials") Trial trial, @ForAll @IntRange(min = 1, max = 70) int block) {
    SplittableRandom random = trial.random();
    float[] x = trial.sequence("x");
    float[] expected = whole(trial, Engine.of(Backend.scalar()), x);
    for (Backend backend : Engines.backends()) {
      Engine engine = Engine.of(backend);
      Model model = trial.model(backend);
      assertSameBits(expected, whole(trial, engine, x), backend + " at once");
      ModelState state = model.newState(engine, block);
      assertSameBits(expected, whole(trial, state, x), backend + " in blocks of " + block);
      state.reset();
      assertSameBits(expected, inPieces(trial, state, x, random), backend + " in pieces");
      state.reset();
      assertSameBits(expected, inSteps(trial, state, x), backend + " in steps");
      ModelState small = model.newState(engine, 1);
      assertSameBits(expected, inPieces(trial, small, x, random), backend + " one by one");
    }
  }

  @Property(tries = 60)
  void helpDoesNotChangeBits(
      @ForAll("largeTrials") Trial trial,
      @ForAll @IntRange(min = 2, max = 8) int threads,
      @ForAll Help help) {
    SplittableRandom random = trial.random();
    float[] x = trial.sequence("x");
    for (Backend backend : Engines.backends()) {
      float[] alone = whole(trial, Engine.of(backend), x);
      Help.Helpers helpers = help.newHelpers();
      Engine engine = Engine.of(backend).withExecutor(helpers, threads);
      assertSameBits(alone, whole(trial, engine, x), backend + " at once");
      assertTrue(helpers.asked() > 0, "so much work should have been shared");
      ModelState state = trial.model(backend).newState(engine);
      assertSameBits(alone, inPieces(trial, state, x, random), backend + " in pieces");
    }
  }

  @Property(tries = 1500)
  void aFrameOutsideTheReceptiveFieldDoesNotShow(
      @ForAll("trials") Trial trial, @ForAll @IntRange(max = 999) int place) {
    SplittableRandom random = trial.random();
    float[] x = trial.sequence("x");
    int inputs = trial.description().inputs();
    int outputs = trial.description().outputs();
    int changed = trial.length() * place / 1000;
    float[] other = x.clone();
    for (int i = changed * inputs; i < (changed + 1) * inputs; i++) {
      other[i] = Float.intBitsToFloat(random.nextInt());
    }
    Model model = trial.model(Engines.fastest());
    OptionalLong field = model.receptiveField();
    Engine engine = Engine.of(Engines.fastest());
    float[] expected = whole(trial, model.newState(engine), x);
    float[] y = whole(trial, model.newState(engine), other);
    if (trial.flattened()) {
      assertEquals(OptionalLong.of(trial.length()), field);
      return;
    }
    for (int frame = 0; frame < trial.length(); frame++) {
      if (frame < changed || field.isPresent() && frame >= changed + field.getAsLong()) {
        int from = frame * outputs;
        int to = from + outputs;
        assertSameBits(
            Arrays.copyOfRange(expected, from, to),
            Arrays.copyOfRange(y, from, to),
            "output %d after a change of frame %d, receptive field %s"
                .formatted(frame, changed, field));
      }
    }
  }

  /**
   * Weights that average: with inputs of 1 every level, cell and decoder works where its derivative is
   * far from 0, and no path can cancel another.
   */
  @Property(tries = 400)
  void everyFrameInsideTheReceptiveFieldCanShow(
      @ForAll("convolutional") Trial trial, @ForAll @IntRange(max = 999) int place) {
    ModelDescription description = trial.description().withOutput(Output.SIGMOID);
    Model model = Model.of(description, averaging(description), Engines.fastest());
    int field = (int) model.receptiveField().orElseThrow();
    assertEquals(expectedField(description), field);
    int length = field + 3;
    int inputs = description.inputs();
    int outputs = description.outputs();
    float[] x = new float[length * inputs];
    Arrays.fill(x, 1);
    float[] expected = new float[length * outputs];
    ModelState state = model.newState(Engine.of(Engines.fastest()));
    state.run(length, x, 0, expected, 0);
    // Often the oldest frame that counts, which shows most easily if the field is too long.
    int back = place < 500 ? field - 1 : field * (place - 500) / 500;
    int changed = length - 1 - back;
    Arrays.fill(x, changed * inputs, (changed + 1) * inputs, 3);
    float[] y = new float[length * outputs];
    state.reset();
    state.run(length, x, 0, y, 0);
    for (int i = (length - 1) * outputs; i < length * outputs; i++) {
      assertTrue(y[i] > expected[i], "frame %d back of %d".formatted(back, field));
    }
  }

  private static long expectedField(ModelDescription description) {
    long levels = description.channels().size();
    return 1 + (description.kernel() - 1) * ((1L << levels) - 1);
  }

  private static Parameters averaging(ModelDescription description) {
    Map<String, Tensor> shapes = Initialization.uniform(description, 0).tensors();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = new float[shape.size()];
          if (name.endsWith("weight_g")) {
            // The norm of n equal weights 1/n.
            int all = shapes.get(name.replace("weight_g", "weight_v")).size();
            Arrays.fill(values, (float) Math.sqrt((double) shape.size() / all));
          } else if (name.contains("weight")) {
            Arrays.fill(values, (float) shape.dimension(0) / shape.size());
          }
          tensors.put(name, Tensor.of(values, shape.shape()));
        });
    return Parameters.of(tensors);
  }

  @Property(tries = 500)
  void aResetForgetsEverything(@ForAll("trials") Trial trial) {
    SplittableRandom random = trial.random();
    float[] before = trial.sequence("before");
    float[] x = trial.sequence("x");
    for (Backend backend : Engines.backends()) {
      Engine engine = Engine.of(backend);
      float[] expected = whole(trial, engine, x);
      ModelState state = trial.model(backend).newState(engine);
      int taken = random.nextInt(trial.length() + 1);
      float[] ignored = new float[trial.outputFrames() * trial.description().outputs()];
      state.run(taken, before, 0, ignored, 0);
      assertEquals(taken, state.position());
      state.reset();
      assertEquals(0, state.position());
      assertSameBits(expected, inPieces(trial, state, x, random), backend + " after a reset");
    }
  }

  @Property(tries = 100)
  void statesOfOneModelDoNotDisturbEachOther(@ForAll("trials") Trial trial, @ForAll Help help)
      throws Exception {
    SplittableRandom random = trial.random();
    for (Backend backend : Engines.backends()) {
      Model model = trial.model(backend);
      Engine shared = Engine.of(backend).withExecutor(help.newHelpers(), 2);
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<?>> users = new ArrayList<>();
      for (int user = 0; user < 2; user++) {
        SplittableRandom own = random.split();
        float[] x = trial.sequence("x of user " + user);
        float[] expected = whole(trial, Engine.of(backend), x);
        users.add(
            Help.POOL.submit(
                () -> {
                  ModelState state = model.newState(shared);
                  start.await();
                  for (int i = 0; i < 20; i++) {
                    state.reset();
                    assertSameBits(expected, inPieces(trial, state, x, own), backend + " beside");
                  }
                  return null;
                }));
      }
      for (Future<?> user : users) {
        user.get();
      }
    }
  }

  @Property(tries = 500)
  void metadataGivesTheDescriptionBack(@ForAll("trials") Trial trial, @ForAll String task) {
    ModelDescription description = trial.description().withTask(task);
    assertEquals(description, ModelDescription.fromMetadata(description.toMetadata()));
  }

  @Property(tries = 500)
  void tensorsTellTheDescription(@ForAll("trials") Trial trial) {
    ModelDescription description = trial.description();
    // A flattened decoder over one frame is a decoder of each frame.
    ModelDescription told =
        trial.flattened() && trial.length() == 1
            ? new ModelDescription(
                description.architecture(),
                description.inputs(),
                description.channels(),
                description.kernel(),
                description.outputs(),
                Decoder.PER_STEP,
                0,
                description.output(),
                description.task())
            : description;
    assertEquals(
        told,
        ModelDescription.infer(
            Initialization.uniform(description, trial.values().number()).tensors(),
            trial.values().number() % 2 == 0 ? null : description.architecture(),
            description.output(),
            description.task()));
  }

  @Property(tries = 100)
  void aSavedModelGivesTheSameBits(@ForAll("trials") Trial trial) throws IOException {
    float[] x = trial.sequence("x");
    Path folder = Files.createTempDirectory("models");
    Path file = folder.resolve("model.safetensors");
    try {
      Model saved = trial.model(Backend.active());
      saved.save(file);
      for (Backend backend : Engines.backends()) {
        Model loaded = Model.load(file, backend);
        assertEquals(saved.description(), loaded.description());
        assertEquals(saved.parameterCount(), loaded.parameterCount());
        Engine engine = Engine.of(backend);
        assertSameBits(
            whole(trial, engine, x),
            whole(trial, loaded.newState(engine), x),
            backend + " after loading");
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  @Provide
  Arbitrary<Trial> trials() {
    return trials(
        Arbitraries.of(Architecture.class),
        Arbitraries.of(Decoder.class),
        ints(1, 20),
        ints(1, 40),
        ints(1, 60));
  }

  @Provide
  Arbitrary<Trial> convolutional() {
    return trials(
        Arbitraries.of(Architecture.CL_RNN, Architecture.TCN),
        Arbitraries.just(Decoder.PER_STEP),
        ints(1, 20),
        ints(1, 40),
        ints(1, 60));
  }

  /** A product of inputs of at least 500 × 90 × 96 multiply-adds: enough to be shared. */
  @Provide
  Arbitrary<Trial> largeTrials() {
    return trials(
        Arbitraries.of(Architecture.class),
        Arbitraries.of(Decoder.class),
        ints(90, 96),
        ints(96, 104),
        ints(500, 520));
  }

  private static Arbitrary<Trial> trials(
      Arbitrary<Architecture> architectures,
      Arbitrary<Decoder> decoders,
      Arbitrary<Integer> inputs,
      Arbitrary<Integer> channels,
      Arbitrary<Integer> lengths) {
    Arbitrary<int[]> kernelAndOutputs =
        Combinators.combine(ints(1, 5), ints(1, 20))
            .as((kernel, outputs) -> new int[] {kernel, outputs});
    return Combinators.combine(
            architectures,
            decoders,
            inputs,
            channels.list().ofMinSize(1).ofMaxSize(4),
            kernelAndOutputs,
            lengths,
            Arbitraries.of(Output.class),
            new Values.Any().get())
        .as(
            (architecture, decoder, in, levels, sizes, length, output, values) -> {
              boolean serial =
                  architecture == Architecture.RNN || architecture == Architecture.LSTM;
              ModelDescription description =
                  new ModelDescription(
                      architecture,
                      in,
                      serial ? levels.subList(0, 1) : levels,
                      serial ? 0 : sizes[0],
                      sizes[1],
                      decoder,
                      decoder == Decoder.FLATTENED ? length : 0,
                      output,
                      "");
              return new Trial(description, length, values);
            })
        .withoutEdgeCases();
  }

  private static Arbitrary<Integer> ints(int min, int max) {
    return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
  }
}
