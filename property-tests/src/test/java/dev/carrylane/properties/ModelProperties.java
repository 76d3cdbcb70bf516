package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a model computes depends on the sequence alone: not on how, where or with whom it is run. */
class ModelProperties {
  @Property(tries = 60)
  void helpDoesNotChangeBits(
      @ForAll(supplier = AnyModel.Large.class) ModelTrial trial,
      @ForAll @IntRange(min = 2, max = 8) int threads,
      @ForAll Help help) {
    SplittableRandom random = trial.random();
    float[] x = trial.sequence("x");
    for (Backend backend : Engines.backends()) {
      float[] alone = trial.whole(Engine.of(backend), x);
      Help.Helpers helpers = help.newHelpers();
      Engine engine = Engine.of(backend).withExecutor(helpers, threads);
      assertSameBits(alone, trial.whole(engine, x), backend + " at once");
      assertTrue(helpers.asked() > 0, "so much work should have been shared");
      ModelState state = trial.model(backend).newState(engine);
      assertSameBits(alone, trial.inPieces(state, x, random), backend + " in pieces");
    }
  }

  @Property(tries = 1500)
  void aFrameOutsideTheReceptiveFieldDoesNotShow(
      @ForAll(supplier = AnyModel.class) ModelTrial trial, @ForAll @IntRange(max = 999) int place) {
    float[] x = trial.sequence("x");
    int inputs = trial.description().inputs();
    int outputs = trial.description().outputs();
    int changed = trial.length() * place / 1000;
    float[] other = x.clone();
    float[] changes = trial.sequence("changes");
    System.arraycopy(changes, changed * inputs, other, changed * inputs, inputs);
    Model model = trial.model(Engines.fastest());
    OptionalLong field = trial.description().receptiveField();
    Engine engine = Engine.of(Engines.fastest());
    float[] expected = trial.whole(model.newState(engine), x);
    float[] y = trial.whole(model.newState(engine), other);
    if (trial.flattened()) {
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
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll boolean cell,
      @ForAll boolean weightNorm,
      @ForAll @IntRange(max = 999) int place) {
    List<LayerDescription> levels = new ArrayList<>();
    for (int level = 0; level < count; level++) {
      int apart = dilation << level;
      levels.add(new Convolution(width, kernel, apart, true, weightNorm, Activation.RELU));
    }
    int farthest = (kernel - 1) * ((1 << count) - 1);
    List<LayerDescription> hidden = cell ? List.of(Layers.carryLookahead(levels, width)) : levels;
    ModelDescription description =
        ModelDescription.of(3).then(hidden).then(Layers.linear(2)).output(Output.SIGMOID);
    Model model = Model.of(description, averaging(description), Engines.fastest());
    int field = (int) description.receptiveField().orElseThrow();
    assertEquals(1 + dilation * farthest, field);
    int length = field + 3;
    int inputs = description.inputs();
    int outputs = description.outputs();
    float[] x = new float[length * inputs];
    Arrays.fill(x, 1);
    float[] expected = new float[length * outputs];
    ModelState state = model.newState(Engine.of(Engines.fastest()));
    state.run(length, x, 0, expected, 0);
    // Often the oldest frame that counts, which shows most easily if the field is too long.
    int back = dilation * (place < 500 ? farthest : farthest * (place - 500) / 500);
    int changed = length - 1 - back;
    Arrays.fill(x, changed * inputs, (changed + 1) * inputs, 3);
    float[] y = new float[length * outputs];
    state.reset();
    state.run(length, x, 0, y, 0);
    for (int i = (length - 1) * outputs; i < length * outputs; i++) {
      assertTrue(y[i] > expected[i], "frame %d back of %d".formatted(back, field));
    }
  }

  private static Parameters averaging(ModelDescription description) {
    Map<String, Tensor> shapes = Initialization.of(description, 0).tensors();
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
  void aResetForgetsEverything(@ForAll(supplier = AnyModel.class) ModelTrial trial) {
    SplittableRandom random = trial.random();
    float[] before = trial.sequence("before");
    float[] x = trial.sequence("x");
    for (Backend backend : Engines.backends()) {
      Engine engine = Engine.of(backend);
      float[] expected = trial.whole(engine, x);
      ModelState state = trial.model(backend).newState(engine);
      int taken = random.nextInt(trial.length() + 1);
      float[] ignored = trial.output();
      state.run(taken, before, 0, ignored, 0);
      assertEquals(taken, state.position());
      state.reset();
      assertEquals(0, state.position());
      assertSameBits(expected, trial.inPieces(state, x, random), backend + " after a reset");
    }
  }

  @Property(tries = 100)
  void statesOfOneModelDoNotDisturbEachOther(
      @ForAll(supplier = AnyModel.class) ModelTrial trial, @ForAll Help help) throws Exception {
    SplittableRandom random = trial.random();
    for (Backend backend : Engines.backends()) {
      Model model = trial.model(backend);
      Engine shared = Engine.of(backend).withExecutor(help.newHelpers(), 2);
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<?>> users = new ArrayList<>();
      for (int user = 0; user < 2; user++) {
        SplittableRandom own = random.split();
        float[] x = trial.sequence("x of user " + user);
        float[] expected = trial.whole(Engine.of(backend), x);
        users.add(
            Help.POOL.submit(
                () -> {
                  ModelState state = model.newState(shared);
                  start.await();
                  for (int i = 0; i < 20; i++) {
                    state.reset();
                    assertSameBits(expected, trial.inPieces(state, x, own), backend + " beside");
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
  void jsonGivesTheDescriptionBack(
      @ForAll(supplier = AnyModel.OrBidirectional.class) ModelTrial trial, @ForAll String task) {
    ModelDescription description = trial.description().task(task);
    assertEquals(description, ModelDescription.fromJson(description.toJson()));
  }

  @Property(tries = 100)
  void aSavedModelGivesTheSameBits(@ForAll(supplier = AnyModel.class) ModelTrial trial)
      throws IOException {
    float[] x = trial.sequence("x");
    Path folder = Files.createTempDirectory("models");
    Path file = folder.resolve("model.safetensors");
    try {
      trial.file().write(file);
      for (Backend backend : Engines.backends()) {
        Model loaded = Model.load(file, ModelOptions.defaults().backend(backend));
        assertEquals(trial.description(), loaded.description());
        Engine engine = Engine.of(backend);
        assertSameBits(
            trial.whole(engine, x),
            trial.whole(loaded.newState(engine), x),
            backend + " after loading");
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
